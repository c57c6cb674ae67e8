from __future__ import annotations

import pytest

from extractor.claims.finding import Span
from extractor.text import stitch
from extractor.text.locate import TextIndex
from extractor.text.stitch import fragments

TEXT = (
    "The harbour office said on Monday that nine boats, all of them small, had been lost near Tarn. "
    "It did not say that the crews were dead. It will not report 12 men missing. "
    "The harbour office said on Monday that it would report again."
)


@pytest.mark.parametrize(
    ("quote", "parts"),
    [
        ("nine boats … had been lost", ("nine boats", "had been lost")),
        ("nine boats [...] had been lost", ("nine boats", "had been lost")),
        ("nine boats (…) had been lost", ("nine boats", "had been lost")),
        ("nine boats . . . had been lost", ("nine boats", "had been lost")),
        ("…had been lost...", ("had been lost",)),
        ("had been lost", ("had been lost",)),
        ("…", ()),
    ],
)
def test_a_quote_is_taken_apart_at_its_ellipses(quote: str, parts: tuple[str, ...]) -> None:
    assert fragments(quote) == parts


def stitched(quote: str, text: str = TEXT, within: Span | None = None) -> list[str]:
    return [text[span.start : span.end] for span in TextIndex(text).locate_stitched(quote, within=within)]


def test_parts_in_order_become_spans() -> None:
    assert stitched("that nine boats … had been lost … near Tarn") == ["that nine boats", "had been lost", "near Tarn"]


def test_of_repeats_the_nearest_row_is_taken() -> None:
    assert stitched("will not report … harbour office said … report again") == ["will not report", "harbour office said", "report again"]


@pytest.mark.parametrize(
    "quote",
    [
        "had been lost … nine boats",  # the wrong order
        "nine boats … had been sunk",  # a part isn't there
        "nine … had been lost",  # one word is no part
        "It did … that the crews were dead",  # not would be left out
        "It will … report 12 men",  # not, again
        "The harbour office … report 1",  # cut
        "nine boats",  # nothing left out
        "The harbour office … would not",
    ],
)
def test_otherwise_there_is_nothing(quote: str) -> None:
    assert stitched(quote) == []


def test_parts_too_far_apart_or_outside_the_window_are_nothing() -> None:
    far = "nine boats left. " + "The sea was calm. " * 80 + "Nobody was lost near Tarn."
    assert stitched("nine boats … lost near Tarn", far) == []
    assert stitched("nine boats … had been lost", within=Span(0, 60)) == []
    assert stitched("nine boats … had been lost", within=Span(0, 90)) == ["nine boats", "had been lost"]


def test_rows_that_stand_there_twice_are_nothing() -> None:
    assert stitched("nine boats … were lost", "nine boats of ours were lost; nine boats of theirs were lost") == []


def test_a_quote_of_more_pieces_than_twenty_is_not_looked_for() -> None:
    text = " ".join(f"word{number} after" for number in range(30))
    for pieces, found in ((20, 20), (21, 0)):
        assert len(TextIndex(text).locate_stitched(" … ".join(f"word{number} after" for number in range(pieces)))) == found


def test_gaps_between_repeats_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(stitch, "_negates", read.append)
    text = "he said it " + "x" * 3_000 + " 12 men fell" * 200
    assert TextIndex(text).locate_stitched("he said … 12 men") == ()
    assert read == []
    assert TextIndex("he said it, 12 men fell " * 200).locate_stitched("he said … 12 men") == ()
    assert len(read) == 2  # two rows are one too many
