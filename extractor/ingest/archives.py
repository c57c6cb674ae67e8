"""Archives: tar and WARC, read as streams. Nothing is unpacked to disk, and a file that was cut short is never taken for a whole one."""

from __future__ import annotations

import gzip
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self, cast

from extractor.ingest.metadata import Metadata
from extractor.ingest.source import Content, Source, unreadable

_PAGE_KINDS = {"text/html", "application/xhtml+xml", "text/plain", "application/pdf"}
_OK = "200"
_LONGEST_HEADER = 1_000_000
_GZIP = b"\x1f\x8b"
_RECORD_END = b"\r\n\r\n"


class _Member(tarfile.TarInfo):
    """A member's header. Raises `ValueError` for a damaged or missing one, where tarfile would end the archive without a word."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if len(buf) == tarfile.BLOCKSIZE and not any(buf):
            return super().frombuf(buf, encoding, errors)  # raises: this is how an archive ends
        try:
            member = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            raise ValueError(f"a member has no whole header: {error}") from error
        if member.size > _LONGEST_HEADER and member.type not in (*tarfile.REGULAR_TYPES, tarfile.GNUTYPE_SPARSE):
            raise ValueError(f"a header of {member.size / 1e6:.1f} MB")  # tarfile would hold it in memory
        return member


def read_tar(path: Path, _text_column: str, largest: int) -> Iterator[Source]:
    """The files in a tar archive, plain or compressed by gzip."""
    # By the block: where the file breaks off, what a larger read had already got would be lost.
    with _unzipped(path) as file, tarfile.open(fileobj=file, mode="r|", bufsize=tarfile.BLOCKSIZE, tarinfo=_Member) as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # tarfile would remember every member
            if not member.isfile() or Path(member.name).name.startswith("."):
                continue
            if member.size > largest:
                message = f"{path}: {member.name}: {member.size / 1e6:.1f} MB is more than the limit"
                yield unreadable(member.name, message, "Raise the limit with --max-bytes.", "input.too_large")
                continue
            held = archive.extractfile(member)
            yield Source(member.name, content=Content(held.read() if held else b""))


def read_warc(path: Path, _text_column: str, largest: int) -> Iterator[Source]:
    """The pages in a web archive, plain or compressed by gzip."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - for those who give WARC

    with _unzipped(path) as file:
        for number, record in enumerate(_loaded(ArchiveIterator(file)), start=1):
            if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != _OK:
                continue
            kind = str(record.http_headers.get_header("Content-Type") or "text/html").partition(";")[0].strip().lower()
            url = str(record.rec_headers.get_header("WARC-Target-URI") or f"{path.name}:{number}")
            if kind not in _PAGE_KINDS:
                continue
            data = record.content_stream().read(largest + 1)
            if len(data) > largest:
                yield unreadable(url, f"{path}: {url}: more than the limit", "Raise the limit with --max-bytes.", "input.too_large")
                continue
            _require_end(record)
            page = "text/html" if kind == "application/xhtml+xml" else kind
            yield Source(url, content=Content(data, page, Metadata(url=url)))
    if not _is_zipped(path):
        _require_ending(path)


def _unzipped(path: Path) -> IO[bytes]:
    """The file's bytes, by gzip's own reader where it is compressed: only that one says when a file was cut short."""
    return cast("IO[bytes]", gzip.open(path)) if _is_zipped(path) else path.open("rb")


def _is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def _require_ending(path: Path) -> None:
    """Raises `EOFError` if a web archive doesn't end as records do."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(_RECORD_END)))
        if size and file.read() != _RECORD_END:
            raise EOFError("the file ends inside a record")


def _loaded(records: Iterator[Any]) -> Iterator[Any]:
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above

    try:
        for record in records:
            yield record
            _require_end(record)
    except (ArchiveLoadFailed, AttributeError) as error:  # the latter for a header that was cut short
        raise ValueError(str(error)) from error


def _require_end(record: Any) -> None:
    """Read what is left of a record. Raises `EOFError` if the file ends before it does."""
    record.raw_stream.read()
    if record.rec_headers.get_header("Content-Length") is None or getattr(record.raw_stream, "limit", False):
        raise EOFError("the file ends inside a record")
