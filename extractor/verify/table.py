"""The table of a release, read beside its rows: every line must be the one that its row makes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.errors import UsageError
from extractor.published import CLAIMS, TABLE, Row
from extractor.snapshot import Columns, cells_of, table_line
from extractor.verify.difference import Difference

_BEHIND = 1 << 16


class Table:
    """A `claims.csv`, open; its own header names the columns until all rows are known (`columns`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.open(encoding="utf-8", newline="")
        self._header: list[str] = []
        self.columns = Columns()

    def __enter__(self) -> Self:
        try:
            self._header = _cells(self._lines.readline())
        except UnicodeDecodeError as error:
            self._lines.close()
            raise self._damaged() from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._lines.close()

    def next(self, row: Row, *, intact: bool) -> Iterator[Difference]:
        """Where the next line is not the one that `row` makes. Whose fault it is `intact` says: is the row as its receipt has it?"""
        expected = cells_of(row, self._header)
        line = table_line(expected)
        found = self._read(len(line))
        if found == line:
            return
        name, given, there = _first_differing(self._header, expected, _cells(found + self._read(_BEHIND)))
        values, file = ((given, there), TABLE) if intact else ((there, given), CLAIMS)
        yield Difference(name, *values, claim=str(row["id"]), file=file)

    def end(self) -> Iterator[Difference]:
        """What stands behind the last row, and columns that are not those of the rows."""
        if rest := self._read(_BEHIND):
            yield Difference("line", None, rest, file=TABLE)
        if self.columns.names != self._header:
            yield Difference("columns", ",".join(self.columns.names), ",".join(self._header), file=TABLE)

    def _read(self, size: int) -> str:
        try:
            return self._lines.read(size)
        except UnicodeDecodeError as error:
            raise self._damaged() from error

    def _damaged(self) -> UsageError:
        return UsageError(f"{self._path}: not UTF-8", hint="The file is damaged: get the release again.")


def _cells(text: str) -> list[str]:
    """The first line's cells; none if it can't be read as one."""
    try:
        return next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return []


def _first_differing(names: list[str], expected: list[str], found: list[str]) -> tuple[str, str | None, str | None]:
    """(column, expected, found) of the first cell that differs; of the whole line where all cells are the same, or none is left."""
    if not found:
        return "line", table_line(expected), None
    for name, wanted, there in zip(names, expected, found, strict=False):
        if wanted != there:
            return name, wanted, there
    return "line", table_line(expected), table_line(found)
