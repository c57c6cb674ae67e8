from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.adjudicate import Decision, Disagreement, adjudicated, disagreements, undecided
from evals.annotators import Doubled, doubled
from evals.gold import load_corpus, read_gold, read_rows
from extractor.claims.conflict import CONFLICT
from extractor.errors import UsageError
from tests.evals.corpus import GOLD
from tests.evals.test_annotators import HURT, pair_up

CORPORA = Path("evals/corpora")


def decide(documents: list[Doubled], decision: Decision, value: Any = None) -> list[dict[str, Any]]:
    return adjudicated(documents, [replace(one, decision=decision, value=value) for one in disagreements(documents, CONFLICT)])


def test_equal_annotations_leave_nothing_to_decide(tmp_path: Path) -> None:
    assert disagreements(pair_up(tmp_path, [GOLD, HURT], [GOLD, HURT]), CONFLICT) == []


def test_every_difference_is_a_line_with_both_values(tmp_path: Path) -> None:
    second = {**GOLD, "stance": "hedged", "low": 11, "figure_text": "Twelve miners", "note": "unsure"}
    found = disagreements(pair_up(tmp_path, [GOLD], [second, HURT]), CONFLICT)
    assert [(one.column, one.first, one.second) for one in found] == [
        ("claim", None, "a-2"),
        ("figure", "a-1", "a-1"),
        ("stance", "a-1", "a-1"),
    ]
    assert found[1].first_value == {"figure_text": "Twelve", "low": 12, "high": 12}
    assert (found[2].first_value, found[2].second_value, found[2].notes) == ("asserted", "hedged", ("", "unsure"))


def test_what_is_undecided_stays_as_the_first_has_it(tmp_path: Path) -> None:
    documents = pair_up(tmp_path, [GOLD], [{**GOLD, "stance": "hedged"}, HURT])
    assert [row["stance"] for row in adjudicated(documents, disagreements(documents, CONFLICT))] == ["asserted"]


@pytest.mark.parametrize(
    ("decision", "value", "stance", "alternatives"),
    [
        ("first", None, "asserted", {}),
        ("second", None, "hedged", {}),
        ("either", None, "asserted", {"stance": ["hedged"]}),
        ("neither", "disputed", "disputed", {}),
    ],
)
def test_a_field_takes_the_decided_value(
    tmp_path: Path, decision: Decision, value: Any, stance: str, alternatives: dict[str, list[str]]
) -> None:
    (row,) = decide(pair_up(tmp_path, [GOLD], [{**GOLD, "stance": "hedged"}]), decision, value)
    assert (row["stance"], row["alt"]) == (stance, alternatives)


@pytest.mark.parametrize(("decision", "saliences"), [("first", ["core"]), ("second", ["core", "core"]), ("either", ["core", "minor"])])
def test_a_claim_of_the_second_alone_is_added_as_decided(tmp_path: Path, decision: Decision, saliences: list[str]) -> None:
    assert [row["salience"] for row in decide(pair_up(tmp_path, [GOLD], [GOLD, HURT]), decision)] == saliences


@pytest.mark.parametrize(("decision", "ids"), [("first", ["a-1", "a-2"]), ("second", ["a-1"]), ("neither", ["a-1"])])
def test_a_claim_of_the_first_alone_is_kept_or_dropped_as_decided(tmp_path: Path, decision: Decision, ids: list[str]) -> None:
    assert [row["id"] for row in decide(pair_up(tmp_path, [GOLD, HURT], [GOLD]), decision)] == ids


def test_bounds_that_are_right_too_become_an_alternative_figure(tmp_path: Path) -> None:
    (row,) = decide(pair_up(tmp_path, [GOLD], [{**GOLD, "high": 13}]), "either")
    assert row["alt"] == {"figure": [[12, 13]]}


def test_an_added_claim_never_takes_an_identifier_that_is_in_use(tmp_path: Path) -> None:
    rows = decide(pair_up(tmp_path, [GOLD], [{**HURT, "id": "a-1"}, {**GOLD, "id": "a-9"}]), "second")
    assert [row["id"] for row in rows] == ["a-1", "a-1-second"]


def test_a_decision_about_a_claim_that_nobody_made_is_refused(tmp_path: Path) -> None:
    documents = pair_up(tmp_path, [GOLD], [{**GOLD, "stance": "hedged"}])
    (one,) = disagreements(documents, CONFLICT)
    with pytest.raises(UsageError, match="no claim 'x-1'"):
        adjudicated(documents, [replace(one, first="x-1", decision="first")])


def test_what_is_left_open_is_counted_among_the_differences_not_among_the_decisions(tmp_path: Path) -> None:
    found = disagreements(pair_up(tmp_path, [GOLD], [{**GOLD, "stance": "hedged", "source_type": "witness"}]), CONFLICT)
    named = {one.column: one for one in found}
    decided = [replace(named["stance"], decision="first"), named["source_type"]]
    assert undecided(found, decided) == [named["source_type"]]


def test_a_third_reading_may_set_a_claims_alternatives(tmp_path: Path) -> None:
    documents = pair_up(tmp_path, [{**GOLD, "alt": {"stance": ["denied"]}}], [{**GOLD, "stance": "hedged"}])
    (one,) = disagreements(documents, CONFLICT)
    (row,) = adjudicated(documents, [replace(one, column="alt", decision="neither", value={"stance": ["disputed"]})])
    assert row["alt"] == {"stance": ["disputed"]}


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [row for _, row in read_rows(folder / f"{name}.jsonl", ("doc",))]


@pytest.mark.parametrize("name", ["samples", "tune", "test"])
def test_every_difference_of_the_two_annotations_is_decided_and_the_gold_is_what_was_decided(name: str) -> None:
    corpus, folder = load_corpus(CORPORA / name), CORPORA / name
    texts = {document.name: document for document in corpus.documents}
    first = replace(corpus, gold=read_gold(folder / "first.jsonl", texts))
    documents = doubled(first, read_gold(folder / "second.jsonl", texts), CONFLICT)
    decided = [Disagreement(**row) for row in rows(folder, "adjudication")]
    assert undecided(disagreements(documents, CONFLICT), decided) == []
    assert adjudicated(documents, decided) == rows(folder, "gold")
