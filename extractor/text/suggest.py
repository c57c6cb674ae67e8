"""The stretch of a text that is most like a quote which isn't there: for the reviewer, never taken as evidence.

The quote's rarer words vote for the places where it might begin; the best few are compared word by word. So the time grows with
the text's length and the quote's, not with their product.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from extractor.claims.finding import Span
from extractor.text.edges import cut
from extractor.text.fold import fold, uncased
from extractor.text.reading import Reading

Operation = Literal["same", "added", "removed", "changed"]

MIN_SCORE = 55.0
"""Below it nothing is suggested: another sentence is no help."""
_MAX_QUOTE_WORDS = 400
_MAX_PLACES = 2_000  # a word that stands in more places says nothing about where
_CANDIDATES = 8
_ENDS = 3  # so many words at either end of a match are tried as its first and last
_STEPS = 12
_MAX_QUOTE_CHARS = 4_000
_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")
_PIECE = re.compile(r"\S+")


class WordChange(NamedTuple):
    """One step of a word diff from the quote to the document: `removed` words stand in the quote only, `added` in the document only."""

    op: Operation
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A span that resembles a quote: `score` 0 to 100, and what differs."""

    span: Span
    score: float
    diff: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """The words of a quote, and the words of a text to find it among."""

    wanted: Sequence[str]
    keys: Sequence[str]

    def score(self, first: int, last: int) -> float:
        """How like the quote the words from `first` to `last` are, 0 to 1."""
        return Indel.normalized_similarity(self.wanted, self.keys[first : last + 1])

    def climb(self, first: int, last: int) -> tuple[float, int, int]:
        """Move either end word by word while that makes it more like the quote."""
        best = (self.score(first, last), first, last)
        for _ in range(_STEPS):
            _, first, last = best
            moves = ((first - 1, last), (first + 1, last), (first, last - 1), (first, last + 1))
            here = [(self.score(a, b), a, b) for a, b in moves if 0 <= a <= b < len(self.keys)]
            if not here or max(here)[0] <= best[0]:
                break
            best = max(here)
        return best


def suggest(quote: str, reading: Reading) -> Suggestion | None:
    """The stretch of the document that is most like `quote`, at the edges of words; null where nothing is like it."""
    text = reading.text
    wanted = [match.group() for match in _WORD.finditer(uncased(quote))][:_MAX_QUOTE_WORDS]
    found = list(_WORD.finditer(uncased(text)))
    search = _Search(wanted, [match.group() for match in found])
    ends = {ends for start in _likely_starts(wanted, search.keys) for ends in _matches(wanted, search.keys, start)}
    if not ends:
        return None
    _, first, last = max((search.climb(*pair) for pair in ends), key=lambda one: (one[0], -one[1]))
    span = _whole(text, Span(found[first].start(), found[last].end()))
    words = text[span.start : span.end]
    score = fuzz.ratio(uncased(fold(quote[:_MAX_QUOTE_CHARS])), uncased(fold(words)))
    return Suggestion(span, score, diff(quote[:_MAX_QUOTE_CHARS], words)) if score >= MIN_SCORE else None


def diff(quote: str, document: str) -> tuple[WordChange, ...]:
    """What differs word by word; words that differ in spelling of typography only are the same."""
    ours, theirs = _PIECE.findall(quote), _PIECE.findall(document)
    names: dict[str, Operation] = {"equal": "same", "insert": "added", "delete": "removed", "replace": "changed"}
    codes = Levenshtein.opcodes([fold(word) for word in ours], [fold(word) for word in theirs])
    return tuple(
        WordChange(names[code.tag], " ".join(ours[code.src_start : code.src_end]), " ".join(theirs[code.dest_start : code.dest_end]))
        for code in codes
    )


def _likely_starts(wanted: Sequence[str], keys: Sequence[str]) -> list[int]:
    """Word numbers at which the quote might begin, the likeliest first."""
    places: dict[str, list[int]] = {key: [] for key in wanted}
    for at, key in enumerate(keys):
        if key in places and len(places[key]) <= _MAX_PLACES:
            places[key].append(at)
    rare = {key for key, its in places.items() if len(its) <= _MAX_PLACES}
    return list(dict.fromkeys((*_voted(wanted, places, rare), *_voted(wanted, places, places.keys() - rare))))


def _voted(wanted: Sequence[str], places: Mapping[str, Sequence[int]], voters: AbstractSet[str]) -> list[int]:
    """The starts that most of `voters`, the rarer the more, vote for."""
    bucket = max(2, len(wanted) // 4)
    votes: defaultdict[int, float] = defaultdict(float)
    for number, key in enumerate(wanted):
        if key in voters:
            for at in places[key]:
                votes[(at - number) // bucket] += 1 / math.log2(2 + len(places[key]))
    joined = {at: votes[at] + votes.get(at + 1, 0.0) for at in tuple(votes)}
    return [at * bucket for at in sorted(joined, key=lambda at: (-joined[at], at))[:_CANDIDATES]]


def _matches(wanted: Sequence[str], keys: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """The first and last word number of the stretch near `start` that begins and ends with words of the quote; several are tried."""
    half = len(wanted) // 2 + 2
    low, high = max(0, start - half), min(len(keys), start + len(wanted) + 2 * half)
    codes = Indel.opcodes(wanted, keys[low:high])
    same = [low + at for code in codes if code.tag == "equal" for at in range(code.dest_start, code.dest_end)]
    for first in same[:_ENDS]:
        for last in same[-_ENDS:]:
            if first <= last:
                yield first, last


def _whole(text: str, span: Span) -> Span:
    """`span`, widened to a closing mark and to whole words and numbers."""
    end = span.end + (1 if text[span.end : span.end + 1] in {".", "!", "?"} and not text[span.end + 1 : span.end + 2].isalnum() else 0)
    start = span.start
    for _ in range(_ENDS):
        reason = cut(text, Span(start, end))
        if reason is None:
            break
        if reason.startswith("starts"):
            start = max(0, _word_start(text, start - 1))
        else:
            end = _word_end(text, end + 1)
    return Span(start, end)


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return min(at, len(text))
