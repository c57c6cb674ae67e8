"""`quotebound status`: what is in the database, and how runs went."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from extractor.cli.console import results, say
from extractor.cli.options import Database, opened_store
from extractor.store import Store


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("status")(status)


def status(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="Show this run, with every document that failed.")] = None,
    *,
    db: Database = None,
) -> None:
    """Show claims by state and the latest runs; with RUN, how each of its documents ended."""
    with opened_store(db) as store:
        if run is None:
            _overview(store)
        else:
            _one_run(store, run)


def _overview(store: Store) -> None:
    console = results()
    counts = store.claims.count_by_state()
    if not counts:
        say("No claims yet. `quotebound extract PATH` reads documents.")
    for state, number in counts.items():
        console.print(f"{number:>9,}  {state}", highlight=False)
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for column in ("Run", "Model", "Started", "Status", "Done", "Failed", "Skipped"):
        table.add_column(column, no_wrap=True)
    runs = list(store.runs.list())
    for row in runs:
        numbers = [str(row.done), str(row.failed), str(row.skipped)]
        table.add_row(row.id, row.info.model, f"{row.started_at:%Y-%m-%d %H:%M} UTC", row.status, *numbers)
    if runs:
        console.print(table)


def _one_run(store: Store, run_id: str) -> None:
    row = store.runs.get(run_id)
    console = results()
    console.print(f"{row.id}: {row.info.model}, {row.status}, started {row.started_at:%Y-%m-%d %H:%M} UTC", highlight=False)
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for column in ("Document", "Ended", "Why", "Way out"):
        table.add_column(column, overflow="fold")
    for item in store.runs.items(run_id):
        failure = item.failure
        table.add_row(Text(item.name), item.status, Text(failure.message if failure else ""), Text(failure.hint if failure else ""))
    console.print(table)
