"""What a file is that was given as text and is none, by its first bytes: its kind, and the way out.

Signatures: https://en.wikipedia.org/wiki/List_of_file_signatures; zip: PKWARE's APPNOTE 4.3.7 and 4.4.4.
"""

from __future__ import annotations

import re

_UNPACK = "Unpack it, and give the documents in it as text, HTML or PDF."
_SAVE = "Save the document as text, HTML or PDF."
_READ = "Have its words read (OCR), and give them as text."
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 1
"""Bit of the general purpose flag in a zip's first header."""
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|_rels/\.rels|mimetypeapplication/|word/|xl/|ppt/")
_STARTS = (
    (b"\x1f\x8b", "a file compressed by gzip", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\xfd7zXZ\0", "a file compressed by xz", _UNPACK),
    (b"(\xb5/\xfd", "a file compressed by zstd", _UNPACK),
    (b"Salted__", "a file encrypted by openssl", "Decrypt it, and give the document as text, HTML or PDF."),
    (b"-----BEGIN PGP MESSAGE", "an encrypted message", "Decrypt it, and give its text."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file or message of the old kind (.doc, .xls, .msg), or one with a password", _SAVE),
    (b"{\\rtf", "a rich-text file (.rtf)", _SAVE),
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)", _READ),
    (b"\xff\xd8\xff", "an image (JPEG)", _READ),
    (b"GIF87a", "an image (GIF)", _READ),
    (b"GIF89a", "an image (GIF)", _READ),
    (b"II*\0", "an image (TIFF)", _READ),
    (b"MM\0*", "an image (TIFF)", _READ),
)
_MAIL_HEAD = re.compile(rb"(?:From |[A-Za-z][\w-]*:[ \t])[^\r\n]*(?:\r?\n[^\r\n]+)*")
_MAIL_CODED = re.compile(rb"(?im)^content-(?:transfer-encoding:\s*(?:base64|quoted-printable)|type:\s*multipart/)")


def foreign_kind(data: bytes) -> tuple[str, str] | None:
    """(what it is, the way out) of what is known to be no plain text; None if nothing is known."""
    if data.startswith(_ZIP):
        return _zipped(data)
    head = _MAIL_HEAD.match(data, 0, 20_000)
    if head and _MAIL_CODED.search(head[0]):
        return "a message with coded parts (.eml, .mht)", "Save its text, or the page, by itself."
    return next(((kind, way) for start, kind, way in _STARTS if data.startswith(start)), None)


def _zipped(data: bytes) -> tuple[str, str]:
    if data[6:7] and data[6] & _ENCRYPTED:
        return "a zip archive with a password", _UNPACK.replace("it", "it with its password", 1)
    if _OFFICE.match(data, 30):
        return "an office file (.docx, .xlsx, .odt)", _SAVE
    return "a zip archive, or an office file", _UNPACK
