"""`quotebound cost`: what language models were paid for, from the ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, get_args

import typer
from rich.table import Table
from rich.text import Text

from extractor.cli.console import plural, results, say
from extractor.cli.options import Database, opened_store
from extractor.errors import NotFoundError
from extractor.store import Spend, SpendGroup, Store


class By(StrEnum):
    """What costs are split by."""

    RUN = "run"
    MODEL = "model"
    DOCUMENT = "document"


_GROUPS: dict[str, SpendGroup] = {name: name for name in get_args(SpendGroup)}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("cost")(cost)


def cost(
    *,
    run: Annotated[str | None, typer.Option(metavar="RUN", help="Only the calls of this run (`quotebound status` lists them).")] = None,
    by: Annotated[By, typer.Option(metavar="run|model|document", help="A line for each run, model or document.")] = By.RUN,
    db: Database = None,
) -> None:
    """Print calls, tokens and money of language models; calls whose price is not known are counted apart, never guessed."""
    with opened_store(db, create=False) as store:
        if run is not None:
            store.runs.get(run)
        total = store.calls.spend(run)
        if not total.calls:
            say("Nothing was paid for yet: no call to a language model is stored.")
            return
        table = Table(box=None, padding=(0, 2), header_style="bold")
        table.add_column(by.value.capitalize(), overflow="fold")
        for column in ("Calls", "Tokens in", "of them cached", "Tokens out", "Cost"):
            table.add_column(column, justify="right", no_wrap=True)
        for name, spend in store.calls.spend_by(_GROUPS[by], run):
            table.add_row(Text(_named(store, by, name)), *_cells(spend))
        table.add_row(Text("all"), *_cells(total), style="bold")
        results().print(table)


def _named(store: Store, by: By, name: str | None) -> str:
    if name is None:
        return "(no document)" if by is By.DOCUMENT else "(no run)"
    if by is not By.DOCUMENT:
        return name
    try:
        return f"{name}  {store.documents.get(name).name}"
    except NotFoundError:
        return f"{name}  (not stored)"  # its run stopped before it was done


def _cells(spend: Spend) -> tuple[str, ...]:
    return (f"{spend.calls:,}", f"{spend.prompt_tokens:,}", f"{spend.cached_tokens:,}", f"{spend.completion_tokens:,}", money(spend))


def money(spend: Spend) -> str:
    """Dollars of the calls with a known price, and how many there are without: `$0.0312 + 2 calls of unknown price`."""
    if not spend.unpriced:
        return f"${spend.cost_usd:,.4f}"
    unknown = f"{plural(spend.unpriced, 'call')} of unknown price"
    return f"${spend.cost_usd:,.4f} + {unknown}" if spend.cost_usd else unknown
