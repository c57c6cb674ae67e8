"""`quotebound db`: the database's schema."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

import typer

from extractor.cli.console import say
from extractor.cli.options import Database
from extractor.settings import read_settings
from extractor.store import open_store

group = typer.Typer(help="The database's schema.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="db")


@group.callback()
def _database() -> None:
    """Keep `upgrade` a subcommand although it is the only one."""


@group.command("upgrade")
def upgrade(*, db: Database = None) -> None:
    """Bring the database to this version's schema (every command does it by itself for a new or an older database)."""
    url = db or read_settings().db
    with open_store(url) as store:
        if url.startswith("postgres"):
            asyncio.run(_prepare_queue(url))
        say(f"{store.label}: the schema is up to date.")


async def _prepare_queue(url: str) -> None:
    """Make or upgrade the tables of the line for workers too, where procrastinate is installed."""
    if find_spec("procrastinate") is None:
        return
    from extractor.engines.queue import opened  # noqa: PLC0415 - procrastinate comes with the extra `postgres`

    async with opened(url):
        pass
