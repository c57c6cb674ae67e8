from __future__ import annotations

from datetime import UTC, datetime, timedelta

from extractor.overlap import Overlap
from extractor.store import RunInfo, Store
from extractor.store.statistics import DayCount, Outcome
from tests.store.samples import DEAD, MISSING, UNION, WARN, WOUNDED, checked, decide, edited, fix, saved

LLM = RunInfo("openai/a", "extract.v2", "3")
TODAY = datetime.now(UTC)


def filled(store: Store) -> dict[str, str]:
    saved(store, [checked(DEAD), checked(WOUNDED, WARN), checked(UNION)])
    saved(store, [checked(MISSING, WARN)], info=LLM)
    ids = {row.claim.statement: row.id for row in store.claims.list()}
    decide(store, ids[DEAD.statement], "accept", decided_at=TODAY)
    decide(store, ids[WOUNDED.statement], "reject", decided_at=TODAY)
    fix(store, ids[MISSING.statement], edited(MISSING, "Three divers are missing."), reviewer="bo")
    return ids


def test_decisions_are_counted_by_day_reviewer_and_action(store: Store) -> None:
    ids = filled(store)
    decide(store, ids[UNION.statement], "accept", decided_at=TODAY - timedelta(days=400))
    today = TODAY.date().isoformat()
    assert {one for one in store.statistics.per_day() if one.reviewer == "ada"} == {
        DayCount(today, "ada", "accept", 1),
        DayCount(today, "ada", "reject", 1),
    }


def test_what_was_taken_back_and_what_the_program_closed_is_not_counted(store: Store) -> None:
    ids = filled(store)
    accepted = store.claims.history(ids[DEAD.statement]).decisions[0].id
    decide(store, ids[DEAD.statement], "undo", undoes=accepted)
    saved(store, [])  # the model proposes nothing any more: what is open is closed by the system
    assert sum(one.accepted for one in store.statistics.outcomes("kind")) == 0
    assert sum(one.total for one in store.statistics.outcomes("kind")) == 2


def test_outcomes_go_by_model_prompt_kind_and_finding_of_what_was_decided_on(store: Store) -> None:
    filled(store)
    assert set(store.statistics.outcomes("model")) == {Outcome("rules", 1, 0, 1), Outcome("openai/a", 0, 1, 0)}
    assert {one.name for one in store.statistics.outcomes("prompt")} == {"7", "extract.v2"}
    assert store.statistics.outcomes("kind") == [Outcome("casualties", 1, 1, 1)]
    assert store.statistics.outcomes("finding") == [Outcome("time.unresolved", 0, 1, 1), Outcome("", 1, 0, 0)]


def test_the_trail_has_every_decision_newest_first_with_the_words_decided_on(store: Store) -> None:
    filled(store)
    trail = list(store.statistics.trail())
    assert {(one.action, one.reviewer, one.statement) for one in trail} == {
        ("accept", "ada", DEAD.statement),
        ("reject", "ada", WOUNDED.statement),
        ("fix", "bo", MISSING.statement),
    }
    assert [one.decided_at for one in trail] == sorted((one.decided_at for one in trail), reverse=True)
    assert [one.action for one in store.statistics.trail(reviewer="bo", limit=1)] == ["fix"]


def test_the_trail_leaves_out_what_others_decided_until_all_have(store: Store) -> None:
    saved(store, [checked(DEAD)])
    (row,) = store.claims.list()
    store.team.set_overlap(Overlap(rule="all"), "ada")
    decide(store, row.id, "accept", "ada")
    assert [len(list(store.statistics.trail(reader=reader))) for reader in ("ada", "bo", None)] == [1, 0, 0]
    decide(store, row.id, "accept", "bo")
    assert {one.reviewer for one in store.statistics.trail(reader="bo")} == {"ada", "bo"}
