"""Saving what a run proposes for one document: new claims, new versions, and the closing of what is no longer proposed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, select, update

from extractor.claims.checked import CheckedClaim
from extractor.errors import NotFoundError
from extractor.protocol import Malformed
from extractor.review import SYSTEM, VersionProposed
from extractor.store import tables
from extractor.store.appending import INSERT_FINDING, INSERT_VERSION, append_proposal, append_system_decision, version_rows
from extractor.store.database import pairs, upsert
from extractor.store.encoding import Content, shown
from extractor.store.events import Timeline, content_columns, timelines
from extractor.store.rows import SaveReport

_RUNS, _DOCUMENTS, _CLAIMS, _VERSIONS, _PROPOSALS = (
    table.c for table in (tables.runs, tables.documents, tables.claims, tables.claim_versions, tables.proposals)
)
_MODELS = select(_RUNS.id, _RUNS.model).where(_RUNS.id.in_(bindparam("runs", expanding=True)))
_PLACES = (
    select(_DOCUMENTS.id, _DOCUMENTS.number, _DOCUMENTS.outlet)
    .where(_DOCUMENTS.id.in_(bindparam("documents", expanding=True)))
    .order_by(_DOCUMENTS.number)
    .with_for_update()
)
_UNDECIDED = (_CLAIMS.is_open & (_CLAIMS.opinions == 0)).label("is_open")
_KNOWN = (
    select(_CLAIMS.document_number, _CLAIMS.id, _VERSIONS.digest, _UNDECIDED, _CLAIMS.reviewer)
    .join(tables.claim_versions, and_(_VERSIONS.claim_id == _CLAIMS.id, _VERSIONS.version == _CLAIMS.version))
    .where(_CLAIMS.document_number.in_(bindparam("numbers", expanding=True)))
    .with_for_update(of=tables.claims)
)
_OWN = select(_PROPOSALS.document_id, _PROPOSALS.model, _PROPOSALS.claim_id, _PROPOSALS.digest).where(
    _PROPOSALS.document_id.in_(bindparam("documents", expanding=True)), ~_PROPOSALS.withdrawn
)
_INSERT_CLAIM = tables.claims.insert()
_INSERT_WORDS = tables.claim_words.insert()
_BEGUN = {blocked: Timeline.of([VersionProposed(1, blocked)]).columns() for blocked in (False, True)}
_FIRST = {blocked: {name: value for name, value in columns.items() if value is not None} for blocked, columns in _BEGUN.items()}
"""The columns of a new claim that have a value: what is null need not be sent ten times a document."""

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
    """What is stored of a claim: the digest of the version that stands, whether nobody has decided about it, and whose decision rules."""

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
    """Rows of new claims, and of who proposes what now, written together at the end."""

    claims: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)


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


def save_proposals(connection: Connection, proposals: Sequence[Proposals]) -> list[SaveReport]:
    """Store `proposals`; see `Claims.save`. Documents that come together share their statements, each but once."""
    unique = len({one.document_id for one in proposals}) == len(proposals)
    return [report for group in ([proposals] if unique else [[one] for one in proposals]) for report in _save_group(connection, group)]


def _save_group(connection: Connection, proposals: Sequence[Proposals]) -> list[SaveReport]:
    additions = _Additions()
    reports = [_save(connection, scene, additions) for scene in _scenes(connection, proposals)]
    _write(connection, additions)
    return reports


def _save(connection: Connection, scene: _Scene, additions: _Additions) -> SaveReport:
    proposals = scene.proposals
    given = {checked.id: checked for checked in proposals.claims}
    contents = {claim_id: Content.of(checked.claim, checked.findings) for claim_id, checked in given.items()}
    fates = {name: fate(content.digest, scene.known.get(name), scene.own.get(name)) for name, content in contents.items()}
    missing = _no_longer_proposed(connection, scene, given) if proposals.complete else ()
    touched = [claim_id for claim_id, what in fates.items() if what in ("changed", "reopened")]
    histories = timelines(connection, [*touched, *missing])
    for claim_id, checked in given.items():
        if fates[claim_id] == "new":
            _add_new(additions, scene, checked, contents[claim_id])
        elif fates[claim_id] in ("changed", "reopened"):
            _change(connection, scene, checked, contents[claim_id].digest, histories[claim_id])
    additions.proposals.extend(_standing(scene, contents, fates))
    for claim_id in missing:
        reason = f"superseded by run {proposals.run_id}"
        append_system_decision(connection, claim_id, histories[claim_id], "reject", reason)
    counts: Counter[str] = Counter(fates.values())
    return SaveReport(**counts, closed=len(missing), malformed=_save_malformed(connection, proposals))


def _scenes(connection: Connection, proposals: Sequence[Proposals]) -> Iterator[_Scene]:
    """Lock the documents (two workers may save one at once) and read what is known of their claims."""
    models = pairs(connection, _MODELS, {"runs": list({one.run_id for one in proposals})})
    ids = [one.document_id for one in proposals]
    places = {row.id: row for row in connection.execute(_PLACES, {"documents": ids})}
    known: dict[int, dict[str, Known]] = defaultdict(dict)
    for row in connection.execute(_KNOWN, {"numbers": [place.number for place in places.values()]}):
        known[row.document_number][row.id] = Known(row.digest, row.is_open, row.reviewer)
    own: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in connection.execute(_OWN, {"documents": ids}) if known else ():
        own[row.document_id, row.model][row.claim_id] = row.digest
    for one in proposals:
        model, place = models.get(one.run_id), places.get(one.document_id)
        if model is None:
            raise NotFoundError(f"no run {one.run_id}", hint="Start one with store.runs.start.")
        if place is None:
            raise NotFoundError(f"no document {one.document_id}", hint="Store it first with store.documents.put.")
        yield _Scene(one, model, place.number, place.outlet, known[place.number], own[one.document_id, model])


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


def _add_new(additions: _Additions, scene: _Scene, checked: CheckedClaim, content: Content) -> None:
    version, findings = version_rows(checked, content, (1, 1), {"run_id": scene.proposals.run_id})
    moment = version["created_at"]
    columns = content_columns(checked.claim, checked.findings)
    additions.words.append({"claim_id": checked.id, "words": columns.pop("words")})
    additions.claims.append(
        {
            "id": checked.id,
            "document_id": scene.proposals.document_id,
            "document_number": scene.document_number,
            "outlet": scene.outlet,
            "run_id": scene.proposals.run_id,
            "created_at": moment,
            "changed_at": moment,
            **_FIRST[checked.blocked],
            **columns,
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
    for insert, rows in (
        (_INSERT_CLAIM, additions.claims),
        (_INSERT_WORDS, additions.words),
        (INSERT_VERSION, additions.versions),
        (INSERT_FINDING, additions.findings),
    ):
        if rows:
            connection.execute(insert, rows)
    if additions.proposals:
        connection.execute(upsert(connection, tables.proposals), additions.proposals)


def _standing(scene: _Scene, contents: dict[str, Content], fates: dict[str, Fate]) -> list[dict[str, Any]]:
    """Who proposes what now. Of a decided claim the earlier digest is kept: should the decision be undone, the new content counts."""
    return [
        {
            "claim_id": claim_id,
            "model": scene.model,
            "document_id": scene.proposals.document_id,
            "run_id": scene.proposals.run_id,
            "digest": scene.own.get(claim_id, scene.known[claim_id].digest) if fates[claim_id] == "kept" else content.digest,
            "withdrawn": False,
        }
        for claim_id, content in contents.items()
    ]


def _save_malformed(connection: Connection, proposals: Proposals) -> int:
    """Items of the answer that are no claims, once for a run and document."""
    if not proposals.malformed:
        return 0
    table = tables.malformed_items
    here = and_(table.c.run_id == proposals.run_id, table.c.document_id == proposals.document_id)
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
