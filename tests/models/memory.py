"""A ledger in memory, and requests to propose from."""

from __future__ import annotations

from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.protocol import Call, ProposeRequest
from extractor.text.document import Document
from extractor.text.reading import Reading


class MemoryLedger:
    """Keeps calls in a list; finds the successful ones, as the store does."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    async def find(self, key: str) -> Call | None:
        return next((call for call in self.calls if call.key == key and call.status == "ok"), None)

    async def record(self, call: Call) -> None:
        self.calls.append(call)


def asking(text: str, *, chunk: Span | None = None, published: str | None = "2031-03-12", title: str | None = None) -> ProposeRequest:
    """A request for the claims of `text`, or of a chunk of it."""
    document = Document(text, "a.txt", title=title, outlet="The Halm Courier", published=published)
    return ProposeRequest(Reading.of(document), CONFLICT, chunk or Span(0, len(text)))
