"""Documents being read, kept while they are in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from extractor.checks.coverage import Coverage, spans_of
from extractor.claims.domain import Domain
from extractor.claims.finding import Span
from extractor.store import ClaimRow, StandingRow
from extractor.text.document import Document
from extractor.text.reading import Reading


@dataclass(frozen=True)
class Told:
    """What the article shows of a claim's version: its statement, and where its quotes stand."""

    statement: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Kept:
    """What is known of a document whatever becomes of its claims: how it reads, what there is to be claimed, what its versions say."""

    reading: Reading
    coverage: Coverage
    told: dict[tuple[str, int], Told] = field(default_factory=dict)

    def versions(self, rows: Iterable[StandingRow], load: Callable[[list[str]], Iterable[ClaimRow]]) -> Mapping[tuple[str, int], Told]:
        """What the standing versions of some claims say, by claim and version; `load` fetches those that are not known yet."""
        unknown = [row.id for row in rows if (row.id, row.version) not in self.told]
        for row in load(unknown) if unknown else ():
            self.told[row.id, row.version] = Told(row.claim.statement, tuple(spans_of([row.claim])))
        return self.told


class Readings:
    """The documents read last, at most `size`: texts never change, so what was computed from them stays right. Thread-safe."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, document_id: str, load: Callable[[str], Document], domain: Domain) -> Kept:
        """What is known of a document; `load` fetches it the first time. Its metadata is as old as that."""
        with self._lock:
            if document_id in self._kept:
                self._kept.move_to_end(document_id)
                return self._kept[document_id]
        reading = Reading.of(load(document_id))
        with self._lock:
            kept = self._kept.setdefault(document_id, Kept(reading, Coverage(reading, domain)))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept
