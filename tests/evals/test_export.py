from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.agree import COLUMNS
from evals.export import Decided, exported, file_of, write
from evals.gold import load_corpus, read_gold
from evals.record import claim_of, row_of
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.text.document import Document
from tests.evals.corpus import GOLD, QUOTE, TEXT
from tests.evals.examples import predicted

DOCUMENT = Document(text=TEXT, name="../odd/name.html", published="2024-12-19", outlet="O")
OTHER = Document(text="Thirty more were hurt.\n", name="b.txt")


def claim(**fields: Any) -> Claim:
    quote = {"text": QUOTE, "start": 0, "end": len(QUOTE)}
    figure = {"text": "Twelve", "low": 12, "high": 12, "qualifier": "exact"}
    return predicted(evidence=[quote], figure=figure, **fields).claim


def decided(identifier: str, state: str, **blind: Claim | None) -> Decided:
    return Decided(identifier, state, claim(), blind)


def test_a_claim_and_its_gold_line_agree_in_every_column(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", exported([(DOCUMENT, [decided("c1", "accepted")])], CONFLICT))[0]
    (line,) = load_corpus(folder).claims
    assert [name for name, agree in COLUMNS.items() if agree(line, claim(), CONFLICT) is False] == []
    again = row_of(claim_of(line, CONFLICT), line.document, line.id, CONFLICT)
    assert again == dict(line.row)
    assert set(line.row) == set(GOLD)


def test_what_stands_is_gold_what_was_rejected_is_not_and_an_open_claim_keeps_its_document_out(tmp_path: Path) -> None:
    found = exported(
        [
            (DOCUMENT, [decided("c1", "accepted"), decided("c2", "rejected"), decided("c3", "published")]),
            (OTHER, [decided("c4", "fixed"), decided("c5", "pending")]),
        ],
        CONFLICT,
    )
    assert [row["id"] for row in found.gold] == ["c1", "c3"]
    assert found.undecided == ("b.txt",)
    assert [document.name for document in load_corpus(write(tmp_path / "out", found)[0]).documents] == [file_of(DOCUMENT)]
    assert (tmp_path / "out" / "documents" / file_of(DOCUMENT)).read_text(encoding="utf-8") == TEXT


def test_what_two_decided_blindly_is_kept_apart_as_each_saw_it(tmp_path: Path) -> None:
    hedged = claim(stance="hedged")
    found = exported(
        [(DOCUMENT, [decided("c1", "fixed", ada=claim(), bo=hedged), decided("c2", "rejected", ada=claim(), bo=None)])], CONFLICT
    )
    gold, blind = write(tmp_path / "out", found)
    assert [line.id for line in load_corpus(gold).claims] == ["c1"]
    corpus = load_corpus(blind)
    documents = {document.name: document for document in corpus.documents}
    first, second = (read_gold(blind / f"reviewer-{number}.jsonl", documents)[file_of(DOCUMENT)] for number in (1, 2))
    assert [(line.id, line.row["stance"]) for line in first] == [("c1", "asserted"), ("c2", "asserted")]
    assert [(line.id, line.row["stance"]) for line in second] == [("c1", "hedged")]
    assert json.loads((blind / "reviewers.json").read_text(encoding="utf-8")) == {"reviewer-1": "ada", "reviewer-2": "bo"}


def test_one_reviewer_is_no_blind_slice(tmp_path: Path) -> None:
    found = exported([(DOCUMENT, [decided("c1", "accepted", ada=claim())])], CONFLICT)
    assert write(tmp_path / "out", found) == [tmp_path / "out"]
