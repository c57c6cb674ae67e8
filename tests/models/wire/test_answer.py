from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.conflict import CONFLICT, Casualties
from extractor.claims.core import Attribution, Claim, Evidence, Figure, Mention, PlaceRef, TimeRef, Verification
from extractor.errors import ModelAnswerError
from extractor.models.wire import parse_answer, read_claims, wire_format
from extractor.models.wire.answer import Answer
from extractor.protocol import Malformed
from tests.endpoint import statement

KILLED: dict[str, Any] = {
    "evidence": ["The army said on Monday that at least 12 soldiers had been killed near Dorrin."],
    "statement": "At least 12 soldiers were killed near Dorrin.",
    "kind": {"casualties": {"outcome": "killed", "population": "soldiers", "attacker": None, "scope": "incident"}},
    "figure": {"text": "at least 12", "low": 12, "high": None, "qualifier": "at_least", "unit": "persons"},
    "attribution": {
        "source": {"text": "The army", "name": "Tarsian Army"},
        "source_type": "military",
        "cue": "said",
        "basis": None,
        "said_on": {"text": "on Monday", "edtf": "2031-03-10"},
        "relays": ["Tarna"],
    },
    "event_time": None,
    "place": {"text": "Dorrin", "name": None, "precision": "locality"},
    "stance": "asserted",
    "verification": None,
    "salience": "core",
}


def read(*items: Any, published: str | None = "2031-03-12") -> tuple[list[Claim], tuple[Malformed, ...]]:
    parsed = read_claims(parse_answer(json.dumps({"claims": items, "replaces": []})), CONFLICT, published)
    return [proposed.claim for proposed in parsed.claims], parsed.malformed


def test_an_item_becomes_the_record_with_quotes_not_yet_located() -> None:
    claims, malformed = read(KILLED)
    assert malformed == ()
    assert claims == [
        Casualties(
            statement="At least 12 soldiers were killed near Dorrin.",
            evidence=(Evidence(text=KILLED["evidence"][0]),),
            outcome="killed",
            population=Mention(text="soldiers"),
            scope="incident",
            figure=Figure(text="at least 12", low=12, high=None, qualifier="at_least"),
            attribution=Attribution(
                source=Mention(text="The army", name="Tarsian Army"),
                source_type="military",
                cue="said",
                said_on=TimeRef(text="on Monday", edtf="2031-03-10", resolved_from="publication_date"),
                relays=(Mention(text="Tarna"),),
            ),
            place=PlaceRef(text="Dorrin", precision="locality"),
        )
    ]


def test_writing_a_claim_gives_the_item_it_came_from() -> None:
    claims, _ = read(KILLED, statement("Something was said."))
    assert [wire_format(CONFLICT).write(claim) for claim in claims] == [KILLED, statement("Something was said.")]


def test_one_bad_item_does_not_lose_the_others() -> None:
    bad = {**KILLED, "figure": {**KILLED["figure"], "qualifier": "roughly"}}
    claims, malformed = read(KILLED, bad, statement("Something was said."))
    assert [claim.kind for claim in claims] == ["casualties", "statement"]
    assert len(malformed) == 1
    assert json.loads(malformed[0].raw) == bad
    assert "figure.qualifier" in malformed[0].reason


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"evidence": []}, "evidence"),
        ({"evidence": [""]}, "evidence"),
        ({"evidence": [7]}, "evidence"),
        ({"evidence": "one string"}, "evidence"),
        ({"statement": " "}, "statement"),
        ({"kind": "casualties"}, "casualties.outcome"),
        ({"kind": {}}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": {"massacre": {}}}, "massacre"),
        ({"kind": {"casualties": {}, "statement": {}}}, "kind"),
        ({"kind": {"casualties": None}}, "outcome"),
        ({"figure": {"text": "12", "low": 13, "high": 12, "qualifier": "range", "unit": "persons"}}, "greater than high"),
        ({"figure": {"text": "12", "low": -1, "high": 12, "qualifier": "range", "unit": "persons"}}, "figure.low"),
        ({"figure": 12}, "figure"),
        ({"event_time": {"text": "Monday", "edtf": "10.3.2031"}}, "event_time.edtf"),
        ({"stance": "certain"}, "stance"),
        ({"confidence": 0.9}, "confidence"),
        ({"start": 4}, "start"),
        ({"place": {"text": "Dorrin"}}, "place.precision"),
        ({"attribution": []}, "attribution"),
        ({"attribution": {"source": {"name": "x"}, "relays": "Tarna"}}, "attribution"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(change: dict[str, Any], field: str) -> None:
    claims, malformed = read({**KILLED, **change})
    assert claims == []
    assert field in malformed[0].reason


def test_an_items_values_are_not_repeated_in_the_reason() -> None:
    _, malformed = read({**KILLED, "stance": "a whole document " * 100})
    assert "document" not in malformed[0].reason


@pytest.mark.parametrize("item", [None, 5, "text", [], [KILLED], {}, True, {"kind": [1]}])
def test_items_that_are_no_claims_at_all_are_kept_as_malformed(item: Any) -> None:
    claims, malformed = read(item)
    assert claims == []
    assert json.loads(malformed[0].raw) == item


def test_null_stands_for_nothing_to_say() -> None:
    (claim,), _ = read(statement("Something was said."))
    assert claim.attribution == Attribution(source_type="outlet")
    assert claim.verification == Verification()
    assert claim.figure is None


def test_empty_strings_where_null_is_possible_are_null() -> None:
    (claim,), _ = read({**KILLED, "attribution": {**KILLED["attribution"], "cue": "", "source": ""}})
    assert claim.attribution.cue is None
    assert claim.attribution.source is None


def test_absent_keys_that_may_be_null_are_null() -> None:
    kept = ("evidence", "statement", "kind")
    (claim,), malformed = read({name: KILLED[name] for name in kept})
    assert malformed == ()
    assert claim.figure is None
    assert claim.place is None


def test_a_name_equal_to_the_words_is_no_name() -> None:
    (claim,), _ = read({**KILLED, "kind": {"casualties": {**KILLED["kind"]["casualties"], "population": {"text": "men", "name": "men"}}}})
    assert isinstance(claim, Casualties)
    assert claim.population == Mention(text="men", name=None)


def test_words_before_a_repeated_quote_are_its_prefix() -> None:
    (claim,), _ = read({**KILLED, "evidence": [{"before": "the ministry: ", "text": "12 soldiers"}]})
    assert claim.evidence == (Evidence(text="12 soldiers", prefix="the ministry: "),)
    assert wire_format(CONFLICT).write(claim)["evidence"] == [{"before": "the ministry: ", "text": "12 soldiers"}]


def test_a_located_quote_is_written_without_its_surroundings() -> None:
    (claim,), _ = read(KILLED)
    located = claim.model_copy(update={"evidence": (Evidence(text="12", start=3, end=5, prefix="the", suffix="men"),)})
    assert wire_format(CONFLICT).write(located)["evidence"] == ["12"]


def test_vague_words_have_conventional_bounds() -> None:
    (claim,), _ = read({**KILLED, "figure": {"text": "several", "low": 3, "high": None, "qualifier": "vague", "unit": "persons"}})
    assert claim.figure is not None
    assert claim.figure.bounds_from == "convention"


@pytest.mark.parametrize(
    ("words", "edtf", "origin"),
    [
        ("on March 10, 2031", "2031-03-10", "text"),
        ("on Monday", "2031-03-10", "publication_date"),
        ("that day", "2031-03-07", "context"),
        ("that day", None, None),
    ],
)
def test_where_a_date_comes_from_is_worked_out_by_the_program(words: str, edtf: str | None, origin: str | None) -> None:
    (claim,), _ = read({**KILLED, "event_time": {"text": words, "edtf": edtf}})
    assert claim.event_time == TimeRef.model_validate({"text": words, "edtf": edtf, "resolved_from": origin})


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"claim": []}', '{"claims": {}}', "sure!"])
def test_an_envelope_of_another_shape_is_a_typed_error(text: str) -> None:
    with pytest.raises(ModelAnswerError, match="not the JSON that was asked for") as caught:
        parse_answer(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ['```json\n{"claims": []}\n```', '```\n{"claims": []}```', '\n {"claims": []} \n', '{"claims": [], "notes": 1}']
)
def test_wrappings_that_models_like_are_tolerated(text: str) -> None:
    assert parse_answer(text) == Answer(claims=[], replaces=[])


def test_a_repair_says_which_claim_it_replaces() -> None:
    answer = parse_answer(json.dumps({"claims": [KILLED, {"bad": 1}, KILLED], "replaces": [2, 1]}))
    assert read_claims(answer, CONFLICT, None).replaces == (2, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KILLED, "text", "name", "before", "edtf", "casualties"]), inner)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3))
def test_any_json_is_either_a_claim_or_malformed(items: list[Any]) -> None:
    parsed = read_claims(Answer(claims=items), CONFLICT, "2031-03-12")
    assert len(parsed.claims) + len(parsed.malformed) == len(items)
    assert len(parsed.replaces) == len(parsed.claims)


@given(st.sampled_from(list(KILLED)), JSON)
def test_any_value_in_any_field_is_either_read_or_named(field: str, value: Any) -> None:
    claims, malformed = read({**KILLED, field: value})
    assert len(claims) + len(malformed) == 1
