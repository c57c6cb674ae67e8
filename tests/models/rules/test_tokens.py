"""Tokens carry the words that times and figures are read by: no text is cut into words a second time for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.claims.figure_starts import STARTS
from extractor.claims.figure_starts import WORD as FIGURE_WORD
from extractor.claims.finding import Span
from extractor.claims.time_scan import WORD as TIME_WORD
from extractor.claims.time_scan import role_of
from extractor.models.rules import tokens as tokens_module
from extractor.models.rules.tokens import tokenize
from tests.models.rules.reading_of import casualties_in

TUNE = sorted((Path(__file__).parents[3] / "evals" / "corpora" / "tune" / "documents").glob("*.txt"))


def _agree(text: str) -> None:
    tokens = tokenize(text, Span(0, len(text)))
    placed = list(zip(tokens.starts, tokens.forms, strict=True))
    assert [word for form in tokens.forms for word in form.spoken] == [match[0].lower() for match in TIME_WORD.finditer(text)]
    times = [(start + at, form.spoken[number]) for start, form in placed for number, at, _ in form.times]
    assert times == [(match.start(), word) for match in TIME_WORD.finditer(text) if role_of(word := match[0].lower())]
    begun = [(start + at, word, start + end) for start, form in placed for at, word, end in form.figures]
    assert begun == [(match.start(), match[0], match.end()) for match in FIGURE_WORD.finditer(text) if match[0].lower() in STARTS]


@given(st.text(st.sampled_from("aZé19٣_-‑'’.,:/$% \n") | st.characters(), max_size=40))
@example("mid-2020s, 12th-century U.S.-led Mk-19s; 10,000th; l’été; a1b22; $5m")
def test_the_words_of_times_and_figures_are_those_of_the_whole_text(text: str) -> None:
    _agree(text)


@pytest.mark.parametrize("path", TUNE, ids=lambda path: path.stem)
def test_the_words_of_articles_are_all_there(path: Path) -> None:
    _agree(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", ["since mid-March", "over three nights"])
def test_times_without_a_digit_are_looked_for(words: str) -> None:
    (claim,) = casualties_in(f"Dozens of people were displaced {words}.")
    assert claim.event_time is not None
    assert claim.event_time.text == words


def test_what_is_kept_of_texts_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: dict[str, tokens_module.Piece] = {}
    monkeypatch.setattr(tokens_module, "_PIECES", pieces)
    monkeypatch.setattr(tokens_module, "_MOST", 10)
    text = " ".join([*map(str, range(100)), "a" * 1_000])
    assert tokenize(text, Span(0, len(text))).words == tuple(text.split())
    assert 0 < len(pieces) <= 10
    assert max(map(len, pieces)) < 1_000
