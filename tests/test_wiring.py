"""What the engines ask the store for is asked together."""

from __future__ import annotations

import asyncio
from typing import Any

import sqlalchemy as sa

from extractor.batch import Known
from extractor.copies import bands
from extractor.store import Store
from extractor.wiring import StoreLedger, StoreSink
from tests.store import samples

TEXTS = [f"{samples.TEXT}It was said in district {number}, where {number} ships lay." for number in range(20)]


async def test_what_many_documents_ask_at_once_takes_a_few_statements(store: Store) -> None:
    documents = [samples.document(text, f"{number}.txt") for number, text in enumerate(TEXTS)]
    run_id = store.runs.start(samples.RULES)
    store.runs.item(run_id, "3.txt", store.documents.put(documents[3]), "done")
    sink, ledger = StoreSink(store, run_id, samples.RULES), StoreLedger(store)
    statements: list[str] = []

    def count(*given: Any) -> None:
        statements.append(given[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    known = await asyncio.gather(*(sink.known(document, bands(document.text)) for document in documents))
    calls = await asyncio.gather(*(ledger.find(str(number)) for number in range(20)))
    sa.event.remove(sa.Engine, "before_cursor_execute", count)
    assert known == [Known(done=number == 3) for number in range(20)]
    assert calls == [None] * 20
    assert len([words for words in statements if words.startswith("SELECT")]) == 3
    await ledger.aclose()
