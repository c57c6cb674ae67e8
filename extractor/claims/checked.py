"""A claim with what the checks found, under its stable identifier."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from extractor.claims.core import Claim
from extractor.claims.finding import Finding


@dataclass(frozen=True)
class CheckedClaim:
    """A claim of one document, its findings, and the trace of how a model came to it (JSON, may be empty)."""

    id: str
    claim: Claim
    findings: tuple[Finding, ...] = ()
    trace: dict[str, Any] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids accepting the claim as it stands."""
        return any(finding.severity == "block" for finding in self.findings)


def claim_id(document_id: str, claim: Claim) -> str:
    """Stable identifier of a claim: 20 hexadecimal digits over document, kind, primary quote, figure words and originator.

    The same claim proposed again, by any model and in any run, has the same identifier; what reviewers edit does not change it,
    because they edit a stored claim under the identifier it has.
    """
    quote = claim.evidence[0]
    figure = claim.figure.text if claim.figure else None
    source = claim.attribution.source.text if claim.attribution.source else None
    outcome = getattr(claim, "outcome", None)
    identity = [document_id, claim.kind, quote.start if quote.start is not None else quote.text, quote.end, figure, source, outcome]
    if claim.figure is None:  # several figureless claims of one kind may share a quote: their content tells them apart
        identity.append(claim.statement)
    return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:20]
