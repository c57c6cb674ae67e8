"""The claims of one document, before the checks: what several checks need is computed once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from extractor.checks.lexicon import Lexicon, lexicon
from extractor.checks.sentence import Sentence
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Span
from extractor.text.anchors import anchors
from extractor.text.edges import cut_unseen, multiplied
from extractor.text.reading import Reading

MAX_QUOTE = 4_000
"""Code points of evidence, all spans together: a longer quote is blocked (`quote.too_long`), it no longer shows what it supports."""
_MAX_OCCURRENCES = 20

_GROUPED = re.compile(r"\d[.,’':/·_]")
_GROUPED_BEHIND = re.compile(r"[.,’':/·_]\d")
_BROKEN = re.compile(r"\d[-‐]\n$")
_BROKEN_BEHIND = re.compile(r"[-‐]\n\d")
"""A number that goes on in the next line, or a range of two: neither half is known to be whole."""
_SIGN = re.compile(r"(?:^|[^\w)])[-−–]")

T = TypeVar("T")


@dataclass(frozen=True)
class Docket:
    """A document's claims to be checked together."""

    reading: Reading
    domain: Domain
    claims: tuple[Claim, ...]
    _sentences: dict[int, Sentence] = field(default_factory=dict)
    _memo: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Sequence[Claim], reading: Reading, domain: Domain) -> Docket:
        """Put `claims` of the document before the checks."""
        return cls(reading, domain, tuple(claims))

    def with_claim(self, number: int, claim: Claim) -> Docket:
        """The same document with another claim in place of one; what was read of the text is kept."""
        return Docket(self.reading, self.domain, (*self.claims[:number], claim, *self.claims[number + 1 :]), self._sentences)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The domain's words."""
        return lexicon(self.domain)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """One case a claim, in order."""
        return tuple(Case(self, number, claim) for number, claim in enumerate(self.claims))

    @cached_property
    def by_sentence(self) -> dict[int, list[Case]]:
        """Where a sentence starts → the claims with a figure whose evidence touches it, in order."""
        found: dict[int, list[Case]] = {}
        for case in self.cases:
            for sentence in case.sentences if case.claim.figure is not None else ():
                found.setdefault(sentence.start, []).append(case)
        return found

    @property
    def text(self) -> str:
        """The document's text."""
        return self.reading.text

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The sentences of the document, none longer than `MAX_SENTENCE`, in order."""
        return self.reading.pieces

    def sentence(self, index: int) -> Sentence:
        """The sentence `pieces[index]`, read once."""
        if index not in self._sentences:
            span = self.pieces[index]
            self._sentences[index] = Sentence(self.text[span.start : span.end], span.start, self.lexicon)
        return self._sentences[index]

    def sentences_in(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that `span` touches."""
        first = bisect_right(self.pieces, span.start, key=lambda piece: piece.end)
        behind = bisect_left(self.pieces, span.end, key=lambda piece: piece.start)
        return tuple(self.sentence(index) for index in range(first, behind))

    def memo(self, name: str, build: Callable[[Docket], T]) -> T:
        """What `build` makes of this docket, made once; `name` is the caller's."""
        if name not in self._memo:
            self._memo[name] = build(self)
        return self._memo[name]  # type: ignore[return-value]


@dataclass(frozen=True)
class Case:
    """One claim before the checks; `number` is its place in the docket."""

    docket: Docket
    number: int
    claim: Claim

    @property
    def text(self) -> str:
        """The document's text."""
        return self.docket.text

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """Where the evidence stands, without what isn't there; nothing if there is too much of it to be checked."""
        located = [Span(item.start, item.end) for item in self.claim.evidence if item.start is not None and item.end is not None]
        true = tuple(span for span, item in zip(located, _located(self.claim), strict=True) if self.text[span.start : span.end] == item)
        return true if sum(span.end - span.start for span in true) <= MAX_QUOTE else ()

    @cached_property
    def anchors(self) -> dict[str, Span]:
        """Where the words of each verbatim field stand: inside the evidence or nearest to it."""
        return anchors(self.claim, self.docket.reading)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that the evidence touches, in order, each once."""
        found = {sentence.start: sentence for quote in self.quotes for sentence in self.docket.sentences_in(quote)}
        return tuple(found[start] for start in sorted(found))

    def places(self, words: str) -> tuple[Span, ...]:
        """Where `words` stand in the evidence, at the edges of words and numbers; the first twenty."""
        found: list[Span] = []
        for quote in self.quotes:
            at = self.text.find(words, quote.start, quote.end)
            while at >= 0 and len(found) < _MAX_OCCURRENCES:
                span = Span(at, at + len(words))
                if _is_whole(self.text, span):
                    found.append(span)
                at = self.text.find(words, at + 1, quote.end)
        return tuple(dict.fromkeys(found))


def _is_whole(text: str, span: Span) -> bool:
    """Whether `span` cuts no word and no digits: 12 of 112, 12,500, −12, 12 × 5. Ranges and English scales are for the figure checks."""
    before, behind = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    if (before[-1:].isalnum() and text[span.start].isalnum()) or (behind[:1].isalnum() and text[span.end - 1].isalnum()):
        return False
    first, last = text[span.start], text[span.end - 1]
    if first.isdigit() and (_GROUPED.fullmatch(before) or _SIGN.fullmatch(before)):
        return False
    if (first.isdigit() and _BROKEN.search(text, max(0, span.start - 3), span.start)) or (
        last.isdigit() and _BROKEN_BEHIND.match(text, span.end)
    ):
        return False
    return not (last.isdigit() and _GROUPED_BEHIND.fullmatch(behind)) and not multiplied(text, span) and not cut_unseen(text, span)


def _located(claim: Claim) -> list[str]:
    return [item.text for item in claim.evidence if item.start is not None and item.end is not None]
