"""All occurrences of some words in a text, without those that cut a word or number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.claims.finding import Span
from extractor.text.edges import Rule, cut
from extractor.text.fold import INVISIBLE, SPACES, Folded, fold, reads_as, uncased

MAX_OCCURRENCES = 200
"""So many are listed; words that stand there more often say nothing about where."""
_BUDGET = 20_000_000
_REFUSAL_COST = 10_000  # what looking at a refused place costs, in characters read
_PLAIN_SEARCH = 256 * _REFUSAL_COST
_OUTSIDE = ""
_BLANK = frozenset(SPACES + " " + INVISIBLE)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where words stand, in order, and why the first refused place was refused."""

    spans: tuple[Span, ...] = ()
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A search of `text` inside `window` under the edge rule `rule`."""

    text: str
    window: Span
    rule: Rule
    _cuts: dict[Span, str | None] = field(default_factory=dict)

    def raw(self, words: str) -> Hits:
        """Where `words` stand, character for character."""
        return self._hits(self.text, words, self.window, Span)

    def folded(self, folded: Folded, needle: str) -> Hits:
        """Where words stand that read `needle` when folded."""
        return self._spelled(folded, folded.text, needle, fold)

    def cased(self, folded: Folded, lowered: str, needle: str) -> Hits:
        """Where words stand that read `needle` when folded, but for letter case; `lowered` is the folded text without it."""
        return self._spelled(folded, lowered, uncased(needle), lambda words: uncased(fold(words)))

    def _spelled(self, folded: Folded, haystack: str, needle: str, spell: Callable[[str], str]) -> Hits:
        """Where `needle` stands in `haystack`, if the words there read so by themselves too: −12 is not the end of “men – 12”."""

        def back(start: int, end: int) -> Span | None:
            span = _trimmed(self.text, folded.back(start, end))
            return span if span and (plain or spell(self.text[span.start : span.end]) == needle) else None

        plain = not needle.startswith("-") and not needle.endswith("-")
        return self._hits(haystack, needle, self._window_in(folded), back)

    def joined(self, folded: Folded, quote: str) -> Hits:
        """Where words stand that read `quote` once the words divided at line ends are joined; `folded` has no hyphens."""

        def back(start: int, end: int) -> Span | None:
            span = _trimmed(self.text, folded.back(start, end))
            return span if span and reads_as(self.text[span.start : span.end], fold(quote)) else None

        return self._hits(folded.text, fold(quote, hyphens=False), self._window_in(folded), back)

    def _window_in(self, folded: Folded) -> Span:
        return Span(folded.ahead(self.window.start), folded.ahead(self.window.end))

    def _hits(self, haystack: str, needle: str, window: Span, back: Callable[[int, int], Span | None]) -> Hits:
        spans: list[Span] = []
        first_cut, budget = None, _BUDGET
        at = _next(haystack, needle, window, 0)
        while at >= 0 and len(spans) < MAX_OCCURRENCES and budget > 0:
            span = back(at, at + len(needle))
            reason = _OUTSIDE if span is None or not self._inside(span) else self._cut(span)
            if span and reason is None:
                spans.append(span)
            else:
                first_cut = first_cut or reason or None
                budget -= _REFUSAL_COST + len(needle)
            step = len(needle) if reason is None else 1
            at = _next(haystack, needle, Span(at + step, window.end), _BUDGET - budget)
        return Hits(tuple(spans), first_cut)

    def _cut(self, span: Span) -> str | None:
        if span not in self._cuts:
            self._cuts[span] = cut(self.text, span, self.rule)
        return self._cuts[span]

    def _inside(self, span: Span) -> bool:
        return self.window.start <= span.start and span.end <= self.window.end


def _next(haystack: str, needle: str, window: Span, spent: int) -> int:
    """The next place of `needle`; where many have been refused, only places that are not in the middle of a word."""
    if spent < _PLAIN_SEARCH or not (needle[0].isascii() and needle[-1].isascii()):
        return haystack.find(needle, *window)
    left = "(?<![A-Za-z0-9])" if needle[0].isalnum() else ""
    right = "(?![A-Za-z0-9])" if needle[-1].isalnum() else ""
    match = re.compile(left + re.escape(needle) + right).search(haystack, *window)
    return match.start() if match else -1


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
