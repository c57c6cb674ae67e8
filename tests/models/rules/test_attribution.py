from __future__ import annotations

import pytest

from extractor.claims.core import Attribution
from tests.models.rules.reading_of import casualties_in, the_one_in


def source_of(attribution: Attribution) -> tuple[str | None, str | None, str]:
    return (attribution.source.text if attribution.source else None, attribution.cue, attribution.source_type)


SHAPES = [
    ("The army said 12 people were killed.", ("The army", "said", "military")),
    ("Twelve people were killed, police said.", ("police", "said", "official")),
    ("Twelve people were killed, said Mayor Lena Holt.", ("Mayor Lena Holt", "said", "official")),
    ("According to the health ministry, 12 people were wounded.", ("the health ministry", "According to", "official")),
    ("Twelve people, according to witnesses, were wounded.", ("witnesses", "according to", "witness")),
    ("Radio Nova reported on Tuesday, citing two army officers, that 14 soldiers had died.", ("two army officers", "citing", "military")),
    ("Twelve people, police said, were wounded.", ("police", "said", "official")),
    ("The rebels claimed to have killed 60 soldiers.", ("The rebels", "claimed", "armed_group")),
    ("The governor told reporters that 12 people were killed.", ("The governor", "told", "official")),
    ('Mayor Lena Holt said on Monday: "Five firefighters were killed."', ("Mayor Lena Holt", "said", "official")),
    ("Hospital sources spoke of 34 injured.", ("Hospital sources", "spoke of", "anonymous")),
    ("Officials, who spoke on condition of anonymity, said seven insurgents were killed.", ("Officials", "said", "anonymous")),
    ("At least 12 people were killed.", (None, None, "outlet")),
    ("Rebels kill 7 loggers in the north - army", ("army", None, "military")),
    ("The army admitted to 11 dead.", ("The army", "admitted", "military")),
    ("Sources close to the presidency said three officers were killed.", ("Sources close to the presidency", "said", "anonymous")),
    ("The Highland Army, in a post on its page, said that 51 soldiers died.", ("The Highland Army", "said", "military")),
    ("A security source, contacted by telephone, spoke of 12 dead.", ("A security source", "spoke of", "anonymous")),
    ("The inquest heard that nine pensioners died.", ("The inquest", "heard", "official")),
    ("Twelve people were wounded, fire chief Lena Holt told the Herald.", ("fire chief Lena Holt", "told", "official")),
    (
        "A truck rammed a bus, killing 40 people, two security sources said on condition of anonymity.",
        ("two security sources", "said", "anonymous"),
    ),
    ("A military source who requested anonymity told the agency that 34 rebels died.", ("A military source", "told", "anonymous")),
    ("Twelve people were killed, a doctor who asked not to be named said.", ("a doctor", "said", "anonymous")),
    ("The ministry denied the report and said it had lost only four men.", ("The ministry", "said", "official")),
    (
        "After the strike, the number of dead rose to 17, communicates the press service of the governor.",
        ("the press service of the governor", "communicates", "official"),
    ),
    (
        "Twelve people were wounded, according to a February estimate by the Institute for Border Studies.",
        ("the Institute for Border Studies", "according to", "expert"),
    ),
    ("The cyclone claimed 46 lives.", (None, None, "outlet")),
    ("No group has claimed responsibility for the attack, which killed five people.", (None, None, "outlet")),
    ("As many as 300 people are feared dead.", (None, "feared", "unknown")),
    ("Floods kill 14 in Zamora — Blue Lantern", ("Blue Lantern", None, "unknown")),
    ("10.41pm Chief Dolores Whitfield: four people dead", ("Chief Dolores Whitfield", None, "official")),
    ("Clash over a well, at least 8 dead (local source).", ("local source", None, "anonymous")),
    ("Twelve people were killed, the village register shows.", ("the village register", "shows", "unknown")),
    ("The station gave the losses of the movement as 64 dead.", ("The station", "gave", "media")),
    ("The coroner, Lena Holt, found on Tuesday that 34 miners were killed.", ("The coroner, Lena Holt", "found", "official")),
    ("The minister reminded the house that 63 people were killed.", ("The minister", "reminded", "official")),
    ("By the organisers' count, 12 people were killed.", ("the organisers", "By", "civil_society")),
    ("The army's northern command produced its balance on Thursday: 51 dead.", ("The army's northern command", "produced", "military")),
    (
        "Four men were killed, a press release issued by the Frontier Command said.",
        ("a press release issued by the Frontier Command", "said", "military"),
    ),
    ("Reporters taken to the site said 12 people were killed.", ("Reporters", "said", "witness")),
    ("A military spokesman contacted by telephone said 12 people were killed.", ("A military spokesman", "said", "military")),
    ("Twelve people were killed, the clandestine station Vosa Libre claimed.", ("the clandestine station Vosa Libre", "claimed", "media")),
    ("He urged the media to disregard claims by the insurgents that 60 soldiers were killed.", ("the insurgents", "claims", "armed_group")),
    ("The commander praised his men and disclosed that 12 people were killed.", ("The commander", "disclosed", "military")),
    ("A memo obtained by the weekly Horizonte spoke of 12 dead.", ("A memo", "spoke of", "unknown")),
    ("The ministry is aware of media reports that 12 people were killed.", (None, None, "outlet")),
    ("WAR COMMUNIQUE\n\nHigh Command, communiqué 17: On 22 April the enemy left 611 dead.", ("High Command", None, "military")),
    (
        "Statement by the Minister of War, Lena Holt, on the raid\n\nTwo guards were killed.",
        ("the Minister of War, Lena Holt", None, "official"),
    ),
    ("Situation at noon. Twelve people were killed.\n\nSource: Civil Protection Office", ("Civil Protection Office", None, "official")),
]


def test_an_earlier_figure_that_its_source_revises_is_retracted() -> None:
    sentence = "The ministry lowered the death toll to 212, revising an earlier figure of 240."
    assert [(claim.figure.text, claim.stance) for claim in casualties_in(sentence) if claim.figure] == [
        ("212", "asserted"),
        ("240", "retracted"),
    ]


def test_a_person_is_named_without_the_role_and_a_paper_by_whose_it_is() -> None:
    role = the_one_in("The head of surgery, Dr Selim Aruk, said 12 people were killed.").attribution.source
    paper = the_one_in("The ministry's statement said 12 people were killed.").attribution.source
    assert [source.name for source in (role, paper) if source is not None] == ["Dr Selim Aruk", "The ministry"]


@pytest.mark.parametrize(("sentence", "expected"), SHAPES)
def test_knows_who_says_it_and_by_which_word(sentence: str, expected: tuple[str | None, str | None, str]) -> None:
    assert source_of(the_one_in(sentence).attribution) == expected


RELAYED = [
    ("At least 40 villagers have been killed, a councillor said after a briefing, Radio Nova reported on June 3.", ["Radio Nova"]),
    ("Radio Nova reported on Tuesday, citing two army officers, that 14 soldiers had died.", ["Radio Nova"]),
    ("A witness told Radio Nova that he saw the bodies of 15 soldiers.", ["Radio Nova"]),
    ("PORT MARA, June 9 (ABC) -- Two sailors were killed on a tanker on Tuesday, the coast guard said.", ["ABC"]),
]


@pytest.mark.parametrize(("sentence", "expected"), RELAYED)
def test_whoever_passes_it_on_is_a_relay_and_not_the_source(sentence: str, expected: list[str]) -> None:
    claim = the_one_in(sentence)
    assert claim.attribution.source is not None
    assert [mention.text for mention in claim.attribution.relays] == expected


CARRIED = [
    ("Commissioner Ada Fasan spoke of six dead. According to her, 12 nurses were infected.", "Commissioner Ada Fasan"),
    ("The Interior Ministry said 23 people were injured. It said 12 had died.", "The Interior Ministry"),
    ('"We lost nine men," Colonel Idris Hann said. He added that 30 rebels had been killed.', "Colonel Idris Hann"),
    ("President Maria Costa announced the capture of six rebels. Costa said two of them were wounded.", "Costa"),
]


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_pronouns_and_short_names_find_whom_they_stand_for(text: str, expected: str) -> None:
    last = casualties_in(text)[-1]
    assert last.attribution.source is not None
    assert last.attribution.source.text == expected


def test_a_denial_contests_what_it_can_be_meant_for_and_nothing_else() -> None:
    said = "The rebels said they had killed 40 soldiers. The opposition said 15 civilians were killed. "
    found = casualties_in(said + "The army denied that any civilian was killed.")
    assert [claim.stance for claim in found] == ["asserted", "disputed", "denied"]


def test_a_quote_over_several_paragraphs_has_one_speaker() -> None:
    text = (
        '"The bombing went on for hours," said Amina Torre, a nurse at the district hospital. "We received 17 bodies.\n\n'
        '"Then they hit the road. Another 30 people were wounded there."'
    )
    sources = [claim.attribution.source for claim in casualties_in(text)]
    assert [source.text if source else None for source in sources] == ["Amina Torre", "Amina Torre"]


def test_a_colon_hands_over_what_stands_below() -> None:
    found = casualties_in("The General Staff reports:\n\nOwn losses: 3 killed, 7 wounded.\n\nEleven enemy soldiers surrendered.")
    assert [claim.attribution.source.text if claim.attribution.source else None for claim in found] == ["The General Staff"] * 3


def test_the_narrator_does_not_inherit_the_speaker_of_the_sentence_before() -> None:
    found = casualties_in("The army said four soldiers were killed. At least 12 people died in another village.")
    assert [source_of(claim.attribution)[0] for claim in found] == ["The army", None]


def test_the_counted_are_not_their_own_source() -> None:
    assert source_of(the_one_in("The report refers to six priests murdered at the university.").attribution)[0] != "six priests"


def test_a_verb_joined_to_a_denial_has_a_sense_of_its_own() -> None:
    (claim,) = casualties_in("A spokesman denied that troops had fired on the crowd and said that two soldiers were wounded by stones.")
    assert (claim.stance, claim.attribution.cue) == ("asserted", "said")


def test_a_count_behind_a_semicolon_is_its_own_source_s() -> None:
    first, second = casualties_in("The opposition said 22 of its supporters had been killed; the interior minister put the number at nine.")
    assert [claim.attribution.source.text for claim in (first, second) if claim.attribution.source] == [
        "The opposition",
        "the interior minister",
    ]


def test_they_in_a_quotation_are_not_the_speaker() -> None:
    (claim,) = casualties_in("“They killed my two brothers,” said Amina, a mother of four.")
    assert claim.attacker is None or claim.attacker.text != "Amina"


def test_what_stands_in_a_dateline_is_no_part_of_the_sentence() -> None:
    claim = the_one_in(
        "PUERTO LANZA, 12 APR 89 (RADIO SUR) -- [REPORT] [JON RUIZ] [TEXT] POLICE HAVE REPORTED THAT SEVEN PEASANTS WERE MURDERED."
    )
    assert claim.evidence[0].text == "POLICE HAVE REPORTED THAT SEVEN PEASANTS WERE MURDERED."
    assert claim.attribution.source is not None
    assert claim.attribution.source.text == "POLICE"
    assert [mention.text for mention in claim.attribution.relays] == ["RADIO SUR"]


@pytest.mark.parametrize(
    "dateline",
    ["HARLOW, Dec 19 - ", "NEW HARLOW, Kaz, 19 December 2024 - ", "HARLOW - Dec. 19 - ", "HARLOW (Dec 19) - ", "Harlow, Dec 19 (Wire) - "],
)
@pytest.mark.parametrize("told", ["At least 12 people died, police said on Tuesday.", "Police killed 12 rebels."])
def test_the_day_of_a_dateline_is_not_the_day_of_the_event(dateline: str, told: str) -> None:
    claim = the_one_in(f"{dateline}{told}")
    assert claim.evidence[0].text == told
    assert claim.event_time is None


@pytest.mark.parametrize("text", ["UN troops on Dec 19 - a cold day - killed 12 rebels.", "Orm, Dec 19 - Police killed 12 rebels."])
def test_a_day_before_a_dash_that_is_no_dateline_stays_the_day_of_the_event(text: str) -> None:
    claim = the_one_in(text)
    assert claim.event_time is not None
    assert claim.event_time.text.endswith("Dec 19")
