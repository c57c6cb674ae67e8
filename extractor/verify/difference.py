"""One thing in a release that is not as it should be, and how two values are shown so that a reader sees where they part. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from extractor.errors import fault_message

_SHOWN = 160
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs: the `field` (dotted path) of a `claim` or of a `file`, what it should be and what it is."""

    field: str
    expected: object
    found: object
    claim: str | None = None
    file: str | None = None


def misshapen(error: ValidationError, *, claim: str | None = None, file: str | None = None) -> Iterator[Difference]:
    """What Pydantic finds wrong with a value's shape."""
    for one in error.errors(include_url=False):
        yield Difference(".".join(str(step) for step in one["loc"]) or "record", fault_message(one["msg"]), one["input"], claim, file)


def shown(expected: object, found: object) -> tuple[str, str]:
    """Both values in a line each; long words are shortened around the first character that differs. Nothing unprintable is printed."""
    if not isinstance(expected, str) or not isinstance(found, str):
        return _line(expected), _line(found)
    if max(len(expected), len(found)) <= _SHOWN:
        return repr(expected), repr(found)
    at = next((place for place, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found)))
    return _around(expected, at), _around(found, at)


def printable(line: str) -> str:
    """`line` with what a terminal might take for a command written out; a forged release may hold anything."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in line)


def _line(value: Any) -> str:
    line = "nothing" if value is None else value if isinstance(value, str) and value.isprintable() else repr(value)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _around(words: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND
    return f"{'…' if start else ''}{words[start:end]!r}{'…' if end < len(words) else ''}"
