"""Which sorts of claims are doubted."""

from __future__ import annotations

from extractor.doubt import ENOUGH, MOST, Sort, doubted

KILLED, MISSING, SPOKE = Sort("casualties", "killed"), Sort("casualties", "missing"), Sort("statement", None)


def judged(sort: Sort, kept: int, changed: int) -> list[tuple[Sort, bool]]:
    return [(sort, True)] * kept + [(sort, False)] * changed


def test_a_sort_of_which_fewer_than_two_in_three_are_kept_is_doubted_the_worst_first() -> None:
    seen = [*judged(KILLED, 8, 4), *judged(MISSING, 7, 5), *judged(SPOKE, 0, 12)]
    assert doubted(seen) == (SPOKE, MISSING)


def test_too_few_decisions_doubt_nothing() -> None:
    assert doubted(judged(KILLED, 0, ENOUGH - 1)) == ()
    assert doubted(judged(KILLED, 0, ENOUGH)) == (KILLED,)
    assert doubted([]) == ()


def test_no_more_sorts_are_doubted_than_the_queue_can_look_for() -> None:
    many = [one for number in range(MOST + 3) for one in judged(Sort("engagement", f"outcome {number:02}"), 0, ENOUGH)]
    assert [sort.outcome for sort in doubted(many)] == [f"outcome {number:02}" for number in range(MOST)]
