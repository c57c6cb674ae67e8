"""`quotebound explain`: how a claim came about, what the checks say of it, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extractor.cli.claims import stated
from extractor.cli.console import results
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.store import ClaimRow, History, Store
from extractor.text.document import Document
from extractor.trace import trace_lines

SURROUNDINGS = 120
_LISTED = 5
SEVERITY_STYLE = {"block": "bold red", "warn": "yellow", "info": "dim"}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("explain")(explain)


def explain(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's identifier, or the beginning of it.")],
    *,
    db: Database = None,
) -> None:
    """Show a claim in its surroundings: which words of the text gave which field, by which pattern, and why this source."""
    with opened_store(db, create=False) as store:
        row = find_claim(store, claim)
        document = store.documents.get(row.document_id)
        console = results()
        console.print(Text(stated(row.claim), "bold"))
        console.print(Text(f"{row.claim.kind}, {row.state}, version {row.version}, {document.name}", "dim"))
        for title, lines in _sections(row, document, store.claims.history(row.id)):
            _print_section(console, title, list(lines))


def find_claim(store: Store, wanted: str) -> ClaimRow:
    """The one claim whose identifier begins with `wanted`. Raises `UsageError` for none and for several."""
    found = store.claims.beginning(wanted.lower(), _LISTED + 1)
    if not found:
        raise UsageError(f"no claim {wanted}", hint="`quotebound claims` shows the identifiers.")
    if len(found) > 1:
        many = f"more than {_LISTED}" if len(found) > _LISTED else len(found)
        raise UsageError(f"{many} claims begin with {wanted}", hint="Give more of the identifier: " + ", ".join(found[:_LISTED]))
    return store.claims.get(found[0])


def _sections(row: ClaimRow, document: Document, history: History) -> Iterator[tuple[str, Iterator[Text]]]:
    yield "Quote", (_in_context(document.text, quote.start, quote.end, quote.text) for quote in row.claim.evidence)
    yield "How it came about", _trace_lines(row)
    yield "What the checks say", _finding_lines(row)
    yield "What was decided", _history_lines(history)


def _in_context(text: str, start: int | None, end: int | None, words: str) -> Text:
    if start is None or end is None:
        return Text.assemble(("not in the text: ", "bold red"), words)
    before, after = text[max(0, start - SURROUNDINGS) : start], text[end : end + SURROUNDINGS]
    return Text.assemble((_flat(before), "dim"), (_flat(words), "bold underline"), (_flat(after), "dim"), (f"  [{start}:{end}]", "cyan"))


def _flat(words: str) -> str:
    return " ".join(words.split("\n"))


def _trace_lines(row: ClaimRow) -> Iterator[Text]:
    yield Text(f"proposed by {row.run.model}, {row.run.prompt_version}, run {row.run.run_id}")
    trace = row.trace
    if not trace:
        yield Text("The model gives no trace; its whole answer is kept among the run's calls.", "dim")
        return
    for line in trace_lines(trace):
        where = f"  [{line.span.start}:{line.span.end}]" if line.span else ""
        yield Text.assemble((f"{line.label}: ", "bold"), f"“{line.words}”" if line.quoted else line.words, (where, "cyan"))


def _finding_lines(row: ClaimRow) -> Iterator[Text]:
    for finding in row.findings:
        yield Text.assemble(
            (f"{finding.severity} {finding.code}", SEVERITY_STYLE[finding.severity]), f" ({finding.field}): {finding.message}"
        )
    if not row.findings:
        yield Text("nothing: every check passed")


def _history_lines(history: History) -> Iterator[Text]:
    for decision in history.decisions:
        reason = f": {decision.reason}" if decision.reason else ""
        undone = " (undone)" if decision.undone else ""
        yield Text(f"{decision.decided_at:%Y-%m-%d %H:%M} UTC  {decision.reviewer}  {decision.action}{reason}{undone}")
    if not history.decisions:
        yield Text("nothing yet")


def _print_section(console: Console, title: str, lines: list[Text]) -> None:
    console.print(Text(f"\n{title}", "bold"))
    for line in lines:
        console.print(Padding(line, (0, 0, 0, 2)))
