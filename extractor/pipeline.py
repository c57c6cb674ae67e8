"""One document → checked claims.

    reading ──chunks──▶ model.propose ──▶ ground (quote → span) ──▶ check (findings) ──▶ DocumentResult

What goes wrong with a chunk is a `Failure` beside the claims of the other chunks; only a programming error raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractor.checks import check_claims
from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding, Span
from extractor.errors import Failure, ModelError
from extractor.protocol import Call, Malformed, Model, Proposal, Proposed, ProposeRequest
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading
from extractor.text.segment import chunks


@dataclass(frozen=True)
class DocumentResult:
    """What came of one document. `failure` and `claims` can both be there: parts of a long document may fail alone."""

    document: Document
    claims: tuple[CheckedClaim, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    calls: tuple[Call, ...] = ()
    failure: Failure | None = None


@dataclass
class _Parts:
    """Proposals and failures of a document's chunks, in order."""

    grounded: list[tuple[Proposed, tuple[Finding, ...]]] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    failures: list[ModelError] = field(default_factory=list)
    total: int = 0


async def extract_document(reading: Reading, model: Model, domain: Domain) -> DocumentResult:
    """Have `model` propose claims for a document, locate every quote, run every check."""
    parts = _Parts()
    for chunk in chunks(reading.document.text, model.max_chars):
        parts.total += 1
        try:
            proposal = await model.propose(ProposeRequest(reading, domain, chunk))
        except ModelError as error:
            parts.failures.append(error)
        else:
            _take(parts, proposal, reading, chunk)
    return DocumentResult(
        document=reading.document,
        claims=_checked(parts.grounded, reading, domain),
        malformed=tuple(parts.malformed),
        calls=tuple(parts.calls),
        failure=_failure(parts),
    )


def check_edited(claim: Claim, identity: str, others: Iterable[CheckedClaim], reading: Reading, domain: Domain) -> CheckedClaim:
    """Ground and check one claim that a person wrote or edited, beside the document's other claims.

    `identity` is kept: an edited claim stays the claim it was. The same checks run as for a model's claim.
    """
    siblings = [other.claim for other in others if other.id != identity]
    grounded = ground([claim], reading)[0]
    findings = check_claims([grounded.claim, *siblings], reading, domain)[0]
    return CheckedClaim(identity, grounded.claim, (*grounded.findings, *findings))


def _take(parts: _Parts, proposal: Proposal, reading: Reading, chunk: Span) -> None:
    located = ground([item.claim for item in proposal.claims], reading, within=chunk)
    for item, grounded in zip(proposal.claims, located, strict=True):
        parts.grounded.append((replace(item, claim=grounded.claim), tuple(grounded.findings)))
    parts.malformed.extend(proposal.malformed)
    parts.calls.extend(proposal.calls)


def _checked(items: list[tuple[Proposed, tuple[Finding, ...]]], reading: Reading, domain: Domain) -> tuple[CheckedClaim, ...]:
    unique: dict[str, tuple[Proposed, tuple[Finding, ...]]] = {}
    for item, grounding in items:
        unique.setdefault(claim_id(reading.document.id, item.claim), (item, grounding))
    findings = check_claims([item.claim for item, _ in unique.values()], reading, domain)
    return tuple(
        CheckedClaim(identity, item.claim, (*grounding, *found), item.trace)
        for (identity, (item, grounding)), found in zip(unique.items(), findings, strict=True)
    )


def _failure(parts: _Parts) -> Failure | None:
    if not parts.failures:
        return None
    first = Failure.of(parts.failures[0])
    if parts.total == 1:
        return first
    message = f"{len(parts.failures)} of {parts.total} parts failed, the first: {first.message}"
    return Failure(first.code, message, first.hint)
