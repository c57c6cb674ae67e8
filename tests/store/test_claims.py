from __future__ import annotations

import itertools
from dataclasses import replace
from typing import get_args

import pytest

from extractor.claims.conflict import Casualties
from extractor.errors import NotFoundError
from extractor.review import STATES
from extractor.store import ClaimFilter, RunInfo, StandingRow, Store, loading
from extractor.store.parts import Order
from tests.store import samples
from tests.store.samples import BLOCK, DEAD, MISSING, UNION, WARN, WOUNDED, checked, decide, saved

OTHER = RunInfo("openai/tern", "extract.v1", "3")
SECOND = samples.document("The port said 3 missing divers were found alive.", "b.txt", outlet="The Gull")
FOUND = samples.casualties("3 missing divers", 3, "missing", text=SECOND.text, source="The port")


@pytest.fixture
def filled(store: Store) -> Store:
    """Two documents, five claims: one blocked, one warned, one accepted by ada, one rejected by bo, one of another model."""
    saved(store, [checked(MISSING), checked(DEAD, WARN), checked(WOUNDED, BLOCK), checked(UNION)])
    saved(store, [checked(FOUND, of=SECOND)], of=SECOND, info=OTHER)
    decide(store, checked(UNION).id, "accept", "ada")
    decide(store, checked(MISSING).id, "reject", "bo")
    return store


def quotes(store: Store, wanted: ClaimFilter) -> list[str]:
    return [row.claim.evidence[0].text for row in store.claims.list(wanted)]


def test_claims_come_in_document_order(filled: Store) -> None:
    assert quotes(filled, ClaimFilter()) == [claim.evidence[0].text for claim in (DEAD, WOUNDED, UNION, MISSING, FOUND)]


def test_how_a_documents_claims_stand_is_told_as_the_list_tells_it(filled: Store) -> None:
    listed = list(filled.claims.list(ClaimFilter(document=samples.document().id)))
    assert filled.claims.standing(samples.document().id) == [StandingRow(row.id, row.version, row.state, row.blocked) for row in listed]
    backwards = [row.id for row in reversed(listed)]
    assert list(filled.claims.some(["unknown", *backwards])) == listed[::-1]


def test_identifiers_are_found_by_how_they_begin(filled: Store) -> None:
    known = sorted(row.id for row in filled.claims.list())
    assert filled.claims.beginning("", 9) == known
    assert filled.claims.beginning("", 2) == known[:2]
    assert [filled.claims.beginning(name[:12], 9) for name in known] == [[name] for name in known]
    assert [filled.claims.beginning(typed, 9) for typed in ("zz", "%", "é'")] == [[], [], []]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ClaimFilter(state="blocked"), [WOUNDED]),
        (ClaimFilter(state=("accepted", "rejected")), [UNION, MISSING]),
        (ClaimFilter(document=SECOND.id), [FOUND]),
        (ClaimFilter(kind="casualties", outcome="wounded"), [WOUNDED]),
        (ClaimFilter(kind="statement"), []),
        (ClaimFilter(source="A union spokeswoman"), [UNION, MISSING]),
        (ClaimFilter(finding="time.unresolved"), [DEAD]),
        (ClaimFilter(outlet="The Gull"), [FOUND]),
        (ClaimFilter(model="openai/tern"), [FOUND]),
        (ClaimFilter(reviewer="bo"), [MISSING]),
        (ClaimFilter(flagged=True), []),
        (ClaimFilter(state="pending", model="rules"), [DEAD]),
    ],
    ids=repr,
)
def test_filters_narrow(filled: Store, wanted: ClaimFilter, expected: list[Casualties]) -> None:
    assert quotes(filled, wanted) == [claim.evidence[0].text for claim in expected]
    assert filled.claims.count(wanted) == len(expected)


@pytest.mark.parametrize("few", [0, 400], ids=["met along the order", "named one by one"])
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ClaimFilter(finding="time.unresolved"), 1),
        (ClaimFilter(model="rules"), 4),
        (ClaimFilter(model="rules", reviewer="bo"), 1),
        (ClaimFilter(document=SECOND.id), 1),
        (ClaimFilter(flagged=True), 1),
        (ClaimFilter(flagged=False), 4),
        (ClaimFilter(run="none"), 0),
    ],
    ids=repr,
)
def test_a_filter_finds_the_same_whether_few_or_many_match(
    filled: Store, monkeypatch: pytest.MonkeyPatch, few: int, wanted: ClaimFilter, expected: int
) -> None:
    monkeypatch.setattr("extractor.store.filters.LEAST", few)
    decide(filled, checked(DEAD, WARN).id, "flag")
    assert len(list(filled.claims.list(wanted))) == filled.claims.count(wanted) == expected
    anywhere = replace(wanted, state=STATES)
    for order in get_args(Order):
        assert len(filled.reviews.next("eve", anywhere, order=order, limit=9)) == expected


def test_a_run_has_the_claims_that_it_proposed_last(store: Store) -> None:
    first = saved(store, [checked(DEAD), checked(WOUNDED)])
    second = saved(store, [checked(DEAD)])
    assert quotes(store, ClaimFilter(run=second)) == [DEAD.evidence[0].text]
    assert quotes(store, ClaimFilter(run=first)) == []


def test_a_finding_of_an_older_version_is_not_found_any_more(store: Store) -> None:
    saved(store, [checked(DEAD, WARN)])
    saved(store, [checked(DEAD)])
    assert store.claims.count(ClaimFilter(finding=WARN.code)) == 0


def test_a_page_of_claims(filled: Store) -> None:
    assert [row.claim for row in filled.claims.list(limit=2, offset=1)] == [WOUNDED, UNION]


def test_claims_are_counted_by_state(filled: Store) -> None:
    assert filled.claims.count_by_state() == {"pending": 2, "blocked": 1, "accepted": 1, "rejected": 1}


def test_many_claims_stream_in_order_with_their_findings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PAGE", 30)
    document, claims = samples.posts(80, WARN)
    saved(store, claims, of=document)
    rows = store.claims.list()
    assert [row.id for row in itertools.islice(rows, 3)] == [claim.id for claim in claims[:3]]
    rest = list(rows)
    assert [row.id for row in rest] == [claim.id for claim in claims[3:]]
    assert all(row.findings == (WARN,) for row in rest)


def test_deciding_while_a_list_is_read_disturbs_neither(store: Store) -> None:
    saved(store, [checked(claim) for claim in (DEAD, WOUNDED, UNION)])
    for row in store.claims.list():
        store.reviews.decide(samples.decision(row, "accept"))
    assert store.claims.count_by_state() == {"accepted": 3}


def test_history_has_every_version_and_decision_in_order(store: Store) -> None:
    claim = checked(DEAD, WARN)
    run_id = saved(store, [claim])
    decide(store, claim.id, "skip", "bo")
    fixed = samples.fix(store, claim.id, samples.edited(DEAD))
    store.releases.create("first")
    decide(store, claim.id, "undo", "ada", reason="wrong button")
    history = store.claims.history(claim.id)
    assert [version.claim for version in history.versions] == [DEAD, samples.edited(DEAD)]
    first, second = history.versions
    assert (first.run.run_id if first.run else None, first.decision_id, first.findings) == (run_id, None, (WARN,))
    assert (second.run, second.findings) == (None, ())
    assert [(step.action, step.reviewer, step.undone, step.version, step.result) for step in history.decisions] == [
        ("skip", "bo", False, 1, 1),
        ("fix", "ada", True, 1, 2),
        ("undo", "ada", False, 2, 2),
    ]
    assert second.decision_id == history.decisions[1].id
    assert history.decisions[2].reason == "wrong button"
    assert [(step.release, step.version, step.state) for step in history.releases] == [(1, 2, "published")]
    sequences = [part.sequence for part in history.versions] + [part.sequence for part in history.decisions]
    assert sorted(sequences + [part.sequence for part in history.releases]) == [1, 2, 3, 3, 4, 5], (
        "a fix and the version that it makes are one event"
    )
    assert (fixed.edited, store.claims.get(claim.id).edited) == (True, False)


def test_an_unknown_claim_is_not_found(store: Store) -> None:
    for call in (store.claims.get, store.claims.history):
        with pytest.raises(NotFoundError, match="no claim c0ffee"):
            call("c0ffee")
