"""Where a quote stands in a text. Nothing fuzzy: it stands there, word for word and number for number, or it does not.

The raw text is searched first, then the text with its spaces and typography folded (fold.py), which is built once and only when
a quote asks for it. Each occurrence is looked at on the raw text for the words and numbers that it might cut (edges.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from unicodedata import combining

from extractor.claims.finding import Span
from extractor.text.characters import INVISIBLE, SPACES
from extractor.text.edges import Rule
from extractor.text.fold import Folded, fold, has_line_hyphens, uncased
from extractor.text.occurrences import Hits, Patience, Search
from extractor.text.stitch import MAX_PARTS, chain, fragments

Tier = Literal["exact", "whitespace", "typography", "case", "absent"]
Resolution = Literal["unique", "context", "order"]

_BLANKS = SPACES + " " + INVISIBLE
_REMEMBERED = 10_000  # the same words are asked for again and again: who is counted, who says it
_CONTEXT = 256  # so many characters before and behind tell repeats apart, or none do
_LAYOUT = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Located:
    """Where a quote stands: how it had to be read (`tier`), all its occurrences, and the one that is meant.

    `chosen` is null where nothing is accepted: tiers `case` and `absent`, and repeated quotes that nothing tells apart. `cut` says
    why an occurrence was refused: "ends inside the number “1,200”". `spans` lists at most `occurrences.MAX_OCCURRENCES`; there are
    `more` places where the search ended before the text did.
    """

    tier: Tier
    spans: tuple[Span, ...] = ()
    chosen: Span | None = None
    resolved_by: Resolution | None = None
    cut: str | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of where a quote stands: the words around it, the stretch it lies in, its neighbours in the order of the claims."""

    prefix: str = ""
    suffix: str = ""
    within: Span | None = None
    after: int | None = None
    before: int | None = None


class TextIndex:
    """A text in which quotes are located. What that needs is computed once, and only when a quote asks for it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._everywhere: dict[tuple[str, Rule], Located] = {}
        self._held: dict[str, bool] = {}
        self._patience = Patience()

    def holds(self, words: str) -> bool:
        """Whether `words` stand in the text as they are, whatever they cut."""
        if words not in self._held:
            self._held[words] = words in self.text
        return self._held[words]

    def locate(self, quote: str, *, prefix: str = "", suffix: str = "", within: Span | None = None, after: int | None = None) -> Located:
        """Locate `quote`, inside `within` if given.

        Repeats are told apart by the words around them (`prefix`, `suffix`), then by order: the only one at or behind `after`.
        """
        return self.locate_at(quote, Place(prefix, suffix, within, after))

    def locate_at(self, quote: str, place: Place) -> Located:
        """Locate `quote` where `place` says."""
        found = self.occurrences(quote, within=place.within)
        if found.tier in {"case", "absent"}:
            return found
        chosen, resolved_by = _resolve(self.text, found, place)
        return Located(found.tier, found.spans, chosen, resolved_by, found.cut, found.more)

    def locate_stitched(self, quote: str, *, within: Span | None = None) -> tuple[Span, ...]:
        """The spans of a quote that leaves words out with an ellipsis, in order; empty if they don't stand there just once."""
        parts = fragments(quote)
        if not 2 <= len(parts) <= MAX_PARTS:  # noqa: PLR2004 - one part is no stitching
            return ()
        return chain(self.text, [self._standing(part, within) for part in parts])

    def _standing(self, words: str, within: Span | None) -> tuple[Span, ...]:
        found = self.occurrences(words, within=within)
        return () if found.tier == "case" else found.spans

    def occurrences(self, quote: str, *, within: Span | None = None, rule: Rule = "quote") -> Located:
        """All places where `quote` stands, at the strictest tier that has one; none of them is chosen."""
        if within is not None:
            return self._search(quote, within, rule)
        if (quote, rule) not in self._everywhere:
            if len(self._everywhere) >= _REMEMBERED:
                self._everywhere.clear()
            self._everywhere[quote, rule] = self._search(quote, Span(0, len(self.text)), rule)
        return self._everywhere[quote, rule]

    def _search(self, quote: str, window: Span, rule: Rule) -> Located:
        words = _without_blanks(quote)
        if not any(map(str.isalnum, words)):
            return Located("absent", cut="holds no word or number")
        search = Search(self.text, window, rule, self._patience)
        hits = search.raw(words)
        if hits.spans:
            return Located(_tier(quote, words), hits.spans, cut=hits.cut, more=hits.more)
        return self._read_loosely(quote, words, search, hits)

    def _read_loosely(self, quote: str, words: str, search: Search, raw: Hits) -> Located:
        """Look for `words` in the folded text, then in the text with divided words joined, then in any letter case."""
        hits = search.folded(self._folded, words)
        if not hits.spans and self._joined:
            hits = search.joined(self._joined, words)
        if hits.spans:
            return _strictest(quote, self.text, hits)
        cased = search.cased(self._folded, self._uncased, words)
        more = raw.more or hits.more or cased.more
        return Located("case" if cased.spans else "absent", cased.spans, cut=raw.cut or hits.cut or cased.cut, more=more)

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self.text)

    @cached_property
    def _joined(self) -> Folded | None:
        return Folded(self.text, hyphens=False) if has_line_hyphens(self.text) else None

    @cached_property
    def _uncased(self) -> str:
        return uncased(self._folded.text)


def _without_blanks(quote: str) -> str:
    """`quote` without blanks at its ends, but for one that bears an accent."""
    words = quote.strip(_BLANKS)
    at = len(quote) - len(quote.lstrip(_BLANKS))
    return quote[at - 1] + words if at and combining(words[:1] or " ") else words


def _tier(quote: str, words: str) -> Tier:
    """How `quote` was read to be `words` of the document."""
    if quote == words:
        return "exact"
    return "whitespace" if _layout(quote) == _layout(words) else "typography"


def _layout(words: str) -> str:
    return _LAYOUT.sub(" ", words).strip(" ")


def _strictest(quote: str, text: str, hits: Hits) -> Located:
    """Of occurrences that need different tiers, those of the strictest."""
    tiers = [_tier(quote, text[span.start : span.end]) for span in hits.spans]
    tier: Tier = "whitespace" if "whitespace" in tiers else "typography"
    return Located(tier, tuple(span for span, its in zip(hits.spans, tiers, strict=True) if its == tier), cut=hits.cut, more=hits.more)


def _resolve(text: str, found: Located, place: Place) -> tuple[Span | None, Resolution | None]:
    """The occurrence that `place` means, and how that is known."""
    spans = found.spans
    if len(spans) == 1 and not found.more:
        return spans[0], "unique"
    alike = _in_context(text, spans, place)
    if len(alike) == 1:
        return alike[0], "context"
    first = -1 if place.after is None else place.after
    last = len(text) if place.before is None else place.before
    ordered = [span for span in alike or spans if first <= span.start < last]
    known = not found.more or last <= spans[-1].start
    if len(ordered) == 1 and known and (place.after is not None or place.before is not None):
        return ordered[0], "order"
    return None, None


def _in_context(text: str, spans: Sequence[Span], place: Place) -> list[Span]:
    """The spans that have the words of `place` around them: on both sides, else on one."""
    left, right = place.prefix[-_CONTEXT:], place.suffix[:_CONTEXT]
    prefix, suffix = fold(left), fold(right)
    if not prefix and not suffix:
        return []
    before = [span for span in spans if prefix and _folded_near(text, span.start - _reach(left), span.start).endswith(prefix)]
    behind = [span for span in spans if suffix and _folded_near(text, span.end, span.end + _reach(right)).startswith(suffix)]
    if before and behind:  # where each speaks for another place, neither does
        return [span for span in before if span in behind]
    return before or behind


def _reach(words: str) -> int:
    return 2 * len(words) + 16


def _folded_near(text: str, start: int, end: int) -> str:
    return fold(text[max(0, start) : end])
