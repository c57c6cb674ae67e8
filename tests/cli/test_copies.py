from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.cli.run import CommandLine
from tests.test_copies import STORY


def test_copies_are_extracted_once_and_linked_unless_asked(quotebound: CommandLine) -> None:
    for number in range(4):
        quotebound.write(f"docs/{number}.txt", STORY + f"\nEdition {'abcd'[number]}\n")
    quotebound.write("docs/other.txt", STORY.replace("12 soldiers", "14 soldiers"))
    ended = quotebound("extract", "docs", "--concurrency", "4")
    assert "2 documents done" in ended.err
    assert "3 near-duplicates linked" in ended.err
    with closing(sqlite3.connect(quotebound.folder / "test.db")) as connection:
        copies = connection.execute("SELECT document_id, original_id FROM document_copies").fetchall()
    assert len({copy for copy, _ in copies}) == 3
    assert len({original for _, original in copies}) == 1
    again = quotebound("extract", "docs", "--near-duplicates", "extract")
    assert "3 documents done" in again.err
