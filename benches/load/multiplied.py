"""A store made many times as large, as a year of runs would leave it: each copy of what there is has its own documents and its own run.

A copy reads like the first one with another region and another month, each as long as before, so that every place stays
where it was. What is a hash (documents' identifiers, claims', digests) is made here, by the product's own functions; the rows are copied
inside the database, with the rules' triggers, the search and all indices that nothing depends on made anew afterwards: a million claims
take minutes where saving them takes an hour. Nobody can tell the result from what was saved: `doctor`, `publish` and `verify` are content.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, Text, case, create_engine, func, literal, select, text

from extractor.claims.checked import claim_id
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Finding
from extractor.store import tables
from extractor.store.copying import count_on
from extractor.store.encoding import Content
from extractor.store.loading import PAGE, findings_of
from extractor.store.migrations.marks_0008 import FILL
from extractor.store.opening import parse_url
from extractor.text.document import text_sha256

REGION, MONTH = "region aaa", "2020-01"
"""What is another in each copy, and stands in the first one's texts; letters, since a digit more would be found for a figure."""
_TABLES = (tables.runs, tables.documents, tables.claims, tables.claim_versions, tables.findings, tables.proposals, tables.claim_words)
_HASHED = frozenset({"id", "sha256", "digest", "claim_id", "document_id", "run_id"})
_WORDED = frozenset({"text", "source", "month", "body", "message", "expected", "found", "words"})
_RENAMED = Table("renamed", MetaData(), Column("old", Text, primary_key=True), Column("new", Text), prefixes=["TEMPORARY"])
_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
_POSTGRES = (
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)


@dataclass(frozen=True)
class _First:
    """What is copied: runs, documents' texts, and claims with their document, body, digest and findings; by identifier."""

    runs: list[str]
    texts: dict[str, str]
    claims: dict[str, tuple[str, str, str]]
    findings: dict[tuple[str, int], tuple[Finding, ...]]


def multiply(url: str, copies: int, accepted: float) -> None:
    """Copy all there is so many times (at most 999); let two reviewers accept what may be in a share of the documents, from the front."""
    engine = create_engine(parse_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        documents = connection.execute(select(func.max(tables.documents.c.number))).scalar_one()
        first = _first(connection)
        _RENAMED.create(connection)
        with _indices_apart(connection):
            for copy in range(1, copies + 1):
                _copy(connection, first, copy, documents)
            _accept(connection, int(documents * (copies + 1) * accepted))
            for statement in ("DELETE FROM claim_marks", *FILL):
                connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            for table in _TABLES:
                count_on(connection, table)
            connection.execute(text("ANALYZE"))  # as autovacuum does within a minute
    engine.dispose()


def _first(connection: Connection) -> _First:
    documents, versions, claims = tables.documents.c, tables.claim_versions.c, tables.claims.c
    texts = {row.id: row.text for row in connection.execute(select(documents.id, documents.text))}
    query = select(claims.id, claims.document_id, versions.body, versions.digest).join(
        tables.claim_versions, versions.claim_id == claims.id
    )
    found = {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}
    ids, findings = list(found), {}
    for at in range(0, len(ids), PAGE):
        findings.update(findings_of(connection, [(name, 1) for name in ids[at : at + PAGE]]))
    return _First(list(connection.execute(select(tables.runs.c.id)).scalars()), texts, found, findings)


def _copy(connection: Connection, first: _First, copy: int, documents: int) -> None:
    own = select(tables.claims.c.id).where(tables.claims.c.document_number <= documents)
    origins = {"claims": tables.claims.c.document_number <= documents, "documents": tables.documents.c.number <= documents}
    origins["runs"] = tables.runs.c.id.in_(first.runs)
    with _transaction(connection):
        connection.execute(_RENAMED.delete())
        connection.execute(_RENAMED.insert(), [{"old": old, "new": new} for old, new in _renamed(first, copy).items()])
        for table in _TABLES:
            origin = origins[table.name] if table.name in origins else table.c.claim_id.in_(own)
            values = dict(_changed(table, copy, documents))
            connection.execute(table.insert().from_select(list(values), select(*values.values()).where(origin)))


def _renamed(first: _First, copy: int) -> dict[str, str]:
    """The copy's identifiers and digests, by the first one's."""
    found = {run: f"{copy:08x}{run[8:]}" for run in first.runs}
    for document, words in first.texts.items():
        sha256 = text_sha256(_reworded(words, copy))
        found |= {document: sha256[:16], text_sha256(words): sha256}
    for claim, (document, body, digest) in first.claims.items():
        copied = CONFLICT.parse_json(_reworded(body, copy))
        noted = [Finding.model_validate_json(_reworded(one.model_dump_json(), copy)) for one in first.findings.get((claim, 1), ())]
        found |= {claim: claim_id(found[document], copied), digest: Content.of(copied, noted).digest}
    return found


def _replaced(copy: int) -> dict[str, str]:
    year, month = f"{2020 + copy // 12}", f"{copy % 12 + 1:02d}"
    letters = "".join(chr(ord("a") + copy // 26**power % 26) for power in (2, 1, 0))
    return {REGION: f"region {letters}", MONTH: f"{year}-{month}", MONTH.replace("-", " "): f"{year} {month}"}


def _reworded(words: str, copy: int) -> str:
    for old, new in _replaced(copy).items():
        words = words.replace(old, new)
    return words


def _accept(connection: Connection, documents: int) -> None:
    """Let two reviewers accept all that may be, in the first documents."""
    claims, decisions = tables.claims.c, tables.decisions
    may = (claims.document_number <= documents) & (claims.state == "pending")
    who = case((claims.document_number % 2 == 0, "ada"), else_="bo")
    event = {
        "id": func.substr(claims.id, 1, 36),
        "claim_id": claims.id,
        "sequence": literal(2),
        "seen_revision": literal(1),
        "action": literal("accept"),
        "reviewer": who,
        "decided_at": claims.created_at,
        "recorded_at": claims.created_at,
        "version": literal(1),
        "result": literal(1),
    }
    standing = {"state": "accepted", "is_open": False, "is_due": True, "revision": 2, "sequence": 2, "reviewer": who}
    with _transaction(connection):
        connection.execute(decisions.insert().from_select(list(event), select(*event.values()).where(may)))
        connection.execute(tables.claims.update().where(may).values(**standing))


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.execute(text("BEGIN"))
    yield
    connection.execute(text("COMMIT"))


def _changed(table: Table, copy: int, documents: int) -> Iterator[tuple[str, ColumnElement[Any]]]:
    """A row's values in a copy; the last fifth is another model's."""
    for column in table.columns:
        if column.name in _HASHED:
            yield column.name, select(_RENAMED.c.new).where(_RENAMED.c.old == column).scalar_subquery()
        elif column.name in ("number", "document_number"):
            if table is not tables.claim_words:  # counts by itself
                yield column.name, column + documents * copy
        elif column.name in _WORDED:
            value: ColumnElement[Any] = column
            for old, new in _replaced(copy).items():
                value = func.replace(value, old, new)
            yield column.name, value
        elif column.name == "model":
            yield column.name, literal("openai/gpt") if copy % 50 >= 40 else column
        else:
            yield column.name, column


@contextmanager
def _indices_apart(connection: Connection) -> Iterator[None]:
    """Without indices and triggers, which are made again at the end."""
    postgres = connection.dialect.name == "postgresql"
    made = connection.execute(text(_POSTGRES if postgres else _SQLITE)).all()
    for statement in ("SET session_replication_role = replica",) if postgres else ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF"):
        connection.execute(text(statement))
    for kind, name, _ in made:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _, _, statement in made:
        connection.exec_driver_sql(statement)
    if not postgres:
        connection.execute(text("INSERT INTO claim_search(claim_search) VALUES ('rebuild')"))
