"""The stretch of a text that is most like a quote which isn't there: for the reviewer, never taken as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.claims.finding import Span
from extractor.text.reading import Reading


class WordChange(NamedTuple):
    """One step of a word diff, from the quote's words to the document's."""

    op: Literal["same", "added", "removed", "changed"]
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A span that resembles a quote: `score` 0 to 100, and what differs."""

    span: Span
    score: float
    diff: tuple[WordChange, ...]


def suggest(quote: str, reading: Reading) -> Suggestion | None:
    """The most similar span of the document, or null where nothing is similar."""
    del quote, reading
    return None
