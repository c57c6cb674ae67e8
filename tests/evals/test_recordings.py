"""The kept answers of a language model, replayed offline through prompt, wire, checks and repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.gold import load_corpus
from evals.run import evaluate
from extractor.claims.conflict import CONFLICT
from extractor.models.recorded import RecordedModel

EVALS = Path(__file__).parents[2] / "evals"
RECORDINGS = EVALS / "recordings" / "extract.v1"


@pytest.mark.parametrize("name", ["samples", "tune"])
async def test_the_recorded_answers_still_fit_the_prompt_and_hold_their_figures(name: str) -> None:
    report = await evaluate(load_corpus(EVALS / "corpora" / name), RecordedModel(RECORDINGS), CONFLICT)
    assert report.failures == {}, "a changed prompt or schema is a new version, with recordings of its own"
    figures = report.to_dict()["metrics"]
    assert figures["absent_quote_rate"]["value"] == 0
    assert figures["relaxed_f1"]["value"] >= 0.85
    assert figures["strict_f1"]["value"] >= 0.75
    assert figures["figure_f1"]["value"] >= 0.90


def test_every_recording_says_how_it_came_about_and_belongs_to_a_document_of_ours() -> None:
    known = {document.id for name in ("samples", "tune", "test") for document in load_corpus(EVALS / "corpora" / name).documents}
    files = sorted(RECORDINGS.glob("*.json"))
    assert len(files) == 38
    for path in files:
        recording = json.loads(path.read_text(encoding="utf-8"))
        assert recording["document_id"] in known
        assert recording["how"]["answered_by"]
        assert recording["how"]["recorded_at"]
