from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.claims.checked import CheckedClaim
from extractor.errors import RuleError
from extractor.review import ACTIONS
from extractor.store import Mismatch, RunInfo, Store, open_store, projection
from tests.store import samples
from tests.store.samples import BLOCK, DEAD, UNION, WARN, WOUNDED, checked, decide, decision, edited, saved

CLAIMS = (DEAD, WOUNDED, UNION)
IDS = [checked(claim).id for claim in CLAIMS]

proposals = st.lists(
    st.tuples(
        st.sampled_from(CLAIMS),
        st.sampled_from([None, "Other words."]),
        st.sampled_from([(), (WARN,), (BLOCK,), (BLOCK, WARN)]),
    ),
    max_size=3,
).map(lambda items: [checked(edited(claim, words) if words else claim, *findings) for claim, words, findings in items])
saves = st.tuples(st.just("save"), proposals, st.sampled_from(["rules", "openai/tern"]), st.booleans())
decisions = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(IDS), st.sampled_from(["ada", "bo"]), st.booleans())
releases = st.tuples(st.just("release"), st.none(), st.none(), st.none())
histories = st.lists(st.one_of(saves, decisions, decisions, decisions, releases), max_size=20)


def play(store: Store, steps: list[tuple[str, object, object, object]]) -> None:
    """Do all that happens in `steps`; what the rules refuse doesn't happen."""
    saved(store, [checked(claim) for claim in CLAIMS])
    for what, first, second, third in steps:
        if what == "save":
            run_id = store.runs.start(RunInfo(str(second), "1", "1"))
            store.claims.save(run_id, samples.document().id, first, complete=bool(third))  # type: ignore[arg-type]
        elif what == "release":
            store.releases.create()
        else:
            _decide(store, what, str(first), str(second), blocked=bool(third))


def _decide(store: Store, action: str, claim: str, reviewer: str, *, blocked: bool) -> None:
    row = store.claims.get(claim)
    change = edited(row.claim, f"Said at revision {row.revision}.")  # type: ignore[arg-type]
    findings = (BLOCK,) if blocked else ()
    fields = {"claim": change} if action == "fix" else {}
    try:
        store.reviews.decide(
            decision(row, action, reviewer, **fields),  # type: ignore[arg-type]
            CheckedClaim(claim, change, findings) if action == "fix" else None,
        )
    except RuleError:
        return


def assert_sound(store: Store) -> None:
    assert list(store.verify_projection()) == []
    for row in store.claims.list():
        history = store.claims.history(row.id)
        sequences = {part.sequence for part in history.versions} | {part.sequence for part in history.decisions}
        sequences |= {part.sequence for part in history.releases}
        assert sequences == set(range(1, len(sequences) + 1)), "a history has no gaps"
        if row.state in ("accepted", "fixed", "published", "corrected"):
            assert not row.blocked
            assert row.reviewer not in (None, "system")
    store.releases.create()
    assert {row["id"] for row in store.releases.in_print()} == {
        row.id for row in store.claims.list() if row.state in ("published", "corrected")
    }
    assert list(store.verify_projection()) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=histories)
def test_whatever_happens_the_projection_is_the_fold_of_the_history_in_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object, object]]
) -> None:
    path = tmp_path_factory.mktemp("play") / "x.db"
    shutil.copyfile(sqlite_template, path)
    with open_store(f"sqlite:///{path}") as store:
        play(store, steps)
        assert_sound(store)


@pytest.mark.postgres
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=histories)
def test_whatever_happens_the_projection_is_the_fold_of_the_history_in_postgresql(
    postgres_server: str, steps: list[tuple[str, object, object, object]]
) -> None:
    name = f"play_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_quotebound".encode())
        with open_store(postgres_server.format(name)) as store:
            play(store, steps)
            assert_sound(store)
        connection.execute(f"DROP DATABASE {name}".encode())


def corrupted(store: Store, change: str) -> list[Mismatch]:
    with store._database.write() as connection:
        connection.execute(sa.text(f"UPDATE claims SET {change} WHERE id = '{IDS[0]}'"))  # noqa: S608
    return list(store.verify_projection())


@pytest.mark.parametrize(
    ("change", "field", "stored", "expected"),
    [
        ("state = 'published'", "state", "published", "accepted"),
        ("is_due = false", "is_due", False, True),
        ("revision = 9", "revision", 9, 2),
        ("priority = 0", "priority", 0, 22),
        ("source = 'somebody'", "source", "somebody", "Harbour officials"),
        ("reviewer = 'eve'", "reviewer", "eve", "ada"),
    ],
)
def test_a_projection_that_was_tampered_with_is_found(store: Store, change: str, field: str, stored: object, expected: object) -> None:
    saved(store, [checked(claim) for claim in CLAIMS])
    decide(store, IDS[0], "accept")
    assert corrupted(store, change) == [Mismatch(IDS[0], field, stored, expected)]


def test_tampering_with_the_projection_publishes_nothing(store: Store) -> None:
    saved(store, [checked(claim, BLOCK) for claim in CLAIMS])
    corrupted(store, "state = 'accepted', is_due = true, is_open = false")
    assert store.releases.create() is None
    assert list(store.releases.in_print()) == []
    assert store.claims.get(IDS[0]).state == "blocked"


def test_more_claims_than_a_page_are_compared(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "_PAGE", 30)
    document, claims = samples.posts(65)
    saved(store, claims, of=document)
    with store._database.write() as connection:
        connection.execute(sa.text("UPDATE claims SET revision = 7"))
    assert {found.claim_id for found in store.verify_projection()} == {claim.id for claim in claims}
