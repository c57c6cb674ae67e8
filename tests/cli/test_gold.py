from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.overlap import Overlap
from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.evals.corpus import GOLD, write_corpus
from tests.store.samples import decide


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def folder(quotebound: CommandLine) -> Path:
    return write_corpus(quotebound.folder / "corpus")


def test_validate_ends_with_one_for_gold_that_breaks_the_codebook(quotebound: CommandLine) -> None:
    corpus = folder(quotebound)
    assert quotebound.bare("gold", "validate", corpus).code == 0
    quotebound.write("corpus/gold.jsonl", lines({**GOLD, "cue": "shouted"}))
    ended = quotebound.bare("gold", "validate", corpus)
    assert ended.code == 1
    assert "a-1: cue: “shouted” does not stand in the text" in ended.out


def test_agree_prints_claims_and_fields_and_the_same_as_json(quotebound: CommandLine) -> None:
    second = quotebound.write("second.jsonl", lines({**GOLD, "stance": "hedged"}))
    shown = quotebound.bare("gold", "agree", folder(quotebound), "--second", second)
    assert shown.code == 0
    assert "2 documents: 1 claims by the first annotator, 1 by the second, 1 by both" in shown.out
    data = json.loads(quotebound.bare("gold", "agree", quotebound.folder / "corpus", "--second", second, "--json").out)
    assert data["fields"]["stance"] == {"n": 1, "same": 0.0, "agree": 0.0, "alpha": 0.0}
    assert data["fields"]["figure"]["same"] == 1.0


def test_disagreements_are_decided_and_applied(quotebound: CommandLine) -> None:
    corpus = folder(quotebound)
    second = quotebound.write("second.jsonl", lines({**GOLD, "stance": "hedged", "source_type": "witness"}))
    listed = quotebound.bare("gold", "disagreements", corpus, "--second", second, "--columns", "stance")
    (line,) = [json.loads(line) for line in listed.out.splitlines()]
    assert line["column"] == "stance"
    decided = quotebound.write("decided.jsonl", lines({**line, "decision": "second"}))
    ended = quotebound.bare(
        "gold", "adjudicate", corpus, "--second", second, "--decisions", decided, "--to", quotebound.folder / "gold.jsonl"
    )
    assert ended.code == 0
    (row,) = [json.loads(line) for line in (quotebound.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["stance"], row["source_type"]) == ("hedged", "official")
    assert "1 decision applied, 1 left undecided" in ended.err


def test_the_first_annotators_lines_are_compared_where_the_gold_has_moved_on(quotebound: CommandLine) -> None:
    first, second = quotebound.write("first.jsonl", lines(GOLD)), quotebound.write("second.jsonl", lines({**GOLD, "stance": "hedged"}))
    corpus = folder(quotebound)
    quotebound.write("corpus/gold.jsonl", lines({**GOLD, "stance": "hedged"}))
    assert quotebound.bare("gold", "disagreements", corpus, "--second", second).out == ""
    listed = quotebound.bare("gold", "disagreements", corpus, "--first", first, "--second", second)
    assert [json.loads(line)["column"] for line in listed.out.splitlines()] == ["stance"]


def test_a_document_that_the_second_says_nothing_of_is_named(quotebound: CommandLine) -> None:
    second = quotebound.write("second.jsonl", "")
    ended = quotebound.bare("gold", "agree", folder(quotebound), "--second", second)
    assert "has no claim of a.txt" in ended.err


def test_what_cannot_be_used_is_named(quotebound: CommandLine) -> None:
    corpus = folder(quotebound)
    second = quotebound.write("second.jsonl", "nonsense\n")
    ended = quotebound.bare("gold", "agree", corpus, "--second", second)
    assert (ended.code, "second.jsonl:1: not JSON" in ended.err) == (2, True)
    quotebound.write("second.jsonl", lines(GOLD))
    ended = quotebound.bare("gold", "agree", corpus, "--second", second, "--documents", "z*")
    assert (ended.code, "no document of corpus has such a name" in ended.err) == (2, True)
    ended = quotebound.bare("gold", "disagreements", corpus, "--second", second, "--columns", "weather")
    assert (ended.code, "weather: no such column" in ended.err) == (2, True)
    decided = quotebound.write("decided.jsonl", lines({"doc": "a", "first": "a-1", "second": "a-1", "column": "stance", "decision": "me"}))
    ended = quotebound.bare("gold", "adjudicate", corpus, "--second", second, "--decisions", decided)
    assert (ended.code, "decided.jsonl:1: decision 'me'" in ended.err) == (2, True)
    ended = quotebound.bare("gold", "agree", corpus, "--second", quotebound.folder / "none.jsonl")
    assert (ended.code, "none.jsonl is missing" in ended.err) == (2, True)


def decide_all(quotebound: CommandLine, reviewers: tuple[str, ...]) -> None:
    quotebound("extract", quotebound.write("a.txt", "Twelve miners were killed at Halm on Dec. 14, the ministry said on Thursday.\n"))
    with open_store(quotebound.db) as store:
        if len(reviewers) > 1:
            store.team.set_overlap(Overlap(rule="all"), "boss")
        for row in list(store.claims.list()):
            for reviewer in reviewers:
                decide(store, row.id, "accept", reviewer)


def test_what_reviewers_decided_is_exported_as_a_corpus_that_is_valid_and_agrees_with_itself(quotebound: CommandLine) -> None:
    decide_all(quotebound, ("ada", "bo"))
    to = quotebound.folder / "gold"
    ended = quotebound("gold", "export", "--to", to)
    assert ended.code == 0
    assert "1 claim by ada" in ended.err
    assert quotebound.bare("gold", "validate", to).code == 0
    shown = quotebound.bare("gold", "agree", to / "blind", "--second", to / "blind" / "reviewer-2.jsonl", "--json")
    assert json.loads(shown.out)["f1"]["claim_f1"]["value"] == 1.0
    again = quotebound("gold", "export", "--to", to)
    assert (again.code, "exists" in again.err) == (2, True)


def test_what_one_reviewer_decided_has_no_blind_slice(quotebound: CommandLine) -> None:
    decide_all(quotebound, ("ada",))
    assert quotebound("gold", "export", "--to", quotebound.folder / "gold").code == 0
    assert not (quotebound.folder / "gold" / "blind").exists()


def test_drift_names_what_changed(quotebound: CommandLine) -> None:
    since = quotebound.write("old.jsonl", lines({**GOLD, "stance": "hedged"}))
    shown = quotebound.bare("gold", "drift", folder(quotebound), "--since", since)
    assert shown.out.splitlines() == ["1 claims kept, 0 added, 0 removed; 100.0 % touched", "  stance 1: a-1"]


def test_a_split_that_repeats_a_story_across_halves_ends_with_one(quotebound: CommandLine) -> None:
    for name in ("one", "two"):
        write_corpus(quotebound.folder / name)
    events = [
        {"event": name + letter, "split": name, "corpus": name, "documents": letter + ".txt"} for name in ("one", "two") for letter in "ab"
    ]
    split = quotebound.write("split.json", json.dumps({"events": events}))
    ended = quotebound.bare("gold", "split", split)
    assert ended.code == 1
    assert "one/a.txt and two/a.txt share 100 % of their words in fives" in ended.out


def test_confidences_are_calibrated_against_what_reviewers_decided(quotebound: CommandLine) -> None:
    decide_all(quotebound, ("ada",))
    (identifier,) = [json.loads(line)["id"] for line in quotebound("claims", "--format", "jsonl").out.splitlines()]
    given = quotebound.write("c.jsonl", lines({"id": identifier, "confidence": 0.75}, {"id": "unknown", "confidence": 1}))
    ended = quotebound("gold", "calibration", "--confidences", given)
    assert (ended.code, ended.out.splitlines()) == (0, ["ECE 0.250", "Brier 0.062", "AURC 0.000"])
    assert "1 decided claim; 1 of the file not decided or not known" in ended.err
    quotebound.write("c.jsonl", lines({"id": identifier, "confidence": 3}))
    ended = quotebound("gold", "calibration", "--confidences", given)
    assert (ended.code, "c.jsonl:1: confidence 3" in ended.err) == (2, True)
