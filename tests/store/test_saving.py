from __future__ import annotations

import pytest

from extractor.claims.checked import CheckedClaim
from extractor.errors import NotFoundError, StoreError
from extractor.protocol import Malformed
from extractor.store import RunInfo, SaveReport, Store
from tests.store import samples
from tests.store.samples import BLOCK, DEAD, INFO, MISSING, UNION, WARN, WOUNDED, checked, edited, saved

OTHER = RunInfo("openai/tern", "extract.v1", "3")


def test_a_claim_comes_back_with_findings_trace_and_run(store: Store) -> None:
    run_id = saved(store, [checked(DEAD, WARN, INFO, pattern="N were killed", words=["killed"])])
    [row] = store.claims.list()
    assert row.claim == DEAD
    assert row.findings == (WARN, INFO)
    assert row.trace == {"pattern": "N were killed", "words": ["killed"]}
    assert (row.run.model, row.run.prompt_version, row.run.run_id) == ("rules", "7", run_id)
    assert (row.state, row.version, row.revision, row.blocked) == ("pending", 1, 1, False)
    assert row.document_id == samples.document().id


def test_a_claim_with_a_blocking_finding_is_blocked(store: Store) -> None:
    saved(store, [checked(DEAD, BLOCK, WARN)])
    [row] = store.claims.list()
    assert (row.state, row.blocked) == ("blocked", True)


def test_saving_again_changes_nothing(store: Store) -> None:
    claims = [checked(DEAD, WARN), checked(WOUNDED)]
    run_id = saved(store, claims)
    before = list(store.claims.list())
    report = store.claims.save(run_id, samples.document().id, claims)
    assert report == SaveReport(unchanged=2)
    assert list(store.claims.list()) == before


@pytest.mark.parametrize("later", [checked(edited(DEAD)), checked(DEAD, WARN)], ids=["other words", "other findings"])
def test_new_content_of_an_undecided_claim_is_a_new_version(store: Store, later: CheckedClaim) -> None:
    saved(store, [checked(DEAD)])
    run_id = saved(store, [later])
    [row] = store.claims.list()
    assert (row.claim, row.findings) == (later.claim, later.findings)
    assert (row.version, row.versions, row.revision, row.run.run_id) == (2, 2, 2, run_id)
    assert [version.claim for version in store.claims.history(row.id).versions] == [DEAD, later.claim]


def test_a_decided_claim_keeps_its_decision_and_takes_the_new_content_once_that_is_undone(store: Store) -> None:
    claim = checked(DEAD)
    saved(store, [claim])
    samples.decide(store, claim.id, "accept")
    document_id, run_id = samples.document().id, store.runs.start(samples.RULES)
    assert store.claims.save(run_id, document_id, [checked(edited(DEAD))]) == SaveReport(kept=1)
    assert store.claims.get(claim.id).claim == DEAD
    samples.decide(store, claim.id, "undo")
    assert store.claims.save(run_id, document_id, [checked(edited(DEAD))]) == SaveReport(changed=1)
    assert store.claims.get(claim.id).claim == edited(DEAD)


def test_an_undecided_claim_that_its_model_no_longer_proposes_is_closed_by_the_system(store: Store) -> None:
    saved(store, [checked(DEAD), checked(WOUNDED)])
    run_id = saved(store, [checked(DEAD)])
    row = store.claims.get(checked(WOUNDED).id)
    [closing] = store.claims.history(row.id).decisions
    assert row.state == "rejected"
    assert (closing.reviewer, closing.action, closing.reason) == ("system", "reject", f"superseded by run {run_id}")


def test_a_decided_claim_is_never_closed(store: Store) -> None:
    saved(store, [checked(DEAD)])
    samples.decide(store, checked(DEAD).id, "accept")
    saved(store, [])
    assert store.claims.get(checked(DEAD).id).state == "accepted"


def test_a_claim_that_another_model_still_proposes_stays(store: Store) -> None:
    saved(store, [checked(DEAD)])
    saved(store, [checked(DEAD)], info=OTHER)
    saved(store, [])
    assert store.claims.get(checked(DEAD).id).state == "pending"
    saved(store, [], info=OTHER)
    assert store.claims.get(checked(DEAD).id).state == "rejected"


def test_a_document_of_which_parts_failed_closes_nothing(store: Store) -> None:
    saved(store, [checked(DEAD), checked(WOUNDED)])
    run_id = store.runs.start(samples.RULES)
    assert store.claims.save(run_id, samples.document().id, [checked(DEAD)], complete=False) == SaveReport(unchanged=1)


def test_a_closed_claim_that_is_proposed_again_is_open_again(store: Store) -> None:
    claim = checked(DEAD)
    saved(store, [claim])
    saved(store, [])
    run_id = store.runs.start(samples.RULES)
    assert store.claims.save(run_id, samples.document().id, [claim]) == SaveReport(reopened=1)
    row = store.claims.get(claim.id)
    assert (row.state, row.version) == ("pending", 1)


def test_a_closed_claim_that_comes_back_with_other_words_has_them(store: Store) -> None:
    saved(store, [checked(DEAD)])
    saved(store, [])
    saved(store, [checked(edited(DEAD), WARN)])
    row = store.claims.get(checked(DEAD).id)
    assert (row.state, row.version, row.claim, row.findings) == ("pending", 2, edited(DEAD), (WARN,))


def test_what_a_person_rejected_is_not_opened_by_proposing_it_again(store: Store) -> None:
    saved(store, [checked(DEAD)])
    samples.decide(store, checked(DEAD).id, "reject")
    run_id = store.runs.start(samples.RULES)
    assert store.claims.save(run_id, samples.document().id, [checked(edited(DEAD))]) == SaveReport(kept=1)


def test_two_models_that_word_a_claim_differently_do_not_fight_over_it(store: Store) -> None:
    saved(store, [checked(DEAD)])
    saved(store, [checked(edited(DEAD))], info=OTHER)
    saved(store, [checked(DEAD)])
    saved(store, [checked(edited(DEAD))], info=OTHER)
    row = store.claims.get(checked(DEAD).id)
    assert (row.versions, row.claim) == (2, edited(DEAD))


def test_the_same_claim_twice_in_one_proposal_is_stored_once(store: Store) -> None:
    saved(store, [checked(DEAD), checked(DEAD, WARN)])
    assert [row.findings for row in store.claims.list()] == [(WARN,)]


def test_malformed_items_are_counted_and_kept_once(store: Store) -> None:
    document_id = store.documents.put(samples.document())
    run_id = store.runs.start(samples.RULES)
    bad = [Malformed('{"kind": "rumour \udc80"}', "no such kind"), Malformed("[]", "not an object")]
    for _ in range(2):
        assert store.claims.save(run_id, document_id, [], bad).malformed == 2
    kept = list(store.claims.malformed(run_id))
    assert [(item.document_id, item.reason) for item in kept] == [(document_id, "no such kind"), (document_id, "not an object")]
    assert kept[0].raw == '{"kind": "rumour \\udc80"}'


def test_a_save_is_whole_or_not_at_all(store: Store) -> None:
    document_id = store.documents.put(samples.document())
    run_id = store.runs.start(samples.RULES)
    elsewhere = samples.document("Another text.", "b.txt")
    saved(store, [checked(WOUNDED, of=elsewhere)], of=elsewhere)
    stolen = checked(WOUNDED, of=elsewhere)
    with pytest.raises(StoreError, match=r"the database refuses|never replaced"):
        store.claims.save(run_id, document_id, [checked(DEAD), stolen])
    assert [row.document_id for row in store.claims.list()] == [elsewhere.id]


@pytest.mark.parametrize(("run_id", "document_id"), [("nope", None), (None, "nope")])
def test_an_unknown_run_or_document_is_not_found(store: Store, run_id: str | None, document_id: str | None) -> None:
    known_document, known_run = store.documents.put(samples.document()), store.runs.start(samples.RULES)
    with pytest.raises(NotFoundError, match="nope"):
        store.claims.save(run_id or known_run, document_id or known_document, [checked(DEAD)])


def test_several_steps_are_written_together_or_not_at_all(store: Store) -> None:
    def save_and_fail() -> None:
        with store.transaction():
            saved(store, [checked(DEAD), checked(MISSING)])
            assert store.claims.count() == 2, "the thread that writes sees what it wrote"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert (store.claims.count(), list(store.documents.list()), list(store.runs.list())) == (0, [], [])


def test_a_step_that_fails_inside_a_transaction_is_undone_alone(store: Store) -> None:
    with store.transaction():
        saved(store, [checked(UNION)])
        with pytest.raises(NotFoundError):
            store.claims.save("nope", samples.document().id, [checked(DEAD)])
        store.documents.put(samples.document("Another text.", "b.txt"))
    assert (store.claims.count(), len(list(store.documents.list()))) == (1, 2)
