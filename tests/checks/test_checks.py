"""What each check finds, and what it lets pass."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.checks import CHECKS, check_claims, codes
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim, Evidence
from extractor.claims.finding import Span
from extractor.text.ground import ground
from extractor.text.sentences import pieces
from tests.checks.cases import attributed, check, found, harm, reading

BOTH = "The patrol killed 12 gunmen and injured 20 others on May 3 in three villages."
RANGE = "The coroner said that 10 to 15 men had drowned."
LEAST = "The coroner said that at least 30 guards were killed."


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (BOTH, harm(BOTH, "12", population="gunmen")),
        (BOTH, harm(BOTH, "20", "wounded")),
        (LEAST, harm(LEAST, "at least 30", population="guards", **attributed("The coroner", "said"))),
        (RANGE, harm(RANGE, "10 to 15")),
        ("Thirty men were killed or wounded.", harm("Thirty men were killed or wounded.", "Thirty", "killed_or_wounded")),
        ("A guard was killed at the gate.", harm("A guard was killed at the gate.", "A", population="guard")),
    ],
)
def test_a_right_claim_is_let_pass(text: str, claim: Claim) -> None:
    assert found(text, claim) == {}


@pytest.mark.parametrize(
    ("text", "claim", "code", "severity"),
    [
        (BOTH, harm("The patrol killed 14 gunmen", "14"), "quote.absent", "block"),
        (BOTH, harm(BOTH, "19"), "figure.not_in_quote", "block"),
        (BOTH, harm(BOTH, "2"), "figure.not_in_quote", "block"),
        (BOTH, harm(BOTH, "20"), "figure.not_governed", "block"),
        (BOTH, harm(BOTH, "12", "wounded"), "figure.not_governed", "block"),
        (BOTH, harm(BOTH, "3"), "figure.of_other_unit", "block"),
        (BOTH, harm(BOTH, "three"), "figure.of_other_unit", "block"),
        ("A raid killed nine at two clinics.", harm("A raid killed nine at two clinics.", "two"), "figure.of_other_unit", "block"),
        (BOTH, harm(BOTH, "12", population="fishermen"), "population.absent", "block"),
        (BOTH, harm(BOTH, "12", "captured"), "outcome.unsupported", "block"),
        (BOTH, harm(BOTH, "12", statement="Nine gunmen were killed."), "statement.figure_disagrees", "block"),
        (BOTH, harm(BOTH, "12", statement="12 gunmen were wounded."), "statement.value_disagrees", "warn"),
        (BOTH, harm(BOTH), "figure.missing", "warn"),
        (LEAST, harm(LEAST, "30"), "figure.qualifier_dropped", "block"),
        (RANGE, harm(RANGE, "10"), "figure.qualifier_dropped", "block"),
        ("Of the 30 guards, two of the 30 fled; 9 died.", harm("two of the 30 fled", "30", "displaced"), "figure.of_whole", "info"),
    ],
)
def test_a_wrong_value_is_caught(text: str, claim: Claim, code: str, severity: str) -> None:
    assert found(text, claim).get(code) == severity


def test_bounds_that_the_words_don_t_mean_are_blocked() -> None:
    right = harm(LEAST, "at least 30")
    assert right.figure is not None
    wrong = right.model_copy(update={"figure": right.figure.model_copy(update={"high": 30})})
    assert found(LEAST, wrong)["figure.bounds_disagree"] == "block"


@pytest.mark.parametrize("outcome", ["killed", "wounded"])
def test_one_number_for_two_classes_is_never_split(outcome: str) -> None:
    text = "Thirty men were killed or wounded."
    assert found(text, harm(text, "Thirty", outcome))["outcome.merged_class_split"] == "block"


def test_other_people_have_another_number() -> None:
    text = "Shelling killed 12 soldiers and three drivers."
    assert found(text, harm(text, "three", population="soldiers"))["figure.of_other_population"] == "block"
    assert found(text, harm(text, "three", population="drivers")) == {}


def test_one_number_serves_one_claim() -> None:
    text = "The patrol killed eight raiders using drones, and five at close range."
    first = harm(text, "five", statement="Five raiders were killed using drones.")
    second = harm(text, "five", statement="Five raiders were killed at close range.")
    assert [{finding.code for finding in findings} for findings in check(text, first, second)] == [{"figure.reused"}, {"figure.reused"}]


def test_the_order_of_the_claims_changes_nothing() -> None:
    text = f"{BOTH} The patrol killed 12 gunmen, the mayor said."
    claims = [harm(BOTH, "12", population="gunmen"), harm("The patrol killed 12 gunmen, the mayor said.", "12", population="gunmen")]
    forwards, backwards = check(text, *claims), check(text, *claims[::-1])
    assert forwards == backwards[::-1]
    assert [finding.code for findings in forwards for finding in findings] == ["claim.duplicate"]


@pytest.mark.parametrize(
    ("text", "stance", "statement", "code", "severity"),
    [
        ("No guards were killed at the gate.", "asserted", "Guards were killed.", "stance.negation_lost", "block"),
        ("No guards were killed at the gate.", "asserted", "No guards were killed.", None, None),
        ("No guards were killed at the gate.", "denied", "Guards were killed.", None, None),
        ("Guards were reportedly killed at the gate.", "asserted", "Guards were killed.", "stance.hedge_lost", "warn"),
        ("Guards were reportedly killed at the gate.", "hedged", "Guards were killed.", None, None),
        ("Guards were killed at the gate.", "denied", "Guards were killed.", "stance.unsupported", "warn"),
    ],
)
def test_negation_and_hedging_are_not_lost(text: str, stance: str, statement: str, code: str | None, severity: str | None) -> None:
    result = {
        name: value for name, value in found(text, harm(text, stance=stance, statement=statement)).items() if name.startswith("stance")
    }
    assert result == ({code: severity} if code else {})


def test_a_denying_cue_needs_the_stance() -> None:
    text = "The ministry denied that guards were killed."
    claim = harm(text, statement="Guards were killed.", **attributed("The ministry", "denied"))
    assert found(text, claim)["stance.denial_lost"] == "block"


@pytest.mark.parametrize(
    ("source", "cue", "code"),
    [
        ("Mayor Ana Brek", "said", None),
        ("Colonel Ivo Sand", "said", "source.other_speaker"),
        ("the Harbour Board", "according to", None),
        ("Mayor Ana Brek", "according to", "source.other_speaker"),
    ],
)
def test_the_source_is_whoever_stands_at_the_cue(source: str, cue: str, code: str | None) -> None:
    text = "Mayor Ana Brek said 12 men were killed.\n\nNine men were hurt, according to the Harbour Board.\n\nColonel Ivo Sand said little."
    quote = "Mayor Ana Brek said 12 men were killed." if cue == "said" else "Nine men were hurt, according to the Harbour Board."
    figure, outcome = ("12", "killed") if cue == "said" else ("Nine", "wounded")
    assert list(found(text, harm(quote, figure, outcome, **attributed(source, cue)))) == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "figure", "source", "cue"),
    [
        ("Nine were killed, the prefect, Ana Brek, is quoted by the Coast Press as saying.", "Nine", "the prefect, Ana Brek", "quoted"),
        ("Mayor Ana Brek spoke.\n\n“It was dark,” she said, adding that nine were killed.", "nine", "Mayor Ana Brek", "adding"),
        ("“We have told their wives that nine were killed,” Mayor Ana Brek told the council.", "nine", "Mayor Ana Brek", "told"),
        ("A nurse said two; on Monday Mayor Ana Brek gave the number as ten. She said nine were killed.", "nine", "Mayor Ana Brek", "said"),
        ("The list has ten names, against nine killed shown in official records.", "nine", "official records", "shown"),
        ("The Harbour Union called the ministry's toll false and said nine were killed.", "nine", "The Harbour Union", "said"),
        ("The Harbour Union, in Olm, put losses at two and claimed nine guards were killed.", "nine", "The Harbour Union", "claimed"),
        ("Mayor Ana Brek spoke.\n\n“It was dark,” she told Radio Olm, adding that nine were killed.", "nine", "Mayor Ana Brek", "adding"),
        (
            "Mayor Ana Brek spoke. The army was told. “It was dark.\n\n“Nine were killed. We ran,” she said.",
            "Nine",
            "Mayor Ana Brek",
            "said",
        ),
        (
            "Nine deaths had been confirmed by noon. Mayor Ana Brek spoke.\n\nNine were confirmed killed.",
            "Nine",
            "Mayor Ana Brek",
            "confirmed",
        ),
        ("The army's statement, posted at 9 a.m., gave nine men killed.", "nine", "The army", "gave"),
        ("Shells fell at 2 p.m. from the hill, said Ana Brek, mayor of Olm.\n\n“Nine were killed,” she said.", "Nine", "Ana Brek", "said"),
        ("Mayor Ana Brek spoke.\n\nFour men are yet to be identified and nine were killed, she said.", "nine", "Mayor Ana Brek", "said"),
    ],
)
def test_a_source_is_found_across_what_stands_between_it_and_its_cue(text: str, figure: str, source: str, cue: str) -> None:
    quote = text.rpartition("\n\n")[2]
    assert "source.other_speaker" not in found(text, harm(quote, figure, **attributed(source, cue)))


def test_an_office_s_director_is_not_the_office() -> None:
    text = "The relief office spoke. The relief office's director, Ana Brek, said nine were killed."
    quote = "The relief office's director, Ana Brek, said nine were killed."
    assert found(text, harm(quote, "nine", **attributed("The relief office's director, Ana Brek", "said"))) == {}
    assert "source.other_speaker" in found(text, harm(quote, "nine", **attributed("The relief office", "said")))


def test_a_name_at_the_head_of_a_sentence_is_no_speaker_in_an_aside() -> None:
    text = "Red Front fighters attacked a camp on Monday, killing nine, residents and officials said."
    assert found(text, harm(text, "nine", **attributed("residents and officials", "said"))) == {}
    assert "source.other_speaker" in found(text, harm(text, "nine", **attributed("Red Front", "said")))


def test_he_is_no_woman() -> None:
    text = "Ombudswoman Clara Brek spoke.\n\nHe said nine were killed."
    claim = harm("He said nine were killed.", "nine", **attributed("Ombudswoman Clara Brek", "said"))
    assert "source.other_speaker" in found(text, claim)
    assert found(text.replace("He", "She"), claim.model_copy(update={"evidence": (Evidence(text="She said nine were killed."),)})) == {}


@pytest.mark.parametrize(
    "text",
    [
        "The group denied responsibility and killed nine.",
        "The army denied the first report and said nine men were killed.",
        "State television said nine men were killed, and denied that any villagers had been hurt.",
    ],
)
def test_a_denial_of_something_else_is_no_denial_of_the_figure(text: str) -> None:
    assert "stance.denial_lost" not in found(text, harm(text, "nine"))
    assert "stance.denial_lost" in found("The army denied that nine men died.", harm("The army denied that nine men died.", "nine"))


def test_of_two_places_of_a_number_the_one_before_the_claim_s_people_is_meant() -> None:
    text = "A shell killed two teachers near Olm and two farmers."
    claims = [harm(text, "two", population="teachers"), harm(text, "two", population="farmers")]
    assert [{finding.code for finding in findings} for findings in check(text, *claims)] == [set(), set()]


def test_of_two_articles_each_is_the_one_before_the_claim_s_people() -> None:
    text = "The army struck a rebel camp, injuring a watchman and a sentinel known as Brek."
    claims = [harm(text, "a", "wounded", population=who) for who in ("watchman", "sentinel")]
    assert [{finding.code for finding in findings} for findings in check(text, *claims)] == [set(), set()]


def test_a_word_for_people_by_what_befell_them_may_stand_behind_two_numbers() -> None:
    text = "The ministry reports 917 suspected cholera cases and 29 deaths, including 64 new cases."
    assert found(text, harm(text, "917", "affected", population="cases")) == {}


def test_a_claim_about_one_person_has_no_number_of_others() -> None:
    text = "Bandits on 60 motorcycles, each carrying two men, shot dead a night guard and fled."
    assert found(text, harm(text, "a", population="night guard")) == {}
    assert found(text, harm(text, "two", population="night guard"))["figure.of_other_population"] == "warn"
    crew = "A ship with a crew of 21 has vanished."
    assert "figure.of_other_population" not in found(crew, harm(crew, "21", "missing", population="crew"))


def test_those_who_speak_are_not_those_of_whom_they_speak() -> None:
    for text, number in (("Two officers said around 600 soldiers had died.", "Two"), ("One of them, Ana Brek, said 11 had died.", "One")):
        assert found(text, harm(text, number))["figure.of_other_population"] == "warn"
    for text, number in (
        ("An estimated 600 fighters crossed, three officials said.", "An estimated 600"),
        ("The governor said five.", "five"),
    ):
        assert "figure.of_other_population" not in found(text, harm(text, number, "displaced"))


def test_a_number_with_a_word_of_its_own_is_not_what_the_sentence_says_elsewhere() -> None:
    text = "We have buried 17, among them four women, and we are still looking for six people."
    assert found(text, harm(text, "six", "missing")) == {}
    assert "figure.not_governed" in found(text, harm(text, "six"))
    assert "figure.not_governed" in found(text, harm(text, "four", "missing", population="women"))
    text = "Some 400 families left for Olm after stray bullets killed five."
    assert found(text, harm(text, "Some 400", "missing", population="families"))["outcome.unsupported"] == "warn"


def test_about_after_a_word_for_what_is_known_is_no_qualifier() -> None:
    text = "We have information about eight more dead."
    assert found(text, harm(text, "eight")) == {}
    assert (
        found("There are about eight more dead.", harm("There are about eight more dead.", "eight"))["figure.qualifier_dropped"] == "block"
    )


def test_an_article_is_the_one_before_people() -> None:
    text = "Debris killed a shepherd and set fire to a store holding grain."
    assert found(text, harm(text, "a", population="shepherd")) == {}
    assert "figure.not_governed" in found(text, harm(text, "a", "captured", population="shepherd"))


def test_estimated_is_a_qualifier_only_behind_an_article() -> None:
    text = "The survey estimated 38,000 deaths."
    assert found(text, harm(text, "38,000")) == {}
    hedged = "The survey found an estimated 38,000 deaths."
    assert found(hedged, harm(hedged, "38,000"))["figure.qualifier_dropped"] == "block"


def test_who_is_cited_is_the_source() -> None:
    text = "Twelve men were killed, Coast Press reported, citing a port official."
    assert found(text, harm(text, "Twelve", **attributed("Coast Press", "reported")))["source.is_relay"] == "warn"
    assert "source.is_relay" not in found(text, harm(text, "Twelve", **attributed("a port official", "citing")))


@pytest.mark.parametrize(
    ("edtf", "published", "code", "severity"),
    [
        ("2031-05-05", "2031-05-09", None, None),
        ("2031-05-06", "2031-05-09", "time.disagrees", "block"),
        (None, "2031-05-09", "time.unresolved", "warn"),
        (None, None, "time.unresolved", "info"),
    ],
)
def test_weekdays_are_worked_out_again(edtf: str | None, published: str | None, code: str | None, severity: str | None) -> None:
    text = "Twelve men were killed on Monday."
    time = {"text": "on Monday", "edtf": edtf, "resolved_from": "publication_date" if edtf else None}
    assert found(text, harm(text, "Twelve", event_time=time), published=published) == ({code: severity} if code else {})


def test_parts_are_not_more_than_their_total() -> None:
    text = "The army admitted 10 casualties, 8 killed and 5 wounded."
    claims = [harm(text, "10", "unspecified"), harm(text, "8"), harm(text, "5", "wounded")]
    assert [{finding.code for finding in findings} for findings in check(text, *claims)] == [{"figure.parts_exceed_total"}, set(), set()]


def test_a_quote_too_long_to_show_anything_is_blocked() -> None:
    text = "Twelve men were killed. " * 400
    assert found(text, harm(text.strip(), "Twelve"))["quote.too_long"] == "block"


def test_a_quote_that_is_not_what_stands_at_its_place_is_blocked() -> None:
    read = reading(BOTH)
    claim = harm(BOTH, "12").model_copy(update={"evidence": (Evidence(text="The guards", start=0, end=10),)})
    assert "quote.absent" in {finding.code for finding in check_claims([claim], read, CONFLICT)[0]}


def test_claims_beyond_the_limit_are_blocked_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.text.limit.MAX_CLAIMS", 1)
    results = check(BOTH, harm(BOTH, "12"), harm(BOTH, "20", "wounded"))
    assert [[finding.code for finding in findings] for findings in results] == [[], ["claim.too_many"]]


def test_every_finding_has_a_sentence_and_a_place_inside_the_text() -> None:
    claims: list[Claim] = [harm(BOTH, figure, outcome) for figure in ("12", "20", "3", "three") for outcome in ("killed", "captured")]
    for findings in check(BOTH, *claims):
        for finding in findings:
            assert finding.message.endswith(".")
            assert finding.span is None or 0 <= finding.span.start < finding.span.end <= len(BOTH)
            assert finding.severity in codes()[finding.code]


def test_checks_name_no_code_twice_over() -> None:
    names = [check_.name for check_ in CHECKS]
    assert len(names) == len(set(names))


def test_no_claims_no_findings() -> None:
    empty: list[Any] = check_claims([], reading(""), CONFLICT)
    assert empty == []


@pytest.mark.parametrize(("words", "figure"), [("30 млн", "30"), ("30 万", "30"), ("30 × 40", "30"), ("30 × 40", "40"), ("30~40", "40")])
def test_digits_that_something_multiplies_are_no_figure_of_their_own(words: str, figure: str) -> None:
    text = f"Shells killed {words} men near Olm."
    assert "figure.not_in_quote" in found(text, harm(text, figure))


def test_the_sentences_of_a_document_are_cut_once_however_often_it_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[Span] = []

    def counted(text: str, sentence: Span) -> list[Span]:
        cut.append(sentence)
        return pieces(text, sentence)

    monkeypatch.setattr("extractor.text.reading.pieces", counted)
    text = "Shells killed 12 men near Olm. The ferry waited."
    read = reading(text)
    for _ in range(3):
        check_claims([item.claim for item in ground([harm(text, "12")], read)], read, CONFLICT)
    assert len(cut) == 2


@pytest.mark.parametrize(
    ("words", "figure"),
    [("12\u2060000", "12"), ("12\xad000", "12"), ("12,\u200b000", "12"), ("1\U000e003112", "12"), ("twenty-\u200bfive", "twenty")],
)
def test_a_part_of_a_number_is_no_figure_whatever_unseen_stands_in_it(words: str, figure: str) -> None:
    text = f"Shells killed {words} men near Olm."
    assert "figure.not_in_quote" in found(text, harm(text, figure))


def test_unseen_characters_beside_a_number_change_nothing() -> None:
    text = "Shells killed\u200b 12\u2060 men near Olm."
    assert found(text, harm(text, "12")) == {}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Lava buried the hamlet of Tana on Thursday, a week after 640 people had been moved out of it.", "killed"),
        ("By nightfall a boat had taken up five survivors and one body; the search for the others goes on.", "missing"),
    ],
)
def test_a_value_that_is_said_of_others_is_doubted_where_the_number_has_a_word_of_its_own(text: str, outcome: str) -> None:
    figure = "640" if "640" in text else "one"
    assert found(text, harm(text, figure, outcome)).get("outcome.unsupported") == "warn"


def test_a_value_whose_word_may_be_shared_is_only_noted() -> None:
    text = "In the clinic lay six men with gunshot wounds; two wore the uniform."
    assert found(text, harm(text, "two", "wounded"), harm(text, "six", "wounded")) == {"figure.not_governed": "info"}


@pytest.mark.parametrize(("figure", "outcome"), [("612", "affected"), ("14", "killed")])
def test_an_adjective_in_ed_parts_no_number_from_its_noun_and_a_rate_counts_nobody(figure: str, outcome: str) -> None:
    text = "The clinic has recorded 612 suspected cases of cholera and 14 related deaths, a case fatality rate of 2.3 per cent."
    other = {"affected": "killed", "killed": "affected"}[outcome]
    assert found(text, harm(text, figure, outcome)) == {}
    assert found(text, harm(text, figure, other)).get("figure.not_governed") in {"warn", "block"}


@pytest.mark.parametrize(
    "speakers", ["two local officials and a health worker said", "according to two diplomats", "two security sources told Harbour Post"]
)
def test_those_who_speak_share_no_word_of_those_they_speak_of(speakers: str) -> None:
    text = f"Gunmen stormed the market of Olm on Saturday, killing at least 17 people, {speakers}."
    assert found(text, harm(text, "two")).get("figure.of_other_population") == "warn"
    assert found(text, harm(text, "at least 17")) == {}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("• Shelters open: 14, hosting 3,120 people", "14"),
        ("The driver died while 23 passengers sustained multiple injuries.", "multiple"),
        ("Troops in Olm seized 24 rifles and 300,000 reais in cash.", "300,000"),
    ],
)
def test_what_a_label_or_a_noun_makes_of_a_number_is_no_count_of_people(text: str, figure: str) -> None:
    assert "figure.of_other_unit" in found(text, harm(text, figure, "displaced" if "Shelters" in text else "wounded"))


def test_a_label_of_a_place_counts_nothing() -> None:
    text = "As of noon, 9 deaths (Region V: 6; Region VIII: 3) have been reported."
    assert "figure.of_other_unit" not in found(text, harm(text, "3"))
