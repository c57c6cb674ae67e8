from __future__ import annotations

import pytest

from extractor.errors import InputError, NotFoundError
from extractor.store import ClaimFilter, Store
from extractor.text.document import Document
from tests.store import samples


def test_a_document_comes_back_as_it_was_put(store: Store) -> None:
    document = samples.document(
        "Ça va 👩‍👩‍👧 \r\n\u2028end\u00ad", title="T", url="https://x.example/a", outlet="The Gull", published="2026-05-04~"
    )
    assert store.documents.get(store.documents.put(document)) == document


def test_the_same_text_is_stored_once(store: Store) -> None:
    first = store.documents.put(samples.document(name="a.txt"))
    second = store.documents.put(samples.document(name="b.txt"))
    assert first == second
    assert [row.name for row in store.documents.list()] == ["a.txt"]


def test_metadata_given_later_is_kept_and_what_is_not_given_erases_nothing(store: Store) -> None:
    store.documents.put(samples.document(outlet="The Gull", published="2026-05"))
    document_id = store.documents.put(samples.document(published="2026-05-04", title="Terminal hit"))
    stored = store.documents.get(document_id)
    assert (stored.outlet, stored.published, stored.title) == ("The Gull", "2026-05-04", "Terminal hit")


def test_claims_are_found_under_the_outlet_that_became_known_later(store: Store) -> None:
    samples.saved(store, [samples.checked(samples.DEAD)])
    assert store.claims.count(ClaimFilter(outlet="The Gull")) == 0
    store.documents.put(samples.document(outlet="The Gull"))
    assert store.claims.count(ClaimFilter(outlet="The Gull")) == 1


def test_the_list_has_lengths_in_code_points_and_keeps_the_order_of_arrival(store: Store) -> None:
    for text in ("one", "👩‍👩‍👧", "three"):
        store.documents.put(Document(text, f"{text}.txt"))
    assert [(row.number, row.chars) for row in store.documents.list()] == [(1, 3), (2, 5), (3, 5)]


def test_an_unknown_document_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no document 0123"):
        store.documents.get("0123")


@pytest.mark.parametrize(("text", "code"), [("a\0b", "input.binary"), ("a\udc80b", "input.encoding")])
def test_text_that_no_database_can_hold_is_an_input_error(store: Store, text: str, code: str) -> None:
    with pytest.raises(InputError, match=r"odd\.txt") as caught:
        store.documents.put(Document(text, "odd.txt"))
    assert caught.value.code == code
    assert list(store.documents.list()) == []


def test_a_file_name_that_is_not_utf8_is_written_out(store: Store) -> None:
    document_id = store.documents.put(Document("some text", "caf\udce9.txt"))
    assert store.documents.get(document_id).name == "caf\\udce9.txt"
