"""Many documents in one file: JSON lines, CSV, Parquet, tar archives, WARC; read record by record, each with its own error.

Rows (JSON lines, CSV, Parquet) have the text in a column and may name themselves (`doc`, `name` or `id`), their `published`, `outlet`,
`url` and `title`. A row without text that has a `path` (beside the file) or a `url` stands for what is there: that makes a manifest.
"""

from __future__ import annotations

import csv
import json
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import InputError, first_fault
from extractor.ingest.archives import read_tar, read_warc
from extractor.ingest.metadata import Metadata
from extractor.ingest.source import Content, Source, unreadable

Row = tuple[int, Mapping[str, Any] | InputError]
_NAMES = ("doc", "name", "id")
_ROWS_AT_ONCE = 64


def is_record_file(path: Path) -> bool:
    """Whether a file holds many documents, by its ending."""
    return _reader(path) is not None


def read_records(path: Path, text_column: str, largest: int) -> Iterator[Source]:
    """The documents in a file, one at a time; what can't be read is a source with its problem. `largest`: bytes of a record."""
    reader, number = _reader(path), 0
    try:
        for source in reader(path, text_column, largest) if reader else ():
            number += 1
            yield source
        if not number:
            yield unreadable(path.name, f"{path}: no documents in it", "Check the file; remove it, or give another.", "input.empty")
    except UnicodeDecodeError as error:
        yield _broken(path, number, f"not UTF-8 (byte 0x{error.object[error.start]:02x})", "Save the file as UTF-8")
    except (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, csv.Error) as error:
        yield _broken(path, number, str(error), "Check the file, or get it anew")


def _broken(path: Path, number: int, why: str, way: str) -> Source:
    what = f"it breaks off after record {number:,}" if number else "can't be read"
    return unreadable(
        f"{path.name}:{number + 1}", f"{path}: {what}: {why}", f"{way}; the records before are taken." if number else f"{way}."
    )


def _reader(path: Path) -> Callable[[Path, str, int], Iterator[Source]] | None:
    name = path.name.lower()
    return next((reader for ending, reader in _READERS.items() if name.endswith(ending)), None)


def _rows(make: Callable[[Path], Iterator[Row]]) -> Callable[[Path, str, int], Iterator[Source]]:
    def read(path: Path, text_column: str, largest: int) -> Iterator[Source]:
        for number, row in make(path):
            place = f"{path.name}:{number}"
            if isinstance(row, InputError):
                yield Source(place, problem=row)
            else:
                yield _of_row(row, path, place, (text_column, largest))

    return read


def _of_row(row: Mapping[str, Any], path: Path, place: str, how: tuple[str, int]) -> Source:
    text_column, largest = how
    name = next((str(row[key]) for key in _NAMES if row.get(key)), place)
    known = {key: row[key] for key in ("published", "outlet", "url", "title") if row.get(key)}
    try:
        metadata = Metadata.model_validate(known)
    except ValidationError as error:
        field, message = first_fault(error)
        return unreadable(name, f"{place}, field {field}: {message}", "Correct the record.")
    text = row.get(text_column)
    if isinstance(text, str) and text:
        if len(text) > largest:
            return unreadable(
                name, f"{place}: {len(text):,} characters are more than the limit", "Raise the limit with --max-bytes.", "input.too_large"
            )
        return Source(name, content=Content(text, "text/plain", metadata))
    if row.get("path"):
        return _beside(path, str(row["path"]), name, metadata)
    if row.get("url"):
        return Source(name, url=str(row["url"]), metadata=metadata)
    return _without_text(row, name, (place, text_column))


def _beside(path: Path, named: str, name: str, metadata: Metadata) -> Source:
    """A file that a record names. Whoever wrote the records must not have files read that lie elsewhere."""
    folder = path.parent.resolve()
    if not (folder / named).resolve().is_relative_to(folder):
        return unreadable(
            name, f"{path}: {named} is not in the folder {path.parent}", "Put the file beside the list, or name it on the command line."
        )
    return Source(name, path=path.parent / named, metadata=metadata)


def _without_text(row: Mapping[str, Any], name: str, where: tuple[str, str]) -> Source:
    place, column = where
    if row.get(column):
        return unreadable(name, f"{place}, field {column}: {type(row[column]).__name__}, not text", "Give its text in quotes.")
    if column in row:
        return unreadable(name, f"{place}, field {column}: no text in it", "Give its text, or a path or url.", "input.empty")
    columns = ", ".join(list(row)[:12])
    return unreadable(name, f"{place}: no column {column!r} (there are: {columns})", "Name the column with --text-column.", "input.empty")


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                yield (
                    number,
                    InputError(f"{path.name}, line {number}: not JSON: {error}", code="input.unreadable", hint="One JSON object a line."),
                )
                continue
            wrong = InputError(f"{path.name}, line {number}: not a JSON object", code="input.unreadable", hint="One JSON object a line.")
            yield number, row if isinstance(row, dict) else wrong


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a document is longer than the 128 KB that csv takes by itself
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, strict=True)  # or a quotation mark that is never closed would swallow all rows that follow
        for number in count(1):
            try:
                row = next(rows, None)
            except csv.Error as error:
                message = f"{path.name}, to line {rows.line_num}: not CSV: {error}"
                yield number, InputError(message, code="input.unreadable", hint="Double quotation marks inside a field, and close each.")
                continue
            if row is None:
                return
            yield number, {key: value for key, value in row.items() if isinstance(key, str)}


def _parquet(path: Path) -> Iterator[Row]:
    import pyarrow.parquet  # noqa: PLC0415 - a large library, for those who give Parquet

    number = 0
    with pyarrow.parquet.ParquetFile(path, memory_map=True) as table:
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                yield number, {key: _dated(value) for key, value in row.items()}


def _dated(value: Any) -> Any:
    """A day or moment as EDTF has it; anything else as it is."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date) else value


_READERS: dict[str, Callable[[Path, str, int], Iterator[Source]]] = {
    ".jsonl": _rows(_json_lines),
    ".ndjson": _rows(_json_lines),
    ".csv": _rows(_csv),
    ".parquet": _rows(_parquet),
    ".tar": read_tar,
    ".tar.gz": read_tar,
    ".tgz": read_tar,
    ".warc": read_warc,
    ".warc.gz": read_warc,
}
