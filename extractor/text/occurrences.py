"""All occurrences of some words in a text, without those that cut a word or number."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from extractor.claims.finding import Span
from extractor.text.characters import INVISIBLE, SPACES
from extractor.text.edges import Rule, cut
from extractor.text.fold import Folded, fold, reads_as, uncased

MAX_OCCURRENCES = 200
"""So many are listed; words that stand there more often say nothing about where."""
_FIRST = 8  # places that every search may look at, whatever the searches before it took
_PLAIN = 64  # places that a search looks at before it skips those in the middle of words
_MOST_REFUSED = 2_000
_READ_AT_ONCE = 256  # a place of so many characters costs no more than its edges
_OUTSIDE = ""
_BLANK = frozenset(SPACES + " " + INVISIBLE)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where words stand, in order, why the first refused place was refused, and whether there are `more` places, not looked at."""

    spans: tuple[Span, ...] = ()
    cut: str | None = None
    more: bool = False


@dataclass(slots=True)
class Patience:
    """What all searches of a text may still look at, beyond each one's first places: so that no text takes them all day.

    Only a text that is made of repeats uses it up; a search then looks at its first places, and says that there are more.
    """

    places: int = 200_000
    steps: int = 20_000_000
    starts: dict[int, dict[str, array[int]]] = field(default_factory=dict)

    def take(self, looked: int, length: int) -> bool:
        """Whether a search that has looked at so many places may look at one more of so many characters."""
        if looked >= _FIRST:
            self.places -= 1 + length // _READ_AT_ONCE
        return looked < _FIRST or self.places >= 0

    def words(self, haystack: str, first: str) -> array[int]:
        """Where a word of `haystack` begins with the letter or digit `first`."""
        known = self.starts.setdefault(id(haystack), {})
        if first not in known:
            known[first] = array("q", (match.start() for match in re.finditer(f"(?<![A-Za-z0-9]){first}", haystack)))
        return known[first]


@dataclass(frozen=True, slots=True)
class Search:
    """A search of `text` inside `window` under the edge rule `rule`."""

    text: str
    window: Span
    rule: Rule
    patience: Patience
    _cuts: dict[Span, str | None] = field(default_factory=dict)

    def raw(self, words: str) -> Hits:
        """Where `words` stand, character for character."""
        return self._hits(self.text, words, self.window, Span)

    def folded(self, folded: Folded, words: str) -> Hits:
        """Where something stands that reads as `words` when folded."""
        return self._spelled(folded, folded.text, words, fold)

    def cased(self, folded: Folded, lowered: str, words: str) -> Hits:
        """Where something stands that reads as `words` when folded, but for letter case; `lowered` is the folded text without it."""
        return self._spelled(folded, lowered, words, lambda words: uncased(fold(words)))

    def _spelled(self, folded: Folded, haystack: str, words: str, spell: Callable[[str], str]) -> Hits:
        """Where what reads as `words` stands in `haystack`, if it does so by itself too: −12 is not the end of “men – 12”."""

        def search(before: str, behind: str) -> Hits:
            whole = spell(before + words + behind)
            needle = whole[len(before.strip()) : len(whole) - len(behind.strip())].strip(" ")
            plain = not needle.startswith("-") and not needle.endswith("-")

            def back(start: int, end: int) -> Span | None:
                span = _trimmed(self.text, folded.back(start, end))
                return span if span and (plain or spell(before + self.text[span.start : span.end] + behind) == whole) else None

            return self._hits(haystack, needle, self._window_in(folded), back)

        return _all(search(*frame) for frame in _frames(spell(words)))

    def joined(self, folded: Folded, words: str) -> Hits:
        """Where something stands that reads as `words` once the words divided at line ends are joined; `folded` has no hyphens."""

        def search(before: str, behind: str) -> Hits:
            quote, whole = fold(before + words + behind), fold(before + words + behind, hyphens=False)
            needle = whole[len(before.strip()) : len(whole) - len(behind.strip())].strip(" ")

            def back(start: int, end: int) -> Span | None:
                span = _trimmed(self.text, folded.back(start, end))
                return span if span and reads_as(before + self.text[span.start : span.end] + behind, quote) else None

            return self._hits(folded.text, needle, self._window_in(folded), back)

        return _all(search(*frame) for frame in _frames(fold(words)))

    def _window_in(self, folded: Folded) -> Span:
        return Span(folded.ahead(self.window.start), folded.ahead(self.window.end))

    def _hits(self, haystack: str, needle: str, window: Span, back: Callable[[int, int], Span | None]) -> Hits:
        spans: list[Span] = []
        first_cut, refused = None, 0
        at = haystack.find(needle, *window)
        while at >= 0:
            looked = len(spans) + refused
            if len(spans) == MAX_OCCURRENCES or refused == _MOST_REFUSED or not self.patience.take(looked, len(needle)):
                return Hits(tuple(spans), first_cut, more=True)
            span = back(at, at + len(needle))
            reason = _OUTSIDE if span is None or not self._inside(span) else self._cut(span)
            if span and reason is None:
                spans.append(span)
            else:
                first_cut = first_cut or reason or None
                refused += 1
            step = len(needle) if reason is None else 1
            at = self._next(haystack, needle, Span(at + step, window.end), refused)
        return Hits(tuple(spans), first_cut, more=refused >= _PLAIN and self.patience.steps < 0)

    def _next(self, haystack: str, needle: str, window: Span, refused: int) -> int:
        """The next place of `needle`; where many have been refused, only places that are not in the middle of a word."""
        if refused < _PLAIN:
            return haystack.find(needle, *window)
        if not (needle[0].isascii() and needle[0].isalnum()):
            return haystack.find(needle, *window)
        starts = self.patience.words(haystack, needle[0])
        for number in range(bisect_left(starts, window.start), len(starts)):
            self.patience.steps -= 1
            if starts[number] + len(needle) > window.end or self.patience.steps < 0:
                return -1
            if haystack.startswith(needle, starts[number]):
                return starts[number]
        return -1

    def _cut(self, span: Span) -> str | None:
        if span not in self._cuts:
            self._cuts[span] = cut(self.text, span, self.rule)
        return self._cuts[span]

    def _inside(self, span: Span) -> bool:
        return self.window.start <= span.start and span.end <= self.window.end


def _frames(needle: str) -> Iterator[tuple[str, str]]:
    """What may stand around folded words: nothing; at a dash also a word and a blank, beside which it is no hyphen."""
    yield from product(("", "x ") if needle.startswith("-") else ("",), ("", " x") if needle.endswith("-") else ("",))


def _all(several: Iterable[Hits]) -> Hits:
    """The hits of some searches as those of one."""
    first, *others = several
    if not others:
        return first
    every = (first, *others)
    spans = sorted({span for hits in every for span in hits.spans})[:MAX_OCCURRENCES]
    return Hits(tuple(spans), next((hits.cut for hits in every if hits.cut), None), more=any(hits.more for hits in every))


def _trimmed(text: str, span: Span | None) -> Span | None:
    """`span` without the blanks at its ends, which folding lets a dash or an ellipsis swallow."""
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return Span(start, end)
