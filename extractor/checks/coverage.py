"""What looks like a claim and no claim covers, sentence by sentence, outside page furniture. Pure, linear in text and claims.

Shown to the reviewer as "nothing claimed here", and to a language model as what a second look is for. It is no finding: nothing is
blocked by what is missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.checks.lexicon import Lexicon, lexicon
from extractor.checks.sentence import same_length_lower
from extractor.checks.speech import CUE
from extractor.checks.uncounted import LIST_ITEM
from extractor.claims.core import Claim, Evidence, Figure
from extractor.claims.domain import Domain
from extractor.claims.figures import find_figures, parse_figure
from extractor.claims.finding import Span
from extractor.text.reading import Reading
from extractor.text.selectors import evidence_at

Reason = Literal["people", "attributed", "number", "words"]
"""Why a stretch matters: a number beside a word for people; a number in a sentence that names who says it; any other number; a word
that supports a value of the domain ("killed") in a sentence from which nothing is claimed."""

_Number = tuple["Gap", Span]
"""What a number would be if nothing covered it, and where the number alone stands."""
COUNTED = frozenset({"count", "percent"})
REACH = 40
"""How far behind a number a word for people is looked for, in code points."""


@dataclass(frozen=True)
class Gap:
    """An uncovered stretch: its span, the sentence it stands in, why it matters, and its words."""

    span: Span
    sentence: Span
    reason: Reason
    words: str


def coverage(claims: Sequence[Claim], reading: Reading, domain: Domain, within: Span | None = None) -> tuple[Gap, ...]:
    """The stretches of `reading` (or of `within`) that no claim's evidence covers, in order."""
    return Coverage(reading, domain).gaps(spans_of(claims), within)


def spans_of(claims: Iterable[Claim]) -> list[Span]:
    """Where the evidence of `claims` stands, as far as it was found."""
    return [Span(quote.start, quote.end) for claim in claims for quote in claim.evidence if quote.start is not None and quote.end]


class Coverage:
    """What a document has to be claimed. Each sentence is read once, when it is first asked about; claims come and go without that."""

    def __init__(self, reading: Reading, domain: Domain) -> None:
        self._reading = reading
        self._lexicon = lexicon(domain)
        self._numbers: dict[Span, tuple[_Number, ...]] = {}
        self._words: dict[Span, tuple[Gap, ...]] = {}

    def gaps(self, spans: Iterable[Span], within: Span | None = None) -> tuple[Gap, ...]:
        """The stretches (of `within`) that none of `spans` covers, in order."""
        covered = _Covered(spans)
        found: list[Gap] = []
        for sentence in self._reading.sentences:
            if within is not None and not (within.start <= sentence.start and sentence.end <= within.end):
                continue
            if not covered.whole(sentence) and not self._reading.is_furniture(sentence):
                numbers = [gap for gap, number in self._numbers_of(sentence) if not covered.whole(number)]
                found.extend(numbers or (() if covered.touches(sentence) else self._words_of(sentence)))
        return tuple(found)

    def _numbers_of(self, sentence: Span) -> tuple[_Number, ...]:
        if sentence not in self._numbers:
            self._numbers[sentence] = tuple(_numbers(sentence, self._reading.text, self._lexicon))
        return self._numbers[sentence]

    def _words_of(self, sentence: Span) -> tuple[Gap, ...]:
        if sentence not in self._words:
            self._words[sentence] = tuple(_words(sentence, self._reading.text, self._lexicon))
        return self._words[sentence]


@dataclass(frozen=True)
class Draft:
    """A claim by hand, begun from a gap: its sentence as a quote with offsets, and the figure of the gap's words (null: they are none).

    `spans` are the stretches of the same sentence that no claim covers, the gap's own among them.
    """

    quote: Evidence
    figure: Figure | None
    spans: tuple[Span, ...]


def draft(gap: Gap, gaps: Iterable[Gap], reading: Reading) -> Draft:
    """What a claim from `gap`, one of `gaps`, begins with; nothing is stored until a person says so."""
    spans = tuple(other.span for other in gaps if other.sentence == gap.sentence)
    return Draft(evidence_at(reading.text, gap.sentence), parse_figure(gap.words), spans)


class _Covered:
    """The stretches that some claim's evidence covers, merged and in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for start, end in sorted(spans):
            if self._spans and start <= self._spans[-1].end:
                self._spans[-1] = Span(self._spans[-1].start, max(self._spans[-1].end, end))
            else:
                self._spans.append(Span(start, end))

    def whole(self, span: Span) -> bool:
        """Whether one stretch covers all of `span`."""
        at = bisect_right(self._spans, span.start, key=lambda item: item.start) - 1
        return at >= 0 and span.end <= self._spans[at].end

    def touches(self, span: Span) -> bool:
        """Whether any stretch shares a character with `span`."""
        at = bisect_right(self._spans, span.start, key=lambda item: item.end)
        return at < len(self._spans) and self._spans[at].start < span.end


def _numbers(sentence: Span, text: str, words: Lexicon) -> list[_Number]:
    attributed = CUE.search(text, sentence.start, sentence.end) is not None
    item = LIST_ITEM.match(text, sentence.start, sentence.end)
    first = item.end() if item else sentence.start
    return [
        (
            Gap(found.span, sentence, _reason(found.span, sentence, text, words, attributed=attributed), text[slice(*found.span)]),
            found.number,
        )
        for found in find_figures(text, sentence)
        if found.kind in COUNTED and found.span.end > first
    ]


def _reason(span: Span, sentence: Span, text: str, words: Lexicon, *, attributed: bool) -> Reason:
    behind = text[span.end : min(span.end + REACH, sentence.end)].lower()
    if words.people is not None and words.people.search(behind):
        return "people"
    return "attributed" if attributed else "number"


def _words(sentence: Span, text: str, words: Lexicon) -> Iterator[Gap]:
    lower = same_length_lower(text[slice(*sentence)])
    for support in words.domain.supports:
        if not support.strict:
            continue
        for found, _values, form, _sure in words.matches(support, lower):
            if form != "loose":
                span = Span(sentence.start + found.start, sentence.start + found.end)
                yield Gap(span, sentence, "words", text[slice(*span)])
