"""The checks under fire: whatever claims and texts there are, no crash; whatever is added to a claim, its wrong value stays blocked."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.checks import check_claims, codes
from extractor.checks.coverage import coverage
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Attribution, Claim, Evidence, Mention, PlaceRef, TimeRef, Verification
from extractor.claims.figures import parse_figure
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading
from tests.checks.cases import harm, reading
from tests.strategies import claims as any_claims
from tests.strategies import words as any_words
from tests.text.texts import any_texts

TEXT = (
    "The army said on Monday that shells killed 12 soldiers and injured 20 others near Brenna. "
    "At least 30 villagers were abducted, the mayor said. “No one was hurt,” the ministry added. "
    "Another 7 fled, and up to 5 are missing."
)
READING = reading(TEXT)
FIRST = READING.sentences[0]
WRONG = (("20", "killed"), ("12", "wounded"), ("13", "killed"), ("30", "abducted"), ("12", "captured"))
"""Figures and outcomes that the text doesn't give: another number, swapped outcomes, a changed digit, a dropped qualifier."""


def located(start: int, end: int) -> Evidence:
    return Evidence(text=TEXT[start:end], start=start, end=end)


places = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda span: span[0] < span[1])
words = places.map(lambda span: TEXT[span[0] : span[1]]).filter(str.strip) | st.sampled_from(
    ["the army", "said", "on Monday", "soldiers", "x"]
)
HOSTILE = [
    *("(", "[a-z", "(?P<x>", ".*", "\\", "$^", "{9999}", "\x00", "\u202e12", "\xad", "é" * 500, "a" * 5_000, "\n" * 500),
    *("12", "20 killed", "’s", "%s {0} {{x}}", "<script>", "İ" * 300, "ﬁ" * 300, " ", "a\u0301" * 300, "1,2,3,4," * 500),
]
"""Words that patterns, templates, pages and folds trip over; some stand for figures."""


def _hostile(at: int) -> str:
    return HOSTILE[at]


hostile = st.builds(_hostile, st.integers(0, len(HOSTILE) - 1)) | any_words
mentions = st.builds(Mention, text=words | hostile, name=st.none() | hostile)
times = st.builds(TimeRef, text=words | hostile)
additions: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "statement": st.sampled_from(
            ["12 were killed.", "20 were injured.", "Nobody was killed.", "At least 30 were abducted.", "So it was."]
        )
        | hostile.filter(str.strip),
        "stance": st.sampled_from(["asserted", "hedged", "denied", "disputed", "retracted"]),
        "salience": st.sampled_from(["core", "minor"]),
        "scope": st.sampled_from(["incident", "cumulative"]),
        "attacker": mentions,
        "population": mentions,
        "place": st.builds(PlaceRef, text=words | hostile, name=st.none() | hostile, precision=st.just("locality")),
        "event_time": times,
        "attribution": st.builds(
            Attribution,
            source=st.none() | mentions,
            cue=st.none() | words | hostile,
            basis=st.none() | words | hostile,
            said_on=st.none() | times,
            relays=st.lists(mentions, max_size=2).map(tuple),
        ),
        "verification": st.builds(Verification, status=st.just("confirmed"), text=words | hostile, by=st.none() | hostile),
    },
)


def blocked(claim: Claim, *others: Claim) -> bool:
    return any(finding.severity == "block" for finding in check_claims([claim, *others], READING, CONFLICT)[0])


def right(figure: str, outcome: str) -> Claim:
    return ground([harm(TEXT[slice(*FIRST)], figure, outcome)], READING)[0].claim


@settings(max_examples=200, deadline=None)
@given(wrong=st.sampled_from(WRONG), more=additions, others=st.lists(st.sampled_from([("12", "killed"), ("20", "wounded")]), max_size=2))
def test_nothing_added_to_a_claim_lifts_the_block_of_a_wrong_value(
    wrong: tuple[str, str], more: dict[str, Any], others: list[tuple[str, str]]
) -> None:
    claim = ground([harm(TEXT, *wrong)], READING)[0].claim
    assert blocked(claim)
    assert blocked(claim.model_copy(update=more), *(right(*other) for other in others))


@settings(max_examples=150, deadline=None)
@given(wrong=st.sampled_from(WRONG), unit=hostile | st.sampled_from(["persons", "percent", "soldiers", "vehicles", "km"]), more=additions)
def test_no_unit_lifts_the_block_of_a_wrong_value(wrong: tuple[str, str], unit: str, more: dict[str, Any]) -> None:
    claim = ground([harm(TEXT, *wrong)], READING)[0].claim
    assert claim.figure is not None
    changed = claim.model_copy(update={**more, "figure": claim.figure.model_copy(update={"unit": unit})})
    assert blocked(changed)


@settings(max_examples=100)
@given(wrong=st.sampled_from(WRONG), more=st.lists(places, max_size=3))
def test_no_further_quote_lifts_the_block_of_a_wrong_value(wrong: tuple[str, str], more: list[tuple[int, int]]) -> None:
    claim = ground([harm(TEXT, *wrong)], READING)[0].claim
    assert blocked(claim.model_copy(update={"evidence": (*claim.evidence, *(located(*span) for span in more))}))


@settings(max_examples=100)
@given(figure=st.integers(0, 99).map(str), outcome=st.sampled_from(["killed", "wounded", "captured", "missing", "abducted"]))
def test_of_all_numbers_and_outcomes_only_what_the_text_says_is_let_through(figure: str, outcome: str) -> None:
    claim = ground([harm(TEXT, figure, outcome)], READING)[0].claim
    said = {("12", "killed"), ("20", "wounded")}
    assert blocked(claim) or (figure, outcome) in said or parse_figure(figure) is None


@settings(max_examples=150, deadline=None)
@given(text=any_texts, claims=st.lists(any_claims, max_size=4))
def test_no_claim_and_no_text_makes_a_check_fail(text: str, claims: list[Claim]) -> None:
    read = Reading.of(Document(text=text, name="x", published="2031-05-09", outlet="X"))
    placed = [item.claim for item in ground(claims, read)]
    known = codes()
    for findings in check_claims(placed, read, CONFLICT):
        for finding in findings:
            assert finding.severity in known[finding.code]
            assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(text)
    coverage(placed, read, CONFLICT)


@settings(max_examples=120, deadline=None)
@given(quote=places, more=additions, claim=any_claims)
def test_claims_on_real_words_with_any_fields_make_no_check_fail(quote: tuple[int, int], more: dict[str, Any], claim: Claim) -> None:
    fields = {name: value for name, value in more.items() if name in type(claim).model_fields}
    on_text = claim.model_copy(update={**fields, "evidence": (located(*quote),)})
    assert len(check_claims([on_text, claim], READING, CONFLICT)) == 2
