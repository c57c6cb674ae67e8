"""`quotebound publish`: a release of what is accepted or fixed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import plural, say
from extractor.cli.options import Database, opened_store, own_name
from extractor.release import PublishReport, publish

DEFAULT_FOLDER = Path("releases")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("publish")(publish_release)


def publish_release(
    *,
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Folder of releases; each gets a folder of its own in it.")
    ] = DEFAULT_FOLDER,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A line about this release, kept in its manifest.")] = None,
    db: Database = None,
) -> int:
    """Write a release folder: claims.jsonl, the same as CSV and Parquet, receipts, and a manifest with the sha256 of each file.

    Exit code 1 if a claim is held back, because a check forbids it as things stand now.
    """
    with opened_store(db) as store:
        report = publish(store.releases, to, note, own_name())
    held = report.held if report else ()
    if report is None:
        say("Nothing to publish: no claim is accepted or fixed yet. `quotebound review` opens the queue.")
    elif not report.new and not report.files:
        say(f"Nothing has changed since release {report.number} ({report.folder}).")
    else:
        describe(report)
    for one in held:
        say(f"  held back: claim {one.claim_id} of {one.document}: {one.reason} → fix or reject it in the review app.")
    return 1 if held else 0


def describe(report: PublishReport) -> None:
    """Say on stderr what a release holds; its folder goes to stdout."""
    again = "" if report.new else " (nothing has changed; its folder was missing and has been written again)"
    parts = [f"{plural(report.published, 'claim')} published"]
    if report.corrected:
        parts.append(f"{report.corrected} corrected")
    if report.retracted:
        parts.append(f"{report.retracted} retracted")
    say(f"Release {report.number}: {', '.join(parts)}{again}. Seal {report.seal}")
    typer.echo(str(report.folder))
