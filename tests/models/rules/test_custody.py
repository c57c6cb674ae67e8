"""Arrests by police, prosecutors or courts are statements; fighters, and whom a party to the fight takes, are captured (the codebook)."""

from __future__ import annotations

import pytest

from extractor.claims.conflict import Statement
from tests.models.rules.reading_of import proposals_of

HARM = "A bomb killed three people in the port."


def found(text: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, outcome and the figure's words of each claim."""
    claims = [item.claim for item in proposals_of(text)]
    return [(claim.kind, getattr(claim, "outcome", None), claim.figure.text if claim.figure else None) for claim in claims]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Police arrested 40 demonstrators on Sunday.", "40"),
        ("Prosecutors have detained two port inspectors.", "two"),
        ("Sources said that 32 suspects were rounded up overnight.", "32"),
        ("Security forces have arrested more than 9,300 people under the decree, the ministry said.", "more than 9,300"),
        ("More than 600 people have been arrested across the country.", "More than 600"),
        ("Twelve activists were jailed without trial.", "Twelve"),
        ("Police said 15 men were in custody.", "15"),
        ("A watchman was arrested on Monday, the governor said.", None),
    ],
)
def test_who_is_arrested_is_a_statement_with_its_number(text: str, figure: str | None) -> None:
    assert [one for one in found(f"{HARM} {text}") if one[0] != "casualties"] == [("statement", None, figure)]
    assert found(text) == [], "a text that tells of no harm is about something else"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Troops detained six suspected insurgents.", "six"),
        ("Soldiers arrived in the evening and detained dozens of young men.", "dozens"),
        ("The army said it had arrested nine rebels.", "nine"),
        ("Two Pellandrians have been detained by the Sorvian side.", "Two"),
        ("Security forces killed 16 terrorists and arrested 71 suspects.", "71"),
        ("Five mutineers were killed and 58 arrested.", "58"),
        ("Insurgents killed: six. Detained: 14.", "14"),
    ],
)
def test_whom_a_party_to_the_fight_takes_is_captured(text: str, figure: str) -> None:
    assert ("casualties", "captured", figure) in found(text)


def test_a_statement_of_an_arrest_says_what_it_counts_and_which_words_told() -> None:
    _, item = proposals_of(f"{HARM} Police arrested 40 demonstrators on Sunday, the union said.")
    assert isinstance(item.claim, Statement)
    assert item.claim.topic == "number of demonstrators arrested"
    assert item.claim.attribution.source is not None
    assert item.claim.attribution.source.text == "the union"
    assert item.trace["pattern"] == "active"
