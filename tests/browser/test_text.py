"""Code points, words and marks in the browser, without the app around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import review_ui

pytestmark = pytest.mark.browser
READER = Path(review_ui.__file__).parent / "reader"
SCRIPT = "\n".join((READER / f"{name}.js").read_text(encoding="utf-8") for name in ("text", "dom", "article"))
TEXTS = [
    "plain",
    "",
    "a👩🏽‍⚕️b — e\u0301🚢🌊\r\nz",
    "𝔘nits 𝟙𝟚 of 12\r\n\r\nمرحبا 世界",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A blank page with the functions."""
    opened = browser.new_page()
    opened.evaluate(f"(0, eval)({SCRIPT!r} + ';Object.assign(window, {{ textMap, snapSpan, wordSpans, Article }})')")
    yield opened
    opened.close()


@pytest.mark.parametrize("text", TEXTS)
def test_every_code_point_is_found_at_its_unit_and_back(page: Page, text: str) -> None:
    found = page.evaluate(
        "(text) => { const map = textMap(text); const all = [...Array(map.points + 1).keys()];"
        " return [map.points, all.map((point) => text.slice(0, map.unit(point))), all.map((point) => map.point(map.unit(point)))]; }",
        text,
    )
    assert found == [len(text), [text[:point] for point in range(len(text) + 1)], list(range(len(text) + 1))]


@pytest.mark.parametrize(
    ("text", "picked", "snapped"),
    [
        ("twelve soldiers died", "elve sold", "twelve soldiers"),
        ("some 1,200 people", ",20", "1,200"),
        ("a rise of 12.5 percent", "2.5 perc", "12.5 percent"),
        ("Ukraine's army", "Ukraine", "Ukraine"),
        ("Ukraine’s army", "krain", "Ukraine’s"),
        ("“No,” he said.", "No", "No"),
        ("Nore\u0301n said", "Nore", "Nore\u0301n"),
        ("the doctor 👩🏽‍⚕️ said", "👩🏽", "👩🏽‍⚕️"),
        ("one\r\n\r\ntwo", "ne\r\n\r\n", "one"),
        ("  spaced  out ", "  spaced ", "spaced"),
    ],
)
def test_a_selection_is_widened_to_whole_words_and_graphemes(page: Page, text: str, picked: str, snapped: str) -> None:
    assert snap(page, text, picked) == snapped


def test_a_selection_of_nothing_but_space_is_none(page: Page) -> None:
    assert page.evaluate("() => snapSpan('a  b', 1, 3)") is None


def snap(page: Page, text: str, picked: str) -> str:
    """What becomes of selecting the first `picked` in `text`."""
    result = page.evaluate(
        "([text, picked]) => { const at = text.indexOf(picked); const span = snapSpan(text, at, at + picked.length);"
        " return text.slice(...span); }",
        [text, picked],
    )
    return str(result)


def test_words_are_listed_for_moving_by_keyboard(page: Page) -> None:
    found = page.evaluate(
        "(text) => wordSpans(text).map(([start, end]) => text.slice(start, end))", "At least 1,200 men — “and women” — left."
    )
    assert found == ["At", "least", "1,200", "men", "and", "women", "left"]


ARTICLE = "One 🚢 sank off Orm, two men died."


def test_marks_that_overlap_are_all_shown_and_nothing_of_the_text_is_lost_or_doubled(page: Page) -> None:
    quote = {"start": 0, "end": ARTICLE.index(","), "role": "quote"}
    other = {"start": 6, "end": len(ARTICLE) - 1, "role": "other", "claim": "c"}
    figure = {"start": 0, "end": 3, "role": "figure"}
    whole, runs = page.evaluate(
        """([text, layers]) => {
          const pane = document.createElement("div"), article = new Article(pane);
          article.show({ id: "d", text, blocks: [{ start: 0, end: [...text].length, kind: "paragraph" }] });
          for (const [name, marks] of Object.entries(layers)) article.mark(name, marks);
          const roles = (run) => ["quote", "other", "figure"].filter((role) => run.classList.contains(`qb-${role}`)).join();
          return [pane.textContent, [...pane.querySelectorAll(".qb-run")].map((run) => [run.textContent, roles(run)])];
        }""",
        [ARTICLE, {"others": [other], "quote": [quote], "words": [figure]}],
    )
    assert whole == ARTICLE
    assert runs == [["One", "quote,figure"], [" 🚢 ", "quote"], ["sank off Orm", "quote,other"], [", two men died", "other"]]
