"""The benchmark's store of copies: nobody can tell it from one that was saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from benches.load.multiplied import multiply
from benches.store import claims, document, save
from extractor.checks import check_claims
from extractor.claims.conflict import CONFLICT
from extractor.release import publish
from extractor.store import ClaimFilter, RunInfo, open_store
from extractor.text.reading import Reading

pytestmark = pytest.mark.usefixtures("store")


def filled(url: str, documents: int, copies: int) -> None:
    with open_store(url) as store:
        save(store, store.runs.start(RunInfo("rules", "1", "1")), *range(documents))
    multiply(url, copies, 0.4)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 1999])
def test_its_claims_have_the_findings_that_the_checks_give_them(number: int) -> None:
    given = claims(document(number))
    found = check_claims([one.claim for one in given], Reading.of(document(number)), CONFLICT)
    assert [one.findings for one in given] == found


def test_its_copies_stand_where_their_history_puts_them_and_can_be_published(store_url: str, tmp_path: Path) -> None:
    filled(store_url, 5, 4)
    with open_store(store_url) as store:
        assert list(store.verify_projection()) == []
        assert len({row.document_id for row in store.claims.list()}) == 25
        accepted = store.claims.count(ClaimFilter(state="accepted"))
        report = publish(store.releases, tmp_path, None)
        assert report is not None
        assert (report.published, report.held) == (accepted, ())
        assert accepted > 80


def test_its_copies_are_other_claims_of_other_months(store_url: str) -> None:
    filled(store_url, 2, 3)
    with open_store(store_url) as store:
        rows = list(store.claims.list(ClaimFilter(month="2020-04")))
        assert {row.claim.event_time.edtf for row in rows if row.claim.event_time} == {"2020-04-14"}
        assert {"region aad" in row.claim.statement for row in rows} == {True}
        assert store.claims.count(ClaimFilter(search='"region aad"')) == 20


def test_it_goes_on_counting_where_the_copies_end(store_url: str) -> None:
    filled(store_url, 2, 3)
    with open_store(store_url) as store:
        save(store, store.runs.start(RunInfo("rules", "1", "1")), 99)
        assert store.claims.count() == 90
