"""The form for a kind of claim, read off its class. Pure; another domain's kinds get theirs without a line here.

A nested record becomes a group, a tuple of records a list, a `Literal` a choice; a field named `text` or marked `Verbatim` takes words
of the document, which are picked in the article.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from extractor.claims.core import Claim, Evidence, Figure, Mention, PlaceRef, Record, TimeRef, VerbatimMarker
from review_ui.views import FieldView
from review_ui.wording import label, phrase

_ROLES: dict[type[Record], str] = {Figure: "figure", TimeRef: "time", PlaceRef: "place", Mention: "party", Evidence: "quote"}
_HIDDEN = {"start", "end", "prefix", "suffix"}  # the program's work, never the reviewer's
_AREAS = {"statement"}
_FIRST = ("statement", "evidence", "figure")
"""What stands at the head of the claim stands at the head of its form; the rest follows in the codebook's order."""


def forms(kinds: Mapping[str, type[Claim]]) -> dict[str, list[FieldView]]:
    """A form for each kind of a domain, and under `kind` the choice between them."""
    return {name: form_of(kind) for name, kind in kinds.items()}


def form_of(record: type[Record], path: str = "", role: str = "words") -> list[FieldView]:
    """The controls of a record, in the order of its fields. `path` is where it hangs in the claim, "" for the claim itself."""
    fields = record.model_fields
    names = dict.fromkeys([*(name for name in _FIRST if name in fields), *fields])
    shown = [name for name in names if name not in {*_HIDDEN, "kind"}]
    return [_control(name, fields[name], f"{path}.{name}" if path else name, role) for name in shown]


def choices(annotation: Any) -> tuple[str, ...]:
    """The values of an enumerated annotation, looking through `Annotated` and `| None`; empty if it is none."""
    inner, _ = _plain(annotation)
    return tuple(str(value) for value in get_args(inner)) if get_origin(inner) is Literal else ()


def _control(name: str, info: FieldInfo, path: str, role: str) -> FieldView:
    inner, optional = _plain(info.annotation)
    widget, nested = _widget(name, info, inner), record_type(inner)
    role = "source" if path.startswith("attribution") and role == "words" else role
    if nested is not None:
        role = role if nested is Mention and role == "source" else _ROLES.get(nested, role)
    view: FieldView = {"name": name, "path": path, "label": label(name), "widget": widget, "optional": optional, "role": role}
    if widget == "choice":
        view["options"] = [[value, phrase(value)] for value in choices(inner)]
    if nested is not None:
        view["fields"] = form_of(nested, f"{path}.*" if widget == "list" else path, role)
        view["blank"] = blank(nested)
    return view


def _widget(name: str, info: FieldInfo, inner: Any) -> str:
    if record_type(inner) is not None:
        return "list" if get_origin(inner) is tuple else "group"
    if get_origin(inner) is Literal:
        return "choice"
    if inner is int:
        return "number"
    if name == "text" or any(isinstance(mark, VerbatimMarker) for mark in _marks(info)):
        return "words"
    return "area" if name in _AREAS else "line"


def blank(record: type[Record]) -> dict[str, Any]:
    """An empty record as JSON for "add": defaults where there are some, the first choice, else an empty string or null."""
    return {name: _blank_value(info) for name, info in record.model_fields.items()}


def _blank_value(info: FieldInfo) -> Any:
    if not info.is_required():
        default = info.get_default(call_default_factory=True)
        return default.model_dump(mode="json") if isinstance(default, Record) else list(default) if isinstance(default, tuple) else default
    inner, optional = _plain(info.annotation)
    if optional:
        return None
    options = choices(inner)
    nested = record_type(inner)
    if get_origin(inner) is tuple:
        return []
    return options[0] if options else blank(nested) if nested else ""


def _plain(annotation: Any) -> tuple[Any, bool]:
    """`Annotated[X | None, …]` → (X, True)."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        rest = [part for part in get_args(annotation) if part is not type(None)]
        inner, _ = _plain(rest[0])
        return inner, len(rest) < len(get_args(annotation))
    return annotation, False


def record_type(annotation: Any) -> type[Record] | None:
    """The record class of a field, looking through lists, `Annotated` and `| None`; null for plain values."""
    inner, _ = _plain(annotation)
    candidate = get_args(inner)[0] if get_origin(inner) is tuple else inner
    candidate, _ = _plain(candidate)
    return candidate if isinstance(candidate, type) and issubclass(candidate, Record) else None


def _marks(info: FieldInfo) -> list[Any]:
    """Markers of a field, wherever its annotation carries them."""
    marks, pending = list(info.metadata), [info.annotation]
    while pending:
        part: Any = pending.pop()
        marks.extend(getattr(part, "__metadata__", ()))
        pending.extend(get_args(part))
    return marks
