"""The table of a release as Parquet: the same rows and dotted names as the CSV, with types. Streams, some thousand rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.claims.fields import flatten_record
from extractor.published import Row

_ROWS = 5_000
"""Rows of a group: what Parquet keeps of each group until the file is closed would grow with a million rows in small ones."""


class Kinds:
    """Which kind of value each dotted name has in the rows seen so far; one that is of several kinds is text."""

    def __init__(self) -> None:
        self._kinds: dict[str, type] = {}

    def add(self, row: Row) -> None:
        """Take up the values of one more row."""
        for name, value in flatten_record(row).items():
            if value is not None:
                kind = type(value) if type(value) in (bool, int, float) else str
                self._kinds[name] = kind if self._kinds.get(name, kind) is kind else str

    def of(self, name: str) -> type:
        """The kind of a column; text where every value is null."""
        return self._kinds.get(name, str)


def write_columnar(path: Path, rows: Iterable[Row], names: Sequence[str], kinds: Kinds) -> None:
    """Write `rows` to `path` with the columns `names`.

    The rows go to pyarrow as lines of JSON: for lists of values it would load pandas, which is 50 MB and a second.
    """
    import pyarrow as pa  # noqa: PLC0415 - a large library, for those who publish
    import pyarrow.json as pj  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    types = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}
    schema = pa.schema([(name, types[kinds.of(name)]) for name in names])
    as_typed = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    waiting = iter(rows)
    with pq.ParquetWriter(path, schema) as out:
        while lines := b"".join(_line(row, names, kinds) for row in islice(waiting, _ROWS)):
            whole = pj.ReadOptions(use_threads=False, block_size=len(lines) + 1)
            out.write_table(pj.read_json(BytesIO(lines), whole, as_typed))


def _line(row: Row, names: Iterable[str], kinds: Kinds) -> bytes:
    flat = flatten_record(row)
    return f"{json.dumps({name: _value(flat.get(name), kinds.of(name)) for name in names})}\n".encode()


def _value(value: Any, kind: type) -> Any:
    """A value as its column has it; what UTF-8 can't hold (lone surrogates) is written out."""
    if value is None or kind is not str:
        return value
    return str(value).encode("utf-8", "backslashreplace").decode()
