"""A source as its text knows it: by name ("Belkadi" for "Interior Minister Nour Belkadi"), by office, by abbreviation, by pronoun.

Another body of the same kind is not meant: "the Interior Ministry" is no "Health Ministry".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractor.checks.docket import Docket
from extractor.checks.english import word_set
from extractor.checks.same import mention_key
from extractor.checks.sentence import content_words, same_length_lower
from extractor.claims.core import Mention
from extractor.claims.finding import Span

_AROUND = 80
_MENTIONS = 3
_BODY = re.compile(
    r"\b(?:ministr\w+|arm(?:y|ies)|agenc\w+|governments?|offices?|committees?|commissions?|network|associations?|statement|communiqu[eé]|"
    r"report|staff|union|radio|station|service|council|institute|press|media|bulletin|list|register|survey|data|group|movement|party|"
    r"parliament|hospital|syndicate|department|authorit\w+|company|firm|brigades?|coalition|militia|junta|mission|charity|federation|"
    r"navy|guard|forces?|court|embassy|palace|police|organi[sz]ation|centre|center|front|command|monitor|observer|lines)\b"
)
_PERSON = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof(?:essor)?|col(?:onel)?|gen(?:eral)?|capt(?:ain)?|major|lt|lieutenant|sergeant|corporal|admiral|minister|"
    r"president|mayor|governor|spokes(?:man|woman|person)|doctor|nurse|teacher|headteacher|officer|official|commander|director|chief|"
    r"superintendent|secretary|commissioner|researcher|lawyer|priest|bishop|imam|judge|elder|resident|survivor|witness|eyewitness|man|"
    r"woman|brother|sister|mother|father|wife|driver|engineer|surgeon|deputy|prefect|lawmaker|diplomat|leader)\b"
)
_OWNER = re.compile(rf"[’']s? (?=(?:[\w-]+ ){{0,2}}{_PERSON.pattern})")
_NO_OWNER = rf"(?!{_OWNER.pattern})"
"""Behind a name: whose house it is, not who is meant ("the office's director")."""

_BEFORE, _BEHIND = r"(?:(?P<pre>[\w’'.-]+)\s+)?", r"(?:\s+(?:of|for)\s+(?:the )?(?P<post>[\w’'.-]+))?"

_CUT = re.compile(r"\s(?:of|for|in|at|on|from|who|which|that|with|to|near|by|\w{3,}ed|kept|seen|held|made)\s")
_PART = re.compile(r"(?:(?:one|two|three|four|five|some|several|both|many|most) of )?(?:the |an? |its |his |her |their |our |my |own )*")
_OTHER_SEX = {
    "he": re.compile(r"\b(?:\w*wom[ae]n|mrs|ms|miss|mother|sister|daughter|wife|widow|queen|princess|girl|lady|nun)\b"),
    "she": re.compile(r"\b(?:\w+(?<!wo)man|man|mr|sir|father|brother|son|husband|widower|king|prince|boy|imam|monk)\b"),
}
_MODIFIES = word_set("""
the a an its his her their our my this that these those said says say as and or but by from of for to in on at with told according
citing quoting cited while when also because than one another own both some former local
""")


@dataclass(frozen=True, eq=False)
class Voice:
    """A source as the text knows it: `text` its words, `around` the words beside its first mention ("the governor of …, X")."""

    text: str
    name: str
    around: str

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of its text and name."""
        return content_words(same_length_lower(f"{self.text} {self.name}"))

    @cached_property
    def described(self) -> frozenset[str]:
        """Its content words and those beside its first mention."""
        return self.words | content_words(same_length_lower(self.around))

    @cached_property
    def core(self) -> str:
        """The noun phrase without what follows its head: "a list kept by …" → "list"."""
        lower = same_length_lower(self.text.partition(",")[0]).strip(" \"“”'")
        lead = _PART.match(lower)
        lower = lower[lead.end() :] if lead else lower
        cut = _CUT.search(lower)
        return re.sub(r"[’']s?$", "", lower[: cut.start()] if cut else lower).strip()

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The words by which it is named again: the head of its phrase, and a surname."""
        head = re.findall(r"[^\W_][\w’'.-]*", self.core)[-1:]
        return tuple(dict.fromkeys(word for word in (*head, *self.surnames) if content_words(word)))

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """The last capitalised word of a person's words, as a name of one's own."""
        capitals = re.findall(r"(?<!\w)[A-Z][\w’'-]+", self.text)
        body = _BODY.search(same_length_lower(self.text)) is not None and len(capitals) < 4  # noqa: PLR2004
        return (same_length_lower(capitals[-1]),) if len(capitals) > 1 and not body and not self.text.isupper() else ()

    def fits(self, pronoun: str) -> bool:
        """Whether "he", "she", "it" or "one" (some person) can stand for it; unknown words fit every pronoun."""
        lower = same_length_lower(self.text)
        body, person = _BODY.search(self.core) is not None, _PERSON.search(lower) is not None
        if pronoun in {"he", "she"}:
            return (person or not body) and _OTHER_SEX[pronoun].search(lower) is None
        if pronoun == "one":
            return (person or not body) and not self.is_plural
        return not (pronoun == "it" and ((person and not body) or (self.is_plural and not body)))

    @cached_property
    def is_plural(self) -> bool:
        """Whether it is several people: its phrase ends in a plural that is no name."""
        head = re.search(
            r"(?:(?<=\s)|^)(?!headquarters|affairs|barracks|works|means|series)(?:[a-z’'-]{3,}[^su\W]s|people|police|m[ae]n|women)$",
            self.core,
        )
        return head is not None and head[0] in self.text

    def places(self, text: str) -> Iterator[Span]:
        """Where `text` names it."""
        lower = same_length_lower(text)
        yield from (Span(*match.span()) for match in _unowned("", same_length_lower(self.text), "", lower))
        for head in self.heads:
            for match in _unowned(_BEFORE, head, _BEHIND, lower):
                if head in self.surnames or self._is_named(match["pre"], match["post"]):
                    yield Span(*match.span("name"))
        yield from self._abbreviated(text)

    def _is_named(self, before: str | None, behind: str | None) -> bool:
        """Whether nothing beside the head makes it another's: "the ministry" may be, "the Interior Ministry" is no Health Ministry."""
        if before and before not in _MODIFIES and not content_words(before) <= self.described:
            return False
        return not behind or content_words(behind) <= self.described

    def _abbreviated(self, text: str) -> Iterator[Span]:
        if text.isupper():
            return
        named = f"{self.text} {self.name}"
        initials = "".join(word[0] for word in re.findall(r"[A-Z]\w*", named))
        for match in re.finditer(r"\b[A-Z]{2,}\b", text):
            if re.search(rf"\b{match[0]}\b", named) or match[0] in initials:
                yield Span(*match.span())

    def is_meant(self, words: str) -> bool:
        """Whether the words beside a cue may be its: all of one are among the other's, or one names the other."""
        theirs = content_words(same_length_lower(words))
        if not theirs or not self.words:
            return False
        return theirs <= self.described or self.words <= _owned(words) or any(True for _ in self.places(words))


def _owned(words: str) -> frozenset[str]:
    """The content words of a speaker, without the house whose person it is: "the office's director" → director."""
    lower = same_length_lower(words)
    owner = _OWNER.search(lower)
    return content_words(lower[owner.end() :] if owner else lower)


def voice(docket: Docket, mention: Mention) -> Voice:
    """`mention` as the text of `docket` knows it; made once."""
    known: dict[str | None, Voice] = docket.memo("voices", lambda _: {})
    key = f"{mention.text}\n{mention_key(mention)}"
    if key not in known:
        apposed = [_apposed(docket.text, at, len(mention.text)) for at in _places(docket.text, mention.text)]
        known[key] = Voice(mention.text, mention.name or "", " ".join(apposed))
    return known[key]


def _places(text: str, words: str) -> Iterator[int]:
    """The first places of `words`."""
    at = text.find(words)
    for _ in range(_MENTIONS):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _apposed(text: str, at: int, length: int) -> str:
    """What stands beside a name: "the governor of Olm, Karel Vosh", "Governor Karel Vosh", "Karel Vosh, the governor,"."""
    lead = text[max(0, at - _AROUND) : at]
    before = re.search(r"(?:^|[.;:!?\n]\s*|,\s*)(?P<words>[^.;:!?\n,]{2,80}),\s*$", lead)
    titles = re.search(r"(?:(?:[A-Z][\w’'-]+|[a-z]+man|[a-z]+woman|[a-z]+or|[a-z]+er|chief|head|president)\s+){1,4}$", lead)
    behind = re.match(
        r",\s*(?P<words>(?:the|an?|its|his|her|who|which)\b[^.;:!?\n,]{2,80}),", text[at + length : at + length + _AROUND], re.IGNORECASE
    )
    return " ".join((before["words"] if before else "", titles[0] if titles else "", behind["words"] if behind else ""))


def _unowned(before: str, name: str, behind: str, text: str) -> list[re.Match[str]]:
    """Where `name` stands in a text, in lower case, and owns nobody there.

    The long expression for owners is compiled with the name's only where there is one: to do so for every claim takes as long as all else.
    """
    named = rf"{before}(?<!\w)(?P<name>{re.escape(name)})(?!\w)"
    found = list(re.finditer(f"{named}{behind}", text))
    if any(_OWNER.match(text, match.end("name")) for match in found):
        found = list(re.finditer(f"{named}{_NO_OWNER}{behind}", text))
    return found
