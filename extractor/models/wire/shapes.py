"""How each type of the record looks on the wire: its schema, and the way there and back.

A `Shape` is built once from a type annotation of a record class. Three things make answers short without losing anything: a mention
whose words are its name is a plain string, a part that says nothing is null, and a quote that stands only once is a plain string.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from extractor.claims.core import Attribution, Evidence, Figure, Mention, Record, TimeRef
from extractor.claims.dates import resolve_time

DERIVED: Mapping[type[Record], frozenset[str]] = {
    Evidence: frozenset({"start", "end", "suffix"}),
    Figure: frozenset({"bounds_from"}),
    TimeRef: frozenset({"resolved_from"}),
}
"""Fields that the program fills in; a language model is never asked for them."""

SCALARS: Mapping[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class Shape:
    """One type on the wire: JSON `schema`, `read` from an answer (with the publication date or null), `write` into wire form.

    `read` only rearranges: what it can't make sense of it passes on, so that validating the record names the field.
    """

    schema: dict[str, Any]
    read: Callable[[Any, str | None], Any]
    write: Callable[[Any], Any]


class ShapeBuilder:
    """Builds shapes; each record class becomes one definition (`$defs`), referred to wherever it stands."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}
        self._records: dict[type[Record], Shape] = {}

    def shape(self, annotation: Any) -> Shape:
        """The shape of a type annotation. Raises `TypeError` for one that has no portable form."""
        origin = get_origin(annotation)
        if origin is Annotated:
            return self.shape(get_args(annotation)[0])
        if origin is Literal:
            return Shape({"type": "string", "enum": list(get_args(annotation))}, _same, _plain)
        if origin is tuple:
            return self._array(get_args(annotation)[0])
        if origin in (Union, types.UnionType):
            return self._nullable(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Record):
            return self._record(annotation)
        if annotation in SCALARS:
            return Shape({"type": SCALARS[annotation]}, _same, _plain)
        raise TypeError(f"{annotation!r} has no form on the wire")

    def fields(self, record: type[Record], names: list[str]) -> dict[str, Shape]:
        """The shapes of the named fields; a record that is complete by default may be null ("nothing to say")."""
        shapes = {}
        for name in names:
            field = record.model_fields[name]
            shape = self.shape(field.annotation)
            default = field.default
            if isinstance(default, Record):
                shape = _defaulted(shape, default)
            shapes[name] = shape
        return shapes

    def _array(self, item: Any) -> Shape:
        shape = self.shape(item)
        return Shape(
            {"type": "array", "items": shape.schema},
            lambda value, published: [shape.read(one, published) for one in value] if isinstance(value, list) else value,
            lambda value: [shape.write(one) for one in value],
        )

    def _nullable(self, annotation: Any) -> Shape:
        inner = [arg for arg in get_args(annotation) if arg is not types.NoneType]
        if len(inner) != 1 or len(inner) == len(get_args(annotation)):
            raise TypeError(f"{annotation!r}: only X | None has a form on the wire")
        return _or_null(self.shape(inner[0]))

    def _record(self, record: type[Record]) -> Shape:
        if record not in self._records:
            self._records[record] = self._define(record)
        return self._records[record]

    def _define(self, record: type[Record]) -> Shape:
        derived = DERIVED.get(record, frozenset())
        fields = self.fields(record, [name for name in record.model_fields if name not in derived])
        if record is Evidence:
            fields = {"before": fields["prefix"], "text": fields["text"]}
        schema = object_schema({name: shape.schema for name, shape in fields.items()})
        if record in (Mention, Evidence):
            schema = {"anyOf": [{"type": "string"}, schema]}
        self.definitions[record.__name__] = schema
        return Shape(
            {"$ref": f"#/$defs/{record.__name__}"},
            lambda value, published: _finish(record, read_fields(fields, value, published), published),
            lambda value: _shorten(record, {name: shape.write(_attribute(value, name)) for name, shape in fields.items()}),
        )


def object_schema(properties: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A strict object: every property required, no others."""
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}


def read_fields(fields: Mapping[str, Shape], value: Any, published: str | None) -> Any:
    """Read an object's fields; absent ones stay absent, unknown ones are passed on and so refused by the record."""
    if not isinstance(value, dict):
        return value
    return {name: fields[name].read(item, published) if name in fields else item for name, item in value.items()}


def _same(value: Any, _published: str | None) -> Any:
    return value


def _plain(value: Any) -> Any:
    return value


def _attribute(value: Any, name: str) -> Any:
    """A record's value for the wire; a quote that has been located needs no words before it."""
    if isinstance(value, Evidence) and name == "before":
        return value.prefix if value.start is None else ""
    return getattr(value, name)


def _or_null(shape: Shape) -> Shape:
    schema = shape.schema
    if set(schema) == {"type"} and isinstance(schema["type"], str):
        nullable: dict[str, Any] = {"type": [schema["type"], "null"]}
    else:
        nullable = {"anyOf": [schema, {"type": "null"}]}
    return Shape(
        nullable,
        lambda value, published: None if value is None or value == "" else shape.read(value, published),
        lambda value: None if value is None else shape.write(value),
    )


def _defaulted(shape: Shape, default: Record) -> Shape:
    """Null on the wire stands for the record's default; for an attribution, for the outlet's own voice (CODEBOOK.md, Attribution)."""
    silent = Attribution(source_type="outlet") if isinstance(default, Attribution) else default
    nullable = _or_null(shape)
    return Shape(
        nullable.schema,
        lambda value, published: silent.model_dump() if value is None else shape.read(value, published),
        lambda value: None if value == silent else shape.write(value),
    )


def _finish(record: type[Record], value: Any, published: str | None) -> Any:
    """Fill in what the program derives: where bounds and dates come from, which words are a name."""
    if isinstance(value, str) and record in (Mention, Evidence):
        return {"text": value}
    return _FINISH[record](value, published) if record in _FINISH and isinstance(value, dict) else value


def _finish_evidence(value: dict[str, Any], _published: str | None) -> dict[str, Any]:
    before = {"prefix": value["before"] or ""} if "before" in value else {}
    return {**{name: item for name, item in value.items() if name != "before"}, **before}


def _finish_mention(value: dict[str, Any], _published: str | None) -> dict[str, Any]:
    return {**value, "name": None} if value.get("name") == value.get("text") else value


def _finish_figure(value: dict[str, Any], _published: str | None) -> dict[str, Any]:
    """CODEBOOK.md, table "Figure": vague words are exactly the rows whose bounds are conventions."""
    return {**value, "bounds_from": "convention" if value.get("qualifier") == "vague" else "text"}


def _finish_time(value: dict[str, Any], published: str | None) -> dict[str, Any]:
    return {**value, "resolved_from": _origin(value.get("text"), value.get("edtf"), published)}


_FINISH: Mapping[type[Record], Callable[[dict[str, Any], str | None], dict[str, Any]]] = {
    Evidence: _finish_evidence,
    Mention: _finish_mention,
    Figure: _finish_figure,
    TimeRef: _finish_time,
}


def _origin(words: Any, edtf: Any, published: str | None) -> str | None:
    """Where a date that the model gave comes from: the words alone, the words and the publication date, else the context."""
    if not edtf:
        return None
    if isinstance(words, str):
        for anchor in dict.fromkeys((None, published)):
            resolved = resolve_time(words, anchor)
            if resolved.edtf == edtf:
                return resolved.resolved_from
    return "context"


def _shorten(record: type[Record], value: dict[str, Any]) -> Any:
    if record is Mention and value["name"] is None:
        return value["text"]
    if record is Evidence and not value["before"]:
        return value["text"]
    return value
