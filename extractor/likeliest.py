"""Likely links in order, the likeliest first, however many there are: a million claims may have twenty million."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from extractor.ledger import Link, Proposed


def likeliest(found: Iterable[Proposed]) -> Iterator[Proposed]:
    """The same links as `Proposed.place` orders them; they wait in a file of SQLite's own, which nobody else sees. Flat in memory."""
    kept = sqlite3.connect("", isolation_level=None)
    kept.execute("PRAGMA journal_mode=OFF")
    kept.execute("CREATE TABLE links (score REAL, relation TEXT, first TEXT, second TEXT, reasons TEXT)")
    rows = ((one.score, one.link.relation, one.link.first, one.link.second, json.dumps(one.reasons)) for one in found)
    kept.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?)", rows)
    for score, relation, first, second, reasons in kept.execute("SELECT * FROM links ORDER BY score DESC, relation, first, second"):
        yield Proposed(Link(relation, first, second), score, tuple(json.loads(reasons)))
