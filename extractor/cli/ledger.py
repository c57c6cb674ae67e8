"""`quotebound ledger`: groups of claims about one event, and the links that wait for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

import typer
from rich.table import Table

from extractor.claims.core import Figure
from extractor.cli.claims import stated
from extractor.cli.console import messages, plural, results
from extractor.cli.options import Database, opened_store
from extractor.ledger import Entry, Group, Proposed, groups, likely_in_order, standing, unjudged
from extractor.likeliest import likeliest
from extractor.store import Store

_PAGE = 200
"""Links whose claims are read at once."""


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
        judged = standing(store.links.events())
        linked = store.links.entries_of({claim_id for link in judged for claim_id in (link.first, link.second)})
        if proposed:
            found = unjudged(likely_in_order(store.links.entries_by_publication()), linked, judged)
            count = _print_links(store, likeliest(found), as_json=as_json)
        else:
            count = _print_groups(groups(linked, judged), as_json=as_json)
    if as_json:
        return
    if not count:
        hint = "`quotebound ledger --proposed` shows likely links; confirm them in the Ledger page of `quotebound review`."
        messages().print("No link waits." if proposed else f"No groups yet. {hint}")
    else:
        messages().print(plural(count, "proposed link" if proposed else "group"))


def _print_groups(found: list[Group], *, as_json: bool) -> int:
    """Print groups; how many."""
    for group in found:
        typer.echo(json.dumps(_group(group), ensure_ascii=False)) if as_json else results().print(_group_table(group))
    return len(found)


def _print_links(store: Store, found: Iterator[Proposed], *, as_json: bool) -> int:
    """Print proposed links, with their claims read a page of links at a time; how many."""
    count = 0
    while page := list(islice(found, _PAGE)):
        known = {entry.id: entry for entry in store.links.entries_of({name for one in page for name in (one.link.first, one.link.second)})}
        for item in page:
            if {item.link.first, item.link.second} <= known.keys():  # nobody has turned one down meanwhile
                typer.echo(json.dumps(_link(item, known), ensure_ascii=False)) if as_json else results().print(_link_table(item, known))
        count += len(page)
    return count


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


def _link_table(item: Proposed, known: dict[str, Entry]) -> Table:
    title = f"{item.link.relation}? {item.score:.2f}: {', '.join(item.reasons)}"
    table = Table("origin", "figure", "low", "high", "claim", "outlet", "published", title=title, title_justify="left")
    for entry in sorted((known[item.link.first], known[item.link.second]), key=lambda entry: entry.order):
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
