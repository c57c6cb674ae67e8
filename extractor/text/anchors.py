"""Where each verbatim field of a claim stands: in its evidence, else as near to it as the words are found."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.claims.core import Claim
from extractor.claims.fields import verbatim_fields
from extractor.claims.finding import Span
from extractor.text.reading import Reading

_STEPS = (400, 4000)
"""How far around the evidence is looked before the whole document is."""
_FIGURE, _SOURCE, _CUE, _BASIS = "figure.text", "attribution.source.text", "attribution.cue", "attribution.basis"
_BESIDE = {_CUE: _SOURCE, _BASIS: _CUE}


def anchors(claim: Claim, reading: Reading) -> dict[str, Span]:
    """For each verbatim field (dotted path), the occurrence of its words inside the evidence, else the nearest; no key = not found.

    Of several inside the evidence it is the one nearest to the words it goes with: a cue to its source, other words to the figure.
    Words are found as quotes are: in another spelling of spaces and typography too, never in another letter case.
    """
    evidence = evidence_spans(claim, reading)
    found: dict[str, Span] = {}
    fields = sorted(verbatim_fields(claim), key=lambda field: _order(field[0]))
    for path, words in fields:
        beside = found.get(_BESIDE.get(path, _FIGURE)) or found.get(_FIGURE)
        span = anchor(words, reading, evidence, beside)
        if span:
            found[path] = span
    return found


def anchor(words: str, reading: Reading, evidence: tuple[Span, ...], beside: Span | None = None) -> Span | None:
    """The occurrence of `words` in the first of `evidence` that has one, nearest to `beside`; else the one nearest to the evidence."""
    for span in evidence:
        inside = _standing(words, reading, span)
        if inside:
            return _nearest(inside, beside if beside and _overlap(beside, span) else Span(span.start, span.start))
    centre = evidence[0] if evidence else Span(0, 0)
    for reach in _STEPS:
        around = _standing(words, reading, Span(max(0, centre.start - reach), min(len(reading.text), centre.end + reach)))
        if around:
            return _nearest(around, centre)
    everywhere = _standing(words, reading, None)
    return _nearest(everywhere, centre) if everywhere else None


def evidence_spans(claim: Claim, reading: Reading) -> tuple[Span, ...]:
    """Where the claim's quotes stand, the primary one first; without those that don't stand where they say."""
    return tuple(
        Span(item.start, item.end)
        for item in claim.evidence
        if item.start is not None and item.end is not None and reading.text[item.start : item.end] == item.text
    )


def _order(path: str) -> int:
    return {_FIGURE: 0, _SOURCE: 1, _CUE: 2}.get(path, 3)


def _standing(words: str, reading: Reading, within: Span | None) -> tuple[Span, ...]:
    found = reading.index.occurrences(words, within=within, rule="words")
    return () if found.tier == "case" else found.spans


def _nearest(spans: Iterable[Span], to: Span) -> Span:
    return min(spans, key=lambda span: (max(span.start - to.end, to.start - span.end, 0), span.start))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
