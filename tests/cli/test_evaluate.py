from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import CommandLine
from tests.evals.corpus import GOLD, write_corpus

SUITE = """name: small
corpora: [corpus]
models: [rules]
baseline: baseline.json
gates:
  - {metric: failure_rate, at_most: 0}
  - {metric: relaxed_recall, tolerance: 0.01}
"""


def suite(quotebound: CommandLine, text: str = SUITE) -> Path:
    if not (quotebound.folder / "corpus").exists():
        write_corpus(quotebound.folder / "corpus")
    return quotebound.write("small.yaml", text)


def test_a_corpus_folder_is_measured_with_the_default_model(quotebound: CommandLine) -> None:
    suite(quotebound)
    shown = quotebound.bare("eval", quotebound.folder / "corpus")
    assert shown.code == 0
    assert "rules on corpus: 2 documents, 1 claims to find" in shown.out
    data = json.loads(quotebound.bare("eval", quotebound.folder / "corpus", "--json").out)
    assert (data["model"], data["documents"]) == ("rules", 2)


def test_a_gate_needs_a_baseline_that_somebody_blessed_and_never_writes_one(quotebound: CommandLine) -> None:
    path = suite(quotebound)
    ended = quotebound.bare("eval", path, "--gate")
    assert (ended.code, "baseline.json: no baseline to compare with" in ended.err) == (2, True)
    assert quotebound.bare("eval", path, "--bless", "first").code == 0
    before = (quotebound.folder / "baseline.json").read_bytes()
    ended = quotebound.bare("eval", path, "--gate", "--report", quotebound.folder / "pages")
    assert ended.code == 0
    assert "2 gates hold, 0 red against the baseline of 20" in ended.err
    assert (quotebound.folder / "baseline.json").read_bytes() == before
    assert (quotebound.folder / "pages" / "small.comparison.html").is_file()


def test_a_red_gate_ends_with_one_and_names_metric_difference_and_case(quotebound: CommandLine) -> None:
    path = suite(quotebound)
    quotebound.bare("eval", path, "--bless", "first")
    blessed = json.loads((quotebound.folder / "baseline.json").read_text(encoding="utf-8"))
    counts = blessed["runs"][0]["per_document"][0]["counts"]
    assert counts["relaxed"] == counts["gold"] == 1
    answers = quotebound.folder / "answers"
    answers.mkdir()
    other = quotebound.write("small.yaml", SUITE.replace("[rules]", "[recorded/answers]"))
    for run in blessed["runs"]:
        run["model"] = "recorded/answers"
    quotebound.write("baseline.json", json.dumps(blessed))
    ended = quotebound.bare("eval", other, "--gate")
    assert ended.code == 1
    assert "RED corpus · recorded/answers · failure_rate is 100.0%, wanted at most 0.0%" in ended.err
    assert "RED corpus · recorded/answers · relaxed_recall: 100.0% → 0.0% (-100.0, 95% -100.0 to -100.0)" in ended.err
    assert "  a.txt: missed: a-1 “Twelve miners were killed.”" in ended.err


def test_changed_gold_is_red_until_it_is_blessed_anew(quotebound: CommandLine) -> None:
    path = suite(quotebound)
    quotebound.bare("eval", path, "--bless", "first")
    quotebound.write("corpus/gold.jsonl", json.dumps({**GOLD, "stance": "hedged"}) + "\n")
    ended = quotebound.bare("eval", path, "--gate")
    assert (ended.code, "a.txt has another text or other gold" in ended.err) == (1, True)
    quotebound.bare("eval", path, "--bless", "adjudicated")
    assert quotebound.bare("eval", path, "--gate").code == 0


def test_what_cannot_be_evaluated_is_named(quotebound: CommandLine) -> None:
    path = suite(quotebound)
    ended = quotebound.bare("eval", path, "--model", "openai/x")
    assert (ended.code, "openai/x: not in" in ended.err) == (2, True)
    ended = quotebound.bare("eval", quotebound.folder / "none.yaml")
    assert (ended.code, "none.yaml is missing" in ended.err) == (2, True)


def test_gold_of_another_format_is_measured_and_what_it_does_not_say_is_told(quotebound: CommandLine) -> None:
    quotebound.write("press/a.txt", "The ministry said on Monday that 12 miners were killed at Halm.\n")
    quotebound.write("press/a.ann", "T1\tsource 0 12\tx\nT2\tcue 13 17\tx\nT3\tcontent 28 62\tx\nE1\tcontent:T3 source:T1 cue:T2\n")
    ended = quotebound.bare("eval", "--format", "brat", quotebound.folder / "press", "--json")
    assert ended.code == 0
    metrics = json.loads(ended.out)["metrics"]
    assert (metrics["relaxed_recall"]["value"], metrics["source_accuracy"]["value"], metrics["figure_f1"]["value"]) == (1.0, 1.0, None)
    assert "brat: Not in the format, so not measured: kind, figure" in ended.err
    ended = quotebound.bare("eval", "--format", "xml", quotebound.folder / "press")
    assert (ended.code, "--format xml: no such format" in ended.err) == (2, True)


@pytest.mark.parametrize("words", [["--gate"], ["--bless", "why"]])
def test_a_corpus_alone_has_nothing_that_could_hold_or_be_blessed(quotebound: CommandLine, words: list[str]) -> None:
    suite(quotebound)
    ended = quotebound.bare("eval", "corpus", *words)
    assert (ended.code, ended.err.splitlines()[0]) == (2, f"error: {words[0]}: a corpus alone has no gates and no baseline")


def test_a_suite_without_gates_does_not_pass_them(quotebound: CommandLine) -> None:
    path = suite(quotebound, SUITE.partition("gates:")[0])
    ended = quotebound.bare("eval", path, "--gate")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: --gate: the suite small has no gates")
