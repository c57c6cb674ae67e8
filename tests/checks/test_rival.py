"""A number that another of its sentence beats, which no claim gives; and checking one claim alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benches.checks import DOMAIN
from extractor.checks import check_claim, check_claims, figure_token
from extractor.checks.docket import Case
from extractor.checks.tokens import Token
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Finding
from extractor.text.ground import ground
from tests.checks.cases import found, harm, reading
from tests.checks.passages import passages

NUMBERS = st.integers(2, 900).map(str)
PLACES = st.sampled_from(["Olm", "Brenna", "Upper Halsk", "Port Tamar", "Dresk"])


def things(quote: str, figure: str, unit: str) -> Claim:
    """A claim on things, without a word that governs its number."""
    read = parse_figure(figure, unit)
    assert read is not None
    data = {"kind": "statement", "topic": unit, "statement": f"The text speaks of {figure}.", "evidence": [{"text": quote}]}
    return CONFLICT.parse({**data, "figure": read.model_dump()})


@pytest.mark.parametrize(
    ("text", "right", "wrong", "people"),
    [
        ("Some 30 hooded men burst into a clinic in Olm and fired, leaving ten dead, the coroner said.", "ten", "Some 30", "hooded men"),
        ("A ferry with 187 passengers sank off Dresk, killing at least 22 people.", "at least 22", "187", "passengers"),
    ],
)
def test_a_number_with_the_claim_s_people_gives_way_to_the_one_that_has_its_word(text: str, right: str, wrong: str, people: str) -> None:
    assert found(text, harm(text, wrong, population=people)).get("figure.rival") == "warn"
    assert found(text, harm(text, right)) == {}
    assert "figure.rival" not in found(text, harm(text, wrong, population=people), harm(text, right))


@pytest.mark.parametrize(
    ("text", "right", "outcome"),
    [
        ("The mayor said 48 guards had been injured, one of them losing an eye.", "48", "wounded"),
        ("He was one of about two hundred boys abducted from the school in Olm.", "about two hundred", "abducted"),
    ],
)
def test_one_as_a_pronoun_gives_way_to_those_of_whom_it_is_one(text: str, right: str, outcome: str) -> None:
    assert found(text, harm(text, "one", outcome)).get("figure.rival") == "warn"
    assert found(text, harm(text, right, outcome)) == {}
    assert "figure.rival" not in found(text, harm(text, "one", outcome), harm(text, right, outcome))


def test_a_whole_of_which_nobody_claims_the_part_is_doubted() -> None:
    text = "In the valley 11 of 26 villages are without water, the engineer reports."
    assert found(text, things(text, "26", "villages")).get("figure.rival") == "warn"
    assert "figure.rival" not in found(text, things(text, "11", "villages"))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "outcome"),
    [
        ("More than 5,000 people have fled seven villages along the Halsk.", "More than 5,000", "seven", "displaced"),
        ("The clinic said 283 cases had been confirmed out of 1,902 samples tested.", "283", "1,902", "affected"),
    ],
)
def test_where_people_are_counted_things_give_way_to_them(text: str, right: str, wrong: str, outcome: str) -> None:
    assert found(text, harm(text, wrong, outcome)).get("figure.rival") == "warn"
    assert found(text, harm(text, right, outcome)) == {}


@pytest.mark.parametrize(
    ("text", "right", "wrong", "outcome"),
    [
        ("Rockets hit a queue in Olm: 18 dead, 50 wounded, most of them women.", "50", "most of", "wounded"),
        ("Injured: 41 (of whom 9 seriously).", "41", "9", "wounded"),
        ("Fifteen of the 26 injured were sent home.", "26", "Fifteen", "wounded"),
        ("The mayor put the number of dead at 35, most of them drivers.", "35", "most of", "killed"),
    ],
)
def test_a_part_whose_whole_nobody_claims_is_doubted(text: str, right: str, wrong: str, outcome: str) -> None:
    assert found(text, harm(text, wrong, outcome)).get("figure.rival") == "warn"
    assert found(text, harm(text, right, outcome)) == {}
    assert "figure.rival" not in found(text, harm(text, wrong, outcome), harm(text, right, outcome))


@given(dead=NUMBERS, tried=NUMBERS, place=PLACES)
def test_a_number_without_a_word_gives_way_to_one_that_has_it(dead: str, tried: str, place: str) -> None:
    text = f"{tried} people are to be tried over the fire in {place}, in which {dead} were injured."
    assert bool({"warn", "block"} & set(found(text, harm(text, tried, "wounded")).values())) == (dead != tried)
    assert found(text, harm(text, dead, "wounded")) == {}


@given(first=NUMBERS, second=NUMBERS, nouns=st.permutations(["churches", "schools", "bridges"]))
def test_a_noun_of_the_claim_s_own_beats_another(first: str, second: str, nouns: list[str]) -> None:
    text = f"The bishops said {first} {nouns[0]} had been closed this year and {second} priests sent away."
    wrong = found(text, things(text, second, nouns[0]))
    assert ("figure.rival" in wrong or "figure.of_other_unit" in wrong) == (first != second)
    assert "figure.rival" not in found(text, things(text, first, nouns[0]))


@pytest.mark.parametrize(
    ("text", "figure", "outcome"),
    [
        ("Shelling killed 38 soldiers and 11 civilians.", "11", "killed"),
        ("She said 283 cases had been confirmed out of 1,902 samples tested.", "283", "affected"),
        ("The police director confirmed that 31 were dead and not 22 in Olm.", "31", "killed"),
        ("The ministry reports 917 suspected cholera cases and 29 deaths, including 64 new cases.", "917", "affected"),
        ("MRS TABI SAID CLOSE TO 3,500 PEOPLE WERE IN 42 EVACUATION CENTRES.", "CLOSE TO 3,500", "displaced"),
    ],
)
def test_what_is_no_better_is_no_rival(text: str, figure: str, outcome: str) -> None:
    assert "figure.rival" not in found(text, harm(text, figure, outcome))


def test_a_number_that_a_headline_s_claim_gives_is_no_rival() -> None:
    headline, body = "Fire kills 35 in Olm", "The mayor put the number of dead at 35, most of them drivers."
    part = harm(body, "most of")
    assert "figure.rival" in found(f"{headline}\n\n{body}", part)
    assert "figure.rival" not in found(f"{headline}\n\n{body}", part, harm(headline, "35"))


@pytest.mark.parametrize("name", ["measured", "news"])
def test_one_claim_alone_is_found_what_it_is_found_among_all(name: str) -> None:
    checked = 0
    for read, _, claims in passages(name):
        for number, claim in enumerate(claims):
            others = [*claims[:number], *claims[number + 1 :]]
            assert check_claim(claim, others, read, DOMAIN) == check_claims([claim, *others], read, DOMAIN)[0]
            checked += 1
    assert checked > 300


def test_checking_one_claim_reads_the_numbers_of_its_neighbours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"Shells killed {n} soldiers and wounded {n + 300} others near Olm." for n in range(2, 202)]
    read = reading("\n\n".join(sentences))
    pairs = [claim for n, text in enumerate(sentences, 2) for claim in (harm(text, str(n)), harm(text, str(n + 300), "wounded"))]
    claims = [item.claim for item in ground(pairs, read)]
    looked: list[int] = []
    whole = figure_token._chosen

    def counted(case: Case) -> tuple[Token | None, tuple[Finding, ...]]:
        looked.append(case.number)
        return whole(case)

    monkeypatch.setattr(figure_token, "_chosen", counted)
    assert check_claim(claims[0], claims[1:], read, CONFLICT) == ()
    assert sorted(looked) == [0, 1]
    assert len(check_claims(claims, read, CONFLICT)) == len(claims) == 400
    assert len(looked) == 2 + 400
