"""What the server does for the review screen: decides, checks drafts, says what comes next. No Streamlit here: plain functions.

One call of `respond` answers one message (exchange.py); it may be repeated at will, because the store takes each decision once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from extractor.checks.coverage import Gap
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.errors import ConflictError, NotFoundError, RuleError, first_fault
from extractor.pipeline import check_edited
from extractor.review import Action, Decision, State
from extractor.roles import Role
from extractor.store import ClaimFilter, ClaimRow, StandingRow, Store
from extractor.text.reading import Reading
from review_ui import presenter
from review_ui.claim_views import claim_view, marks, sibling_view
from review_ui.drafts import completed, parse_draft, with_values
from review_ui.exchange import Question, SentAction
from review_ui.past import changes
from review_ui.readings import Kept, Readings, Told
from review_ui.views import AckView, AnswerView, ClaimView


@dataclass(frozen=True)
class Workbench:
    """A store, what is read for, and who reviews; `signs_in` = as one of a team, with an account."""

    store: Store
    domain: Domain
    reviewer: str
    readings: Readings = field(repr=False)
    signs_in: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """What the reviewer may do, as of now; the store asks again, whatever a page makes of it."""
        return self.store.team.roles(self.reviewer)

    def kept(self, document_id: str) -> Kept:
        """What is known of a document; kept, because texts and versions never change."""
        return self.readings.get(document_id, self.store.documents.get, self.domain)

    def reading(self, document_id: str) -> Reading:
        """The document being read."""
        return self.kept(document_id).reading

    def neighbours(self, document_id: str) -> list[ClaimRow]:
        """The claims of a document, in its order."""
        return list(self.store.claims.list(ClaimFilter(document=document_id)))


_OWN: Mapping[str, State] = {"accept": "accepted", "fix": "fixed", "reject": "rejected"}
Write = Callable[["Workbench", SentAction], ClaimRow]


def settle(bench: Workbench, action: SentAction, write: Write) -> AckView:
    """Have `write` store one decision; a refusal is an answer, not an error. Raises `StoreError` if the database can't be used."""
    try:
        after = write(bench, action)
    except ConflictError as error:
        return _conflict(bench, action, error)
    except (RuleError, NotFoundError) as error:
        return {"ok": False, "title": "Not stored", "message": f"{error.message} {error.hint}".strip()}
    except ValidationError as error:
        return {"ok": False, "title": "Not stored", "message": f"The decision is not complete: {first_fault(error)[1]}."}
    sealed = after.state in ("pending", "blocked") and action.action in _OWN  # others have still to decide: it stands so for nobody else
    return {"ok": True, "state": _OWN[action.action] if sealed else after.state, "revision": after.revision}


def decide(bench: Workbench, action: SentAction) -> ClaimRow:
    """Have the store write a decision about a claim that is there."""
    row = bench.store.claims.get(action.claim)
    decision, checked = _decision(bench, action, row)
    return bench.store.reviews.decide(decision, checked)


def _decision(bench: Workbench, action: SentAction, row: ClaimRow) -> tuple[Decision, CheckedClaim | None]:
    """The decision as the store takes it. An undo names what it takes back, so it is measured against the claim as it stands."""
    undoing = action.action == "undo"
    checked = _checked_draft(bench, action.draft, row) if action.action == "fix" and action.draft is not None else None
    decision = Decision(
        id=action.id,
        claim_id=action.claim,
        action=action.action,
        reviewer=bench.reviewer,
        decided_at=datetime.now(UTC),
        version=row.version if undoing else action.version,
        revision=row.revision if undoing else action.revision,
        reason=action.reason,
        claim=checked.claim if checked else None,
        undoes=action.undoes,
    )
    return decision, checked


def _checked_draft(bench: Workbench, draft: Mapping[str, Any], row: ClaimRow) -> CheckedClaim:
    claim = parse_draft(draft, bench.domain)
    if not isinstance(claim, Claim):
        raise RuleError(f"The edited claim is not complete: {claim[0].field}: {claim[0].message}")
    return check_fix(bench, claim, row)


Check = Callable[[Claim], CheckedClaim]


def check_fix(bench: Workbench, claim: Claim, row: ClaimRow) -> CheckedClaim:
    """What the checks say to an edited claim."""
    others = [CheckedClaim(other.id, other.claim) for other in bench.neighbours(row.document_id) if other.state != "rejected"]
    return check_edited(claim, row.id, others, bench.reading(row.document_id), bench.domain)


def _conflict(bench: Workbench, action: SentAction, error: ConflictError) -> AckView:
    theirs = bench.store.claims.get(action.claim)
    who = theirs.reviewer or theirs.run.model
    if _OWN.get(action.action) == theirs.state and action.draft is None and action.version == theirs.version:
        said = f"{who} had {theirs.state} it before you: {theirs.claim.statement}"
        return {"ok": False, "same": True, "state": theirs.state, "revision": theirs.revision, "message": said}
    return {
        "ok": False,
        "state": theirs.state,
        "revision": theirs.revision,
        "title": "Somebody decided in the meantime",
        "message": f"{error.message.replace(f'Claim {action.claim}', 'The claim')} Nothing was overwritten.",
        "sides": [[f"{who}: {theirs.state}", _told(theirs.claim)], [f"You: {action.action}", _yours(bench, action, theirs.claim)]],
    }


def _told(claim: Claim) -> str:
    figure = f" ({claim.figure.text})" if claim.figure else ""
    return f"{claim.statement}{figure}"


def _yours(bench: Workbench, action: SentAction, theirs: Claim) -> str:
    """What this reviewer would have: of an edit, the fields in which it differs from the claim as it stands."""
    draft = parse_draft(action.draft, bench.domain) if action.draft else None
    if not isinstance(draft, Claim):
        return action.reason or "as it stood"
    differing = [f"{label}: {before} → {after}" for label, before, after in changes(theirs, draft)]
    return "; ".join(differing) or "the same words"


def answer(bench: Workbench, question: Question, check: Check) -> AnswerView:
    """What `check` says to a draft, and what follows from the words it names."""
    reading = bench.reading(question.document)
    filled = completed(question.draft, question.touched, bench.domain, reading.document.published)
    claim = parse_draft(with_values(question.draft, filled), bench.domain)
    view: AnswerView = {
        "n": question.n,
        "id": None,
        "record": None,
        "filled": filled,
        "findings": [],
        "why": None,
        "quotes": [],
        "words": [],
    }
    if not isinstance(claim, Claim):
        view["findings"] = presenter.finding_views(claim)
        view["why"] = presenter.why_not(claim)
        return view
    checked = check(claim)
    view["id"] = checked.id
    view["record"] = checked.claim.model_dump(mode="json")
    view["findings"] = presenter.finding_views(checked.findings)
    view["why"] = presenter.why_not(checked.findings)
    view["quotes"] = presenter.quote_spans(checked.claim.evidence)
    view["words"] = marks(checked.claim, reading)
    return view


def views_of(bench: Workbench, rows: Iterable[ClaimRow], held: Mapping[str, int]) -> dict[str, Any]:
    """The views of claims that the browser doesn't hold at their present revision, by identifier."""
    wanted = [row for row in rows if held.get(row.id) != row.revision]
    own = bench.store.reviews.own_opinions(bench.reviewer, [row.id for row in wanted])
    refused = bench.store.reviews.refused(bench.reviewer, [row.id for row in wanted])
    return {row.id: _view(bench, row, own.get(row.id), refused.get(row.id, {})) for row in wanted}


def _view(bench: Workbench, row: ClaimRow, own: Action | None, refused: Mapping[Action, str]) -> ClaimView:
    """`own`: what this reviewer has decided while others still have to; `refused`: what the store would not take from them now."""
    eventful = row.revision > 1 or row.flagged or row.assignee is not None or own is not None
    history = bench.store.claims.history(row.id, bench.reviewer) if eventful else None
    view: ClaimView = {**claim_view(row, bench.reading(row.document_id), history), "refused": dict(refused)}
    return view if own is None else {**view, "state": _OWN[own]}


def gaps_of(bench: Workbench, document_id: str) -> tuple[Gap, ...]:
    """What looks like a claim in a document and no claim covers; rejected claims cover nothing."""
    spans = (span for row, told in _standing(bench, document_id) if row.state != "rejected" for span in told.spans)
    return bench.kept(document_id).coverage.gaps(spans)


def run_names(store: Store) -> dict[str, str]:
    """What each run is called on the screen: model, version, when it began."""
    runs = ((run.id, run.info, run.started_at) for run in store.runs.list())
    return {identity: f"{info.model} {info.model_version}, {begun:%-d %b %Y %H:%M} UTC" for identity, info, begun in runs}


def siblings_of(bench: Workbench, documents: Iterable[str]) -> dict[str, Any]:
    """For each document its claims, as marks in the article."""
    return {document: [sibling_view(row, told) for row, told in _standing(bench, document)] for document in documents}


def _standing(bench: Workbench, document_id: str) -> list[tuple[StandingRow, Told]]:
    """The claims of a document, in its order. Only versions that nobody has asked about yet are read: thousands take a second."""
    rows = bench.store.claims.standing(document_id)
    told = bench.kept(document_id).versions(rows, bench.store.claims.some)
    return [(row, told[row.id, row.version]) for row in rows if (row.id, row.version) in told]
