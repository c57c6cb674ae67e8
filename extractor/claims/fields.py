"""The fields of any claim by dotted path: which are verbatim, flattened, edited and compared.

Everything is read off the Pydantic models, so that a new kind or domain needs nothing here. A path names fields and list places:
`figure.text`, `attribution.relays.0.text`, `evidence.0.start`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

from extractor.claims.core import Claim, VerbatimMarker

Scalar = str | int | float | bool | None
ClaimT = TypeVar("ClaimT", bound=Claim)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One scalar that differs between two versions of a claim."""

    path: str
    old: Scalar
    new: Scalar


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """(name, whether a plain string in it is verbatim) of each field."""
    return tuple(
        (name, name == "text" or any(isinstance(mark, VerbatimMarker) for mark in _marks(info.metadata, info.annotation)))
        for name, info in model.model_fields.items()
    )


def _marks(metadata: Sequence[Any], annotation: Any) -> Iterator[Any]:
    """Every annotation mark of a field, also inside `Verbatim | None`."""
    yield from metadata
    yield from getattr(annotation, "__metadata__", ())
    for part in getattr(annotation, "__args__", ()):
        yield from _marks((), part)


def verbatim_fields(claim: Claim) -> Iterator[tuple[str, str]]:
    """(dotted path, words) of every field whose words must stand in the document, in record order; evidence apart, nulls left out."""
    for path, words in _verbatim("", claim):
        if not path.startswith("evidence."):
            yield path, words


def _verbatim(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name, marked in _fields(type(value)):
            inner, inner_path = getattr(value, name), f"{path}.{name}" if path else name
            if marked and isinstance(inner, str):
                yield inner_path, inner
            else:
                yield from _verbatim(inner_path, inner)
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _verbatim(f"{path}.{place}", inner)


def flatten(claim: Claim) -> dict[str, Scalar]:
    """Every field of the claim under its dotted name, in record order.

    Null parts keep one key (`place`: null), list items count from 0, empty lists have no key. For CSV, Parquet and diffs.
    """
    return flatten_record(claim.model_dump(mode="json"))


def flatten_record(record: Mapping[str, Any]) -> dict[str, Scalar]:
    """The same of a record in JSON types, e.g. a published one."""
    return dict(_flat("", record))


def _flat(path: str, value: Any) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _flat(f"{path}.{place}", inner)
    else:
        yield path, value


def replace_field(claim: ClaimT, path: str, value: Any) -> ClaimT:
    """A copy of `claim` with the field at `path` set to `value` (JSON), validated as a whole.

    A list's next free place appends. Where a part on the way is null (`place.text` of a claim without place) give the whole part.
    Raises `KeyError` for a path the claim doesn't have and `pydantic.ValidationError` for a value it can't take.
    """
    data = claim.model_dump(mode="python")
    _set(data, path.split("."), value, path)
    return type(claim).model_validate(data)


def _set(data: Any, steps: list[str], value: Any, path: str) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict):
        if step not in data:
            raise KeyError(path)
        data[step] = _changed(data[step], rest, value, path)
    else:
        raise KeyError(path)


def _changed(old: Any, rest: list[str], value: Any, path: str) -> Any:
    """`old` with `value` put in at `rest`; the whole of `old` if nothing is left to descend."""
    if not rest:
        return value
    if isinstance(old, tuple | list):
        items, place = list(old), rest[0]
        if not place.isdecimal() or int(place) > len(items):
            raise KeyError(path)
        index = int(place)
        items[index : index + 1] = [_changed(items[index] if index < len(items) else None, rest[1:], value, path)]
        return items
    _set(old, rest, value, path)
    return old


def diff_fields(old: Claim, new: Claim) -> list[FieldChange]:
    """What differs between two versions of a claim, in record order; fields that only one has are null on the other side."""
    before, after = flatten(old), flatten(new)
    paths = [*before, *(path for path in after if path not in before)]
    return [FieldChange(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)]
