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
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import InputError, first_fault
from extractor.ingest.metadata import Metadata
from extractor.ingest.source import Content, Source

Row = tuple[int, Mapping[str, Any] | InputError]
_NAMES = ("doc", "name", "id")
_ROWS_AT_ONCE = 64
_PAGE_KINDS = {"text/html", "application/xhtml+xml", "text/plain", "application/pdf"}
_OK = "200"


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
    except (OSError, EOFError, ValueError, UnicodeDecodeError, tarfile.TarError, zlib.error, csv.Error) as error:
        what = f"{path}: it breaks off after {number:,} records: {error}" if number else f"{path}: can't be read: {error}"
        hint = "Check the file, or get it anew; the records before are taken."
        yield Source(f"{path.name}:{number + 1}", problem=InputError(what, code="input.unreadable", hint=hint))


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
        return _bad(name, f"{place}, field {field}: {message}", "Correct the record.")
    text = row.get(text_column)
    if isinstance(text, str) and text:
        if len(text) > largest:
            return _bad(
                name, f"{place}: {len(text):,} characters are more than the limit", "Raise the limit with --max-bytes.", "input.too_large"
            )
        return Source(name, content=Content(text, "text/plain", metadata))
    if row.get("path"):
        return Source(name, path=path.parent / str(row["path"]), metadata=metadata)
    if row.get("url"):
        return Source(name, url=str(row["url"]), metadata=metadata)
    return _without_text(row, name, (place, text_column))


def _without_text(row: Mapping[str, Any], name: str, where: tuple[str, str]) -> Source:
    place, column = where
    if row.get(column):
        return _bad(name, f"{place}, field {column}: {type(row[column]).__name__}, not text", "Give its text in quotes.")
    if column in row:
        return _bad(name, f"{place}, field {column}: no text in it", "Give its text, or a path or url.", "input.empty")
    columns = ", ".join(list(row)[:12])
    return _bad(name, f"{place}: no column {column!r} (there are: {columns})", "Name the column with --text-column.", "input.empty")


def _bad(name: str, message: str, hint: str, code: str = "input.unreadable") -> Source:
    return Source(name, problem=InputError(message, code=code, hint=hint))


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
                    InputError(f"line {number}: not JSON: {error}", code="input.unreadable", hint="One JSON object a line."),
                )
                continue
            wrong = InputError(f"line {number}: not a JSON object", code="input.unreadable", hint="One JSON object a line.")
            yield number, row if isinstance(row, dict) else wrong


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a document is longer than the 128 KB that csv takes by itself
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            yield number, {key: value for key, value in row.items() if isinstance(key, str)}


def _parquet(path: Path) -> Iterator[Row]:
    import pyarrow.parquet  # noqa: PLC0415 - a large library, for those who give Parquet

    number = 0
    with pyarrow.parquet.ParquetFile(path, memory_map=True) as table:
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                yield number, {key: str(value) if value is not None else None for key, value in row.items()}


def _tar(path: Path, _text_column: str, largest: int) -> Iterator[Source]:
    with tarfile.open(path, "r|*") as archive:  # a stream: nothing is unpacked to disk, and no list of members is kept
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # tarfile would remember every member
            if not member.isfile() or Path(member.name).name.startswith("."):
                continue
            if member.size > largest:
                message = f"{path}: {member.name}: {member.size / 1e6:.1f} MB is more than the limit"
                yield _bad(member.name, message, "Raise the limit with --max-bytes.", "input.too_large")
                continue
            held = archive.extractfile(member)
            yield Source(member.name, content=Content(held.read() if held else b""))


def _warc(path: Path, _text_column: str, largest: int) -> Iterator[Source]:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - for those who give WARC

    with path.open("rb") as file:
        for number, record in enumerate(_loaded(ArchiveIterator(file)), start=1):
            if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != _OK:
                continue
            kind = str(record.http_headers.get_header("Content-Type") or "text/html").partition(";")[0].strip().lower()
            url = str(record.rec_headers.get_header("WARC-Target-URI") or f"{path.name}:{number}")
            if kind not in _PAGE_KINDS:
                continue
            data = record.content_stream().read(largest + 1)
            if len(data) > largest:
                yield _bad(url, f"{path}: {url}: more than the limit", "Raise the limit with --max-bytes.", "input.too_large")
                continue
            page = "text/html" if kind == "application/xhtml+xml" else kind
            yield Source(url, content=Content(data, page, Metadata(url=url)))


def _loaded(records: Iterator[Any]) -> Iterator[Any]:
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above

    try:
        yield from records
    except ArchiveLoadFailed as error:
        raise ValueError(str(error)) from error


_READERS: dict[str, Callable[[Path, str, int], Iterator[Source]]] = {
    ".jsonl": _rows(_json_lines),
    ".ndjson": _rows(_json_lines),
    ".csv": _rows(_csv),
    ".parquet": _rows(_parquet),
    ".tar": _tar,
    ".tar.gz": _tar,
    ".tgz": _tar,
    ".warc": _warc,
    ".warc.gz": _warc,
}
