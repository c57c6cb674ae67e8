from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.copies import bands, is_copy
from extractor.text.document import Document

STORY = """The army said on Monday that 12 soldiers had been killed near Dorrin, a town on the northern border.

Officials in the capital promised a full inquiry into the events, and the governor went to see the families.

A spokeswoman of the hospital in Dorrin said that 40 people had been treated there since the weekend.

The road from the border to the capital was closed for most of the day, and shops stayed shut in the afternoon.
"""
ORIGINAL = Document(STORY, "original.txt", published="2026-05-04")


def copy(text: str) -> bool:
    return is_copy(Document(text, "copy.txt", published="2026-05-04"), ORIGINAL, CONFLICT)


def test_near_duplicates_share_a_band_and_other_texts_none() -> None:
    other = "Rain fell on the coast for three days, and the ferry to the islands did not leave the harbour until late on Friday evening."
    assert set(bands(STORY)) & set(bands(STORY + "\nBy our own staff"))
    assert not set(bands(STORY)) & set(bands(other))
    assert bands("Too short to compare.") == ()


def test_bands_are_the_same_everywhere() -> None:
    assert (
        bands("one two three four five six seven eight nine ten eleven twelve")[:2]
        == bands("One  two three four\nfive six seven eight nine ten eleven twelve")[:2]
    )


@pytest.mark.parametrize(
    "text",
    [
        STORY + "\nBy our own staff\n",
        STORY.replace("\n\n", "\n\n\n"),
        STORY.partition("\n\n")[2],
    ],
)
def test_a_text_that_says_nothing_of_its_own_is_a_copy(text: str) -> None:
    assert copy(text)


@pytest.mark.parametrize(
    "text",
    [
        STORY.replace("12 soldiers", "14 soldiers"),
        STORY.replace("had been killed", "had been wounded"),
        STORY.replace("Dorrin", "Karsa"),
        STORY + "\nRebels denied it.\n",
        STORY + "\nNine of them died.\n",
        STORY + "\nThe mayor later opened the new school at the edge of the town.\n",
    ],
)
def test_a_text_with_one_thing_of_its_own_is_none(text: str) -> None:
    assert not copy(text)


def test_another_date_of_publication_makes_another_document() -> None:
    assert not is_copy(replace(ORIGINAL, published="2026-05-11"), ORIGINAL, CONFLICT)
