"""Where each verbatim field of a claim stands."""

from __future__ import annotations

from extractor.claims.core import Claim
from extractor.claims.finding import Span
from extractor.text.reading import Reading


def anchors(claim: Claim, reading: Reading) -> dict[str, Span]:
    """For each verbatim field, the occurrence of its words inside the evidence or nearest to it; no key = not found."""
    del claim, reading
    return {}
