from __future__ import annotations

from collections.abc import Iterable

import pytest

from extractor.claims.conflict import Casualties
from extractor.errors import NotFoundError
from extractor.receipts import PrintedDocument
from extractor.store import Store, printed, releases
from tests.store import samples
from tests.store.samples import DEAD, INFO, MISSING, UNION, WARN, WOUNDED, casualties, checked, decide, edited, fix, saved

QUAY = samples.document("Five rescuers were hurt on the quay, the port doctor said.\n", "quay.txt", outlet="The Gull")
HURT = checked(casualties("Five rescuers were hurt", 5, "wounded", text=QUAY.text), of=QUAY)


def ids(document: PrintedDocument) -> list[str]:
    return [item.record["id"] for item in document.claims]


def siblings(document: PrintedDocument) -> list[tuple[int, str, int]]:
    return [(one.release, one.record["id"], one.record["version"]) for one in document.siblings]


def of(*claims: Casualties) -> list[str]:
    return [checked(claim).id for claim in claims]


def accept(store: Store, claims: Iterable[str]) -> None:
    for claim in claims:
        decide(store, claim, "accept")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two documents; nothing decided yet."""
    saved(store, [checked(DEAD, WARN, INFO), *(checked(claim) for claim in (WOUNDED, UNION, MISSING))])
    saved(store, [HURT], of=QUAY)
    return store


def test_what_a_release_prints_comes_by_document_with_text_and_records_in_the_releases_order(filled: Store) -> None:
    accept(filled, [*of(DEAD, UNION, WOUNDED), HURT.id])
    filled.releases.create()
    harbour, quay = filled.releases.printed(1)
    assert (harbour.text, quay.text) == (samples.TEXT, QUAY.text)
    assert (ids(harbour), ids(quay)) == (of(DEAD, WOUNDED, UNION), [HURT.id])
    assert [item.record for document in (harbour, quay) for item in document.claims] == list(filled.releases.items(1))
    assert harbour.siblings == quay.siblings == ()


def test_each_has_the_findings_of_the_version_that_is_printed_and_whether_it_was_edited(filled: Store) -> None:
    decide(filled, checked(DEAD).id, "accept")
    fix(filled, checked(WOUNDED).id, edited(WOUNDED, "Forty people were wounded."), WARN)
    filled.releases.create()
    [harbour] = filled.releases.printed(1)
    assert [(item.findings, item.edited) for item in harbour.claims] == [((WARN, INFO), False), ((WARN,), True)]


def test_what_earlier_releases_printed_and_is_still_in_print_stands_beside(filled: Store) -> None:
    accept(filled, of(DEAD, WOUNDED))
    filled.releases.create()
    accept(filled, [*of(UNION), HURT.id])
    filled.releases.create()
    harbour, quay = filled.releases.printed(2)
    assert ids(harbour) == of(UNION)
    assert siblings(harbour) == [(1, checked(DEAD).id, 1), (1, checked(WOUNDED).id, 1)]
    assert quay.siblings == ()


def test_what_a_release_corrects_or_takes_back_is_no_sibling_of_it_nor_of_later_ones(filled: Store) -> None:
    accept(filled, of(DEAD, WOUNDED, UNION))
    filled.releases.create()
    fix(filled, checked(DEAD).id, edited(DEAD))
    decide(filled, checked(WOUNDED).id, "reject")
    filled.releases.create()
    accept(filled, of(MISSING))
    filled.releases.create()
    [second], [third] = filled.releases.printed(2), filled.releases.printed(3)
    assert ids(second) == of(DEAD, WOUNDED)
    assert siblings(second) == [(1, checked(UNION).id, 1)]
    assert siblings(third) == [(2, checked(DEAD).id, 2), (1, checked(UNION).id, 1)]


def test_an_earlier_release_is_given_as_it_was_whatever_came_later(filled: Store) -> None:
    accept(filled, of(DEAD))
    filled.releases.create()
    accept(filled, of(UNION))
    filled.releases.create()
    before = list(filled.releases.printed(2))
    fix(filled, checked(DEAD).id, edited(DEAD))
    decide(filled, checked(UNION).id, "reject")
    filled.releases.create()
    assert list(filled.releases.printed(2)) == before


def test_an_unknown_release_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no release 4"):
        list(store.releases.printed(4))


def test_what_is_due_are_the_accepted_and_fixed_beside_what_stays_in_print(filled: Store) -> None:
    accept(filled, of(DEAD, WOUNDED))
    filled.releases.create()
    decide(filled, checked(WOUNDED).id, "reject")
    fix(filled, checked(UNION).id, edited(UNION))
    decide(filled, checked(MISSING).id, "reject")
    [harbour] = filled.releases.due()
    assert ids(harbour) == of(UNION)
    assert harbour.claims[0].record["version"] == 2
    assert harbour.claims[0].record["document"]["sha256"] == samples.document().sha256
    assert siblings(harbour) == [(1, checked(DEAD).id, 1)]


def test_a_correction_that_is_due_does_not_stand_beside_its_own_earlier_print(filled: Store) -> None:
    accept(filled, of(DEAD))
    filled.releases.create()
    fix(filled, checked(DEAD).id, edited(DEAD))
    [harbour] = filled.releases.due()
    assert (ids(harbour), siblings(harbour)) == (of(DEAD), [])


def test_nothing_is_due_where_nothing_changed(filled: Store) -> None:
    assert list(filled.releases.due()) == []
    accept(filled, of(DEAD))
    filled.releases.create()
    decide(filled, checked(DEAD).id, "reject")
    assert list(filled.releases.due()) == [], "what is only taken back prints nothing"


def test_what_is_held_back_stays_accepted_and_due(filled: Store) -> None:
    accept(filled, of(DEAD, WOUNDED))
    release = filled.releases.create("without", of(DEAD))
    assert release is not None
    assert release.published == 1
    assert filled.claims.get(checked(DEAD).id).state == "accepted"
    assert [ids(document) for document in filled.releases.due()] == [of(DEAD)]
    assert filled.releases.create(held=of(DEAD)) is None
    assert filled.releases.create() is not None


def test_a_retraction_cannot_be_held_back(filled: Store) -> None:
    accept(filled, of(DEAD))
    filled.releases.create()
    decide(filled, checked(DEAD).id, "reject")
    release = filled.releases.create(held=of(DEAD))
    assert release is not None
    assert release.retracted == 1


def test_pages_full_of_claims_held_back_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (releases, printed):
        monkeypatch.setattr(module, "_PAGE", 30)
    document, claims = samples.posts(65)
    saved(store, claims, of=document)
    with store.transaction():
        for row in list(store.claims.list()):
            store.reviews.decide(samples.decision(row, "accept"))
    held = [claim.id for claim in claims[:60]]
    release = store.releases.create(held=held)
    assert release is not None
    assert release.published == 5
    [out] = store.releases.printed(1)
    assert ids(out) == [claim.id for claim in claims[60:]]
    [due] = store.releases.due()
    assert ids(due) == held
    assert len(due.siblings) == 5
