"""What strict mode refuses, or only some endpoints accept, found before an endpoint says so.

The rules are the intersection of OpenAI's structured outputs, vLLM's and llama.cpp's grammars (docs: "Supported schemas").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KEYWORDS = frozenset({"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "$defs", "description"})
TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})
MAX_DEPTH = 5
MAX_PROPERTIES = 100
MAX_ENUM = 500
MAX_NAMES = 15_000


def lint(schema: dict[str, Any]) -> list[str]:
    """Everything about `schema` that is not portable strict JSON Schema, each as `path: what`; empty = fine."""
    problems = list(_problems(schema, "$", schema))
    if schema.get("type") != "object" or "anyOf" in schema:
        problems.append("$: the root is not an object")
    nodes = [node for _, node in _walk(schema, "$")]
    properties = [name for node in nodes for name in node.get("properties", {})]
    values = [value for node in nodes for value in node.get("enum", [])]
    for what, count, limit in (
        ("levels of objects", _depth(schema, schema, ()), MAX_DEPTH),
        ("properties", len(properties), MAX_PROPERTIES),
        ("enum values", len(values), MAX_ENUM),
        ("characters of names and enum values", sum(len(str(name)) for name in [*properties, *values]), MAX_NAMES),
    ):
        if count > limit:
            problems.append(f"$: {count} {what}, more than {limit}")
    return problems


def _walk(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside `node`, itself first."""
    if not isinstance(node, dict):
        return
    yield path, node
    for group in ("properties", "$defs"):
        for name, child in node.get(group, {}).items():
            yield from _walk(child, f"{path}.{name}")
    yield from _walk(node.get("items"), f"{path}[]")
    for number, child in enumerate(node.get("anyOf", [])):
        yield from _walk(child, f"{path}|{number}")


def _problems(schema: dict[str, Any], root_path: str, root: dict[str, Any]) -> Iterator[str]:
    for path, node in _walk(schema, root_path):
        yield from (f"{path}: {keyword} is not portable" for keyword in node.keys() - KEYWORDS)
        if "$ref" in node:
            yield from _reference(path, node, root)
        elif "anyOf" in node:
            yield from _choice(path, node, root)
        else:
            yield from _typed(path, node)


def _reference(path: str, node: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if len(node) > 1:
        yield f"{path}: a $ref stands alone"
    if _target(node, root) is None:
        yield f"{path}: {node['$ref']} is not defined here"


def _choice(path: str, node: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if len(node["anyOf"]) < 2:  # noqa: PLR2004 - a choice is between two
        yield f"{path}: anyOf with fewer than two branches"
    first = [key for branch in node["anyOf"] for key in _first_keys(branch, root)]
    yield from (f"{path}: two branches begin with the same key, {key}" for key in sorted({key for key in first if first.count(key) > 1}))


def _typed(path: str, node: dict[str, Any]) -> Iterator[str]:
    kinds = node.get("type")
    named = kinds if isinstance(kinds, list) else [kinds]
    if not named or not set(named) <= TYPES:
        yield f"{path}: no type, or one that JSON Schema does not have"
    if "array" in named and "items" not in node:
        yield f"{path}: an array without items"
    if "object" in named:
        if node.get("additionalProperties") is not False:
            yield f"{path}: additionalProperties is not false"
        if list(node.get("properties", {})) != node.get("required"):
            yield f"{path}: not every property is required"


def _first_keys(node: dict[str, Any], root: dict[str, Any]) -> list[str]:
    target = _target(node, root) or node
    if "anyOf" in target:
        return [key for branch in target["anyOf"] for key in _first_keys(branch, root)]
    return list(target.get("properties", {}))[:1]


def _target(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any] | None:
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    found: dict[str, Any] | None = root.get("$defs", {}).get(name)
    return found


def _depth(node: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]) -> int:
    if "$ref" in node:
        name = str(node["$ref"])
        target = _target(node, root)
        return MAX_DEPTH + 1 if name in seen else _depth(target, root, (*seen, name)) if target else 0
    inside = [*node.get("properties", {}).values(), *node.get("anyOf", [])]
    if isinstance(node.get("items"), dict):
        inside.append(node["items"])
    return int("properties" in node) + max((_depth(child, root, seen) for child in inside), default=0)
