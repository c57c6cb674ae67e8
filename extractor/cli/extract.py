"""`quotebound extract`: documents in, checked claims into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.claims.edtf import is_edtf
from extractor.cli.options import Concurrency, Database, Encoding, Limits, ModelName, opened_store
from extractor.cli.running import Extraction, enqueue, run_extraction, told
from extractor.cli.totals import report_dates
from extractor.errors import UsageError
from extractor.ingest import Metadata, Opening, ReadOptions, load_metadata
from extractor.ingest.plain import require_encoding
from extractor.ingest.sources import check_paths
from extractor.settings import read_settings
from extractor.wiring import DEFAULT_MODEL, Reader

BATCH_FILE = "batch-file"
PROCRASTINATE = "procrastinate"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("extract")(extract)


def extract(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, patterns in quotes, s3://, gs://, az:// addresses, .urls lists of addresses; "
            "also .jsonl, .csv, .parquet, .tar.gz and .warc.gz.",
        ),
    ],
    *,
    model: ModelName = None,
    published: Annotated[str | None, typer.Option(metavar="EDTF", help="Publication date of all of them, e.g. 2024-12-19.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of all of them.")] = None,
    metadata: Annotated[Path | None, typer.Option(metavar="FILE", help="documents.jsonl: date, outlet, address of each document.")] = None,
    concurrency: Concurrency = None,
    text_column: Annotated[str, typer.Option(metavar="NAME", help="Column of the text in JSON lines, CSV and Parquet.")] = "text",
    encoding: Encoding = "utf-8",
    max_bytes: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Largest file or record to read, in bytes.", show_default="$QUOTEBOUND_MAX_BYTES, else 8000000"
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Extract again what an earlier run has done; a language model is paid again.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write every exchange to this folder, for --model recorded/DIR.")
    ] = None,
    near_duplicates: Annotated[
        str, typer.Option(metavar="link|extract", help="Syndicated copies that say nothing of their own: link them, or extract them too.")
    ] = "link",
    passes: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=9, help="Looks at a document: from 2 on, a language model is asked about figures without a claim."
        ),
    ] = 1,
    second_opinion: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Read every document with this model too (rules): figures only one found are marked."),
    ] = None,
    max_cost: Annotated[float | None, typer.Option(metavar="USD", help="Stop when the run has spent this much; the rest is left.")] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(
            "--max-tokens", "--max-total-tokens", metavar="N", min=1, help="Stop when the run has used so many tokens; the rest is left."
        ),
    ] = None,
    requests_per_minute: Annotated[float | None, typer.Option(metavar="N", help="Send at most so many requests a minute.")] = None,
    tokens_per_minute: Annotated[float | None, typer.Option(metavar="N", help="Send at most so many tokens a minute.")] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE", help="local; procrastinate: put in line for `quotebound worker`; batch-file: write a provider's batch files."
        ),
    ] = "local",
    batch_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the batch files; see `quotebound batch`.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    lines: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each document as it ends, and one at the end.")] = False,
    db: Database = None,
) -> int:
    """Read documents, have a model state their claims, check each against its quote, store all of it."""
    limits = Limits(max_cost, max_tokens, requests_per_minute, tokens_per_minute)
    settings = limits.over(read_settings())
    _check_options(published, engine, batch_dir)
    if engine == PROCRASTINATE and limits != Limits():
        hint = "`quotebound worker` takes rates; QUOTEBOUND_MAX_COST and QUOTEBOUND_MAX_TOTAL_TOKENS there bound what each worker spends."
        raise UsageError("--engine procrastinate asks no model, so there is nothing to limit here", hint=hint)
    require_encoding(encoding)
    if near_duplicates not in ("link", "extract"):
        raise UsageError(f"--near-duplicates {near_duplicates}: not known", hint="Give link (the default) or extract.")
    check_paths(paths)
    known = load_metadata(metadata) if metadata else {}
    options = ReadOptions(max_bytes or settings.max_bytes, encoding)
    job = Extraction(
        paths=tuple(paths),
        model=model or settings.model or DEFAULT_MODEL,
        reader=Reader(known, Metadata(published=published, outlet=outlet), options),
        concurrency=concurrency or settings.concurrency,
        fresh=fresh,
        record_to=record,
        passes=passes,
        second=second_opinion,
        batch_dir=batch_dir,
        quiet=quiet,
        lines=lines,
        url=db or settings.db,
        copies=near_duplicates == "extract",
        opening=Opening(text_column, options.max_bytes),
        metadata=metadata,
    )
    with opened_store(db, settings) as store:
        totals = enqueue(job, store, settings) if engine == PROCRASTINATE else run_extraction(job, store, settings)
    code = told(job, totals)
    if not quiet:
        report_dates(job.reader, metadata, whole=totals.whole)
    return code


def _check_options(published: str | None, engine: str, batch_dir: Path | None) -> None:
    if published is not None and not is_edtf(published):
        raise UsageError(f"--published {published}: not an EDTF date", hint="Write it like 2024-12-19 or 2024-12.")
    if engine not in ("local", BATCH_FILE, PROCRASTINATE):
        raise UsageError(f"--engine {engine}: no such engine", hint="Give local (the default), procrastinate or batch-file.")
    if (engine == BATCH_FILE) != (batch_dir is not None):
        raise UsageError("--engine batch-file and --batch-dir DIR go together", hint="Give both, or neither.")
