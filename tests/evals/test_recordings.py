"""The kept answers of a language model, replayed offline through prompt, wire, checks and repair."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benches.passages import passages, read_again, verdicts
from evals.gold import load_corpus
from evals.run import evaluate
from evals.tally import tally
from extractor.claims.conflict import CONFLICT
from extractor.models.recorded import RecordedModel
from prompts import load

EVALS = Path(__file__).parents[2] / "evals"
CORPORA = ("samples", "tune", "test")
NEWS = Path(__file__).parents[1] / "passages" / "news"
RECORDINGS = {"extract.v1": 38, "extract.v2": 51, "extract.v3": 59, "extract.v4": 52, "extract.v3.news": 12, "extract.v4.news": 6}


@pytest.mark.parametrize("name", CORPORA)
@pytest.mark.parametrize("version", ["extract.v3", "extract.v4"])
async def test_answers_to_the_later_prompts_hold_what_was_promised_of_them(name: str, version: str) -> None:
    report = await evaluate(load_corpus(EVALS / "corpora" / name), RecordedModel(EVALS / "recordings" / version), CONFLICT)
    assert report.failures == {}, "a changed prompt or schema is a new version, with recordings of its own"
    figures = report.to_dict()["metrics"]
    assert figures["absent_quote_rate"]["value"] == 0
    assert figures["relaxed_f1"]["value"] >= 0.90
    assert figures["strict_f1"]["value"] >= 0.75
    assert figures["figure_f1"]["value"] >= 0.93


@pytest.mark.parametrize("version", ["extract.v3.news", "extract.v4.news"])
async def test_answers_about_plain_news_have_nearly_every_figure_and_few_right_ones_are_bothered(version: str) -> None:
    model = RecordedModel(EVALS / "recordings" / version)
    asked = [await read_again(document, gold, model) for path in sorted(NEWS.glob("*.txt")) for document, gold in passages(path)]
    scored = [one for one in asked if one is not None]
    assert len(scored) == RECORDINGS[version], "one answer each: no check blocked anything, so nothing was asked twice"
    counts: Counter[str] = Counter()
    for one in scored:
        counts.update(tally(one, CONFLICT))
        counts.update(verdicts(one))
    assert counts["figures_right"] >= 0.97 * counts["figures_gold"]
    assert counts["absent_quotes"] == 0
    assert counts["bothered"] <= 0.05 * counts["right"]
    assert counts["blocked"] == 0


def test_the_newest_prompt_has_answers_that_are_held_to_a_promise() -> None:
    newest = load("conflict").id.removeprefix("conflict/")
    assert {newest, f"{newest}.news"} <= RECORDINGS.keys()


@pytest.mark.parametrize("version", RECORDINGS)
def test_every_recording_says_how_it_came_about_and_belongs_to_a_document_of_ours(version: str) -> None:
    known = {document.id for name in CORPORA for document in load_corpus(EVALS / "corpora" / name).documents}
    news = (document for path in sorted(NEWS.glob("*.txt")) for document, _ in passages(path))
    known |= {replace(document, text=f"{document.text}\n").id for document in news}
    files = sorted((EVALS / "recordings" / version).glob("*.json"))
    assert len(files) == RECORDINGS[version]
    for path in files:
        recording = json.loads(path.read_text(encoding="utf-8"))
        assert recording["document_id"] in known
        assert recording["how"]["answered_by"]
        assert recording["how"]["recorded_at"]
