"""Many documents saved in one go: the same as one after the other, in as many statements as one takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from extractor.batch import Ended, Item
from extractor.claims.checked import CheckedClaim
from extractor.errors import NotFoundError
from extractor.pipeline import DocumentResult
from extractor.protocol import Call, Malformed
from extractor.store import Proposals, SaveReport, Store
from extractor.text.document import Document
from extractor.wiring import StoreSink
from tests.store.samples import RULES, TEXT, WARN, casualties, checked, decide, document, edited


def post(number: int, **metadata: str) -> Document:
    return document(f"Post {number}: {TEXT}", f"{number}.txt", **metadata)


def claims(source: Document) -> tuple[CheckedClaim, ...]:
    wounded = casualties("40 wounded by nightfall", 40, "wounded", text=source.text)
    dead = casualties("12 dock workers were killed", 12, text=source.text)
    return checked(wounded, WARN, of=source), checked(dead, of=source)


def ended(source: Document) -> Ended:
    result = DocumentResult(source, claims(source), (Malformed("{}", "no claim"),) if source.name == "3.txt" else ())
    return Ended(Item(source.name, "done", source.id), source, result)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to the database inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_twenty_documents_take_as_many_statements_as_one(store: Store) -> None:
    sink = StoreSink(store, store.runs.start(RULES), RULES)
    with statements(store) as one, sink.transaction():
        sink.save([ended(post(100))])
    with statements(store) as twenty, sink.transaction():
        sink.save([ended(post(number)) for number in range(10, 30)])
    assert len(twenty) == len(one)
    assert [row.name for row in store.documents.list()] == ["100.txt", *(f"{number}.txt" for number in range(10, 30))]
    assert store.claims.count() == 42
    assert store.runs.get(sink.run_id).done == 21
    with statements(store) as calls, sink.transaction():
        store.calls.record_all([Call(f"k{number}", "m", "v", {}, {}, "ok") for number in range(20)], sink.run_id)
    assert len([sent for sent in calls if sent.startswith("INSERT")]) == 1
    assert len(list(store.calls.list(sink.run_id))) == 20


def test_documents_saved_together_are_stored_as_one_after_the_other(store: Store) -> None:
    sources = [post(number) for number in range(5)]
    together, after = (StoreSink(store, store.runs.start(RULES), RULES) for _ in range(2))
    with together.transaction():
        together.save([ended(source) for source in sources])
    rows = [(row.document_id, row.id, row.claim, row.findings, row.version) for row in store.claims.list()]
    assert len(rows) == 10
    assert [item.document_id for item in store.claims.malformed(together.run_id)] == [sources[3].id]
    for source in sources:
        after.save([ended(source)])
    assert [(row.document_id, row.id, row.claim, row.findings, row.version) for row in store.claims.list()] == rows, "nothing is new in it"
    assert {item.status for item in store.runs.items(together.run_id)} == {"done"}


def test_each_document_of_a_group_has_its_own_report(store: Store) -> None:
    first, second = post(1), post(2)
    run = store.runs.start(RULES)
    store.documents.put_all([first, second])
    store.claims.save(run, first.id, claims(first))
    decide(store, claims(first)[1].id, "accept")
    changed = tuple(checked(edited(one.claim), of=first) for one in claims(first))  # type: ignore[arg-type]
    reports = store.claims.save_all([Proposals(run, second.id, claims(second)), Proposals(run, first.id, changed)])
    assert reports == [SaveReport(new=2), SaveReport(changed=1, kept=1)]


@pytest.mark.parametrize("known", [False, True])
def test_the_same_text_twice_in_one_go_is_one_document_with_the_metadata_of_both(store: Store, known: bool) -> None:
    if known:
        store.documents.put(post(1))
    store.documents.put_all([post(1, outlet="The Gull"), post(2), post(1, title="Terminal hit")])
    rows = list(store.documents.list())
    assert [(row.name, row.outlet, row.title) for row in rows] == [("1.txt", "The Gull", "Terminal hit"), ("2.txt", None, None)]


def test_claims_of_one_document_given_twice_are_saved_one_after_the_other(store: Store) -> None:
    source, run = post(1), store.runs.start(RULES)
    store.documents.put(source)
    given: Sequence[Proposals] = [Proposals(run, source.id, claims(source)), Proposals(run, source.id, claims(source)[:1])]
    assert store.claims.save_all(given) == [SaveReport(new=2), SaveReport(unchanged=1, closed=1)]


def test_an_unknown_document_among_others_is_an_error(store: Store) -> None:
    source, run = post(1), store.runs.start(RULES)
    store.documents.put(source)
    with pytest.raises(NotFoundError, match="no document nope"):
        store.claims.save_all([Proposals(run, source.id, claims(source)), Proposals(run, "nope", ())])
    assert store.claims.count() == 0, "nothing of the group is left"
