from __future__ import annotations

import pytest

from tests.models.rules.reading_of import casualties_in, claims_of, proposals_of, the_one_in

WHEN = [
    ("Six people drowned on Tuesday.", ("Tuesday", "2021-06-08")),
    ("Ninety people drowned in 2014.", ("2014", "2014")),
    ("At least 1,900 people have died since January.", ("since January", "2021-01/..")),
    ("The army said on June 8 that four soldiers were killed on June 6.", ("June 6", "2021-06-06")),
]


@pytest.mark.parametrize(("sentence", "expected"), WHEN)
def test_says_when_it_happened(sentence: str, expected: tuple[str, str]) -> None:
    time = the_one_in(sentence).event_time
    assert time is not None
    assert (time.text, time.edtf) == expected


def test_when_it_was_said_is_not_when_it_happened() -> None:
    claim = the_one_in("The army said on June 8 that four soldiers were killed.")
    assert claim.event_time is None
    assert claim.attribution.said_on is not None
    assert claim.attribution.said_on.edtf == "2021-06-08"


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the start of the siege in March, 312 civilians have been killed in the district.",
        "At least 12 people have died since the flood of May 2023.",
    ],
)
def test_when_a_stretch_began_is_not_when_people_died(sentence: str) -> None:
    assert the_one_in(sentence).event_time is None


def test_a_duration_is_no_date() -> None:
    assert the_one_in("Seven militants were killed in clashes that lasted for several hours.").event_time is None


WHERE = [
    ("Six people were killed near Tarsk.", "Tarsk"),
    ("Six people were killed in the town of Adra on Sunday.", "the town of Adra"),
    ("Six people were killed in Kivu province.", "Kivu province"),
    ("Six people were killed.", None),
    ("In Geneva, a spokesman said six people were killed in Gao.", "Gao"),
]


@pytest.mark.parametrize(("sentence", "expected"), WHERE)
def test_says_where_it_happened(sentence: str, expected: str | None) -> None:
    place = the_one_in(sentence).place
    assert (place.text if place else None) == expected


def test_parts_of_a_total_have_their_own_places() -> None:
    found = casualties_in("At least 86 people have been killed, 75 in Gao, and 11 in Mopti and over 200 are injured.")
    assert [(claim.outcome, claim.place.text if claim.place else None) for claim in found] == [
        ("killed", None),
        ("killed", "Gao"),
        ("killed", "Mopti"),
        ("wounded", None),
    ]


SCOPE = [
    ("Twelve people were killed in an attack on Monday.", "incident"),
    ("Over the past week, 120 people have been killed.", "period"),
    ("The death toll rose to 48.", "cumulative"),
    ("More than 6,000 people have been killed since the war began.", "cumulative"),
    ("More than 9,000 people have died in the five-year-old war.", "cumulative"),
    ("Two six-year-old boys were killed in an attack on Monday.", "incident"),
    ("Another 30 people were wounded.", "increment"),
    ("It was the biggest attack since 2003, when they killed 100 soldiers.", "incident"),
]


@pytest.mark.parametrize(("sentence", "expected"), SCOPE)
def test_says_over_what_the_number_runs(sentence: str, expected: str) -> None:
    assert the_one_in(sentence).scope == expected


STANCE = [
    ("The army said 12 people were killed.", "asserted"),
    ("Witnesses said dozens may have been killed.", "hedged"),
    ("As many as 300 people are feared dead.", "hedged"),
    ("The defence ministry denied that any of its soldiers had been captured.", "denied"),
    ("No civilians were injured during the operation.", "denied"),
    ("He said neither side suffered casualties.", "denied"),
    ("The ministry withdrew its statement that 40 miners had died.", "retracted"),
]


@pytest.mark.parametrize(("sentence", "expected"), STANCE)
def test_says_how_firmly_it_is_claimed(sentence: str, expected: str) -> None:
    assert the_one_in(sentence).stance == expected


def test_verification_reaches_the_claims_of_whom_it_names() -> None:
    text = (
        "Rebels said they had killed 50 soldiers. The Interior Ministry said 23 people were injured. "
        "The Daily Test could not verify the ministry's claims."
    )
    rebels, ministry = casualties_in(text)
    assert rebels.verification.status == "none"
    assert ministry.verification.status == "unverified"
    assert ministry.verification.by == "The Daily Test"


def test_these_claims_reaches_every_sourced_claim_above() -> None:
    text = "Rebels said they had killed 50 soldiers. The army said it had lost three men. These claims could not be independently verified."
    assert [claim.verification.status for claim in casualties_in(text)] == ["unverified", "unverified"]


def test_heading_and_body_are_one_claim_whose_quote_is_the_bodys() -> None:
    text = (
        "Blast kills at least 12 in Dorna market\n\nBy Staff Writer\n\n"
        "At least 12 people were killed on Wednesday when a bomb exploded in a market in Dorna, police said.\n\nAnother 30 were hurt."
    )
    first, second = casualties_in(text)
    assert first.evidence[0].text.startswith("At least 12 people were killed on Wednesday")
    assert first.evidence[1].text == "Blast kills at least 12 in Dorna market"
    assert second.outcome == "wounded"


def test_what_happened_long_ago_is_minor() -> None:
    old, new = casualties_in("Ninety people drowned in 2014, when the river burst its banks. Six people drowned on Tuesday.")
    assert (old.salience, new.salience) == ("minor", "core")


WORDING = [
    (
        "The army said four soldiers were killed on June 6 in an ambush in Kivu province.",
        "Four soldiers were killed in Kivu province on June 6.",
    ),
    ("The rebels claimed to have killed 60 soldiers near Tarsk.", "60 soldiers were killed by the rebels near Tarsk."),
    ("Israeli air strikes killed nine Palestinians in Gaza.", "Nine Palestinians were killed by Israeli air strikes in Gaza."),
    ("Police said one man was hurt.", "One man was wounded."),
    ("Hospital sources spoke of 34 injured.", "34 people were wounded."),
]


@pytest.mark.parametrize(("sentence", "expected"), WORDING)
def test_the_statement_is_a_sentence_of_its_own_without_who_said_it(sentence: str, expected: str) -> None:
    assert the_one_in(sentence).statement == expected


def test_the_trace_tells_pattern_words_and_why_this_source() -> None:
    text = "Twelve people were killed, police said."
    (item,) = proposals_of(text)
    assert item.trace["pattern"] == "passive"
    assert item.trace["source"]
    words = item.trace["words"]
    assert {name: word["text"] for name, word in words.items()} == {
        "outcome": "killed",
        "figure": "Twelve",
        "population": "people",
        "source": "police",
        "cue": "said",
    }
    assert all(text[word["start"] : word["end"]] == word["text"] for word in words.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Twelve people were killed in Gao on Monday, police said.", {"place": "Gao", "time": "Monday"}),
        (
            "Twelve people were reportedly killed in Gao.",
            {"place": "Gao", "hedge": "reportedly", "stance": "hedged by the sentence's words"},
        ),
        ("The army denied that 12 civilians were killed.", {"stance": "denied by its source's verb"}),
        ("No civilians were killed, the army said.", {"stance": "denied: the sentence negates it"}),
        (
            "Rebels said that 12 civilians were killed. The army denied that 12 civilians were killed.",
            {"stance": "disputed: “The army” denies it near by"},
        ),
        (
            "Rebels said that they had killed 12 soldiers. The claim could not be independently verified.",
            {"verification": "unverified, as the text says: “could not be independently verified”"},
        ),
    ],
)
def test_the_trace_tells_why_this_place_time_stance_and_verification(text: str, told: dict[str, str]) -> None:
    trace = proposals_of(text)[0].trace
    words = {name: word["text"] for name, word in trace["words"].items()}
    lines = {name: (trace | words).get(name) for name in ("place", "time", "hedge", "stance", "verification")}
    assert {name: line for name, line in lines.items() if line is not None} == told
    assert all(text[word["start"] : word["end"]] == word["text"] for word in trace["words"].values())


ACTS = [
    ("Russia has reportedly deployed 3,000 engineers to the border since May.", "deployment", "3,000"),
    ("About 4,000 troops are stationed in Mali.", "deployment", "About 4,000"),
    ("Government forces recaptured the town of Adra on Sunday.", "territory", None),
    ("Rebels attacked an army base near Gao before dawn on Monday.", "engagement", None),
    ("A COLUMN OF THE PEOPLE'S FRONT ATTACKED THE GARRISON OF ORSALA.", "engagement", None),
    ("The army destroyed three tanks near Gao.", "materiel", "three"),
]


@pytest.mark.parametrize(("sentence", "kind", "figure"), ACTS)
def test_finds_what_forces_do_besides_harm(sentence: str, kind: str, figure: str | None) -> None:
    (claim,) = claims_of(sentence)
    assert claim.kind == kind
    assert (claim.figure.text if claim.figure else None) == figure


SILENT = [
    "The team lost 12 games this season, and the coach said he was proud of his 22 players.",
    "The library has 1,200 books, and 40 of them are in Latin.",
    "Subscribe now: 12 issues for 30 dollars.",
]


@pytest.mark.parametrize("text", SILENT)
def test_says_nothing_of_texts_without_harm(text: str) -> None:
    assert claims_of(text) == []


def test_one_of_people_with_an_owner_is_worded_without_an_article() -> None:
    found = casualties_in("It acknowledged the loss of four of its own men and said a fifth, a radio operator, was missing.")
    assert [claim.statement for claim in found] == ["Four of its own men were lost.", "One of its own men was missing."]
