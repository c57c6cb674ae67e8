"""What was derived of documents a while ago, kept on disk meanwhile: a release is derived before it is decided, and printed afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from extractor.receipts import Derivation, Derivations, Examined

_ADAPTER = TypeAdapter(dict[str, Derivation])


class Derived:
    """What `receipts.examine` found, by the hash of the claims that it looked at together; flat in memory, and gone when it is closed.

    Nothing depends on its being there: what could not be kept is derived again.
    """

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, which nobody else sees
        self._kept.execute("PRAGMA journal_mode=OFF")
        self._kept.execute("CREATE TABLE derived (together TEXT PRIMARY KEY, found BLOB) WITHOUT ROWID")

    def keep(self, examined: Examined) -> None:
        """Keep what was found about a document's claims."""
        with suppress(sqlite3.Error):
            values = (examined.together, _ADAPTER.dump_json(dict(examined.derivations)))
            self._kept.execute("INSERT OR REPLACE INTO derived VALUES (?, ?)", values)

    def of(self, together: str) -> Derivations:
        """What was kept of these claims; nothing, if it was not."""
        with suppress(sqlite3.Error):
            for (found,) in self._kept.execute("SELECT found FROM derived WHERE together = ?", (together,)):
                return _ADAPTER.validate_json(found)
        return {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._kept.close()
