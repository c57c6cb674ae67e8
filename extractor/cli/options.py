"""Options that several commands share."""

from __future__ import annotations

import getpass
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.errors import UsageError
from extractor.settings import Settings, read_settings
from extractor.store import Store, open_store

Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="Database: sqlite:///FILE or postgresql://…",
        show_default="$QUOTEBOUND_DB, else sqlite:///quotebound.db",
    ),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="rules, openai/NAME or recorded/DIR.", show_default="$QUOTEBOUND_MODEL, else rules"),
]

Concurrency = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=4096, help="Documents in work at once.", show_default="$QUOTEBOUND_CONCURRENCY, else 8"),
]
Encoding = Annotated[str, typer.Option(metavar="NAME", help="Encoding of plain-text files; never guessed.")]


@dataclass(frozen=True)
class Limits:
    """Options that bound what a language model is asked; null = as the settings say."""

    max_cost: float | None = None
    max_total_tokens: int | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None

    def over(self, settings: Settings) -> Settings:
        """The settings with these in place of theirs. Raises `UsageError` for a limit that lets nothing through."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        for name, value in given.items():
            if not 0 < value < math.inf:
                option = name.replace("_", "-")
                raise UsageError(f"--{option} {value:g}: not a limit", hint=f"Give a number above 0, or leave --{option} away.")
        return settings.model_copy(update=given)


def own_name() -> str:
    """The name under which this person decides and publishes: from the settings, else the login name."""
    return read_settings().reviewer or getpass.getuser()


@contextmanager
def opened_store(url: str | None, settings: Settings | None = None, *, create: bool = True) -> Iterator[Store]:
    """The store at `url`, else where the settings say; closed afterwards.

    Raises `UsageError` if it can't be opened, or isn't there and is not to be created: what only looks must not make an empty one
    of a mistyped path.
    """
    store = open_store(url or (settings or read_settings()).db, create=create, told=say)
    try:
        yield store
    finally:
        store.close()
