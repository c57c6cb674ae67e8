"""The page on an eval run, opened from disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from evals.baseline import Baseline
from evals.report.pages import write_pages
from evals.result import report_of
from evals.suite import Entrant, Suite
from evals.suite_run import SuiteRun
from evals.tally import ScoredDocument
from extractor.claims.conflict import CONFLICT
from tests.evals import planted

pytestmark = pytest.mark.browser


def suite_run(scored: list[ScoredDocument]) -> SuiteRun:
    suite = Suite(name="planted", corpora=("samples",), models=(Entrant(model="planted"),))
    texts = {document.name: document for document in planted.corpus().documents}
    return SuiteRun(suite, CONFLICT, ((suite.models[0], report_of("samples", ("planted", "1"), scored, CONFLICT, texts=texts)),))


def test_a_comparison_on_a_phone_shows_what_flipped_and_lights_a_claim_in_its_article(browser: Browser, tmp_path: Path) -> None:
    before = suite_run(planted.documents())
    after = suite_run(planted.documents(planted.qualifiers_dropped))
    write_pages(tmp_path, after, Baseline("planted", "2026-11-01", "why", tuple(before.rows)), "2026-11-28")
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "planted.comparison.html").as_uri())

    shown = page.locator("details.doc:visible")
    flipped = shown.count()
    assert 0 < flipped < len(planted.corpus().documents)
    page.get_by_label("flipped only").uncheck()
    assert shown.count() == len(planted.corpus().documents)
    page.locator("#tag").select_option("dropped_qualifier")
    assert shown.count() == flipped

    shown.first.locator("summary").first.click()
    pair = shown.first.locator(".pair:visible").first
    pair.click()
    lit = "".join(shown.first.locator(".article .lit").all_inner_texts())
    assert pair.locator("td").nth(2).inner_text() in lit  # the quote, which gold and prediction share
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert asked == [page.url]
    assert said == []
    context.close()
