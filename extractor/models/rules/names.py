"""Short names and their full forms in one document: "Ryder" → "Pentagon spokesman Maj. Gen. Pat Ryder", "HUR" → what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.claims.finding import Span
from extractor.models.rules.closed import listed

_ACRONYM = re.compile(r"\((?:the )?([A-Z][A-Za-z.&-]{1,9})\)")
_BEFORE = re.compile(r"(?:[^\s().,;:\"“”]+ ){1,9}$")
_PAPERS = r"(?:statement|report|bulletin|communiqu[eé]|(?:press )?release|figures|data|count|tally|register|log|list|account)"
_PAPER = re.compile(
    rf"(?P<owner>[^,]{{3,70}})['’]s? (?:[\w.-]+ ){{0,4}}{_PAPERS}"
    rf"|(?:an?|the|The|A|An) (?:[\w-]+ ){{0,2}}{_PAPERS} (?:by|of|from|issued by) (?P<author>.{{3,70}})"
)
_TITLECASE = re.compile(r"[A-Z][\w.’'-]*")
_BELONGING = re.compile(" of | at | for | who ")
_LONGEST = 90
_TITLES = listed("mr mrs ms dr president general gen mayor minister governor senator judge prof")


@dataclass(frozen=True)
class Names:
    """Full forms by short form, in lower case; built once a document."""

    full: dict[str, str]
    known: dict[str, str | None] = field(default_factory=dict)

    def of(self, words: str) -> str | None:
        """The fuller name that `words` stand for; null if they are as full as it gets (worked out once)."""
        if words not in self.known:
            self.known[words] = self._fuller(words)
        return self.known[words]

    def _fuller(self, words: str) -> str | None:
        plain = _bare(words)
        found = self.full.get(plain)
        if found is None and " " in plain:
            longer = self.full.get(plain.rpartition(" ")[2])
            found = longer if longer is not None and (_is_short_form(plain) or _is_part(plain, longer)) else None
        if found is None or found == words or len(found) <= len(plain):
            return _owner(words) or _name_in(words)
        return found


def _bare(words: str) -> str:
    plain = " ".join(words.split()).lower().replace("’", "'")
    plain = plain.removeprefix("the ")
    return plain.removesuffix("'s")


def _is_part(plain: str, longer: str) -> bool:
    """As in "Dr Helen Mbeki" where the text has introduced "the coroner, Dr Helen Mbeki"."""
    return f" {plain} " in f" {longer.lower().replace(',', '')} "


def _name_in(words: str) -> str | None:
    """Who it is, without what is said of them beside the name: "the head of surgery, Dr Selim Aruk", "Rights Monitor, a foreign group"."""
    head, comma, rest = words.partition(", ")
    if not comma or ", " in rest:
        return None
    return head if rest.startswith(_ARTICLES) and _is_name(head) else rest if _is_name(rest) and not _is_name(head) else None


_ARTICLES = ("a ", "an ", "the ", "A ", "THE ", "AN ")


def _is_name(words: str) -> bool:
    parts = words.removeprefix("the ").removeprefix("The ").split()
    return len(parts) > 1 and all(_TITLECASE.fullmatch(part) or part in {"of", "for", "al", "de", "and"} for part in parts)


def _owner(words: str) -> str | None:
    """Who speaks in a paper of theirs: "the ministry's statement", "a statement by the ministry"; null for other words."""
    match = _PAPER.fullmatch(words)
    return next((words[start:end] for start, end in (match.span("owner"), match.span("author")) if start >= 0), None) if match else None


def _is_short_form(plain: str) -> bool:
    """As in "Mr Brenn", "President Zelensky": a title and a last name."""
    first, _, last = plain.partition(" ")
    return bool(last) and " " not in last and first.rstrip(".") in _TITLES


def find_names(text: str, sources: Iterable[Span]) -> Names:
    """Acronyms spelt out in brackets, and the last names of sources that are introduced in full."""
    full: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 100), match.start())
        spelt = _spelt_out(before.group(), match.group(1)) if before else None
        if spelt is not None:
            full.setdefault(match.group(1).lower(), spelt)
    for span in sources:
        words = " ".join(text[span.start : span.end].split())
        last = _last_name(words)
        if last is not None and len(words) <= _LONGEST and len(words) > len(full.get(last, "")):
            full[last] = words
    return Names(full)


def _spelt_out(words: str, letters: str) -> str | None:
    """The words before an acronym that it can stand for: those from the first capital on, as many as there are letters or a few more."""
    parts = words.split()
    while parts and not parts[0][0].isupper():
        parts.pop(0)
    while parts and parts[0].lower() in {"the", "a"}:
        parts.pop(0)
    return " ".join(parts) if len(parts) >= 2 and letters.isupper() else None  # noqa: PLR2004


def _last_name(words: str) -> str | None:
    """The last name of a person introduced with title, role or first name."""
    if "(" in words.partition(",")[0]:
        return None
    heads = [_BELONGING.split(piece, maxsplit=1)[0] for piece in words.split(", ")[:2]]
    return next((name for head in heads if (name := _last_of(head)) is not None), None)


def _last_of(head: str) -> str | None:
    parts = head.rstrip(",").split()
    if len(parts) < 2 or not all(_TITLECASE.fullmatch(part) for part in parts[-2:]):  # noqa: PLR2004
        return None
    return parts[-1].lower().replace("’", "'").removesuffix("'s")
