from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter

from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim, Evidence, Figure, Mention, Sentence, TimeRef
from extractor.claims.domain import Domain
from extractor.models.wire import lint, wire_format
from extractor.models.wire.shapes import DERIVED, ShapeBuilder


class Sighting(Claim):
    kind: Literal["sighting"] = "sighting"
    species: Mention
    behaviour: Sentence | None = None


class Rumour(Claim):
    kind: Literal["rumour"] = "rumour"


WILDLIFE = Domain(
    name="wildlife",
    kinds={"sighting": Sighting, "rumour": Rumour},
    adapter=TypeAdapter(Annotated[Sighting | Rumour, Field(discriminator="kind")]),
)


def keys(schema: Any) -> set[str]:
    """Every key of a JSON value, at any depth."""
    if isinstance(schema, dict):
        return set(schema) | {key for value in schema.values() for key in keys(value)}
    return {key for value in schema for key in keys(value)} if isinstance(schema, list) else set()


@pytest.mark.parametrize("domain", [CONFLICT, WILDLIFE], ids=lambda domain: domain.name)
def test_the_schema_of_a_domain_passes_the_linter(domain: Domain) -> None:
    assert lint(wire_format(domain).schema) == []


def test_nothing_that_the_program_derives_is_asked_of_a_model() -> None:
    names = keys(wire_format(CONFLICT).schema)
    assert names.isdisjoint({"start", "end", "prefix", "suffix", "bounds_from", "resolved_from", "id"})
    for record, fields in DERIVED.items():
        assert fields <= set(record.model_fields), record


def test_every_other_field_of_every_kind_is_asked_for() -> None:
    names = keys(wire_format(CONFLICT).schema)
    for record in CONFLICT.kinds.values():
        assert set(record.model_fields) <= names
    for part in (Mention, Figure, TimeRef, Evidence):
        assert set(part.model_fields) - DERIVED.get(part, frozenset()) - {"prefix"} <= names


def test_a_domain_of_other_kinds_has_its_own_schema_without_code_of_its_own() -> None:
    kinds = wire_format(WILDLIFE).schema["properties"]["claims"]["items"]["properties"]["kind"]["anyOf"]
    assert [list(branch["properties"]) for branch in kinds] == [["sighting"], ["rumour"]]
    assert list(kinds[0]["properties"]["sighting"]["properties"]) == ["species", "behaviour"]
    assert kinds[1]["properties"]["rumour"]["properties"] == {}


def test_a_quote_comes_before_what_is_made_of_it() -> None:
    properties = wire_format(CONFLICT).schema["properties"]["claims"]["items"]["properties"]
    assert list(properties)[:3] == ["evidence", "statement", "kind"]


def test_the_schema_is_generated_once() -> None:
    assert wire_format(CONFLICT) is wire_format(CONFLICT)


def test_the_digest_stands_for_the_schema() -> None:
    assert wire_format(CONFLICT).digest != wire_format(WILDLIFE).digest
    assert len(wire_format(CONFLICT).digest) == 16


def test_the_schema_is_small_enough_to_be_sent_with_every_request() -> None:
    assert len(json.dumps(wire_format(CONFLICT).schema, separators=(",", ":"))) < 5_500


@pytest.mark.parametrize("annotation", [dict[str, int], set[str], int | str, int | str | None, bytes])
def test_a_type_without_a_portable_form_is_a_programming_error(annotation: Any) -> None:
    with pytest.raises(TypeError, match="form on the wire"):
        ShapeBuilder().shape(annotation)
