from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.errors import Failure, NotFoundError
from extractor.store import SECOND_OPINION, RunInfo, Store
from extractor.text.document import Document
from tests.store import samples


def test_a_run_counts_how_its_documents_ended(store: Store) -> None:
    document_id = store.documents.put(samples.document())
    run_id = store.runs.start(RunInfo("openai/tern", "extract.v1", "3", {"temperature": 0}))
    store.runs.item(run_id, "harbour.txt", document_id, "done")
    store.runs.item(run_id, "empty.txt", None, "failed", Failure("input.empty", "empty.txt: nothing in it", "Remove it."))
    assert store.runs.get(run_id).finished_at is None
    store.runs.finish(run_id, "finished")
    row = store.runs.get(run_id)
    assert (row.status, row.done, row.failed, row.skipped) == ("finished", 1, 1, 0)
    assert row.info == RunInfo("openai/tern", "extract.v1", "3", {"temperature": 0})
    assert row.finished_at is not None
    assert row.finished_at.utcoffset() is not None


def test_a_file_that_never_became_a_document_is_listed_with_its_reason(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    failure = Failure("input.binary", "caf\udce9.pdf: not text \0", "Convert it.")
    store.runs.item(run_id, "caf\udce9.pdf", None, "failed", failure)
    [item] = store.runs.items(run_id, "failed")
    assert (item.name, item.document_id) == ("caf\\udce9.pdf", None)
    assert item.failure == Failure("input.binary", "caf\\udce9.pdf: not text \\x00", "Convert it.")


def test_the_last_sign_of_a_run_is_what_was_stored_of_it_last(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    assert store.runs.last_sign(run_id) == store.runs.get(run_id).started_at
    store.runs.item(run_id, "harbour.txt", store.documents.put(samples.document()), "done")
    [item] = store.runs.items(run_id)
    assert store.runs.last_sign(run_id) == item.recorded_at
    with pytest.raises(NotFoundError):
        store.runs.last_sign("nothing")


def test_the_last_word_on_a_source_counts(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    document_id = store.documents.put(samples.document())
    store.runs.item(run_id, "harbour.txt", document_id, "failed", Failure("model.unavailable", "no answer"))
    store.runs.item(run_id, "harbour.txt", document_id, "done")
    [item] = store.runs.items(run_id)
    assert (item.status, item.failure) == ("done", None)


def test_runs_are_listed_newest_first(store: Store) -> None:
    first, second = store.runs.start(samples.RULES), store.runs.start(samples.RULES)
    assert [row.id for row in store.runs.list()] == [second, first]


def test_an_unknown_run_is_not_found(store: Store) -> None:
    for call in (
        lambda: store.runs.get("nope"),
        lambda: store.runs.finish("nope", "finished"),
        lambda: store.runs.item("nope", "a.txt", None, "skipped"),
    ):
        with pytest.raises(NotFoundError, match="no run nope"):
            call()


def test_a_document_is_done_only_by_the_same_model_prompt_checks_and_date(store: Store) -> None:
    document = samples.document(published="2026-05-04")
    run_id = store.runs.start(samples.RULES)
    assert not store.runs.is_done(document, samples.RULES)
    store.runs.item(run_id, document.name, store.documents.put(document), "done")
    assert store.runs.is_done(document, samples.RULES)
    assert store.runs.is_done(samples.document(), samples.RULES), "no date given: the stored one stands"
    assert not store.runs.is_done(samples.document(published="2026-05-05"), samples.RULES)
    for other in (
        replace(samples.RULES, model="openai/x"),
        replace(samples.RULES, model_version="8"),
        replace(samples.RULES, checks_version="4"),
    ):
        assert not store.runs.is_done(document, other)


def test_a_document_that_was_read_before_its_date_was_known_is_not_done(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    store.runs.item(run_id, "a.txt", store.documents.put(samples.document()), "done")
    dated = samples.document(published="2026-05-04")
    assert store.runs.are_done([samples.document(), dated], samples.RULES) == [True, False]
    store.documents.put(dated)
    assert store.runs.are_done([samples.document(), dated], samples.RULES) == [False, False]


@pytest.mark.parametrize("status", ["failed", "skipped"])
def test_what_failed_or_was_skipped_is_not_done(store: Store, status: str) -> None:
    run_id = store.runs.start(samples.RULES)
    store.runs.item(run_id, "a.txt", store.documents.put(samples.document()), status)  # type: ignore[arg-type]
    assert not store.runs.is_done(samples.document(), samples.RULES)


def test_a_run_without_the_second_reader_does_not_count_as_done_with_it(store: Store) -> None:
    document = Document(text="Twelve people died.\n", name="a.txt")
    plain = RunInfo("openai/x", "extract.v1", "1")
    seconded = RunInfo("openai/x", "extract.v1", "1", {SECOND_OPINION: "rules"})
    run_id = store.runs.start(plain)
    store.runs.item(run_id, "a.txt", store.documents.put(document), "done")
    assert store.runs.is_done(document, plain)
    assert not store.runs.is_done(document, seconded)
    run_id = store.runs.start(seconded)
    store.runs.item(run_id, "a.txt", document.id, "done")
    assert store.runs.is_done(document, seconded)


def test_what_is_done_in_a_run_is_not_skipped_in_it_when_it_is_begun_again(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    document_id = store.documents.put(samples.document())
    store.runs.item(run_id, "a.txt", document_id, "done")
    store.runs.item(run_id, "a.txt", document_id, "skipped")
    assert [item.status for item in store.runs.items(run_id)] == ["done"]
