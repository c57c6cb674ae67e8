"""Which word of a sentence governs which number."""

from __future__ import annotations

import pytest

from extractor.checks.govern import govern
from extractor.checks.lexicon import lexicon
from extractor.checks.sentence import Sentence
from extractor.claims.conflict import CONFLICT

K, W, KW, C, U = "killed", "wounded", "killed_or_wounded", "captured", "unspecified"
OUTCOME = next(support for support in CONFLICT.supports if support.field == "outcome")


def governed(text: str) -> dict[str, set[str] | None]:
    """Number words → the values that their governing words support."""
    return {
        item.count.words: set(item.link.values) if item.link else None for item in govern(Sentence(text, 0, lexicon(CONFLICT)), OUTCOME)
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a verb and its object
        ("The patrol killed 12 gunmen and injured 20 others in three villages.", {"12": {K}, "20": {W}, "three": None}),
        ("The blast wounded 20 and killed 12 others.", {"12": {K}, "20": {W}}),
        ("Blast kills 12, wounds 20", {"12": {K}, "20": {W}}),
        ("The raid left many hurt, killing at least nine.", {"at least nine": {K}}),
        # a predicate and its subject
        ("12 guards were killed and 20 wounded.", {"12": {K}, "20": {W}}),
        ("At least 30 guards were killed or wounded during the raids.", {"At least 30": {KW}}),
        ("Of 50 wounded, 12 died.", {"50": {W}, "12": {K}}),
        ("12 guards, who had been sent there in May, were killed.", {"12": {K}}),
        ("More than 300 people on both banks have been killed since October.", {"More than 300": {K}}),
        ("There died five more persons during the night.", {"five": {K}}),
        # a noun and what it is said of
        ("Losses have already reached 300 men killed and 2,700 wounded.", {"300": {K}, "2,700": {W}}),
        ("The death toll rose to 12.", {"12": {K}}),
        ("The number of wounded rose to 40, with 12 dead.", {"40": {W}, "12": {K}}),
        ("Killed: 12; wounded: 20.", {"12": {K}, "20": {W}}),
        ("Casualties: 12 (killed), 30 (wounded).", {"12": {K}, "30": {W}}),
        ("The mayor announced the capture of two raiders.", {"two": {C}}),
        ("The sinking claimed 12 lives and left 20 injured.", {"12": {K}, "20": {W}}),
        ("The wounded included 14 women.", {"14": {W}}),
        # coordination and parts
        ("The patrol killed eight gunmen using drones, and five at close range.", {"eight": {K}, "five": {K}}),
        ("12 guards and three drivers were killed.", {"12": {K}, "three": {K}}),
        ("Twelve people — five guards and seven drivers — were killed.", {"Twelve": {K}, "five": {K}, "seven": {K}}),
        ("12 people, including three children, were killed.", {"12": {K}, "three": {K}}),
        ("Forty officers were injured, four seriously, and a sergeant died.", {"Forty": {W}, "four": {W}}),
        ("About 21,000 people are displaced, up from 18,000 in March.", {"About 21,000": {"displaced"}, "18,000": {"displaced"}}),
        ("12 of the 30 guards were killed.", {"12": {K}, "30": None}),
        # two words for one number
        ("The patrol captured 12 wounded raiders.", {"12": {C, W}}),
        ("12 wounded raiders were captured.", {"12": {C, W}}),
        # not the subject of somebody else's verb
        ("12 gunmen killed 20 people.", {"12": None, "20": {K}}),
        ("12 raiders attacked a village, killing 20 farmers.", {"12": None, "20": {K}}),
        ("12 guards in three villages were killed.", {"12": {K}, "three": None}),
        ("The army lost up to a battalion of conscripts.", {"up to a battalion": {U}}),
    ],
)
def test_a_number_belongs_to_the_words_that_govern_it(sentence: str, expected: dict[str, set[str] | None]) -> None:
    links = governed(sentence)
    assert {words: links[words] for words in expected} == expected


def test_either_of_two_classes_without_a_common_name_leaves_the_value_open() -> None:
    assert governed("40 guards were killed or captured.")["40"] == {U}


def test_a_sentence_without_numbers_governs_nothing() -> None:
    assert governed("Nobody was killed.") == {}
