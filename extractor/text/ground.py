"""Give proposed claims their offsets, in the document's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.claims.core import Claim, Evidence
from extractor.claims.finding import Finding, Span
from extractor.text.reading import Reading
from extractor.text.selectors import evidence_at


@dataclass(frozen=True, slots=True)
class Grounded:
    """A claim with its offsets, and what had to be changed for them."""

    claim: Claim
    findings: tuple[Finding, ...] = ()


def ground(claims: Sequence[Claim], reading: Reading, within: Span | None = None) -> list[Grounded]:
    """Locate each claim's quotes; a quote that isn't there keeps `start` null."""
    return [Grounded(_placed(claim, reading, within)) for claim in claims]


def _placed(claim: Claim, reading: Reading, within: Span | None) -> Claim:
    evidence = tuple(_found(item, reading, within) for item in claim.evidence)
    return claim if evidence == claim.evidence else claim.model_copy(update={"evidence": evidence})


def _found(item: Evidence, reading: Reading, within: Span | None) -> Evidence:
    if item.start is not None and reading.text[item.start : item.end] == item.text:
        return item
    located = reading.index.locate(item.text, prefix=item.prefix, suffix=item.suffix, within=within)
    span = located.chosen or (located.spans[0] if located.spans and located.tier != "case" else None)
    return evidence_at(reading.text, span) if span else Evidence(text=item.text, prefix=item.prefix, suffix=item.suffix)
