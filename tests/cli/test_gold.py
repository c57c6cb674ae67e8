from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.run import CommandLine
from tests.evals.corpus import GOLD, write_corpus


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
    assert "1 decision applied, 0 left undecided" in ended.err


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
