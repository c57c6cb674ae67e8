"""What a reader gets out of bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.ingest.metadata import Metadata


@dataclass(frozen=True)
class Extracted:
    """Text, what the page says of itself, and the way out if the text is empty."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    empty_hint: str = "The file is empty; remove it or give another."
