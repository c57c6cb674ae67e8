"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from extractor.settings import Settings, read_settings
from extractor.store import Store, open_store

Database = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="URL", help="Database: sqlite:///FILE or postgresql://… [default: $QUOTEBOUND_DB, else sqlite:///quotebound.db]"
    ),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="rules, openai/NAME or recorded/DIR [default: $QUOTEBOUND_MODEL, else rules]"),
]


@contextmanager
def opened_store(url: str | None, settings: Settings | None = None) -> Iterator[Store]:
    """The store at `url`, else where the settings say; closed afterwards. Raises `UsageError` if it can't be opened."""
    store = open_store(url or (settings or read_settings()).db)
    try:
        yield store
    finally:
        store.close()
