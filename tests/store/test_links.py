from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extractor.errors import NotFoundError, RuleError
from extractor.ledger import Judged, Link
from extractor.store import Store, open_store
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store.samples import DEAD, UNION, WOUNDED, casualties, checked, decide, document, saved

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def judged(link: Link, event_id: str | None = None) -> Judged:
    return Judged(event_id or str(uuid.uuid4()), link, "confirm", "ada", NOON, "the same blast")


def filled(store: Store) -> dict[str, str]:
    saved(store, [checked(DEAD), checked(WOUNDED), checked(UNION)], of=document(outlet="The Quay", published="2026-05-03"))
    return {row.claim.statement: row.id for row in store.claims.list()}


def test_an_event_comes_back_as_it_was_given_and_once(store: Store) -> None:
    ids = filled(store)
    event = judged(Link.same(ids[DEAD.statement], ids[UNION.statement]))
    store.links.judge(event)
    store.links.judge(event)
    assert list(store.links.events()) == [event]


def test_entries_are_the_claims_that_nobody_turned_down_with_their_documents(store: Store) -> None:
    ids = filled(store)
    decide(store, ids[WOUNDED.statement], "reject")
    entries = store.links.entries()
    assert {entry.id for entry in entries} == {ids[DEAD.statement], ids[UNION.statement]}
    assert {(entry.outlet, entry.published) for entry in entries} == {("The Quay", "2026-05-03")}
    assert [entry.id for entry in store.links.entries(newest=1)] == [entries[-1].id]


def test_all_entries_come_by_publication_and_then_in_document_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.store.links._PAGE", 2)
    for number, published in enumerate(("2026-05-03", None, "2025", "2026-05-03", "2026-05")):
        text = f"{number} dead, then {number} hurt."
        article = document(text, f"{number}.txt", published=published)
        claims = [casualties(f"{number} {word}", number, outcome, text=text) for word, outcome in (("hurt", "wounded"), ("dead", "killed"))]  # type: ignore[arg-type]
        saved(store, [checked(claim, of=article) for claim in claims], of=article)
    decide(store, store.links.entries()[0].id, "reject")
    entries = list(store.links.entries_by_publication())
    assert [entry.claim.evidence[0].text for entry in entries] == [
        "2 dead", "2 hurt", "4 dead", "4 hurt", "0 hurt", "3 dead", "3 hurt", "1 dead", "1 hurt"
    ]  # fmt: skip
    some = [entry.id for entry in entries if entry.claim.evidence[0].text in ("1 hurt", "4 dead", "0 hurt")]
    assert [entry.claim.evidence[0].text for entry in store.links.entries_of(some)] == ["0 hurt", "1 hurt", "4 dead"]


def test_a_link_needs_two_claims_that_are_there(store: Store) -> None:
    ids = filled(store)
    with pytest.raises(NotFoundError, match="no claim gone"):
        store.links.judge(judged(Link.same(ids[DEAD.statement], "gone")))
    with pytest.raises(RuleError, match="with itself"):
        store.links.judge(judged(Link("supersedes", ids[DEAD.statement], ids[DEAD.statement])))


@pytest.mark.parametrize("statement", ["UPDATE link_events SET verdict = 'refuse'", "DELETE FROM link_events"])
def test_the_database_refuses_to_change_what_was_judged(store_url: str, statement: str) -> None:
    with open_store(store_url) as store:
        ids = filled(store)
        store.links.judge(judged(Link.same(ids[DEAD.statement], ids[UNION.statement])))
    engine = make_engine(parse_url(store_url))
    with pytest.raises(sa.exc.DBAPIError, match="link_events are history"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
