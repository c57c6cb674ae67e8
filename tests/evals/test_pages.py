from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.baseline import Baseline, read_baseline, write_baseline
from evals.compare import Flip
from evals.gold import load_corpus
from evals.report.pages import Compared, compare_run, comparison_markdown, comparison_page, run_page, write_pages
from evals.report.view import pieces
from evals.run import EvalOptions, evaluate
from evals.suite import Entrant, Suite
from evals.suite_run import SuiteRun
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import UsageError
from tests.evals.corpus import GOLD, QUOTE, TEXT, write_corpus
from tests.evals.test_run import ScriptedModel

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'& {{ 7*7 }} {% raw %} </script><!-- \u202e javascript:alert(3)"
SUITE = Suite(name="small", about=HOSTILE, corpora=("c",), models=(Entrant(model="scripted"),), gates=())
MADE = "2026-11-28T12:00:00+00:00"


async def made(tmp_path: Path, model: ScriptedModel | None = None, suite: Suite = SUITE, *, hostile: bool = True) -> SuiteRun:
    folder = tmp_path / "corpus"
    if not folder.exists():
        write_corpus(folder, [{**GOLD, "statement": HOSTILE if hostile else "Twelve died.", "note": HOSTILE}])
        (folder / "documents" / "a.txt").write_text(TEXT + (HOSTILE if hostile else ""), encoding="utf-8")
    report = await evaluate(load_corpus(folder), model or ScriptedModel(), CONFLICT, EvalOptions(concurrency=1))
    return SuiteRun(suite, CONFLICT, ((suite.models[0], report),))


class Tags(HTMLParser):
    """Every element with its attributes, and the words outside script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within not in {"script", "style"}:
            self.words += data


def blessed(run: SuiteRun) -> Baseline:
    return Baseline("small", "2026-11-01T00:00:00+00:00", HOSTILE, tuple(run.rows))


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    run = await made(tmp_path)
    before = blessed(await made(tmp_path, ScriptedModel(failing=frozenset({"a.txt"}))))
    compared = compare_run(run, before)
    for page in (run_page(run, compared, MADE), comparison_page(run, before, compared, MADE)):
        found = Tags(page)
        assert [tag for tag, _ in found.elements].count("script") == 1
        assert not [tag for tag, _ in found.elements if tag in {"img", "iframe", "link", "object", "a", "form"}]
        assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
        assert HOSTILE in found.words


async def test_a_page_needs_nothing_but_itself_and_runs_only_its_own_script(tmp_path: Path) -> None:
    page = run_page(await made(tmp_path, hostile=False), [], MADE)
    found = Tags(page)
    assert not [name for _, attributes in found.elements for name in attributes if name in {"src", "href", "srcset", "action"}]
    assert not re.search(r"@import|url\(|https?://", page)
    policy = next(attributes["content"] for _, attributes in found.elements if attributes.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert "unsafe-inline'; script-src 'unsafe" not in policy


async def test_the_article_carries_the_marks_of_gold_and_prediction(tmp_path: Path) -> None:
    page = run_page(await made(tmp_path, hostile=False), [], MADE)
    assert f'<span class="gold predicted" data-keys="0">{QUOTE}</span>' in page


async def test_a_failed_document_says_why_and_its_gold_is_missed(tmp_path: Path) -> None:
    page = run_page(await made(tmp_path, ScriptedModel(failing=frozenset({"a.txt"}))), [], MADE)
    assert "Failed: the model refused" in page
    assert '<span class="tag">missed 1</span>' in page


async def test_every_file_of_a_run_is_written_and_its_json_is_a_run_to_compare_with(tmp_path: Path) -> None:
    run = await made(tmp_path)
    files = write_pages(tmp_path / "out", run, blessed(run), MADE)
    assert [file.name for file in files] == ["small.html", "small.md", "small.json", "small.comparison.html", "small.comparison.md"]
    again = read_baseline(tmp_path / "out" / "small.json")
    assert again is not None
    assert [one.flips for one in compare_run(run, again)] == [()]


async def test_a_comparison_lists_what_moved_and_what_flipped(tmp_path: Path) -> None:
    right = await made(tmp_path, hostile=False)
    failed = await made(tmp_path, ScriptedModel(failing=frozenset({"a.txt"})))
    (one,) = compare_run(failed, blessed(right))
    assert [(flip.doc, flip.state, flip.mistake["type"]) for flip in one.flips] == [("a.txt", "new", "missed")]
    words = comparison_markdown(blessed(right), [one])
    assert "| relaxed_recall | 100.0 | 0.0 | -100.0 worse |" in words
    assert "- new: `a.txt` missed Twelve died." in words
    page = comparison_page(failed, blessed(right), [one], MADE)
    assert 'data-flipped="1"' in page


async def test_other_cases_are_not_compared_and_it_is_said_why(tmp_path: Path) -> None:
    before = blessed(await made(tmp_path, hostile=False))
    (tmp_path / "corpus" / "documents" / "b.txt").write_text("How to bake cake.\n", encoding="utf-8")
    run = await made(tmp_path)
    (one,) = compare_run(run, before)
    assert one.obstacles == ("b.txt has another text or other gold",)
    (verdict,) = [verdict for verdict in run.verdicts(before) if not verdict.holds]
    assert verdict.metric == "cases"
    assert "b.txt has another text or other gold" in verdict.message


def test_markdown_of_other_peoples_words_is_no_markup() -> None:
    flip = Flip("a|b.txt", "new", {"type": "span", "expected": "*x* [y](z) @all\n| <b>", "found": ""})
    words = comparison_markdown(Baseline("s", "now", "#1 `x`", ()), [])
    assert "\\#1 \\`x\\`" in words
    words = comparison_markdown(Baseline("s", "now", "n", ()), [Compared("c", "m", (), {}, (flip,))])
    assert "\\*x\\* \\[y\\](z) \\@all \\| \\<b\\>" in words


def test_pieces_are_the_text_cut_at_every_edge() -> None:
    found = pieces("abcdef", [(Span(0, 4), "gold", 0), (Span(2, 6), "predicted", 1)])
    assert [(piece["text"], piece["sides"], piece["keys"]) for piece in found] == [
        ("ab", ["gold"], [0]),
        ("cd", ["gold", "predicted"], [0, 1]),
        ("ef", ["predicted"], [1]),
    ]
    assert pieces("", []) == []


async def test_a_baseline_keeps_no_words_of_articles_and_no_times(tmp_path: Path) -> None:
    run = await made(tmp_path, hostile=False)
    path = tmp_path / "deep" / "small.json"
    write_baseline(path, "small", MADE, "why", run.rows)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["blessed"], kept["note"]) == (MADE, "why")
    assert "seconds" not in kept["runs"][0]["per_document"][0]
    assert "spent" not in kept["runs"][0]


def test_what_is_no_baseline_is_named(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "none.json") is None
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match=r"b\.json: not a baseline"):
        read_baseline(tmp_path / "b.json")
