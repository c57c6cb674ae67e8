"""`quotebound status`: what is in the database, and how runs went."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from extractor.cli.console import plural, results, say
from extractor.cli.options import Database, opened_store
from extractor.store import RunRow, Store
from extractor.store.runs import QUEUEING, RUNNING

SHOWN = 200
"""Documents of a run that are shown at most."""
QUIET = timedelta(minutes=10)
"""So long may a run be silent before it is told that its process may be gone."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("status")(status)


def status(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="Show this run, with every document that failed.")] = None,
    *,
    lines: Annotated[bool, typer.Option("--json", help="Print every document of RUN as a line of JSON.")] = False,
    db: Database = None,
) -> None:
    """Show claims by state and the latest runs; with RUN, how each of its documents ended."""
    with opened_store(db, create=False) as store:
        if run is None:
            _overview(store)
        elif lines:
            _lines(store, run)
        else:
            _one_run(store, run)


def _overview(store: Store) -> None:
    console = results()
    counts = store.claims.count_by_state()
    if not counts:
        say("No claims yet. `quotebound extract PATH` reads documents.")
    for state, number in counts.items():
        console.print(f"{number:>9,}  {state}", highlight=False)
    table = Table(box=None, padding=(0, 2), collapse_padding=True, pad_edge=False, header_style="bold")
    for column in ("Run", "Model", "Started", "Status", "Done", "Failed", "Skipped"):
        table.add_column(column, no_wrap=column != "Model", overflow="fold")
    runs = list(store.runs.list())
    for row in runs:
        numbers = [str(row.done), str(row.failed), str(row.skipped)]
        table.add_row(row.id, row.info.model, f"{row.started_at:%Y-%m-%d %H:%M} UTC", row.status, *numbers)
    if runs:
        console.print(table)
    for row in runs:
        _tell_silence(store, row)


def _tell_silence(store: Store, row: RunRow) -> None:
    """A process that was killed leaves its run as it was: nobody is there to close it."""
    if row.status not in (RUNNING, QUEUEING):
        return
    sign = store.runs.last_sign(row.id)
    if datetime.now(UTC) - sign >= QUIET:
        say(
            f"Run {row.id}: no sign of life since {sign:%Y-%m-%d %H:%M} UTC. If its process is gone, the same command goes on "
            f"with what is left; `quotebound cancel {row.id}` closes the run."
        )


def _one_run(store: Store, run_id: str) -> None:
    """Where a run stands, what it cost, and its documents; of a long run only those that failed."""
    row = store.runs.get(run_id)
    console = results()
    console.print(f"{row.id}: {row.info.model}, {row.status}, started {row.started_at:%Y-%m-%d %H:%M} UTC", highlight=False)
    ended, spend = row.done + row.failed + row.skipped, store.calls.spend(run_id)
    seconds = ((row.finished_at or datetime.now(UTC)) - row.started_at).total_seconds()
    parts = [f"{row.done:,} done", f"{row.failed:,} failed", f"{row.skipped:,} skipped", f"{ended / max(seconds, 1):.1f} a second"]
    parts += [plural(spend.calls, "call"), f"${spend.cost_usd:.2f}" + (f" and {spend.unpriced:,} unpriced" if spend.unpriced else "")]
    console.print(", ".join(parts), highlight=False)
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for column in ("Document", "Ended", "Why", "Way out"):
        table.add_column(column, overflow="fold")
    for item in islice(store.runs.items(run_id, None if ended <= SHOWN else "failed"), SHOWN):
        failure = item.failure
        table.add_row(Text(item.name), item.status, Text(failure.message if failure else ""), Text(failure.hint if failure else ""))
    console.print(table)
    _tell_silence(store, row)
    if row.failed:
        say(f"`quotebound retry {row.id} --failed` tries again what failed.")
    if row.failed > SHOWN:
        say(f"{SHOWN} of {row.failed:,} that failed are shown; `quotebound status {row.id} --json` prints all.")


def _lines(store: Store, run_id: str) -> None:
    """Every document of a run as a line of JSON; streams."""
    store.runs.get(run_id)
    for item in store.runs.items(run_id):
        typer.echo(json.dumps({**asdict(item), "recorded_at": item.recorded_at.isoformat()}, ensure_ascii=False))
