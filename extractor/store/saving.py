"""Saving what a run proposes for one document: new claims, new versions, and the closing of what is no longer proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, and_, select, update

from extractor.claims.checked import CheckedClaim
from extractor.errors import NotFoundError
from extractor.protocol import Malformed
from extractor.review import SYSTEM, VersionProposed
from extractor.store import tables
from extractor.store.appending import append_proposal, append_system_decision, version_rows
from extractor.store.database import pairs, upsert
from extractor.store.encoding import digest, shown
from extractor.store.events import Timeline, content_columns, timelines
from extractor.store.rows import SaveReport

Fate = Literal["new", "changed", "unchanged", "kept", "reopened"]


@dataclass(frozen=True)
class Proposals:
    """What a run proposes for a document. `complete` = all of the document was read."""

    run_id: str
    document_id: str
    claims: tuple[CheckedClaim, ...]
    malformed: tuple[Malformed, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Known:
    """What is stored of a claim: the digest of the version that stands, whether it is undecided, and who decided it."""

    digest: str
    is_open: bool
    reviewer: str | None


@dataclass(frozen=True)
class _Scene:
    """What was there before: the document's claims, and what this model proposed last (`own`: digests by claim)."""

    proposals: Proposals
    model: str
    document_number: int
    outlet: str | None
    known: dict[str, Known]
    own: dict[str, str]


@dataclass
class _Additions:
    """Rows of new claims, written together at the end."""

    claims: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)


def fate(content: str, known: Known | None, own: str | None) -> Fate:
    """What becomes of a proposed claim.

    `content` is its digest, `own` that of what the same model proposed last: where two models word one claim differently, repeating
    either changes nothing.
    """
    if known is None:
        return "new"
    if not known.is_open:
        return "reopened" if known.reviewer == SYSTEM else "kept"
    return "unchanged" if content in (known.digest, own) else "changed"


def save_proposals(connection: Connection, proposals: Proposals) -> SaveReport:
    """Store `proposals`; see `Claims.save`."""
    scene = _scene(connection, proposals)
    given = {checked.id: (checked, digest(checked.claim, checked.findings)) for checked in proposals.claims}
    fates = {claim_id: fate(content, scene.known.get(claim_id), scene.own.get(claim_id)) for claim_id, (_, content) in given.items()}
    missing = _no_longer_proposed(connection, scene, given) if proposals.complete else ()
    touched = [claim_id for claim_id, what in fates.items() if what in ("changed", "reopened")]
    histories = timelines(connection, [*touched, *missing])
    additions = _Additions()
    for claim_id, (checked, content) in given.items():
        if fates[claim_id] == "new":
            _add_new(additions, scene, checked)
        elif fates[claim_id] in ("changed", "reopened"):
            _change(connection, scene, checked, content, histories[claim_id])
    _write(connection, additions)
    _remember(connection, scene, {claim_id: content for claim_id, (_, content) in given.items()}, fates)
    for claim_id in missing:
        reason = f"superseded by run {proposals.run_id}"
        append_system_decision(connection, claim_id, histories[claim_id], "reject", reason)
    counts: Counter[str] = Counter(fates.values())
    return SaveReport(**counts, closed=len(missing), malformed=_save_malformed(connection, proposals))


def _scene(connection: Connection, proposals: Proposals) -> _Scene:
    """Lock the document (two workers may save it at once) and read what is known of its claims."""
    runs, documents, claims, own = tables.runs.c, tables.documents.c, tables.claims.c, tables.proposals.c
    model = connection.execute(select(runs.model).where(runs.id == proposals.run_id)).scalar_one_or_none()
    if model is None:
        raise NotFoundError(f"no run {proposals.run_id}", hint="Start one with store.runs.start.")
    wanted = select(documents.number, documents.outlet).where(documents.id == proposals.document_id).with_for_update()
    document = connection.execute(wanted).one_or_none()
    if document is None:
        raise NotFoundError(f"no document {proposals.document_id}", hint="Store it first with store.documents.put.")
    versions = tables.claim_versions.c
    standing = and_(versions.claim_id == claims.id, versions.version == claims.version)
    query = select(claims.id, versions.digest, claims.is_open, claims.reviewer).join(tables.claim_versions, standing)
    rows = connection.execute(query.where(claims.document_number == document.number).with_for_update(of=tables.claims))
    known = {row.id: Known(row.digest, row.is_open, row.reviewer) for row in rows}
    mine = select(own.claim_id, own.digest).where(own.document_id == proposals.document_id, own.model == model, ~own.withdrawn)
    return _Scene(proposals, model, document.number, document.outlet, known, pairs(connection, mine))


def _no_longer_proposed(connection: Connection, scene: _Scene, given: Iterable[str]) -> tuple[str, ...]:
    """Withdraw this model's earlier proposals that are not `given`; the undecided claims that no model proposes any more."""
    gone = set(scene.own) - set(given)
    if not gone:
        return ()
    proposals = tables.proposals
    here = proposals.c.document_id == scene.proposals.document_id
    for claim_id in gone:
        row = and_(proposals.c.claim_id == claim_id, proposals.c.model == scene.model)
        connection.execute(update(proposals).where(row).values(withdrawn=True))
    others = set(connection.execute(select(proposals.c.claim_id).where(here, ~proposals.c.withdrawn)).scalars())
    return tuple(sorted(claim_id for claim_id in gone - others if scene.known[claim_id].is_open))


def _add_new(additions: _Additions, scene: _Scene, checked: CheckedClaim) -> None:
    version, findings = version_rows(checked, 1, 1, {"run_id": scene.proposals.run_id})
    moment = version["created_at"]
    additions.claims.append(
        {
            "id": checked.id,
            "document_id": scene.proposals.document_id,
            "document_number": scene.document_number,
            "outlet": scene.outlet,
            "run_id": scene.proposals.run_id,
            "created_at": moment,
            "changed_at": moment,
            **Timeline.of([VersionProposed(1, checked.blocked)]).columns(),
            **content_columns(checked.claim, checked.findings),
        }
    )
    additions.versions.append(version)
    additions.findings.extend(findings)


def _change(connection: Connection, scene: _Scene, checked: CheckedClaim, content: str, history: Timeline) -> None:
    """A new version; what the system had closed is opened again first."""
    if not history.state.open:
        history = append_system_decision(connection, checked.id, history, "undo", None)
    if content != scene.known[checked.id].digest:
        append_proposal(connection, checked, history, scene.proposals.run_id)


def _write(connection: Connection, additions: _Additions) -> None:
    for table, rows in (
        (tables.claims, additions.claims),
        (tables.claim_versions, additions.versions),
        (tables.findings, additions.findings),
    ):
        if rows:
            connection.execute(table.insert(), rows)


def _remember(connection: Connection, scene: _Scene, contents: dict[str, str], fates: dict[str, Fate]) -> None:
    """Who proposes what now. Of a decided claim the earlier digest is kept: should the decision be undone, the new content counts."""
    rows = [
        {
            "claim_id": claim_id,
            "model": scene.model,
            "document_id": scene.proposals.document_id,
            "run_id": scene.proposals.run_id,
            "digest": scene.own.get(claim_id, scene.known[claim_id].digest) if fates[claim_id] == "kept" else content,
            "withdrawn": False,
        }
        for claim_id, content in contents.items()
    ]
    if rows:
        query = upsert(connection, tables.proposals)
        fresh = {name: query.excluded[name] for name in ("run_id", "digest", "withdrawn")}
        connection.execute(query.on_conflict_do_update(index_elements=["claim_id", "model"], set_=fresh), rows)


def _save_malformed(connection: Connection, proposals: Proposals) -> int:
    """Items of the answer that are no claims, once for a run and document."""
    table = tables.malformed_items
    here = and_(table.c.run_id == proposals.run_id, table.c.document_id == proposals.document_id)
    if not proposals.malformed:
        return 0
    connection.execute(table.delete().where(here))
    rows = [
        {
            "run_id": proposals.run_id,
            "document_id": proposals.document_id,
            "ordinal": n,
            "raw": shown(item.raw),
            "reason": shown(item.reason),
        }
        for n, item in enumerate(proposals.malformed)
    ]
    connection.execute(table.insert(), rows)
    return len(rows)
