"""The store's face: one object, its parts by what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from extractor.store.calls import Calls
from extractor.store.claims import Claims
from extractor.store.copies import Copies
from extractor.store.copying import Copied, copy_all
from extractor.store.database import Database
from extractor.store.desk import Desk
from extractor.store.documents import Documents
from extractor.store.links import Links
from extractor.store.projection import mismatches
from extractor.store.releases import Releases
from extractor.store.reviews import Reviews
from extractor.store.rows import Mismatch
from extractor.store.runs import Runs
from extractor.store.statistics import Statistics
from extractor.store.team import Team
from extractor.store.turns import Turns


class Store:
    """Everything that is kept. Made by `open_store`; close it, or use it as a context manager. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.documents = Documents(database)
        self.copies = Copies(database)
        self.runs = Runs(database)
        self.calls = Calls(database)
        self.turns = Turns(database)
        self.claims = Claims(database)
        self.reviews = Reviews(database)
        self.desk = Desk(database)
        self.releases = Releases(database)
        self.links = Links(database)
        self.team = Team(database)
        self.statistics = Statistics(database)

    @property
    def label(self) -> str:
        """The database's URL, without its password."""
        return self._database.label

    @contextmanager
    def transaction(self, *, whole: bool = False) -> Iterator[None]:
        """Everything this thread does with the store inside the block is written together, or not at all.

        A part that fails inside is rolled back alone, so that the rest may go on; with `whole` it is not, and must end the block.
        """
        with self._database.write(whole=whole):
            yield

    def verify_projection(self) -> Iterator[Mismatch]:
        """Compare every claim's stored state with what its history adds up to; yields what differs. Streams; changes nothing."""
        return mismatches(self._database)

    def copy_to(self, target: Store) -> Iterator[Copied]:
        """Copy everything into an empty store on PostgreSQL; yields each table as it is done. Nothing is there until all of it is."""
        return copy_all(self._database, target._database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
