"""`quotebound doctor`: does everything here work, and if not, what to do."""

from __future__ import annotations

import asyncio
import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import typer
from rich.text import Text

from extractor.cli.console import plural, results
from extractor.cli.options import Database, opened_store
from extractor.errors import QuoteboundError
from extractor.models.rules import is_compiled
from extractor.settings import Settings, read_settings
from extractor.wiring import LANGUAGE_MODEL, endpoint_options

PATIENCE = 15.0
"""Seconds that an endpoint may take to say which models it has."""
SHOWN_MODELS = 5
COMPILED = "compiled"
PLAIN = "plain Python; for large batches `make wheel` compiles it: the same claims in less time (docs/RULES.md)"


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at. `ok` null = optional, and not there."""

    what: str
    ok: bool | None
    detail: str


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("doctor")(doctor)


def doctor(*, db: Database = None) -> int:
    """Check the installation, the database and the endpoint (free of charge); exit code 2 if something is wrong."""
    settings = read_settings()
    diagnoses = list(diagnose(settings, db or settings.db))
    marks = {True: ("ok     ", "green"), False: ("wrong  ", "bold red"), None: ("not set", "yellow")}
    for one in diagnoses:
        results().print(Text.assemble(marks[one.ok], f"  {one.what}: {one.detail}"), highlight=False)
    return 2 if any(one.ok is False for one in diagnoses) else 0


def diagnose(settings: Settings, url: str) -> Iterator[Diagnosis]:
    """Look at everything, one by one; what fails is a diagnosis, not an error."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pydantic", "openai", "instructor", "streamlit"))
    yield Diagnosis(
        "installation", True, f"quotebound {importlib.metadata.version('quotebound')}, Python {platform.python_version()}, {versions}"
    )
    yield Diagnosis("embedded model", True, COMPILED if is_compiled() else PLAIN)
    yield _attempt("database", lambda: _database(url))
    key = settings.openai_api_key is not None
    yield Diagnosis("OPENAI_API_KEY", key or None, "set" if key else "needed for the vendor's endpoint only; the rules model works without")
    endpoint = settings.openai_base_url
    yield Diagnosis("OPENAI_BASE_URL", bool(endpoint) or None, "set" if endpoint else "needed for an endpoint of your own only")
    if key or endpoint:
        yield _attempt("endpoint", lambda: _endpoint(settings))
    browser = shutil.which("chromium")
    yield Diagnosis("chromium", bool(browser) or None, "found" if browser else "needed for the browser tests only")


def _attempt(what: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(what, True, look())
    except QuoteboundError as error:
        return Diagnosis(what, False, f"{error.message} → {error.hint}")


def _endpoint(settings: Settings) -> str:
    """Ask the endpoint which models it offers: nothing is paid for, and no document is sent. Raises `QuoteboundError`."""
    from extractor.models.endpoint.offered import offered_models  # noqa: PLC0415 - the SDK takes a second to import

    wanted = settings.model if settings.model and settings.model.startswith(LANGUAGE_MODEL) else None
    options = endpoint_options(wanted or f"{LANGUAGE_MODEL}?", settings)
    models = asyncio.run(offered_models(replace(options, timeout=min(options.timeout, PATIENCE))))
    if models is None:
        return f"{options.shown_url} answers, and keeps no list of models (asked for it only: nothing was paid)"
    listed = ", ".join(models[:SHOWN_MODELS]) + (f" and {len(models) - SHOWN_MODELS} more" if len(models) > SHOWN_MODELS else "")
    if wanted and options.model not in models:
        raise QuoteboundError(
            f"{options.shown_url} answers, but does not list {options.model}, which QUOTEBOUND_MODEL names; it has {listed or 'none'}",
            hint="Set QUOTEBOUND_MODEL to one of them, unless this server takes any name.",
        )
    known = f", {options.model} among them" if wanted else f": {listed}" if models else ""
    return f"{options.shown_url} answers and has {plural(len(models), 'model')}{known} (asked for the list only: nothing was paid)"


def _database(url: str) -> str:
    with opened_store(url) as store:
        wrong = next(store.verify_projection(), None)
        if wrong is not None:
            where = f"claim {wrong.claim_id}, {wrong.field}: {wrong.stored}, by its history {wrong.expected}"
            raise QuoteboundError(f"{store.label}: a claim does not stand where its history puts it: {where}", hint="Report this.")
        total = sum(store.claims.count_by_state().values())
        return f"{store.label}, {total:,} claims, every state agrees with its history"
