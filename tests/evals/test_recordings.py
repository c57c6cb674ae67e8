"""The kept answers of a language model, replayed offline through prompt, wire, checks and repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.gold import load_corpus
from evals.run import evaluate
from extractor.claims.conflict import CONFLICT
from extractor.models.recorded import RecordedModel
from prompts import load

EVALS = Path(__file__).parents[2] / "evals"
CORPORA = ("samples", "tune", "test")
RECORDINGS = {"extract.v1": 38, "extract.v2": 51, "extract.v3": 59}


@pytest.mark.parametrize("name", CORPORA)
async def test_answers_to_the_newest_prompt_hold_what_was_promised_of_it(name: str) -> None:
    report = await evaluate(load_corpus(EVALS / "corpora" / name), RecordedModel(EVALS / "recordings" / "extract.v3"), CONFLICT)
    assert report.failures == {}, "a changed prompt or schema is a new version, with recordings of its own"
    figures = report.to_dict()["metrics"]
    assert figures["absent_quote_rate"]["value"] == 0
    assert figures["relaxed_f1"]["value"] >= 0.90
    assert figures["strict_f1"]["value"] >= 0.75
    assert figures["figure_f1"]["value"] >= 0.93


def test_the_newest_prompt_is_the_one_whose_answers_are_held_to_the_promise() -> None:
    assert load("conflict").id == "conflict/extract.v3"


@pytest.mark.parametrize("version", RECORDINGS)
def test_every_recording_says_how_it_came_about_and_belongs_to_a_document_of_ours(version: str) -> None:
    known = {document.id for name in CORPORA for document in load_corpus(EVALS / "corpora" / name).documents}
    files = sorted((EVALS / "recordings" / version).glob("*.json"))
    assert len(files) == RECORDINGS[version]
    for path in files:
        recording = json.loads(path.read_text(encoding="utf-8"))
        assert recording["document_id"] in known
        assert recording["how"]["answered_by"]
        assert recording["how"]["recorded_at"]
