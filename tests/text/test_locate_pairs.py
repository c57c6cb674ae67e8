"""Every two kinds of typography side by side, at the beginning, in the middle and at the end of a quote, each in every spelling."""

from __future__ import annotations

from itertools import product

import pytest

from extractor.claims.finding import Span
from extractor.text.edges import cut
from extractor.text.fold import fold
from extractor.text.locate import TextIndex

SPELLINGS = {
    "spaced dash": (" – ", " - ", "—"),
    "dash": ("–", "-"),
    "half spaced dash": ("– ", " -"),
    "invisible": ("\xad", "", "\u200d", "\ufeff"),
    "space": (" ", "\u202f", "\r\n"),
    "ellipsis": ("…", "...", " . . . "),
    "ligature": ("ﬁ", "fi"),
    "accent": ("é", "e\u0301"),
    "direction": ("\u200f", ""),
    "quotation mark": ("“", '"'),
}
FRAMES = {
    "beginning": ("{}the guards", "He said so{}", "{} and left."),
    "middle": ("of Olm{}the guards", "Then{}", "{} left."),
    "end": ("the guards{}", "Then {}", "{}left."),
}
"""The quote, and what stands before and behind it; those have a blank or none."""


@pytest.mark.parametrize("place", FRAMES)
@pytest.mark.parametrize("first", SPELLINGS)
def test_a_quote_is_found_in_the_spelling_of_the_text_and_in_any_other(first: str, place: str) -> None:
    frame, before, behind = FRAMES[place]
    missed = []
    for second, blank in product(SPELLINGS, (" ", "")):
        pairs = [one + two for one, two in product(SPELLINGS[first], SPELLINGS[second])]
        for its, other in product(pairs, pairs):
            quote, asked = frame.format(its), frame.format(other)
            pre, post = before.format(blank), behind.format(blank)
            text = pre + quote + post
            if fold(text) != fold(pre + asked + post) or cut(text, Span(len(pre), len(pre) + len(quote))):
                continue  # another text, or a quote that cuts a word: "guards–left"
            found = TextIndex(text).locate(asked)
            if found.chosen is None:
                missed.append((text, asked))
    assert not missed


@pytest.mark.parametrize("first", SPELLINGS)
def test_beside_no_typography_is_another_number_or_word_taken(first: str) -> None:
    for others in SPELLINGS.values():
        for one, two in product(SPELLINGS[first], others):
            index = TextIndex(f"They lost 12{one}{two}of them at sea.")
            for asked in (
                f"lost 13{one}{two}of them",
                f"lost 12{one}{two}them",
                f"lost 12{one}{two}all of them",
                f"not lost 12{one}{two}of",
            ):
                assert index.locate(asked).tier == "absent"


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("The guards – two of them – left.", "two of them -", "two of them –"),
        ("The guards – two of them – left.", "- two of them", "– two of them"),
        ("The guards – two of them –\xad left.", "two of them -\xad", "two of them –"),
        ("The guards – two of them – left.", "- two of them -", "– two of them –"),
        ("The guards – two of THEM – left.", "two of them -", None),
        ("A re-\nopened road – two of them – left.", "reopened road -", "re-\nopened road –"),
        ("He lost men – 12 of them – then.", "-12 of them", None),
        ("He lost men – 12 of them – then.", "- 12 of them", "– 12 of them"),
    ],
)
def test_a_dash_at_the_end_of_a_quote_is_a_dash_in_any_spelling(text: str, quote: str, words: str | None) -> None:
    found = TextIndex(text).locate(quote)
    assert (text[slice(*found.chosen)] if found.chosen else None) == words


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u202f", "\u2009"])
def test_an_accent_on_a_blank_is_not_parted_from_it(blank: str) -> None:
    text = f"Then{blank}\u0301the guards left."
    found = TextIndex(text).locate(f"{blank}\u0301the guards")
    assert found.chosen == Span(4, 16)
