from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from extractor.claims.conflict import CONFLICT, Casualties
from extractor.claims.core import Claim, Evidence, Record, Verbatim
from extractor.claims.fields import FieldChange, diff_fields, flatten, replace_field, verbatim_fields
from tests import strategies


class Symptom(Record):
    text: Verbatim
    onset: Verbatim | None = None
    rank: int = 1


class Outbreak(Claim):
    kind: Literal["outbreak"] = "outbreak"
    symptoms: tuple[Symptom, ...] = ()
    route: Verbatim | None = None


def full_claim() -> Casualties:
    return Casualties.model_validate(
        {
            "statement": "Twelve people died.",
            "evidence": [{"text": "killed 12 men"}],
            "outcome": "killed",
            "population": {"text": "men", "name": "Miners"},
            "figure": {"text": "12", "low": 12, "high": 12, "qualifier": "exact"},
            "attribution": {
                "source": {"text": "the ministry"},
                "cue": "said",
                "basis": "after a count",
                "relays": [{"text": "the agency"}],
                "said_on": {"text": "on Monday"},
            },
            "event_time": {"text": "Sunday"},
            "place": {"text": "the pit", "precision": "exact"},
            "verification": {"status": "unverified", "text": "could not verify", "by": "the paper"},
        }
    )


def test_every_word_that_must_stand_in_the_document_is_listed_once() -> None:
    assert dict(verbatim_fields(full_claim())) == {
        "attribution.source.text": "the ministry",
        "attribution.cue": "said",
        "attribution.basis": "after a count",
        "attribution.said_on.text": "on Monday",
        "attribution.relays.0.text": "the agency",
        "event_time.text": "Sunday",
        "place.text": "the pit",
        "verification.text": "could not verify",
        "figure.text": "12",
        "population.text": "men",
    }


def test_a_claim_of_another_domain_needs_nothing_of_ours() -> None:
    claim = Outbreak(statement="x", evidence=(Evidence(text="q"),), symptoms=(Symptom(text="fever", onset="at night"),), route="by water")
    assert dict(verbatim_fields(claim)) == {"symptoms.0.text": "fever", "symptoms.0.onset": "at night", "route": "by water"}
    assert flatten(claim)["symptoms.0.rank"] == 1


def test_flattening_gives_each_scalar_its_dotted_name_and_a_null_part_one_key() -> None:
    flat = flatten(full_claim())
    assert flat["figure.low"] == 12
    assert flat["evidence.0.text"] == "killed 12 men"
    assert flat["attacker"] is None
    assert "attacker.text" not in flat
    assert list(flat)[:2] == ["kind", "statement"]


def test_an_edit_is_validated_as_a_whole_and_leaves_the_old_claim_alone() -> None:
    claim = full_claim()
    edited = replace_field(claim, "figure.high", 15)
    assert edited.figure is not None
    assert edited.figure.high == 15
    assert claim.figure is not None
    assert claim.figure.high == 12
    with pytest.raises(ValidationError, match="greater than high"):
        replace_field(claim, "figure.high", 3)


def test_a_list_grows_by_its_next_place_and_no_further() -> None:
    claim = replace_field(full_claim(), "attribution.relays.1", {"text": "the wire"})
    assert [relay.text for relay in claim.attribution.relays] == ["the agency", "the wire"]
    with pytest.raises(KeyError):
        replace_field(claim, "attribution.relays.3", {"text": "too far"})


@pytest.mark.parametrize("path", ["nope", "figure.nope", "attribution.relays.x", "attacker.text", "kind.deeper", ""])
def test_a_path_the_claim_does_not_have_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        replace_field(full_claim(), path, "x")


def test_a_null_part_is_set_as_a_whole() -> None:
    claim = replace_field(full_claim(), "attacker", {"text": "the owners"})
    assert claim.attacker is not None
    assert claim.attacker.text == "the owners"


def test_a_difference_names_path_old_and_new() -> None:
    old = full_claim()
    new = replace_field(replace_field(old, "figure", None), "stance", "hedged")
    changes = diff_fields(old, new)
    assert FieldChange("stance", "asserted", "hedged") in changes
    assert FieldChange("figure.low", 12, None) in changes
    assert all(change.path.startswith(("stance", "figure")) for change in changes)


@settings(max_examples=60, deadline=None)
@given(strategies.claims)
def test_writing_back_what_stands_there_changes_nothing(claim: Claim) -> None:
    assert diff_fields(claim, claim) == []
    for path, words in verbatim_fields(claim):
        assert flatten(claim)[path] == words
        assert replace_field(claim, path, words) == claim


@settings(max_examples=60, deadline=None)
@given(strategies.claims)
def test_any_claim_survives_json(claim: Claim) -> None:
    assert CONFLICT.parse_json(claim.model_dump_json()) == claim
