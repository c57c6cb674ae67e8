"""Who says that claims are false is no voice of theirs: the speaker stands at the cue, and the claim is denied."""

from __future__ import annotations

import pytest

from tests.checks.cases import attributed, found, harm

BEFORE = "Fighting broke out in Olm on Monday, the rebels said.\n\n"
SENTENCES = [
    ("Claims that 12 guards were killed are false, said the mayor.", "the mayor", "said"),
    ("Claims by raiders that 12 guards were killed are false, said the mayor.", "the mayor", "said"),
    ("Reports that 12 guards were killed are untrue, the mayor said.", "the mayor", "said"),
    ("The claim that 12 guards were killed is a lie, the army said.", "the army", "said"),
    ("Rumours that 12 guards had been killed were false, according to the mayor.", "the mayor", "according to"),
    ("Allegations that soldiers killed 12 guards are baseless, the ministry said.", "the ministry", "said"),
    ("News that 12 guards were killed is wrong, said a spokesman.", "a spokesman", "said"),
    ("The story that 12 guards died is invented, insisted the governor.", "the governor", "insisted"),
    ("It is false that 12 guards were killed, Colonel Brix told reporters.", "Colonel Brix", "told"),
    ("Talk of 12 guards being killed is nonsense, said the mayor.", "the mayor", "said"),
    ("Claims of 12 guards killed are false, said the mayor.", "the mayor", "said"),
]


@pytest.mark.parametrize(("text", "source", "cue"), SENTENCES)
def test_the_denial_is_its_speakers(text: str, source: str, cue: str) -> None:
    claim = harm(text, "12", stance="denied", population="guards", **attributed(source, cue))
    assert found(BEFORE + text, claim) == {}


@pytest.mark.parametrize(("text", "cue"), [(text, cue) for text, _, cue in SENTENCES])
def test_it_is_not_of_whoever_was_named_before(text: str, cue: str) -> None:
    claim = harm(text, "12", stance="denied", population="guards", **attributed("the rebels", cue))
    assert found(BEFORE + text, claim) == {"source.other_speaker": "warn"}


@pytest.mark.parametrize(("text", "source", "cue"), SENTENCES)
def test_what_is_false_is_not_asserted(text: str, source: str, cue: str) -> None:
    claim = harm(text, "12", population="guards", **attributed(source, cue))
    assert found(BEFORE + text, claim).get("stance.denial_lost") == "warn"


@pytest.mark.parametrize(
    "text",
    ["Claims are slow to come, but 12 guards were killed by a false ceiling, the mayor said.", "It was a false alarm; 12 were killed."],
)
def test_a_word_of_falsehood_by_itself_denies_nothing(text: str) -> None:
    assert "stance.denial_lost" not in found(text, harm(text, "12"))


def test_an_office_that_stands_alone_still_points_back_to_a_person_of_unknown_office() -> None:
    text = "Karel Vosh said that shells fell on Olm. The mayor said 12 guards were killed."
    claim = harm("The mayor said 12 guards were killed.", "12", **attributed("Karel Vosh", "said"))
    assert found(text, claim) == {}
