"""A document: immutable text and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


def text_sha256(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, in hexadecimal (lone surrogates are kept as they are)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """Text as ingested, never changed afterwards; offsets everywhere are code points of `text`.

    `id` is the first 16 hexadecimal digits of `sha256`: the same text is the same document. `published` is EDTF or null;
    `name` is the file name as ingested.
    """

    text: str
    name: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    media_type: str = "text/plain"
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", text_sha256(self.text))

    @property
    def id(self) -> str:
        """Stable identifier: 16 hexadecimal digits of the text's hash."""
        return self.sha256[:16]
