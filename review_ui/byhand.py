"""Claims that a reviewer makes: checked like any other, proposed under the reviewer's own run, and accepted with the same key.

Two events tell of it: a version proposed by `human` and the reviewer's name, and the reviewer's decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from extractor.checks import CHECKS_VERSION
from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.errors import NotFoundError, RuleError
from extractor.pipeline import check_edited
from extractor.review import Decision
from extractor.store import ClaimRow
from extractor.text.ground import ground
from review_ui.drafts import parse_draft
from review_ui.exchange import SentAction
from review_ui.form import blank
from review_ui.workbench import Workbench


def blanks(domain: Domain) -> dict[str, Any]:
    """An empty claim of the domain's first kind, to begin with; the form turns it into any other."""
    kind, record = next(iter(domain.kinds.items()))
    return {**blank(record), "kind": kind, "evidence": []}


def check(bench: Workbench, document_id: str, claim: Claim) -> CheckedClaim:
    """What the checks say to a claim that isn't stored yet, beside those that are."""
    reading = bench.reading(document_id)
    identity = claim_id(document_id, ground([claim], reading)[0].claim)
    others = [CheckedClaim(row.id, row.claim) for row in bench.neighbours(document_id) if row.state != "rejected"]
    return check_edited(claim, identity, others, reading, bench.domain)


def known(bench: Workbench, identity: str) -> str | None:
    """Why a claim can't be added: it is there already; null if it isn't."""
    try:
        row = bench.store.claims.get(identity)
    except NotFoundError:
        return None
    return f"The article has this claim already ({row.state}): {row.claim.statement}"


def add(bench: Workbench, action: SentAction) -> ClaimRow:
    """Store a claim made by hand, and its maker's acceptance. Sent again, it is written once. Raises `RuleError`."""
    draft: Mapping[str, Any] = action.draft or {}
    claim = parse_draft(draft, bench.domain)
    if not isinstance(claim, Claim):
        raise RuleError(f"The claim is not complete: {claim[0].field}: {claim[0].message}")
    document = action.document or ""
    checked = check(bench, document, claim)
    blocks = [finding.message for finding in checked.findings if finding.severity == "block"]
    if blocks:
        raise RuleError(f"A check blocks the claim: {' '.join(blocks)}", hint="Mend what the check found.")
    with bench.store.transaction():
        if not _sent_before(bench, checked.id, action.id):
            if why := known(bench, checked.id):
                raise RuleError(why, hint="Decide about that claim instead.")
            run = bench.store.desk.run_by_hand(bench.reviewer, CHECKS_VERSION)
            bench.store.claims.save(run, document, [checked], complete=False)
        return bench.store.reviews.decide(_acceptance(bench, checked.id, action.id))


def _sent_before(bench: Workbench, claim: str, decision: str) -> bool:
    try:
        return any(known.id == decision for known in bench.store.claims.history(claim, bench.reviewer).decisions)
    except NotFoundError:
        return False


def _acceptance(bench: Workbench, claim: str, decision: str) -> Decision:
    moment = datetime.now(UTC)
    return Decision(id=decision, claim_id=claim, action="accept", reviewer=bench.reviewer, decided_at=moment, version=1, revision=1)
