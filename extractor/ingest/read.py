"""One source → one document, or an `InputError` that says why not and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from extractor.errors import InputError
from extractor.ingest import html, pdf, plain, web
from extractor.ingest.buckets import is_address, read_object
from extractor.ingest.extracted import Extracted
from extractor.ingest.metadata import Metadata
from extractor.ingest.source import Content, Source
from extractor.text.document import Document


@dataclass(frozen=True)
class ReadOptions:
    """Limits and assumptions of reading. `encoding` is that of plain-text files; it is never guessed."""

    max_bytes: int = 8_000_000
    encoding: str = "utf-8"
    timeout: float = 30.0


def read_source(source: Source, metadata: Metadata, options: ReadOptions) -> Document:
    """Read `source` into a document; what `metadata` says wins over what the page says. Raises `InputError`."""
    if source.problem is not None:
        raise source.problem
    if source.document is not None:
        return source.document
    data, kind = _held(source.content, source.name) if source.content else _bytes_of(source, options)
    extracted = Extracted(data) if isinstance(data, str) else _READERS[kind](data, source.name, options.encoding)
    text = extracted.text
    if not text.strip():
        raise InputError(f"{source.name}: no text in it", code="input.empty", hint=extracted.empty_hint)
    if "\0" in text:
        raise InputError(f"{source.name}: a NUL character at {text.index(chr(0))}", code="input.binary", hint=_BINARY_HINT)
    listed = source.content.metadata if source.content else source.metadata
    known = metadata.over(listed).over(extracted.metadata)
    return Document(
        text=text,
        name=source.name,
        title=known.title,
        url=known.url or (None if is_address(source.url or "") else source.url),
        outlet=known.outlet,
        published=known.published,
        media_type=kind,
    )


_BINARY_HINT = "Give the document as text, HTML or PDF."
_READERS: dict[str, Callable[[bytes, str, str], Extracted]] = {
    "text/plain": plain.read,
    "text/html": html.read,
    "application/pdf": pdf.read,
}
_KINDS = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf"}


def _held(content: Content, name: str) -> tuple[str | bytes, str]:
    """The data of a record, and its kind."""
    if isinstance(content.data, str):
        return content.data, content.media_type or "text/plain"
    return content.data, content.media_type or _kind_of(content.data, name)


def _kind_of(data: bytes, name: str) -> str:
    return "application/pdf" if data.startswith(b"%PDF-") else _KINDS.get(PurePath(name).suffix.lower(), "text/plain")


def _bytes_of(source: Source, options: ReadOptions) -> tuple[bytes, str]:
    if source.url is not None and is_address(source.url):
        data = read_object(source.url, max_bytes=options.max_bytes)
        return data, _kind_of(data, source.url)
    if source.url is not None:
        return web.fetch(source.url, max_bytes=options.max_bytes, timeout=options.timeout)
    path = source.path
    if path is None:
        raise InputError(f"{source.name}: neither a file nor an address", code="input.unreadable")
    try:
        size = path.stat().st_size
        if size > options.max_bytes:
            raise InputError(
                f"{source.name}: {size / 1e6:.1f} MB is more than the limit of {options.max_bytes / 1e6:.1f} MB",
                code="input.too_large",
                hint="Split the file, or raise the limit with --max-bytes.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror}", code="input.unreadable", hint="Check the file and its permissions.") from error
    return data, _kind_of(data, path.name)
