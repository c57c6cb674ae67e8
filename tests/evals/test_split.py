from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.gold import load_corpus
from evals.split import Event, Near, half_of, load_split, near_duplicates, overlap, shingles, split_problems
from extractor.errors import UsageError

OWN = Path("evals/corpora")
STORY = "Twelve miners were killed at Halm when a gallery fell in, the ministry said on Thursday, and thirty others were hurt."
EVENTS = (Event("mine", "tune", "a", "mine-*"), Event("flood", "test", "b", "flood-*"))


def test_our_own_halves_are_apart() -> None:
    events = load_split(OWN / "split.json")
    documents = [(name, document.name) for name in ("samples", "tune", "test") for document in load_corpus(OWN / name).documents]
    assert split_problems(events, documents) == []
    halves: dict[str, dict[str, str]] = {"tune": {}, "test": {}}
    for name in ("samples", "tune", "test"):
        for document in load_corpus(OWN / name).documents:
            halves[half_of(events, name, document.name) or ""][f"{name}/{document.name}"] = document.text
    assert near_duplicates(halves) == []


def test_an_event_in_two_halves_and_documents_of_no_event_or_several_are_named() -> None:
    events = (*EVENTS, Event("mine", "test", "b", "mine-*"), Event("also", "tune", "a", "*-01.txt"))
    assert split_problems(events, [("a", "mine-01.txt"), ("a", "mine-02.txt"), ("a", "quake.txt")]) == [
        "mine: in test and tune",
        "a/mine-01.txt: of several events: mine, also",
        "a/quake.txt: of no event",
    ]


def test_a_story_told_again_in_the_other_half_is_found_and_in_its_own_half_is_not() -> None:
    again = STORY.replace("on Thursday", "on Friday").upper()
    found = near_duplicates({"tune": {"a": STORY, "b": STORY}, "test": {"c": again, "d": "Nothing of the kind has ever happened here."}})
    assert [(near.first, near.second) for near in found] == [("a", "c"), ("b", "c")]
    assert found[0].shared == pytest.approx(12 / 22)  # 17 runs each, 5 of them with the other day: 12 shared of 17 + 17 − 12
    assert near_duplicates({"tune": {"a": STORY}, "test": {"c": again}}, threshold=0.6) == []


def test_shingles_are_runs_of_five_words_and_overlap_is_shared_by_all() -> None:
    assert shingles("One, two. Three four five SIX") == {"one two three four five", "two three four five six"}
    assert shingles("Too short") == {"too short"}
    assert shingles("") == frozenset()
    assert overlap(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    assert overlap(frozenset(), frozenset()) == 0
    assert near_duplicates({"tune": {"a": ""}, "test": {"b": ""}}) == list[Near]()


@pytest.mark.parametrize("text", ["{", "{}", json.dumps({"events": [{"event": "x"}]})])
def test_what_is_no_split_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"s\.json: not a split"):
        load_split(tmp_path / "s.json")
    with pytest.raises(UsageError, match="is missing"):
        load_split(tmp_path / "none.json")
