"""Who says it, in four orders of words: the one who does is not doubted, whoever was named before is."""

from __future__ import annotations

import pytest

from extractor.checks.sentence import content_words
from tests.checks.cases import attributed, found, harm

BEFORE = "Fighting broke out in Olm on Monday, the envoy of Tessal said.\n\n"
ORDERS = (
    ("{} said that 12 guards were killed.", "said"),
    ("Shells killed 12 guards, {} said.", "said"),
    ("Shells killed 12 guards, said {}.", "said"),
    ("According to {}, 12 guards were killed.", "According to"),
)
SOURCES = (
    *("the air force", "the coast guard", "the police chief", "the Interior Ministry", "the deputy mayor", "the prefect", "UNICEF"),
    *("the Red Crescent", "the fire service", "firefighters", "rescue workers", "paramedics", "medics", "medical sources", "elders"),
    *("tribal elders", "village chiefs", "villagers", "eyewitnesses", "a survivor", "relatives", "the families", "the family"),
    *(
        "the archdiocese",
        "aid workers",
        "activists",
        "human rights groups",
        "the teachers' union",
        "rebel commanders",
        "a militia commander",
    ),
    *("the separatists", "the junta", "U.S. officials", "diplomats", "state television", "the daily", "the broadcaster", "investigators"),
    *(
        "the coroner",
        "the harbour master",
        "Colonel Brix",
        "Brix",
        "researchers",
        "academics",
        "students",
        "refugees",
        "migrants",
        "nurses",
    ),
    *("volunteers", "the morgue", "peacekeepers", "the Kremlin", "the burial committee", "city hall", "the council", "a taxi driver"),
)


def told(order: str, source: str) -> tuple[str, str]:
    """The text of an order, and the source as it stands there."""
    first = order.startswith("{}")
    words = source[0].upper() + source[1:] if first else source
    return BEFORE + order.format(words), words


@pytest.mark.parametrize("source", SOURCES)
def test_whoever_says_it_is_not_doubted(source: str) -> None:
    for order, cue in ORDERS:
        text, words = told(order, source)
        assert found(text, harm(text.removeprefix(BEFORE), "12", population="guards", **attributed(words, cue))) == {}, text


@pytest.mark.parametrize("source", SOURCES)
def test_whoever_was_named_before_is(source: str) -> None:
    for order, cue in ORDERS:
        text, _ = told(order, source)
        claim = harm(text.removeprefix(BEFORE), "12", population="guards", **attributed("the envoy of Tessal", cue))
        assert found(text, claim) == {"source.other_speaker": "warn"}, text


@pytest.mark.parametrize("source", ["Brix", "Medics", "The Interior Ministry"])
def test_without_a_cue_the_quotes_own_speaker_is_nearer(source: str) -> None:
    text = f"{BEFORE}{source} said that 12 guards were killed."
    claim = harm(text.removeprefix(BEFORE), "12", population="guards", **attributed("the envoy of Tessal", None))
    assert found(text, claim) == {"source.without_cue": "warn"}


def test_nouns_in_ly_are_no_adverbs() -> None:
    assert content_words("the badly hit family of an ally") == {"hit", "family", "ally"}
