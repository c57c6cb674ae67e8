"""`quotebound cancel`: stop a run from anywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.store import CANCELLED, FINISHED


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("cancel")(cancel)


def cancel(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run, as `quotebound status` lists it.")], *, db: Database = None
) -> None:
    """Stop a run, wherever it works: what is in work is finished, the rest is left."""
    with opened_store(db) as store:
        status = store.runs.status_of(run)
        if status in (CANCELLED, FINISHED):
            raise UsageError(f"run {run} is {status} already", hint="`quotebound status` lists the runs.")
        store.runs.finish(run, CANCELLED)
    say(f"Run {run} is cancelled: no further document of it is begun. The same `extract` command goes on with the rest.")
