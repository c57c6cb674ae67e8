"""Claims on sentences of our own, and what the checks find about them."""

from __future__ import annotations

from typing import Any

from extractor.checks import check_claims
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Finding
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading


def harm(quote: str, figure: str | None = None, outcome: str = "killed", **fields: Any) -> Claim:
    """A casualties claim on `quote`; its statement gives nothing away unless one is given."""
    read = parse_figure(figure) if figure else None
    words = f"The text speaks of {figure}." if figure else "The text speaks of people."
    data: dict[str, Any] = {"kind": "casualties", "statement": words, "evidence": [{"text": quote}], "outcome": outcome}
    for role in ("population", "attacker"):
        if role in fields:
            fields[role] = {"text": fields[role]}
    return CONFLICT.parse({**data, "figure": read.model_dump() if read else None, **fields})


def attributed(source: str, cue: str | None, **more: Any) -> dict[str, Any]:
    """The attribution part of a claim."""
    return {"attribution": {"source": {"text": source}, "source_type": "official", "cue": cue, **more}}


def reading(text: str, published: str | None = "2031-05-09", outlet: str | None = "Harbour Post") -> Reading:
    """A document of our own, published on a Friday."""
    return Reading.of(Document(text=text, name="own.txt", published=published, outlet=outlet))


def check(text: str, *claims: Claim, published: str | None = "2031-05-09") -> list[tuple[Finding, ...]]:
    """What the checks find about `claims`, grounded in `text`."""
    read = reading(text, published)
    return check_claims([item.claim for item in ground(claims, read)], read, CONFLICT)


def found(text: str, claim: Claim, *others: Claim, published: str | None = "2031-05-09") -> dict[str, str]:
    """Code → severity of what is found about the first claim."""
    return {finding.code: finding.severity for finding in check(text, claim, *others, published=published)[0]}
