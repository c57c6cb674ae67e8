"""Documents, claims and decisions for tests of the store: short, and located in the text."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.conflict import Casualties, CasualtyOutcome
from extractor.claims.core import Attribution, Evidence, Figure, Mention
from extractor.claims.finding import Finding, Span
from extractor.review import Action, Decision
from extractor.store import ClaimRow, RunInfo, Store
from extractor.text.document import Document

TEXT = """Harbour officials said that 12 dock workers were killed when a shell hit the grain terminal.
The regional clinic counted 40 wounded by nightfall.
A union spokeswoman put the dead at 15 and spoke of 3 missing divers.
"""
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
RULES = RunInfo("rules", "7", "3")

BLOCK = Finding(code="quote.absent", severity="block", field="evidence.0.text", message="The quote is not in the document.")
WARN = Finding(code="time.unresolved", severity="warn", field="event_time", message="The day is not known.", span=Span(3, 9))
INFO = Finding(code="quote.normalised", severity="info", field="evidence.0.text", message="Spaces differ.", expected="a b", found="a  b")


def document(text: str = TEXT, name: str = "harbour.txt", **metadata: Any) -> Document:
    """A document of our own."""
    return Document(text, name, **metadata)


def casualties(quote: str, number: int, outcome: CasualtyOutcome = "killed", *, text: str = TEXT, source: str | None = None) -> Casualties:
    """A claim whose quote is located in `text`, or not located where it isn't there."""
    start = text.find(quote)
    located = {"start": start, "end": start + len(quote)} if start >= 0 else {}
    return Casualties(
        statement=f"{number} people were {outcome}.",
        evidence=(Evidence(text=quote, **located),),
        attribution=Attribution(source=Mention(text=source) if source else None),
        outcome=outcome,
        figure=Figure(text=str(number), low=number, high=number, qualifier="exact"),
    )


DEAD = casualties("12 dock workers were killed", 12, source="Harbour officials")
WOUNDED = casualties("40 wounded by nightfall", 40, "wounded", source="The regional clinic")
UNION = casualties("the dead at 15", 15, source="A union spokeswoman")
MISSING = casualties("3 missing divers", 3, "missing", source="A union spokeswoman")


def checked(claim: Casualties, *findings: Finding, of: Document | None = None, **trace: Any) -> CheckedClaim:
    """A claim with findings, under the identifier it has in document `of`."""
    return CheckedClaim(claim_id((of or document()).id, claim), claim, findings, trace)


def posts(count: int, *findings: Finding) -> tuple[Document, list[CheckedClaim]]:
    """A document of as many sentences, each with a claim of its own, in order; the first figure is 2."""
    lines = [f"Aid post {n} counted {n + 2} wounded. " for n in range(count)]
    text = "".join(lines)
    article = document(text, "posts.txt")
    claims = [casualties(line.removesuffix(". "), n + 2, "wounded", text=text) for n, line in enumerate(lines)]
    return article, [checked(claim, *findings, of=article) for claim in claims]


def saved(store: Store, claims: Sequence[CheckedClaim], *, of: Document | None = None, info: RunInfo = RULES) -> str:
    """Save claims of a document in a run of their own; the run's identifier."""
    document_id = store.documents.put(of or document())
    run_id = store.runs.start(info)
    store.claims.save(run_id, document_id, claims)
    return run_id


def decision(row: ClaimRow, action: Action, reviewer: str = "ada", **fields: Any) -> Decision:
    """A decision on a claim as it was seen; a rejection gets a reason."""
    if action == "reject":
        fields.setdefault("reason", "not in the text")
    values: dict[str, Any] = {"id": str(uuid.uuid4()), "decided_at": NOON, "version": row.version, "revision": row.revision, **fields}
    return Decision(claim_id=row.id, action=action, reviewer=reviewer, **values)


def decide(store: Store, claim: str, action: Action, reviewer: str = "ada", **fields: Any) -> ClaimRow:
    """Decide on a claim as it stands now."""
    return store.reviews.decide(decision(store.claims.get(claim), action, reviewer, **fields))


def fix(store: Store, claim: str, edited: Casualties, *findings: Finding, reviewer: str = "ada") -> ClaimRow:
    """Fix a claim as it stands now."""
    row = store.claims.get(claim)
    return store.reviews.decide(decision(row, "fix", reviewer, claim=edited), replace(checked(edited, *findings), id=claim))


def edited(claim: Casualties, statement: str = "Twelve dock workers died.") -> Casualties:
    """The claim with another statement."""
    return claim.model_copy(update={"statement": statement})
