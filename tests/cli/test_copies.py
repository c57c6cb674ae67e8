from __future__ import annotations

from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.test_copies import STORY


def test_copies_are_extracted_once_and_linked_unless_asked(quotebound: CommandLine) -> None:
    for number in range(4):
        quotebound.write(f"docs/{number}.txt", STORY + f"\nEdition {'abcd'[number]}\n")
    quotebound.write("docs/other.txt", STORY.replace("12 soldiers", "14 soldiers"))
    ended = quotebound("extract", "docs", "--concurrency", "4")
    assert "2 documents done" in ended.err
    assert "3 near-duplicates linked" in ended.err
    with open_store(quotebound.db) as store:
        documents = list(store.documents.list())
        assert len([one for one in documents if store.copies.original_of(one.id)]) == 3
    again = quotebound("extract", "docs", "--near-duplicates", "extract")
    assert "3 documents done" in again.err
