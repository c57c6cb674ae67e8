"""A sentence read for checking: its counts, and the words that say what is counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from extractor.checks import english
from extractor.checks.english import word_set
from extractor.checks.labels import LABELS, LONE
from extractor.checks.lexicon import Lexicon
from extractor.checks.uncounted import UNCOUNTED
from extractor.claims.domain import Form, Support
from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span

_PHRASE_WORD = re.compile(r"[\w’'.-]*\w|[^\w\s]")
_PHRASE_STOP = word_set("""
and or but nor who that which whom whose in on at near from with by during after before since while when as for to into against
over under were was are is have has had been be being will would could may might can did do does said says say than including plus
through across within without between among because if so not left fighting later then also now already still yesterday today
tonight gave whose there
""")
_IDLE = word_set("""
of the a an other others more another further additional all its his her their our own these those them total new many some s
least most up each enemy
""")
_NOUNS_IN_LY = word_set("family ally assembly daily weekly monthly elderly italy")
"""No adverbs: they tell a phrase from another."""
_NEW_PHRASE = word_set("the a an this that these those last next each every another his her their its our my")
"""What begins a phrase of its own, but behind "of"."""
_OF_A_WHOLE = re.compile(
    r"\s*(?:(?:out )?of (?:the|an?|its|their|his|some|about|these|those|our)?\s*"
    r"(?:(?:crew|group|party|class|team|family) of |[\w-]+['’]s? )?|\w+ (?:of|from) (?=one\b))"
)
"""Between a part and its whole: "two of the", "five of a crew of"."""
_LONGEST_PHRASE = 120
_QUOTATION = re.compile(r"[\"“”‘«»]")
_NAME_BEHIND = re.compile(r"[’']?s?(?: (?:of|for|and)(?: the)?)? [A-Z][a-z]+")
_NAME_BEFORE = re.compile(r"(?<![.!?:;—–\"“])(?<!^) ?\b[A-Z][\w’'-]+(?: (?:of|for|and|against)(?: the)?)? $")
"""Around a word with a capital: another, so that both are parts of a name."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a sentence, by offsets into the sentence.

    `span` has its qualifier words, `number` is the bare number. `circumstance`: a preposition makes it part of where, when or by whom
    ("in three villages"). `base`: the whole that another number is a part of ("two of the 30"). `nouns` are the content words of what
    is counted, stemmed, `heads` those of them that are nouns for certain; `phrase` is where they stand.
    """

    span: Span
    number: Span
    kind: str
    words: str
    nouns: frozenset[str]
    heads: frozenset[str]
    phrase: Span
    circumstance: bool
    base: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that supports values of a field, by offsets into the sentence.

    `passive` = an auxiliary makes what stands before it the one concerned; `active` = it takes an object behind it. `sure` = the
    words have no other sense. `merged` = several words joined by "and" or "or" with one meaning; `parts` are then the values of each.
    """

    span: Span
    values: frozenset[str]
    parts: frozenset[str]
    form: Form
    passive: bool
    active: bool
    sure: bool

    @property
    def merged(self) -> bool:
        """Whether the words name a class that its parts must not be split from."""
        return self.parts != self.values


@dataclass(frozen=True, eq=False)
class Sentence:
    """`text` is the sentence as it stands, `start` its offset in the document; `lower` has the same length as `text`."""

    text: str
    start: int
    lexicon: Lexicon
    memo: dict[str, object] = field(default_factory=dict)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, character for character."""
        return same_length_lower(self.text)

    @cached_property
    def figures(self) -> tuple[FoundFigure, ...]:
        """Every number expression, of whatever kind."""
        return tuple(find_figures(self.text))

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The numbers that count something or state a share, in order."""
        found: list[Count] = []
        for figure in self.figures:
            if self.counts_something(figure):
                kind = "percent" if figure.kind == "percent" else "count"
                found.append(self.count(figure.span, figure.number, kind, found[-1] if found else None))
        return tuple(found)

    def counts_something(self, figure: FoundFigure) -> bool:
        """Whether a number expression counts or is a share; a number behind a name that no comma closes is no age ("Brenna, two;")."""
        if figure.kind in {"count", "percent"}:
            return not self.is_uncounted(figure.span) and not self.is_of_harm(figure.span)
        unnamed = figure.kind == "measure" and figure.figure.unit == "measure"
        return unnamed and figure.figure.low is not None and self.text.startswith((";", "."), figure.span.end)

    def is_of_harm(self, span: Span) -> bool:
        """Whether it is the injuries that are several, not the injured: "sustained multiple injuries"."""
        lead = self.lower[max(0, span.start - 20) : span.start]
        return english.INJURIES.match(self.lower, span.end) is not None and english.SUFFERED.search(lead) is not None

    def is_uncounted(self, span: Span, *, surely: bool = False) -> bool:
        """Whether a number is one of the ages, labels and times that the sentence gives; `surely` if the words can say nothing else."""
        return any(start < span.end and span.start < end for start, end in (self._uncounted if surely else self._unlikely))

    @cached_property
    def _uncounted(self) -> tuple[tuple[int, int], ...]:
        return tuple(_groups(UNCOUNTED.finditer(self.text)))

    @cached_property
    def _unlikely(self) -> tuple[tuple[int, int], ...]:
        labels = tuple(_groups(LABELS.finditer(self.text)))
        lone = tuple(_groups(LONE.finditer(self.text))) if len(self.figures) == 1 else ()
        return self._uncounted + labels + lone

    def count(self, span: Span, number: Span, kind: str = "count", before: Count | None = None) -> Count:
        """The count at `span`; `before` is the one before it."""
        lead = self.lower[max(0, span.start - 40) : span.start]
        base = before is not None and _OF_A_WHOLE.fullmatch(self.lower, before.span.end, span.start)
        phrase = self._phrase(span.end)
        return Count(
            span=span,
            number=number,
            kind=kind,
            words=self.text[span.start : span.end],
            nouns=content_words(self.lower[phrase.start : phrase.end]),
            heads=self._heads(phrase),
            phrase=phrase,
            circumstance=self._is_circumstance(lead, span, phrase),
            base=bool(base) or english.WHOLE_FIRST.search(lead) is not None or english.SOME_OF.search(lead) is not None,
        )

    def _is_circumstance(self, lead: str, span: Span, phrase: Span) -> bool:
        """Whether what stands before a number makes it part of where or when: "in three villages", not "after three workers died"."""
        if lead.endswith(" of ") and self._is_of_things(phrase):
            return True
        clause = english.CLAUSE_LEAD.search(lead) and english.CLAUSE.match(self.lower, span.end)
        return english.OWN_PREPOSITION.search(lead) is not None and clause is None

    def _is_of_things(self, phrase: Span) -> bool:
        """Whether a phrase begins with a thing: the people "of 18 villages" are counted before."""
        things = self.lexicon.things
        return things is not None and things.match(self.lower, phrase.start + 1, phrase.end) is not None

    def _heads(self, phrase: Span) -> frozenset[str]:
        """Nouns for people or things, and plurals: "two girls" has one, "two burned" and "two overnight" have none."""
        words = self.lower[phrase.start : phrase.end]
        known = [pattern.findall(words) for pattern in (self.lexicon.people, self.lexicon.things) if pattern is not None]
        plurals = re.findall(r"\b[^\W\d_]{3,}[^su\W\d_]s\b", words)
        return content_words(" ".join([*(word for found in known for word in found), *plurals]))

    def _phrase(self, start: int) -> Span:
        end = start
        behind = bisect_left(self.figures, start, key=lambda figure: figure.span.start)
        next_figure = self.figures[behind].span.start if behind < len(self.figures) else len(self.lower)
        before = ""
        for match in _PHRASE_WORD.finditer(self.lower, start, min(next_figure, start + _LONGEST_PHRASE)):
            word = match[0]
            if word in _PHRASE_STOP or (before != "of" and word in _NEW_PHRASE) or word[0] in ",;:.()—–!?" or word[0].isdigit():
                break
            end, before = match.end(), word
        return Span(start, end)

    def triggers(self, support: Support) -> tuple[Trigger, ...]:
        """The words that support values of `support`'s field, in order; joined ones ("killed or wounded") are one trigger."""
        return self._triggers[support.field]

    @cached_property
    def _triggers(self) -> Mapping[str, tuple[Trigger, ...]]:
        return {support.field: _joined(self, self._single(support), support) for support in self.lexicon.domain.supports}

    def _single(self, support: Support) -> list[Trigger]:
        found = []
        for span, values, form, sure in self.lexicon.matches(support, self.lower):
            if self._is_name(span) or english.RATE.match(self.lower, span.end):
                continue
            lead = _QUOTATION.sub(" ", self.lower[max(0, span.start - 60) : span.start])
            passive = form != "active" and english.PASSIVE.search(lead) is not None
            active = form == "active" or (form == "participle" and not passive and english.ACTIVE.search(lead) is not None)
            found.append(Trigger(span, values, values, form, passive, active, sure))
        return found

    @cached_property
    def is_headline(self) -> bool:
        """Whether most long words have capitals: they are no names."""
        initials: list[str] = [word[0] for word in re.findall(r"[^\W\d_]{4,}", self.text)]
        return sum(initial.isupper() for initial in initials) * 3 > len(initials) * 2

    def _is_name(self, span: Span) -> bool:
        """Whether words are part of a name: "the Rescue Brigades", "the Prison Service"."""
        if not self.text[span.start].isupper() or self.is_headline:
            return False
        behind = _NAME_BEHIND.match(self.text, span.end)
        return behind is not None or _NAME_BEFORE.search(self.text, max(0, span.start - 60), span.start) is not None


def _groups(matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Where the named groups stand that took part."""
    return (match.span(name) for match in matches for name in match.groupdict() if match[name])


def _joined(sentence: Sentence, found: list[Trigger], support: Support) -> tuple[Trigger, ...]:
    joined: list[Trigger] = []
    for trigger in found:
        last = joined[-1] if joined else None
        gap = sentence.lower[last.span.end : trigger.span.start] if last else ""
        if last and english.MERGES.fullmatch(gap) and not _splits(sentence, last, trigger, gap):
            joined[-1] = _merge(last, trigger, support, either=english.EITHER_OR.search(gap) is not None)
        else:
            joined.append(trigger)
    return tuple(joined)


def _splits(sentence: Sentence, first: Trigger, second: Trigger, gap: str) -> bool:
    """Two words side by side that have a number each are no class: "12 killed and wounded 20 others"; so are words of unlike form."""
    if english.EITHER_OR.search(gap):
        return False
    if {first.form, second.form} & {"active", "loose"} and first.form != second.form:
        return True
    at = bisect_left(sentence.counts, second.span.end, key=lambda count: count.span.start)
    behind = at < len(sentence.counts) and sentence.counts[at].span.start - second.span.end <= 2  # noqa: PLR2004 (a blank, a quotation mark)
    before = bool(sentence.counts) and sentence.counts[0].span.end <= first.span.start
    return behind and before and not second.passive


def _merge(first: Trigger, second: Trigger, support: Support, *, either: bool) -> Trigger:
    parts = first.parts | second.parts
    values = merged_values(parts, support, either=either or first.merged)
    return Trigger(
        Span(first.span.start, second.span.end),
        values,
        parts,
        first.form,
        first.passive or second.passive,
        first.active,
        first.sure or second.sure,
    )


def merged_values(parts: frozenset[str], support: Support, *, either: bool) -> frozenset[str]:
    """What words with the values `parts` mean together: the merged class they name, else the open value for "or", else all of them."""
    merged = frozenset(value for value, needed in support.merged.items() if parts >= set(needed))
    if merged:
        named = merged.union(*(support.merged[value] for value in merged))
        return merged | ({support.open} if support.open and parts - named - {support.open} else set())
    if either and len(parts) > 1 and support.open is not None:
        return frozenset({support.open})
    return parts


def content_words(text: str) -> frozenset[str]:
    """The words of a lower-case noun phrase that tell it from another, without endings: "of armed soldiers" → armed, soldier."""
    return frozenset(
        _stem(word) for word in re.findall(r"[^\W\d_]+", text) if word not in _IDLE and (not word.endswith("ly") or word in _NOUNS_IN_LY)
    )


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 ("ties" stays)
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word  # noqa: PLR2004 ("gas" stays)


def same_length_lower(text: str) -> str:
    """`text` in lower case, one character for one character (İ and the like stay as they are)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
