"""One thing to read, before it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import InputError
from extractor.ingest.metadata import Metadata
from extractor.text.document import Document


@dataclass(frozen=True, slots=True)
class Content:
    """What a record of a file with many documents holds: text, or bytes of `media_type` (null: told by name and first bytes)."""

    data: str | bytes
    media_type: str | None = None
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, an address (of the web or in a bucket), a record of a file with many, or a document that is there already.

    `name` is what metadata files call it, `metadata` what a list says of it, `size` its bytes where a listing says so. `problem` is why
    it can't be read, where that is known before it is opened; reading it raises that.
    """

    name: str
    path: Path | None = None
    url: str | None = None
    problem: InputError | None = None
    document: Document | None = None
    content: Content | None = None
    metadata: Metadata = field(default_factory=Metadata)
    size: int | None = None


def unreadable(name: str, message: str, hint: str, code: str = "input.unreadable") -> Source:
    """A source that is known to be unreadable before it is opened: what is wrong, and the way out."""
    return Source(name, problem=InputError(message, code=code, hint=hint))
