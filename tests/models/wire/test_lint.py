from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from extractor.claims.conflict import CONFLICT
from extractor.models.wire import lint


def strict(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


STRING = {"type": "string"}


def test_a_strict_object_is_fine() -> None:
    assert lint(strict(name=STRING, many={"type": "array", "items": {"type": ["integer", "null"]}})) == []


@pytest.mark.parametrize(
    "keyword",
    [
        "oneOf",
        "allOf",
        "discriminator",
        "default",
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "minItems",
        "format",
        "title",
        "prefixItems",
    ],
)
def test_keywords_that_strict_mode_refuses_are_named(keyword: str) -> None:
    assert lint(strict(name={**STRING, keyword: 1})) == [f"$.name: {keyword} is not portable"]


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({**strict(a=STRING, b=STRING), "required": ["a"]}, "not every property is required"),
        ({**strict(a=STRING), "additionalProperties": True}, "additionalProperties is not false"),
        ({"type": "object", "properties": {}, "required": []}, "additionalProperties is not false"),
        (strict(a={}), "no type"),
        (strict(a={"type": "date"}), "no type"),
        (strict(a={"type": "array"}), "an array without items"),
        (strict(a={"$ref": "#/$defs/Nowhere"}), "#/$defs/Nowhere is not defined here"),
        ({**strict(a={"$ref": "#/$defs/A", "description": "x"}), "$defs": {"A": STRING}}, "a $ref stands alone"),
        (strict(a={"anyOf": [STRING]}), "fewer than two branches"),
        (strict(a={"anyOf": [strict(kind=STRING), strict(kind=STRING)]}), "two branches begin with the same key, kind"),
        ({"anyOf": [strict(), {"type": "null"}]}, "the root is not an object"),
        ({"type": "array", "items": STRING}, "the root is not an object"),
    ],
)
def test_what_strict_mode_refuses_is_said(schema: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in lint(schema)), lint(schema)


def test_branches_are_compared_through_references() -> None:
    schema = {**strict(a={"anyOf": [{"$ref": "#/$defs/A"}, strict(kind=STRING)]}), "$defs": {"A": strict(kind=STRING)}}
    assert lint(schema) == ["$.a: two branches begin with the same key, kind"]


def test_objects_inside_objects_are_counted() -> None:
    schema = STRING
    for _ in range(6):
        schema = strict(inner=schema)
    assert lint(schema) == ["$: 6 levels of objects, more than 5"]


def test_a_schema_that_contains_itself_is_too_deep() -> None:
    node = strict(child={"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]})
    assert any("levels of objects" in found for found in lint({**strict(root={"$ref": "#/$defs/Node"}), "$defs": {"Node": node}}))


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        (strict(**{f"p{number}": STRING for number in range(101)}), "101 properties"),
        (strict(a={"type": "string", "enum": [f"v{number}" for number in range(501)]}), "501 enum values"),
        (strict(a={"type": "string", "enum": ["x" * 15_001]}), "characters of names"),
    ],
)
def test_limits_of_endpoints_are_kept(schema: dict[str, Any], what: str) -> None:
    assert any(what in found for found in lint(schema))


def test_pydantics_own_schema_of_the_record_would_be_refused() -> None:
    problems = lint(CONFLICT.adapter.json_schema())
    assert any("discriminator" in problem for problem in problems)
    assert any("default" in problem for problem in problems)


def test_an_ordinary_pydantic_model_is_refused() -> None:
    class Plain(BaseModel):
        name: str = "x"

    assert lint(Plain.model_json_schema()) != []
