from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event

from extractor.errors import NotFoundError
from extractor.review import Action
from extractor.store import Store, open_store, releases
from tests.store import samples
from tests.store.samples import DEAD, MISSING, UNION, WOUNDED, checked, decide, edited, fix, saved

SOURCE = samples.document(title="Terminal hit", url="https://gull.example/1", outlet="The Gull", published="2026-05-04")


@pytest.fixture
def decided(store: Store) -> tuple[Store, str]:
    """Four claims: one accepted, one fixed, one rejected, one pending."""
    run_id = saved(store, [checked(claim) for claim in (DEAD, WOUNDED, UNION, MISSING)], of=SOURCE)
    decide(store, checked(DEAD).id, "accept", reason="seen the list")
    fix(store, checked(WOUNDED).id, edited(WOUNDED, "Forty people were wounded."))
    decide(store, checked(UNION).id, "reject")
    return store, run_id


def test_a_release_holds_exactly_what_is_accepted_or_fixed(decided: tuple[Store, str]) -> None:
    store, _ = decided
    release = store.releases.create("May")
    assert release is not None
    assert (release.number, release.note, release.published, release.corrected, release.retracted) == (1, "May", 2, 0, 0)
    assert [row["id"] for row in store.releases.items(1)] == [checked(DEAD).id, checked(WOUNDED).id]
    assert store.claims.count_by_state() == {"published": 2, "rejected": 1, "pending": 1}


def test_a_published_record_has_the_claim_its_document_its_review_and_its_extraction(decided: tuple[Store, str]) -> None:
    store, run_id = decided
    store.releases.create()
    first, second = store.releases.items(1)
    assert first == {
        "id": checked(DEAD).id,
        "version": 1,
        "state": "published",
        **DEAD.model_dump(mode="json"),
        "document": {
            "id": SOURCE.id,
            "sha256": SOURCE.sha256,
            "name": "harbour.txt",
            "title": "Terminal hit",
            "url": "https://gull.example/1",
            "outlet": "The Gull",
            "published": "2026-05-04",
        },
        "review": {"decision": "accept", "reviewer": "ada", "decided_at": "2026-05-04T12:00:00Z", "reason": "seen the list"},
        "extraction": {"model": "rules", "prompt_version": "7", "run_id": run_id},
    }
    assert list(first)[:5] == ["id", "version", "state", "kind", "statement"]
    assert (second["version"], second["statement"], second["review"]["decision"]) == (2, "Forty people were wounded.", "fix")
    assert second["extraction"]["run_id"] == run_id


def test_a_second_release_without_changes_is_none(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    assert store.releases.create() is None
    assert [row.number for row in store.releases.list()] == [1]


def test_nothing_accepted_is_no_release(store: Store) -> None:
    saved(store, [checked(DEAD)])
    assert store.releases.create() is None
    assert store.releases.latest() is None


def test_a_published_claim_that_is_fixed_is_corrected(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    fix(store, checked(DEAD).id, edited(DEAD))
    release = store.releases.create()
    assert release is not None
    assert (release.number, release.published, release.corrected, release.retracted) == (2, 0, 1, 0)
    [record] = store.releases.items(2)
    assert (record["state"], record["version"], record["statement"]) == ("corrected", 2, edited(DEAD).statement)
    assert store.claims.get(checked(DEAD).id).state == "corrected"


@pytest.mark.parametrize("action", ["reject", "undo"])
def test_a_published_claim_that_is_no_longer_accepted_is_retracted(decided: tuple[Store, str], action: Action) -> None:
    store, _ = decided
    store.releases.create()
    decide(store, checked(DEAD).id, action, reason="the list was wrong")
    release = store.releases.create()
    assert release is not None
    assert (release.published, release.corrected, release.retracted) == (0, 0, 1)
    [record] = store.releases.items(2)
    assert (record["state"], record["version"], record["statement"]) == ("retracted", 1, DEAD.statement)
    assert record["review"] == {
        "decision": action,
        "reviewer": "ada",
        "decided_at": "2026-05-04T12:00:00Z",
        "reason": "the list was wrong",
    }
    row = store.claims.get(checked(DEAD).id)
    assert (row.state, row.in_print) == ("retracted", None)
    assert store.releases.create() is None


def test_a_retracted_claim_can_be_published_again(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    decide(store, checked(DEAD).id, "reject")
    store.releases.create()
    decide(store, checked(DEAD).id, "accept")
    store.releases.create()
    assert [step.state for step in store.claims.history(checked(DEAD).id).releases] == ["published", "retracted", "published"]


def test_a_correction_undone_is_corrected_back(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    fix(store, checked(DEAD).id, edited(DEAD))
    store.releases.create()
    decide(store, checked(DEAD).id, "undo")
    store.releases.create()
    [record] = store.releases.items(3)
    assert (record["state"], record["version"], record["statement"]) == ("corrected", 1, DEAD.statement)


def test_a_claim_rejected_and_accepted_again_between_releases_stays_as_printed(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    decide(store, checked(DEAD).id, "reject")
    decide(store, checked(DEAD).id, "accept", "bo")
    assert store.claims.get(checked(DEAD).id).state == "published"
    assert store.releases.create() is None


def test_a_release_stays_as_it_was_printed_whatever_is_learnt_later(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    before = json.dumps(list(store.releases.items(1)))
    store.documents.put(samples.document(title="Corrected headline"))
    fix(store, checked(DEAD).id, edited(DEAD))
    store.releases.create()
    assert json.dumps(list(store.releases.items(1))) == before


def test_what_is_in_print_is_the_latest_of_every_claim_without_the_retracted(decided: tuple[Store, str]) -> None:
    store, _ = decided
    store.releases.create()
    fix(store, checked(DEAD).id, edited(DEAD))
    decide(store, checked(WOUNDED).id, "reject")
    store.releases.create()

    def printed(number: int | None) -> list[tuple[str, int]]:
        return [(row["id"], row["version"]) for row in store.releases.in_print(number)]

    assert printed(1) == [(checked(DEAD).id, 1), (checked(WOUNDED).id, 2)]
    assert printed(2) == printed(None) == [(checked(DEAD).id, 2)]


def test_more_claims_than_a_page_are_published_in_document_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_PAGE", 30)
    document, claims = samples.posts(70)
    saved(store, claims, of=document)
    with store.transaction():
        for row in list(store.claims.list()):
            store.reviews.decide(samples.decision(row, "accept"))
    release = store.releases.create()
    assert release is not None
    assert release.published == 70
    starts = [row["evidence"][0]["start"] for row in store.releases.items(1)]
    assert starts == sorted(set(starts))
    assert len(starts) == 70


def test_the_newest_release_is_known(decided: tuple[Store, str]) -> None:
    store, _ = decided
    created = store.releases.create("May")
    assert store.releases.latest() == created == store.releases.get(1)


def test_an_unknown_release_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no release 9"):
        store.releases.get(9)
    with pytest.raises(NotFoundError, match="no release 9"):
        list(store.releases.items(9))


@pytest.mark.postgres
def test_postgresql_never_reads_all_that_was_printed_and_knows_how_much_it_is(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knew nothing of what a release had just printed, and read all of it again for every few claims more."""
    monkeypatch.setattr(releases, "_PAGE", 2)
    plans: list[str] = []

    def note(connection: Any, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT") and "release_items" in statement:
            with connection.connection.cursor() as cursor:
                plans.append("\n".join(row[0] for row in cursor.execute(f"EXPLAIN {statement}", parameters)))

    with open_store(postgres_url) as store:
        claims = [DEAD, WOUNDED, UNION, MISSING]
        saved(store, [checked(claim) for claim in claims], of=SOURCE)
        for claim in claims:
            decide(store, checked(claim).id, "accept")
        event.listen(store._database.engine, "before_cursor_execute", note)
        store.releases.create()
        event.remove(store._database.engine, "before_cursor_execute", note)
        with store._database.read() as connection:
            known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'release_items'").scalar_one()
    inside, _after = plans[:-1], plans[-1]
    assert len(inside) >= 2
    assert not any("Seq Scan on release_items" in plan for plan in inside)
    assert known == 4
