"""The files of a release, byte for byte: how rows become lines and cells, what the manifest says of them, and reading them back.

Who writes a release and who verifies one both use this, so that they agree.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.claims.fields import flatten_record
from extractor.errors import UsageError
from extractor.published import Row, json_sha256

SEAL = "seal"

_BLOCK = 1 << 20


def json_line(value: Any) -> str:
    """One line of JSON. What UTF-8 can't hold (lone surrogates) stays escaped; all else is readable."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(value)
    return line + "\n"


def read_json(content: str | bytes) -> Any:
    """A JSON value. Raises `ValueError` also for a name that is there twice: one reader would take the first value, another the last."""
    return json.loads(content, object_pairs_hook=_object_of)


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def json_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file; streams. Raises `UsageError` naming file and line for one that is damaged."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            yield _object(path, number, line)


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = read_json(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _damaged(path, number, f"not UTF-8 (byte {error.start + 1})") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, number, f"not JSON ({error})") from error
    if not isinstance(value, dict):
        raise _damaged(path, number, "not a JSON object")
    return value


def _damaged(path: Path, number: int, what: str) -> UsageError:
    return UsageError(f"{path}, line {number}: {what}", hint="The file is damaged: get the release again.")


class Columns:
    """The columns of the table: every dotted name of any row, in the order in which they turn up."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def add(self, row: Row) -> None:
        """Take up the names of one more row."""
        self._names.update(dict.fromkeys(flatten_record(row)))

    @property
    def names(self) -> list[str]:
        """The columns. A null part (`place`) and its fields (`place.text`) would both be columns: only the fields are."""
        parents = {name[:at] for name in self._names for at, character in enumerate(name) if character == "."}
        return [name for name in self._names if name not in parents]


def cells_of(row: Row, columns: Iterable[str]) -> list[str]:
    """A row's cells. Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV injection")."""
    flat = flatten_record(row)
    return [_cell(flat.get(name)) for name in columns]


def _cell(value: object) -> str:
    if isinstance(value, str):
        words = value.encode("utf-8", "backslashreplace").decode()
        return f"'{words}" if words[:1] and words[:1] in "=+-@\t\r" else words
    return "" if value is None else str(value)


def table_line(cells: Iterable[str]) -> str:
    """One line of the table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def seal_of(manifest: Mapping[str, Any]) -> str:
    """The seal of a manifest: a SHA-256 over all it says, and so over every file of the release."""
    return f"sha256:{json_sha256({name: value for name, value in manifest.items() if name != SEAL})}"
