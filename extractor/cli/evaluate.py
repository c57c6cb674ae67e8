"""`quotebound eval`: how well a model does on gold."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from evals.gold import load_corpus
from evals.run import evaluate
from extractor.cli.console import results, say
from extractor.cli.options import ModelName
from extractor.settings import read_settings
from extractor.wiring import DEFAULT_MODEL, DOMAIN, open_model


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("eval")(evaluate_corpus)


def evaluate_corpus(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder with documents/, documents.jsonl and gold.jsonl.")],
    *,
    model: ModelName = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> int:
    """Run a model over a corpus and print precision, recall, F1 and per-field accuracy against its gold."""
    settings = read_settings()
    spec = model or settings.model or DEFAULT_MODEL
    gold = load_corpus(corpus)
    proposer = open_model(spec, settings)
    report = asyncio.run(evaluate(gold, proposer, DOMAIN))
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        results().print(report.table())
    for name, failure in report.failures.items():
        say(f"  failed: {name}: {failure.message}")
    return 1 if report.failures else 0
