from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.claims import numbers
from extractor.claims.finding import Span
from extractor.text import edges
from extractor.text.characters import INVISIBLE
from extractor.text.edges import cut
from tests.text.texts import any_texts, articles


def cut_of(text: str, quote: str, rule: edges.Rule = "quote") -> str | None:
    start = text.index(quote)
    return cut(text, Span(start, start + len(quote)), rule)


@pytest.mark.parametrize(
    ("text", "quote", "unit"),
    [
        ("killed 112 men", "12 men", "starts inside the number “112”"),
        ("killed 1,234 men", "killed 1", "ends inside the number “1,234”"),
        ("killed 1,234 men", "234 men", "starts inside the number “1,234”"),
        ("killed 1,234 men", "killed 1,", "ends inside the number “1,234”"),
        ("lost 12.5 tons", "lost 12", "ends inside the number “12.5”"),
        ("worth .5 tons", "5 tons", "starts inside the number “.5”"),
        ("at −12 degrees", "12 degrees", "starts inside the number “−12”"),
        ("at -12 degrees", "12 degrees", "starts inside the number “-12”"),
        ("a result of (10) million", "10", "starts inside the number “(10)”"),
        ("a result of (10) million", "result of (10", "ends inside the number “(10)”"),
        ("some 12 percent of them", "some 12", "ends inside the number “12 percent”"),
        ("some 12 per cent of them", "some 12", "ends inside the number “12 per cent”"),
        ("some 12% of them", "some 12", "ends inside the number “12%”"),
        ("some 12 pc of them", "some 12", "ends inside the number “12 pc”"),
        ("killed 12+ men", "killed 12", "ends inside the number “12+”"),
        ("cost $12 million", "12 million", "starts inside the number “$12 million”"),
        ("cost 12 € each", "cost 12", "ends inside the number “12 €”"),
        ("killed 12 million", "killed 12", "ends inside the number “12 million”"),
        ("killed 10 000 men", "000 men", "starts inside the number “10 000”"),
        ("killed 10\u202f000 men", "killed 10", "ends inside the number “10 000”"),
        ("killed 8–12 men", "12 men", "starts inside the number “8–12”"),
        ("killed 8 to 12 men", "killed 8", "ends inside the number “8 to 12”"),
        ("killed three or four men", "four men", "starts inside the number “three or four”"),
        ("two hundred men", "hundred men", "starts inside the number “two hundred”"),
        ("killed two hundred men", "killed two", "ends inside the number “two hundred”"),
        ("a hundred and five men", "a hundred", "ends inside the number “a hundred and five”"),
        ("tens of thousands fled", "thousands fled", "starts inside the number “tens of thousands”"),
        ("twenty-five men", "five men", "starts inside the number “twenty-five”"),
        ("half a million men", "million men", "starts inside the number “half a million”"),
        ("for 2½ hours", "for 2", "ends inside the number “2½”"),
        ("on May 14-15 they", "on May 14", "ends inside the number “14-15”"),
        ("an unfair trial", "fair trial", "starts inside the word “unfair”"),
        ("very fairly done", "very fair", "ends inside the word “fairly”"),
        ("they can't go", "they can", "ends inside the word “can't”"),
        ("a 12-year-old boy", "a 12", "ends inside the word “12-year-old”"),
        ("an Mk-19 launcher", "19 launcher", "starts inside the word “Mk-19”"),
        ("killed/wounded: 12", "killed", "ends inside the word “killed/wounded”"),
        ("a U.S.-led force", "a U.S.", "ends inside the word “S.-led”"),
        ("see brell.example now", "see brell", "ends inside the word “brell.example”"),
        ("we co-\noperate now", "operate now", "starts inside the word “co- operate”"),
        ("we co\xad\noperate now", "we co", "ends inside the word “co\xad operate”"),
        ("e\u0301te\u0301 now", "e", "ends inside the word “e\u0301te\u0301”"),
        ("12\u200b5 men", "12", "ends inside the number “125”"),
        ("x² is", "x", "ends inside the word “x²”"),
        ("死亡三十人", "十人", "starts inside the word “三十”"),
        ("死亡12万人", "死亡12", "ends inside the number “12万人”"),
        ("हिन्दी में", "हिन", "ends inside the word “हिन्दी”"),
        ("killed 30×40 men", "killed 30", "ends inside the number “30×40”"),
        ("killed 30 × 40 men", "40 men", "starts inside the number “30 × 40”"),
        ("a 30 x 40 pit", "a 30", "ends inside the number “30 x 40”"),
        ("killed 30^2 men", "killed 30", "ends inside the number “30^2”"),
        ("killed 3 × 10³ men", "10³ men", "starts inside the number “3 × 10³”"),
        ("killed 30 ± 5 men", "killed 30", "ends inside the number “30 ± 5”"),
        ("killed 30~40 men", "killed 30", "ends inside the number “30~40”"),
        ("killed 30...40 men", "killed 30", "ends inside the number “30...40”"),
        ("on 30 / 40 of them", "on 30", "ends inside the number “30 / 40”"),
        ("a 2 ⅞ inch shell", "a 2", "ends inside the number “2 ⅞”"),
        ("killed 30 lakh men", "killed 30", "ends inside the number “30 lakh”"),
        ("killed three crore men", "killed three", "ends inside the number “three crore”"),
        ("some 2 lakhs fled", "some 2", "ends inside the number “2 lakhs”"),
        ("fourty five men", "five men", "starts inside the number “fourty five”"),
        ("two thirds of the men", "two", "ends inside the number “two thirds”"),
        ("one third of the men", "one", "ends inside the number “one third”"),
        ("a quarter of a million men", "million men", "starts inside the number “quarter of a million”"),
        ("死亡30 万人", "死亡30", "ends inside the number “30 万人”"),
        ("30 만명이 숨졌다", "30", "ends inside the number “30 만명”"),
        ("погибли 30 тыс. человек", "погибли 30", "ends inside the number “30 тыс”"),
        ("погибли 30 млн человек", "погибли 30", "ends inside the number “30 млн”"),
        ("murieron 30 mil personas", "murieron 30", "ends inside the number “30 mil”"),
        ("morreram 30 milhões", "morreram 30", "ends inside the number “30 milhões”"),
        ("30 Millionen Menschen", "Millionen Menschen", "starts inside the number “30 Millionen”"),
        ("३० लाख लोग", "३०", "ends inside the number “३० लाख”"),
        ("قتل 30 مليون شخص", "قتل 30", "ends inside the number “30 مليون”"),
    ],
)
def test_a_quote_may_not_cut_a_word_or_number(text: str, quote: str, unit: str) -> None:
    assert cut_of(text, quote) == unit


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("killed 12, and wounded 5", "killed 12"),
        ("killed 12.", "killed 12"),
        ("killed 12; 5 wounded", "killed 12"),
        ("killed 12 or wounded", "killed 12"),
        ("killed eight, and five in Tarn", "five in Tarn"),
        ("killed—12 of them", "12 of them"),
        ("On Dec. 12 300 men were", "300 men were"),
        ("On Dec. 12 300 men were", "On Dec. 12"),
        ("in May 12 men died", "12 men died"),
        ("in 2024 300 men died", "300 men died"),
        ("No. 5 Company", "5 Company"),
        ("both dead and wounded...As we", "dead and wounded"),
        ("it ended.Next one", "it ended"),
        ("said the U.S. office", "said the U.S."),
        ("“Twelve” men", "Twelve"),
        ("a loss of (10) now", "(10) now"),
        ("死亡12人", "12人"),
        ("死亡12人", "死亡"),
        ("- 12 men", "12 men"),
        ("12 men", "12 men"),
        ("the first five men", "five men"),
        ("the soldiers’ camp", "soldiers"),
        ("Tarn,\nBrell", "Brell"),
        ("ended.\n\nThe rest", "The rest"),
        ("killed 12 * see below", "killed 12"),
        ("12 x-rays", "12"),
        ("천막 30 조각", "천막 30"),
        ("it hit 12 milestones", "it hit 12"),
        ("killed 12 … 30 fled", "killed 12"),
        ("one third-year pupil", "third-year pupil"),
        ("two third graders", "third graders"),
        ("a third group of 12", "third group of 12"),
        ("30 mi from Tarn", "30"),
    ],
)
def test_a_quote_may_end_where_words_and_numbers_do(text: str, quote: str) -> None:
    assert cut_of(text, quote) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a Brell-based group", "Brell"),
        ("the ministry's office", "the ministry"),
        ("twelve (12) men", "12"),
        ("some 12 percent", "12"),
        ("cost $12 each", "12"),
        ("a 40-strong unit", "40"),
        ("Brell/Tarn", "Tarn"),
    ],
)
def test_names_and_figures_may_stand_in_compounds(text: str, words: str) -> None:
    assert cut_of(text, words, "words") is None
    assert cut_of(text, words, "quote") is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed 112 men", "12"),
        ("killed 12 million", "12"),
        ("10,000 to 12,000 men", "12,000"),
        ("an Mk-19", "19"),
        ("they can't", "can"),
        ("at −12", "12"),
        ("unfair", "fair"),
    ],
)
def test_names_and_figures_may_not_be_cut_either(text: str, words: str) -> None:
    assert cut_of(text, words, "words") is not None


def test_many_invisible_characters_hide_no_neighbour() -> None:
    assert cut_of("killed 1" + "\u200b" * 200 + "12 men", "12 men") == "starts inside the number “112”"


@given(any_texts | articles, st.data())
@settings(max_examples=300, deadline=None)
def test_one_look_never_passes_what_the_whole_look_refuses(text: str, data: st.DataObject) -> None:
    assume(len(text) > 1)
    at = data.draw(st.integers(1, len(text) - 1))
    if edges._starts_plainly(text, at) or edges._ends_plainly(text, at):
        assert edges._unit_across(text, at, "quote") is None
        assert edges._unit_across(text, at, "words") is None


@pytest.mark.parametrize("scale", numbers.SCALES)
def test_every_scale_that_figures_are_read_with_belongs_to_its_number(scale: str) -> None:
    rules: tuple[edges.Rule, ...] = ("quote", "words")
    for rule in rules:
        assert cut_of(f"lost 12 {scale} men", "12", rule) == f"ends inside the number “12 {scale}”"
        assert cut_of(f"lost two {scale} men", f"{scale}", rule) == f"starts inside the number “two {scale}”"


@pytest.mark.parametrize("word", [word for word in numbers.WORDS if word != "zero"])
def test_every_number_word_belongs_to_its_number(word: str) -> None:
    assert cut_of(f"lost {word} hundred men", word) == f"ends inside the number “{word} hundred”"


@pytest.mark.parametrize(
    ("text", "digits"),
    [("30 млн men", "30"), ("30 万 men", "30"), ("30 × 40 men", "40"), ("30~40 men", "30"), ("12 ± 3", "3"), ("5 mil men", "5")],
)
def test_digits_that_are_multiplied_are_told(text: str, digits: str) -> None:
    start = text.index(digits)
    assert edges.multiplied(text, Span(start, start + len(digits)))


@pytest.mark.parametrize(
    ("text", "digits"), [("30 men", "30"), ("30 mills", "30"), ("30 x men", "30"), ("lost… 12", "12"), ("12 * see", "12")]
)
def test_digits_beside_other_words_are_not(text: str, digits: str) -> None:
    start = text.index(digits)
    assert not edges.multiplied(text, Span(start, start + len(digits)))


@pytest.mark.parametrize(
    "unseen", [*INVISIBLE, "\u034f", "\u115f", "\u206a", "\u206f", "\u3164", "\ufff9", "\x80", "\x9f", "\U000e0031", "\U000e0100"]
)
def test_nothing_that_a_page_does_not_show_parts_a_number_or_a_word(unseen: str) -> None:
    text = f"lost 1{unseen}12 men in an un{unseen}fair fight"
    for quote in ("12 men", "lost 1", "fair fight", "in an un"):
        assert cut_of(text, quote) is not None


def test_no_pattern_is_compiled_before_it_is_wanted() -> None:
    code = "from extractor.text import edges; print(edges._compiled.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
