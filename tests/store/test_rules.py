"""What the database itself refuses, whoever writes: every statement here is raw SQL, past all of our code."""

# ruff: noqa: S608 - raw SQL is the point

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extractor.protocol import Call
from extractor.store import Store, open_store
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store.samples import BLOCK, DEAD, MISSING, UNION, WOUNDED, checked, decide, edited, fix, saved

ACCEPTED, BLOCKED, PENDING, FIXED = (checked(claim).id for claim in (DEAD, WOUNDED, UNION, MISSING))


@pytest.fixture
def history(store: Store) -> None:
    """An accepted and published claim, a blocked one, a pending one and a fixed one; a call."""
    saved(store, [checked(DEAD), checked(WOUNDED, BLOCK), checked(UNION), checked(MISSING)])
    decide(store, ACCEPTED, "accept")
    store.releases.create("May")
    fix(store, FIXED, edited(MISSING))
    store.calls.record(Call("k", "m", "v1", {}, {}, "ok"))


@pytest.fixture
def raw(store_url: str, history: None) -> Iterator[sa.Engine]:  # noqa: ARG001 - the history must be there
    engine = make_engine(parse_url(store_url))
    yield engine
    engine.dispose()


def run(engine: sa.Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def refused(engine: sa.Engine, *statements: str, because: str) -> None:
    with pytest.raises(IntegrityError, match=f"quotebound: .*{because}"):
        run(engine, *statements)


def one(engine: sa.Engine, query: str) -> object:
    with engine.connect() as connection:
        return connection.execute(sa.text(query)).scalar_one()


def insert_decision(claim: str, action: str, version: int = 1, result: int = 1, sequence: int = 50, **more: str) -> str:
    values = {
        "id": f"'{uuid.uuid4()}'",
        "claim_id": f"'{claim}'",
        "sequence": str(sequence),
        "seen_revision": "1",
        "action": f"'{action}'",
        "reviewer": "'eve'",
        "decided_at": "'2026-05-04 12:00:00'",
        "recorded_at": "'2026-05-04 12:00:00'",
        "version": str(version),
        "result": str(result),
        **more,
    }
    return f"INSERT INTO decisions ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def insert_item(claim: str, state: str, version: int = 1) -> tuple[str, str]:
    columns = "release_number, claim_id, sequence, version, state, document_number, position, record"
    return (
        "INSERT INTO releases (number, created_at) VALUES (9, '2026-05-04 12:00:00')",
        f"INSERT INTO release_items ({columns}) VALUES (9, '{claim}', 60, {version}, '{state}', 1, 0, '{{}}')",
    )


@pytest.mark.parametrize("table", ["claim_versions", "findings", "decisions", "model_calls", "releases", "release_items"])
def test_history_is_neither_changed_nor_deleted(raw: sa.Engine, table: str) -> None:
    with raw.connect() as connection:
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    assert columns
    for column in columns:
        refused(raw, f"UPDATE {table} SET {column} = {column}", because="never changed")
    refused(raw, f"DELETE FROM {table}", because="never changed")


@pytest.mark.parametrize("column", ["text", "sha256", "id", "number", "chars"])
def test_a_documents_text_is_never_changed_its_metadata_may(raw: sa.Engine, column: str) -> None:
    other = "number + 1" if column in ("number", "chars") else "'x'"
    refused(raw, f"UPDATE documents SET {column} = {other}", because="text is never changed")
    run(raw, "UPDATE documents SET outlet = 'The Gull', title = 'T', published = '2026'")


@pytest.mark.parametrize("table", ["documents", "claims"])
def test_documents_and_claims_are_never_deleted(raw: sa.Engine, table: str) -> None:
    refused(raw, f"DELETE FROM {table}", because="never deleted")


def test_a_claim_keeps_its_identity(raw: sa.Engine) -> None:
    for change in ("id = id || 'x'", "document_id = 'x'", "created_at = '2020-01-01 00:00:00'"):
        refused(raw, f"UPDATE claims SET {change}", because="identity is never changed")


@pytest.mark.parametrize(
    "table", ["documents", "claims", "claim_versions", "findings", "decisions", "model_calls", "releases", "release_items"]
)
def test_nothing_is_emptied_or_replaced_by_the_back_door(raw: sa.Engine, table: str) -> None:
    if raw.dialect.name == "postgresql":
        refused(raw, f"TRUNCATE {table} CASCADE", because="never (changed|deleted)")
    else:
        refused(raw, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", because="never (changed|replaced)")


@pytest.mark.parametrize("key", ["claim_id, sequence", "undoes"])
def test_sqlite_replaces_no_decision_by_its_other_keys_either(sqlite_url: str, key: str) -> None:
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD)])
        decide(store, ACCEPTED, "accept")
        decide(store, ACCEPTED, "undo")
    engine = make_engine(parse_url(sqlite_url))
    target = one(engine, "SELECT id FROM decisions WHERE action = 'accept'")
    clash = {"sequence": 3} if key.startswith("claim") else {}
    statement = insert_decision(ACCEPTED, "undo", **clash, undoes=f"'{target}'").replace("INSERT", "INSERT OR REPLACE", 1)  # type: ignore[arg-type]
    refused(engine, statement, because="never changed")
    engine.dispose()


def test_a_blocked_version_gets_no_accepting_decision(raw: sa.Engine) -> None:
    refused(raw, insert_decision(BLOCKED, "accept"), because="a check blocks this version")


def test_a_fix_cannot_pass_off_a_version_as_its_own(raw: sa.Engine) -> None:
    refused(raw, insert_decision(FIXED, "fix", version=2, result=1), because="a version of its own")


def test_a_fix_whose_version_is_blocked_is_refused(raw: sa.Engine) -> None:
    name = str(uuid.uuid4())
    version = (
        "INSERT INTO claim_versions (claim_id, version, sequence, decision_id, blocked, digest, created_at, body, trace) "
        f"SELECT claim_id, 7, 50, '{name}', blocked, digest, created_at, body, trace FROM claim_versions WHERE claim_id = '{BLOCKED}'"
    )
    finding = (
        "INSERT INTO findings (claim_id, version, ordinal, code, severity, field, message) "
        f"VALUES ('{BLOCKED}', 7, 0, 'quote.absent', 'block', 'evidence', 'm')"
    )
    refused(raw, version, finding, insert_decision(BLOCKED, "fix", result=7, id=f"'{name}'"), because="a check blocks this version")
    run(raw, version, insert_decision(BLOCKED, "fix", result=7, id=f"'{name}'"))


@pytest.mark.parametrize(
    "statement",
    [
        insert_decision(PENDING, "accept", version=1, result=3),
        insert_decision(PENDING, "accept", version=4, result=4),
        insert_decision(PENDING, "reject"),
        insert_decision(PENDING, "praise"),
        insert_decision(PENDING, "undo"),
        insert_decision(PENDING, "accept", sequence=1, claim_id=f"'{ACCEPTED}'").replace(", 1, 1, 'accept'", ", 2, 1, 'accept'"),
        insert_decision(PENDING, "accept", undoes=f"'{uuid.uuid4()}'"),
        insert_decision("c0ffee", "accept"),
    ],
    ids=["result", "version", "no reason", "action", "undoes nothing", "sequence", "accept undoes", "no claim"],
)
def test_decisions_that_make_no_sense_are_refused(raw: sa.Engine, statement: str) -> None:
    with pytest.raises(IntegrityError):
        run(raw, statement)


def test_a_version_that_was_decided_on_gets_no_findings_any_more(raw: sa.Engine) -> None:
    late = (
        "INSERT INTO findings (claim_id, version, ordinal, code, severity, field, message) VALUES ('{}', {}, 8, 'a.b', 'block', 'f', 'm')"
    )
    refused(raw, late.format(ACCEPTED, 1), because="no more findings")
    refused(raw, late.format(FIXED, 2), because="no more findings")
    run(raw, late.format(PENDING, 1))
    refused(raw, insert_decision(PENDING, "accept"), because="a check blocks this version")


@pytest.mark.parametrize("state", ["published", "corrected"])
def test_nothing_is_published_that_nobody_accepted(raw: sa.Engine, state: str) -> None:
    for claim, version in ((PENDING, 1), (BLOCKED, 1), (FIXED, 1)):
        refused(raw, *insert_item(claim, state, version), because="no standing decision accepts this version")
    run(raw, *insert_item(FIXED, state, 2))


def test_what_was_undone_is_not_published(raw: sa.Engine, store: Store) -> None:
    decide(store, FIXED, "undo")
    refused(raw, *insert_item(FIXED, "published", 2), because="no standing decision")


def test_what_was_rejected_afterwards_is_not_published_until_the_rejection_is_undone(raw: sa.Engine, store: Store) -> None:
    decide(store, FIXED, "reject", "bo")
    refused(raw, *insert_item(FIXED, "published", 2), because="no standing decision")
    decide(store, FIXED, "undo", "bo")
    run(raw, *insert_item(FIXED, "published", 2))


def test_a_later_acceptance_of_another_version_counts_for_that_one_only(raw: sa.Engine, store: Store) -> None:
    fix(store, FIXED, edited(MISSING, "Three divers were missing."))
    refused(raw, *insert_item(FIXED, "published", 2), because="no standing decision")
    run(raw, *insert_item(FIXED, "published", 3))


def test_only_what_is_in_print_is_retracted(raw: sa.Engine, store: Store) -> None:
    for claim in (PENDING, FIXED):
        refused(raw, *insert_item(claim, "retracted"), because="only what is in print")
    decide(store, ACCEPTED, "reject")
    store.releases.create()
    refused(raw, *insert_item(ACCEPTED, "retracted"), because="only what is in print")


def test_the_rules_hold_for_a_connection_without_any_of_our_settings(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        saved(store, [checked(WOUNDED, BLOCK)])
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.IntegrityError, match="a check blocks this version"):
        connection.execute(insert_decision(BLOCKED, "accept"))
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("DELETE FROM findings")
    connection.close()
