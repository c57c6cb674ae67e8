"""Where no word that says an outcome goes with a number: words that make one likely, and what the text told before."""

from __future__ import annotations

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.claims.figures import parse_figure
from tests.checks.cases import check, found, harm


def severity(text: str, quote: str, figure: str, outcome: str) -> str:
    """How `outcome.unsupported` is reported of a claim on `quote`; "none" where it is not."""
    return found(text, harm(quote, figure, outcome)).get("outcome.unsupported", "none")


@pytest.mark.parametrize(
    ("text", "figure", "outcome", "other"),
    [
        ("Raiders made off with 19 children.", "19", "abducted", "wounded"),
        ("Two of our sentries were knifed.", "Two", "wounded", "killed"),
        ("One man has a splinter in his thumb.", "One", "wounded", "displaced"),
        ("Nine officers are in prison.", "Nine", "captured", "killed"),
        ("The office put the number of those who slept in the stadium at 700.", "700", "displaced", "captured"),
        ("Twelve children came in with pneumonia.", "Twelve", "affected", "missing"),
        ("The fate of 36 remains unknown.", "36", "missing", "captured"),
        ("The platform has lost touch with 26.", "26", "missing", "killed"),
        ("Some 400 souls went to God that year.", "400", "killed", "displaced"),
    ],
)
def test_a_word_that_makes_the_outcome_likely_spares_the_warning_and_no_other(text: str, figure: str, outcome: str, other: str) -> None:
    assert severity(text, text, figure, outcome) in {"none", "info"}
    assert severity(text, text, figure, other) == "warn"


def test_a_leaning_word_belongs_to_the_number_it_stands_by() -> None:
    text = "Raiders made off with 19 children, and 400 head of cattle were sold."
    assert severity(text, text, "400", "abducted") == "warn"


def test_words_of_a_name_make_nothing_likely() -> None:
    text = "On Monday morning the Stadium Fund paid for the journey of 12 men."
    assert severity(text, text, "12", "displaced") == "warn"


def test_what_the_sentence_before_tells_supports_a_bare_number_and_nothing_else() -> None:
    text = "The mayor said that nine people had been killed. A nurse gave the number as fourteen."
    quote = "A nurse gave the number as fourteen."
    assert severity(text, quote, "fourteen", "killed") == "info"
    assert severity(text, quote, "fourteen", "captured") == "warn"


def test_of_two_outcomes_told_before_only_the_nearer_is_meant() -> None:
    text = "Police arrested 40 marchers. Later a shell killed six of them. By night it was nine."
    quote = "By night it was nine."
    assert severity(text, quote, "nine", "killed") == "info"
    assert severity(text, quote, "nine", "captured") == "warn"


def test_a_word_that_governs_another_number_says_nothing_of_this_one() -> None:
    text = "The guards killed nine raiders; of 30 hostages there was no sign."
    findings = check(text, harm(text, "30", "killed"))[0]
    assert any(finding.severity != "info" for finding in findings)


@pytest.mark.parametrize(
    ("text", "figure", "right", "wrong"),
    [
        ("A riot left 45 inmates wounded.", "45", "wounded", "captured"),
        ("Eighteen prisoners died of typhus.", "Eighteen", "killed", "captured"),
        ("The shelling killed 58 refugees.", "58", "killed", "displaced"),
    ],
)
def test_people_known_by_what_befell_them_give_way_to_what_befalls_them(text: str, figure: str, right: str, wrong: str) -> None:
    assert found(text, harm(text, figure, right)) == {}
    assert found(text, harm(text, figure, wrong)).get("figure.not_governed") in {"warn", "block"}


def test_without_another_word_people_known_by_what_befell_them_keep_it() -> None:
    text = "The camp holds 61 prisoners."
    assert found(text, harm(text, "61", "captured")) == {}


@pytest.mark.parametrize(("verb", "noun"), [("freed", "hostages"), ("released", "prisoners")])
def test_of_those_let_go_no_number_is_given_as_taken(verb: str, noun: str) -> None:
    text = f"The rebels {verb} 12 of the 40 {noun} on Friday."
    outcome = "abducted" if noun == "hostages" else "captured"
    assert found(text, harm(text, "12", outcome)).get("figure.not_governed") == "warn"


def test_an_ambiguous_word_is_settled_by_another_word_of_the_sentence() -> None:
    text = "Doctors said 40 marchers were treated for bullet wounds."
    assert found(text, harm(text, "40", "wounded")) == {}
    assert severity(text, text, "40", "affected") == "warn"


LEAD = "Gunmen abducted pupils from a school at Ilo on Monday night, the governor said."


def test_what_the_head_of_the_text_says_is_a_note_where_nothing_by_the_number_speaks_against_it() -> None:
    quote = "A list of the parents' had 104 names."
    text = f"{LEAD}\n\nOn Tuesday the army went out. {quote}"
    assert severity(text, quote, "104", "abducted") == "info"
    assert severity(text, quote, "104", "captured") == "warn"
    assert check(text, harm(quote, "104", "abducted"))[0][0].span == (text.find("abducted"), text.find("abducted") + 8)


def test_the_head_of_the_text_excuses_nothing_that_the_quote_says_of_the_number() -> None:
    quote = "Nine of the teachers were wounded."
    assert severity(f"{LEAD}\n\n{quote}", quote, "Nine", "abducted") == "block"


def test_what_stands_in_the_quotes_own_paragraph_is_no_head_of_the_text() -> None:
    quote = "A list of the parents' had 104 names."
    assert severity(f"{LEAD} On Tuesday the army went out. {quote}", quote, "104", "killed") == "warn"


def test_words_of_other_effects_say_nothing_against_what_is_loosely_said_to_become_of_things() -> None:
    text = "Our guns destroyed six trucks carrying mortars and two fuel dumps."
    read = parse_figure("two", "dumps")
    assert read is not None
    data = {"kind": "materiel", "statement": text, "evidence": [{"text": text}], "item": {"text": "fuel dumps"}, "effect": "destroyed"}
    assert found(text, CONFLICT.parse({**data, "figure": read.model_dump()})) == {}
