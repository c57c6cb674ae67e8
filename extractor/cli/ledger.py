"""`quotebound ledger`: groups of claims about one event, and the links that wait for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from extractor.claims.core import Figure
from extractor.cli.claims import stated
from extractor.cli.console import messages, plural, results
from extractor.cli.options import Database, opened_store
from extractor.ledger import Entry, Group, Proposed, groups, propose, standing


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("ledger")(ledger)


def ledger(
    *,
    proposed: Annotated[bool, typer.Option("--proposed", help="Print links that the program finds likely and nobody has judged.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line: a group, or a proposed link.")] = False,
    db: Database = None,
) -> None:
    """Print groups of claims about one event, who said what, never a sum. Links are confirmed in the review app's Ledger page."""
    with opened_store(db, create=False) as store:
        entries = store.links.entries()
        judged = standing(store.links.events())
    found = propose(entries, judged) if proposed else groups(entries, judged)
    if as_json:
        known = {entry.id: entry for entry in entries}
        for item in found:
            typer.echo(json.dumps(_link(item, known) if isinstance(item, Proposed) else _group(item), ensure_ascii=False))
        return
    for item in found:
        results().print(_link_table(item, entries) if isinstance(item, Proposed) else _group_table(item))
    if not found:
        hint = "`quotebound ledger --proposed` shows likely links; confirm them in the Ledger page of `quotebound review`."
        messages().print("No link waits." if proposed else f"No groups yet. {hint}")
    else:
        messages().print(plural(len(found), "proposed link" if proposed else "group"))


def _group(group: Group) -> dict[str, Any]:
    claims = [_entry(entry) | {"superseded": entry.id in group.superseded} for entry in group.entries]
    return {"group": group.id, "origins": list(group.origins()), "claims": claims}


def _link(item: Proposed, known: dict[str, Entry]) -> dict[str, Any]:
    link = item.link
    ends = {"first": _entry(known[link.first]), "second": _entry(known[link.second])}
    return {"relation": link.relation, **ends, "score": item.score, "reasons": list(item.reasons)}


def _entry(entry: Entry) -> dict[str, Any]:
    figure = entry.claim.figure
    return {
        "id": entry.id,
        "document": entry.document_id,
        "outlet": entry.outlet,
        "published": entry.published,
        "origin": entry.origin,
        "statement": entry.claim.statement,
        "figure": figure.text if figure else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "stance": entry.claim.stance,
    }


def _group_table(group: Group) -> Table:
    table = Table("origin", "figure", "low", "high", "claim", "outlet", "published", title=f"group {group.id[:12]}", title_justify="left")
    for entry in group.entries:
        table.add_row(*_cells(entry), style="dim" if entry.id in group.superseded else None)
    return table


def _link_table(item: Proposed, entries: list[Entry]) -> Table:
    title = f"{item.link.relation}? {item.score:.2f}: {', '.join(item.reasons)}"
    table = Table("origin", "figure", "low", "high", "claim", "outlet", "published", title=title, title_justify="left")
    for entry in entries:
        if entry.id in (item.link.first, item.link.second):
            table.add_row(*_cells(entry))
    return table


def _cells(entry: Entry) -> Iterator[str]:
    figure: Figure | None = entry.claim.figure
    bounds = (figure.low, figure.high) if figure else (None, None)
    yield entry.origin or entry.outlet or ""
    yield figure.text if figure else ""
    yield from ("" if bound is None else f"{bound:,}" for bound in bounds)
    yield stated(entry.claim)
    yield entry.outlet or ""
    yield entry.published or ""
