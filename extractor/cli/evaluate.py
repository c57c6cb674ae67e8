"""`quotebound eval`: how well a model does on gold."""

from __future__ import annotations

import asyncio
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from evals.gold import Corpus, load_corpus
from evals.run import Report, evaluate
from extractor.cli.console import results, say
from extractor.cli.options import Database, ModelName, opened_store
from extractor.protocol import Model
from extractor.settings import read_settings
from extractor.wiring import DEFAULT_MODEL, DOMAIN, NoLedger, StoreLedger, open_model


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("eval")(evaluate_corpus)


def evaluate_corpus(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder with documents/, documents.jsonl and gold.jsonl.")],
    *,
    model: ModelName = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    db: Database = None,
) -> int:
    """Run a model over a corpus and print precision, recall, F1 and per-field accuracy against its gold."""
    settings = read_settings()
    spec = model or settings.model or DEFAULT_MODEL
    gold = load_corpus(corpus)
    with opened_store(db, settings) if spec.startswith("openai/") else nullcontext() as store:
        ledger = StoreLedger(store) if store else NoLedger()
        report = asyncio.run(_evaluated(gold, open_model(spec, settings, ledger)))
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        results().print(report.table())
    for name, failure in report.failures.items():
        say(f"  failed: {name}: {failure.message}")
    return 1 if report.failures else 0


async def _evaluated(corpus: Corpus, model: Model) -> Report:
    try:
        return await evaluate(corpus, model, DOMAIN)
    finally:
        await model.aclose()
