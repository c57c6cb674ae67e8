"""`quotebound claims`: every claim in the record of the codebook, with its state and findings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from extractor.claims.core import Claim
from extractor.claims.fields import flatten_record
from extractor.cli.annotations import print_annotations
from extractor.cli.console import plural, results, say
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.review import STATES
from extractor.snapshot import cells_of, table_line
from extractor.store import ClaimFilter, ClaimRow, Store
from extractor.text.document import Document


class Format(StrEnum):
    """How claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    W3C = "w3c"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("claims")(claims)


def claims(
    *,
    state: Annotated[str | None, typer.Option(metavar="STATE", help="Only claims in this state: " + ", ".join(STATES) + ".")] = None,
    doc: Annotated[str | None, typer.Option(metavar="ID", help="Only claims of this document: its identifier or its name.")] = None,
    form: Annotated[
        Format,
        typer.Option("--format", metavar="table|jsonl|csv|w3c", help="table to read, jsonl or csv to work with, w3c: Web Annotations."),
    ] = Format.TABLE,
    db: Database = None,
) -> None:
    """Print claims on stdout: each with its state, its findings and its document."""
    if state is not None and state not in STATES:
        raise UsageError(f"--state {state}: no such state", hint="One of: " + ", ".join(STATES) + ".")
    with opened_store(db, create=False) as store:
        wanted = ClaimFilter(state=state, document=_document_id(store, doc) if doc else None)
        rows = store.claims.list(wanted)
        _PRINTERS[form](with_documents(store, rows))


def _document_id(store: Store, wanted: str) -> str:
    found = [document.id for document in store.documents.list() if wanted in (document.id, document.name)]
    if not found:
        raise UsageError(
            f"--doc {wanted}: no such document", hint="`quotebound claims` shows the names; `quotebound extract` reads new ones."
        )
    if len(found) > 1:
        raise UsageError(f"--doc {wanted}: {len(found)} documents have this name", hint="Give one identifier: " + ", ".join(found) + ".")
    return found[0]


Placed = tuple[ClaimRow, Document]


def with_documents(store: Store, rows: Iterable[ClaimRow]) -> Iterator[Placed]:
    """Pair each claim with its document; claims come in document order, so that one document at a time is held."""
    document: Document | None = None
    for row in rows:
        if document is None or document.id != row.document_id:
            document = store.documents.get(row.document_id)
        yield row, document


_DOCUMENT = ("id", "sha256", "name", "title", "url", "outlet", "published")


def record_of(row: ClaimRow, document: Document) -> dict[str, Any]:
    """A claim as the codebook has it, with identifier, version, state, document, findings and extraction (JSON types)."""
    return {
        "id": row.id,
        "version": row.version,
        "state": row.state,
        "document": {name: getattr(document, name) for name in _DOCUMENT},
        **row.claim.model_dump(mode="json"),
        "findings": [finding.model_dump(mode="json") for finding in row.findings],
        "extraction": {"model": row.run.model, "prompt_version": row.run.prompt_version, "run_id": row.run.run_id},
    }


def _print_jsonl(rows: Iterable[Placed]) -> None:
    for row, document in rows:
        sys.stdout.write(json.dumps(record_of(row, document), ensure_ascii=False) + "\n")


def _print_csv(rows: Iterable[Placed]) -> None:
    """Columns are those of the record's simple fields, so that rows can be streamed; evidence beyond the first quote is in JSONL.

    As in a release's table, what a spreadsheet would run as a formula gets a leading apostrophe.
    """
    columns: list[str] = []
    for row, document in rows:
        line = _one_line(row, document)
        if not columns:
            columns = list(flatten_record(line))
            sys.stdout.write(table_line(columns))
        sys.stdout.write(table_line(cells_of(line, columns)))


def _one_line(row: ClaimRow, document: Document) -> dict[str, Any]:
    claim = row.claim
    quote = claim.evidence[0]
    figure, attribution = claim.figure, claim.attribution
    return {
        "id": row.id,
        "state": row.state,
        "document": {"id": document.id, "name": document.name},
        "kind": claim.kind,
        "statement": claim.statement,
        "quote": {"text": quote.text, "start": quote.start, "end": quote.end},
        "figure": {key: getattr(figure, key, None) for key in ("text", "low", "high", "qualifier", "unit")},
        "outcome": getattr(claim, "outcome", None),
        "source": attribution.source.text if attribution.source else None,
        "source_type": attribution.source_type,
        "cue": attribution.cue,
        "relays": "; ".join(relay.text for relay in attribution.relays),
        "event_time": claim.event_time.edtf if claim.event_time else None,
        "place": claim.place.text if claim.place else None,
        "stance": claim.stance,
        "verification": claim.verification.status,
        "salience": claim.salience,
        "findings": "; ".join(f"{finding.severity} {finding.code}" for finding in row.findings),
    }


STATE_STYLE = {"blocked": "bold red", "pending": "yellow", "accepted": "green", "fixed": "green", "rejected": "dim"}


def claims_table(rows: Iterable[Placed]) -> tuple[Table, int]:
    """A table of claims to read, and how many there are."""
    table = Table(box=None, padding=(0, 1), collapse_padding=True, pad_edge=False, header_style="bold")
    for column, options in _COLUMNS.items():
        table.add_column(column, **options)
    count = 0
    for row, document in rows:
        count += 1
        table.add_row(
            Text(row.id[:SHORT], "dim"),
            *_cells(row.claim),
            Text(row.state, style=STATE_STYLE.get(row.state, "cyan")),
            _findings(row),
            Text(document.name, "dim"),
        )
    return table, count


SHORT = 8
"""Digits of an identifier that are shown; `quotebound explain` takes them."""

_COLUMNS: dict[str, dict[str, Any]] = {
    "Id": {"no_wrap": True},
    "Claim": {"overflow": "fold"},
    "Figure": {"overflow": "fold", "max_width": 20},
    "Source": {"overflow": "fold"},
    "State": {"no_wrap": True},
    "Findings": {"overflow": "fold"},
    "Document": {"overflow": "fold"},
}


def stated(claim: Claim) -> str:
    """The statement to read; where the source does not assert it, what it does instead stands before it."""
    return claim.statement if claim.stance == "asserted" else f"({claim.stance}) {claim.statement}"


def _cells(claim: Claim) -> tuple[Text, Text, Text]:
    attribution = claim.attribution
    source = attribution.source.text if attribution.source else f"({attribution.source_type})"
    return Text(stated(claim)), Text(claim.figure.text if claim.figure else ""), Text(source)


def _findings(row: ClaimRow) -> Text:
    notable = [finding for finding in row.findings if finding.severity != "info"]
    return Text(", ".join(dict.fromkeys(finding.code for finding in notable)))


PAGE = 1_000
"""Claims of one table: its columns are as wide as those need, and of very many the first are to be read at once."""


def _print_table(rows: Iterable[Placed]) -> None:
    count, rest, console = 0, iter(rows), results()
    while page := list(islice(rest, PAGE)):
        table, more = claims_table(page)
        console.print(table)
        count += more
    if count:
        say(f"{plural(count, 'claim')}.")
    else:
        say("No claims. `quotebound extract PATH` finds some; --state and --doc narrow what is shown.")


_PRINTERS = {Format.TABLE: _print_table, Format.JSONL: _print_jsonl, Format.CSV: _print_csv, Format.W3C: print_annotations}
