"""A release is derived before it is decided and printed afterwards: each document once, and what changed in between anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import receipts
from extractor.checks import check_claims
from extractor.claims.domain import Domain
from extractor.derived import Derived
from extractor.receipts import PrintedDocument
from extractor.release import PlannedRelease, publish, write_release
from extractor.store import Store, open_store
from tests.store.samples import DEAD, MISSING, UNION, WOUNDED, casualties, checked, decide, document, saved

QUAY = document("5 people were hurt on the quay, the port doctor said.\n", "quay.txt", outlet="The Gull")
HURT = checked(casualties("5 people were hurt", 5, "wounded", text=QUAY.text), of=QUAY)


@pytest.fixture
def filled(sqlite_url: str) -> Iterator[Store]:
    """Two documents, with claims that are accepted in both."""
    with open_store(sqlite_url) as store:
        saved(store, [checked(claim) for claim in (DEAD, WOUNDED, UNION, MISSING)])
        saved(store, [HURT], of=QUAY)
        for claim in (checked(DEAD).id, checked(UNION).id, HURT.id):
            decide(store, claim, "accept")
        yield store


class Counted:
    """Counts how often the checks look at a document's claims."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        monkeypatch.setattr(receipts, "check_claims", self)

    def __call__(self, *given: Any) -> Any:
        """Check them."""
        self.times += 1
        return check_claims(*given)


class Meanwhile:
    """Releases of a store beside which somebody does something, after they were derived and before they are decided."""

    def __init__(self, store: Store, act: Callable[[], object]) -> None:
        self._releases, self._act = store.releases, act

    @property
    def domain(self) -> Domain:
        """As the store's."""
        return self._releases.domain

    def due(self) -> Iterator[PrintedDocument]:
        """As the store's."""
        return self._releases.due()

    def create(self, note: str | None, held: frozenset[str], publisher: str | None) -> PlannedRelease | None:
        """As the store's, after the act."""
        self._act()
        return self._releases.create(note, held, publisher)

    def latest(self) -> PlannedRelease | None:
        """As the store's."""
        return self._releases.latest()

    def printed(self, number: int) -> Iterator[PrintedDocument]:
        """As the store's."""
        return self._releases.printed(number)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def anew(store: Store, folder: Path) -> dict[str, bytes]:
    """The latest release written once more, all of it derived then."""
    release = store.releases.latest()
    assert release is not None
    return files(write_release(release, store.releases.printed(release.number), folder, store.releases.domain).folder)


def test_each_document_is_checked_once(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    report = publish(filled.releases, tmp_path, None)
    assert report is not None
    assert (report.published, counted.times) == (3, 2)


def test_the_bytes_are_those_of_a_release_derived_as_it_is_written(filled: Store, tmp_path: Path) -> None:
    publish(filled.releases, tmp_path, None)
    assert files(tmp_path / "0001") == anew(filled, tmp_path / "anew1")
    decide(filled, checked(DEAD).id, "undo")
    decide(filled, checked(DEAD).id, "reject")
    decide(filled, checked(WOUNDED).id, "accept")
    publish(filled.releases, tmp_path, None)
    second = files(tmp_path / "0002")
    assert second == anew(filled, tmp_path / "anew2")
    assert b'"retracted"' in second["claims.jsonl"]
    assert "siblings.jsonl" in second


def test_what_is_accepted_meanwhile_is_derived_with_all_that_stands_beside_it(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(monkeypatch)
    publish(Meanwhile(filled, lambda: decide(filled, checked(MISSING).id, "accept")), tmp_path, None)
    assert counted.times == 3, "the first document again, the second not"
    assert files(tmp_path / "0001") == anew(filled, tmp_path / "anew")


def test_a_document_that_is_dated_meanwhile_is_derived_again(filled: Store, tmp_path: Path) -> None:
    publish(Meanwhile(filled, lambda: filled.documents.put(document(QUAY.text, "quay.txt", published="2020-01-01"))), tmp_path, None)
    assert files(tmp_path / "0001") == anew(filled, tmp_path / "anew")


def test_what_could_not_be_kept_is_derived_again(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Derived.keep

    def full(self: Derived, examined: receipts.Examined) -> None:
        self._kept.execute("PRAGMA max_page_count=1")
        self._kept.execute("DROP TABLE IF EXISTS derived")
        keep(self, examined)

    monkeypatch.setattr(Derived, "keep", full)
    counted = Counted(monkeypatch)
    publish(filled.releases, tmp_path, None)
    assert counted.times == 4
    assert files(tmp_path / "0001") == anew(filled, tmp_path / "anew")
