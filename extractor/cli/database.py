"""`quotebound db`: the database's schema, and copying it to PostgreSQL."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Database
from extractor.errors import StoreError
from extractor.settings import read_settings
from extractor.store import open_store

group = typer.Typer(help="The database: its schema, and copying it to PostgreSQL.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="db")


@group.command("upgrade")
def upgrade(*, db: Database = None) -> None:
    """Bring the database to this version's schema (every command does it by itself for a new or an older database)."""
    url = db or read_settings().db
    with open_store(url, told=say) as store:
        if url.startswith("postgres"):
            asyncio.run(_prepare_queue(url))
        say(f"{store.label}: the schema is up to date.")


@group.command("copy")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The database to copy, e.g. sqlite:///quotebound.db.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty PostgreSQL database: postgresql://…")],
) -> None:
    """Copy a database into an empty one on PostgreSQL: everything, history and answers included, or nothing."""
    with open_store(source, create=False, told=say) as old, open_store(target, told=say) as new:
        for done in old.copy_to(new):
            say(f"{done.rows:>12,}  {done.table}")
        wrong = next(new.verify_projection(), None)
        if wrong is not None:
            raise StoreError(f"{new.label}: claim {wrong.claim_id} is not what its history says", hint="Run `quotebound doctor` on both.")
        say(f"{old.label} is copied to {new.label}.")


async def _prepare_queue(url: str) -> None:
    """Make or upgrade the tables of the line for workers too, where procrastinate is installed."""
    if find_spec("procrastinate") is None:
        return
    from extractor.engines.queue import opened  # noqa: PLC0415 - procrastinate comes with the extra `postgres`

    async with opened(url):
        pass
