"""Plain text: decoded strictly, kept as it is (line ends included), never guessed at."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from extractor.errors import InputError, UsageError
from extractor.ingest.extracted import Extracted
from extractor.ingest.foreign import foreign_kind

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LETTER, _HIGH, _HIGHS = (re.compile(pattern) for pattern in (rb"[A-Za-z]", rb"[\x80-\xff]", rb"[\x80-\xff]{3}"))


def read(data: bytes, name: str, encoding: str) -> Extracted:
    """Decode `data`; a byte order mark wins over `encoding` and is not part of the text. Raises `InputError`."""
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Extracted(_decode(data[len(mark) :], name, marked))
    if found := foreign_kind(data):
        kind, way = found
        raise InputError(f"{name}: {kind}", code="input.binary", hint=way)
    if b"\0" in data and not _holds_nul(encoding):
        if guess := _wide_encoding(data):
            hint = f"If it is text in {guess}, run again with --encoding {guess}, or save it as UTF-8."
            raise InputError(f"{name}: not {encoding} (it has NUL bytes)", code="input.encoding", hint=hint)
        raise InputError(f"{name}: a binary file", code="input.binary", hint="Give the document as text, HTML or PDF.")
    return Extracted(_decode(data, name, encoding))


def require_encoding(name: str) -> None:
    """Raises `UsageError` if there is no such encoding of text: every document would fail for it."""
    try:
        b"x".decode(name)
    except UnicodeDecodeError:
        pass  # it is there, and wants more than a byte
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding {name}: no such encoding", hint="Give one like utf-8, windows-1252, iso-8859-2 or big5.") from error


def _holds_nul(encoding: str) -> bool:
    """Whether text of this encoding has NUL bytes in it."""
    return b"\0" in "x".encode(encoding)


def _decode(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        guess = _likely_encoding(data)
        way = f"If it is {guess}, run again with --encoding {guess}" if guess else "Name its encoding with --encoding"
        raise InputError(
            f"{name}: not {encoding} (byte 0x{data[error.start]:02x} at {error.start})",
            code="input.encoding",
            hint=f"{way}, or save it as UTF-8. The encoding is never guessed: a wrong guess would change the words.",
        ) from error


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: what comes out is printed, with a blank at least every forty characters."""
    head = data[:4096]
    for name in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        text = head.decode(name, errors="replace")
        blanks = sum(character in " \n" for character in text)
        if 40 * blanks >= len(text) and all(character.isprintable() or character in "\t\r\n" for character in text.rstrip("\ufffd")):
            return name
    return None


def _likely_encoding(data: bytes) -> str | None:
    if len(_LETTER.findall(data)) >= 4 * len(_HIGH.findall(data)) and not _HIGHS.search(data):
        return "windows-1252"  # single letters with accents; of a short text the library would say that it is Japanese or Chinese
    best = from_bytes(data[:100_000]).best()
    if best is None or sum(byte < 9 for byte in data[:4096]) > 0:  # noqa: PLR2004 - control bytes below TAB: no text
        return None
    # Latin-1 and its kin can't be told from Windows-1252, which is what the world writes.
    western = {"cp1250", "cp1252", "latin_1", "iso8859_1", "iso8859_15", "mac_roman", "cp775", "cp1257"}
    return "windows-1252" if best.encoding in western else best.encoding
