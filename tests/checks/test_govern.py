"""Which word of a sentence governs which number."""

from __future__ import annotations

import pytest

from extractor.checks.govern import govern
from extractor.checks.lexicon import lexicon
from extractor.checks.sentence import Sentence
from extractor.claims.conflict import CONFLICT
from tests.checks.cases import found, harm

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
        ("THE 4-YEAR-OLD WAR HAS LEFT MORE THAN 300 DEAD, MOST OF THEM TRADERS.", {"MORE THAN 300": {K}, "MOST OF": {K}}),
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
        ("Two cells held 20 women and girls abducted in May.", {"20": {"abducted"}}),
        ("43 people had been killed and up to 20 women and girls abducted.", {"43": {K}, "up to 20": {"abducted"}}),
        ("The toll rose to 14 after three more workers succumbed to burns.", {"14": {K, U}, "three": {K}}),
        ("Fires have claimed 57 lives, the service said, raising its count from 49.", {"57": {K}, "49": {K}}),
        ("Six more died of dengue, pushing this year's death toll from the disease to 318.", {"Six": {K}, "318": {K}}),
        ('The army estimated rebel deaths at "more than 60".', {"more than 60": {K}}),
        ("The doctors reported 42 deaths; the committee listed 49 names, including 11 minors.", {"42": {K}, "49": {K}, "11": {K}}),
        # two words for one number
        ("The patrol captured 12 wounded raiders.", {"12": {C, W}}),
        ("12 wounded raiders were captured.", {"12": {C, W}}),
        # a word that only tells which people are counted, and people of so many places
        ("The raid killed a monk, aged 74, and 16 displaced villagers.", {"16": {K, "displaced"}}),
        ("More than 5,000 inhabitants of 18 villages have fled.", {"More than 5,000": {"displaced"}, "18": None}),
        ("The union lists 52 deaths from gunshot wounds in hospitals and another six in clinics.", {"52": {K}, "six": {K}}),
        ("Five of a crew of nine have drowned.", {"Five": {K}, "nine": None}),
        ("A raid killed 25 diggers, two security sources said.", {"25": {K}, "two": None}),
        # not the subject of somebody else's verb
        ("12 gunmen killed 20 people.", {"12": None, "20": {K}}),
        ("12 raiders attacked a village, killing 20 farmers.", {"12": None, "20": {K}}),
        ("12 guards in three villages were killed.", {"12": {K}, "three": None}),
        ("Six blasts killed guards.", {"Six": None}),
        ("A raid with 12 grenades left guards dead.", {"12": None}),
        ("12 guards left dead were named, and 3 children left homes that burned.", {"12": {K}}),
        ("Surgeons saw 12 badly wounded soldiers.", {"12": {W}}),
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


def test_only_words_of_one_sense_block() -> None:
    text = "In Andarlam the sect lost 14 by nightfall, and 22 men lay with bandaged heads."
    assert found(text, harm(text, "22", "captured"))["figure.not_governed"] == "warn"
    assert found("Shells killed 14 and injured 22.", harm("Shells killed 14 and injured 22.", "22"))["figure.not_governed"] == "block"


def test_words_that_are_part_of_a_name_say_nothing_of_a_number() -> None:
    text = "The raid killed 35 people, said the Rescue Brigades; the Monitoring Centre put it at 29, including 11 women."
    assert found(text, harm(text, "11", population="women")) == {}


def test_two_predicates_of_one_subject_are_both_said_of_it() -> None:
    text = "The list has 212 people who were arrested in the December raids and never seen again."
    assert found(text, harm(text, "212", "missing")) == {}
    assert found(text, harm(text, "212", "captured")) == {}


def test_ages_items_weeks_years_capacities_labels_and_measures_are_no_counts_of_people() -> None:
    for text, number in (
        ("A gunman, 24, killed seven shoppers.", "24"),
        ("A mine killed two sisters, 9 and 11, near Chitembo.", "11"),
        ("1) Nine deaths have been reported.", "1"),
        ("Three patients died in week 9.", "9"),
        ("Pumps killed 41 patients between 2014 and 2018.", "between 2014 and 2018"),
        ("A woman of 81 was struck by a beam and killed.", "81"),
        ("Three climbers died, the youngest of them 18.", "18"),
        ("He is 26 and has buried three brothers.", "26"),
        ("The launch, certified for 220, sank with 410 killed.", "220"),
        ("COMMUNIQUE 17: NINE WERE KILLED.", "17"),
        ("AT 0430 SHELLS KILLED NINE.", "0430"),
        ("A nurse, 29, and two patients were killed.", "29"),
        ("Five were killed, including a recruit under the age of 18.", "18"),
        ("IN A THREE-PRONGED ATTACK NINE WERE KILLED.", "THREE"),
        ("The village of 900 people has had nine killed.", "900"),
        ("The widows of nine men killed got 5 million ringgit.", "5 million"),
        ("A skiff with a 40-horsepower engine sank and killed nine.", "40"),
        ("Nine miners were killed, seven fewer than the year before.", "seven"),
        ("Two women ages 19 and 23 were killed.", "23"),
        ("A neighbour, who had turned 90 in May, was killed.", "90"),
        ("Flight SW 716 crashed and nine were killed.", "716"),
        ("Nine were killed; there is one toilet for every 90 of them.", "90"),
        ("Nine members of one family were killed.", "one"),
        ("Eleven youngsters between 13 and 17 were killed.", "between 13 and 17"),
        ("A camp set up in a pagoda for 2,000 people was hit and nine killed.", "2,000"),
        ("TROOPS KILLED NINE, 62 MILES NORTH OF OLM.", "62"),
    ):
        assert "figure.of_other_unit" in found(text, harm(text, number)), text
    for text in ("Between 1 and 15 November, 7,420 refugees crossed.", "In the first quarter 7,420 refugees crossed."):
        assert found(text, harm(text, "7,420", "displaced", population="refugees")) == {}
