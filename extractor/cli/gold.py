"""`quotebound gold`: gold that people annotate, checked, compared and decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

import typer

from evals.adjudicate import DECISIONS, Disagreement, adjudicated, disagreements, undecided
from evals.annotators import FIELDS, Doubled, agreement, doubled
from evals.gold import Corpus, GoldClaim, load_corpus, read_gold, read_rows
from evals.report.agreement import agreement_table
from evals.validate import problems
from extractor.cli import gold_upkeep
from extractor.cli.console import plural, results, say
from extractor.domain import DOMAIN
from extractor.errors import UsageError
from extractor.whole import write_whole

group = typer.Typer(help="Gold: check it, compare two annotators, decide where they differ.", no_args_is_help=True)

CorpusFolder = Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder with documents/, documents.jsonl and gold.jsonl.")]
Second = Annotated[
    Path,
    typer.Option("--second", metavar="FILE", help="The second annotator's gold lines about the same documents."),
]
First = Annotated[
    Path | None,
    typer.Option("--first", metavar="FILE", help="The first annotator's gold lines.", show_default="the corpus's gold.jsonl"),
]
Documents = Annotated[
    str | None,
    typer.Option(
        "--documents", metavar="GLOB", help="Only these documents, e.g. 'border-*'.", show_default="all, also those without a claim"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write here instead of printing.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="gold")


gold_upkeep.register(group)


@group.command("validate")
def validate(corpus: CorpusFolder) -> int:
    """Check gold against the codebook and its texts; exit 1 if a line breaks them. Notes are for a person to look at."""
    found = problems(load_corpus(corpus), DOMAIN)
    for problem in found:
        typer.echo(f"{problem.severity}: {problem}")
    errors = sum(problem.severity == "error" for problem in found)
    say(f"{plural(errors, 'error')}, {plural(len(found) - errors, 'note')}.")
    return 1 if errors else 0


@group.command("agree")
def agree(corpus: CorpusFolder, second: Second, *, first: First = None, documents: Documents = None, as_json: AsJson = False) -> int:
    """Print how far two annotators agree: claim F1 and γ, and for each field the share and Krippendorff's α."""
    found = agreement(_doubled(corpus, first, second, documents), DOMAIN)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        results().print(agreement_table(found))
    return 0


@group.command("disagreements")
def list_disagreements(
    corpus: CorpusFolder,
    second: Second,
    *,
    first: First = None,
    documents: Documents = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="NAMES", help="Only these, comma-separated: claim, quote, figure, outcome, stance, …")
    ] = None,
    to: To = None,
) -> int:
    """List what two annotators see differently, one JSON line each, for a third to decide (`decision`: first, second, either, neither)."""
    known = ("claim", "quote", *FIELDS)
    wanted = tuple(columns.split(",")) if columns else known
    if unknown := [column for column in wanted if column not in known]:
        raise UsageError(f"--columns {unknown[0]}: no such column", hint=f"There are: {', '.join(known)}.")
    _write((one.to_dict() for one in disagreements(_doubled(corpus, first, second, documents), DOMAIN, wanted)), to)
    return 0


@group.command("adjudicate")
def adjudicate(
    corpus: CorpusFolder,
    second: Second,
    *,
    decisions: Annotated[Path, typer.Option("--decisions", metavar="FILE", help="The lines of `gold disagreements`, decided.")],
    first: First = None,
    documents: Documents = None,
    to: To = None,
) -> int:
    """Write gold with the decisions applied; what is undecided stays as the first annotator has it, and is counted."""
    decided = [_decision(where, row) for where, row in read_rows(decisions, ("doc", "first", "second", "column", "decision"))]
    both = _doubled(corpus, first, second, documents)
    _write(adjudicated(both, decided), to)
    applied = sum(one.decision is not None for one in decided)
    say(f"{plural(applied, 'decision')} applied, {len(undecided(disagreements(both, DOMAIN), decided))} left undecided.")
    return 0


def _doubled(corpus: Path, first: Path | None, second: Path, documents: str | None) -> list[Doubled]:
    ours = load_corpus(corpus)
    texts = {document.name: document for document in ours.documents}
    if first is not None:
        ours = replace(ours, gold=read_gold(first, texts))
    theirs = read_gold(second, texts)
    chosen = {name: claims for name, claims in theirs.items() if documents is None or fnmatchcase(name, documents)}
    if not chosen:
        raise UsageError(f"--documents {documents}: no document of {ours.name} has such a name", hint="For example 'border-*'.")
    _tell_of_silence(ours, chosen)
    return doubled(ours, chosen, DOMAIN)


def _tell_of_silence(first: Corpus, second: Mapping[str, tuple[GoldClaim, ...]]) -> None:
    """A document that only the first annotator claims from may not have been annotated at all: say so."""
    silent = [name for name, claims in second.items() if not claims and first.gold[name]]
    if silent:
        say(f"The second annotation has no claim of {', '.join(silent)}: left out of it? --documents compares the others only.")


def _decision(where: str, row: dict[str, Any]) -> Disagreement:
    if row["decision"] not in (*DECISIONS, None):
        raise UsageError(f"{where}: decision {row['decision']!r}", hint=f"One of {', '.join(DECISIONS)}, or null for undecided.")
    return Disagreement(
        **{key: row[key] for key in ("doc", "first", "second", "column", "decision")},
        first_value=row.get("first_value"),
        second_value=row.get("second_value"),
        value=row.get("value"),
        quote=row.get("quote", ""),
        notes=("", ""),
        reason=row.get("reason", ""),
    )


def _write(rows: Iterable[Mapping[str, Any]], to: Path | None) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if to is None:
        for line in lines:
            typer.echo(line)
        return
    write_whole(to, "".join(line + "\n" for line in lines))
    say(f"{plural(len(lines), 'line')} in {to}.")
