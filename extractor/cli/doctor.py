"""`quotebound doctor`: does everything here work, and if not, what to do."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer
from rich.text import Text

from extractor.cli.console import results
from extractor.cli.options import Database, opened_store
from extractor.errors import QuoteboundError
from extractor.settings import Settings, read_settings


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
    """Check the installation, the database and the model's settings; exit code 2 if something is wrong."""
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
    yield _attempt("database", lambda: _database(url))
    key = settings.openai_api_key is not None
    yield Diagnosis("OPENAI_API_KEY", key or None, "set" if key else "needed for the vendor's endpoint only; the rules model works without")
    endpoint = settings.openai_base_url
    yield Diagnosis("OPENAI_BASE_URL", bool(endpoint) or None, endpoint or "needed for an endpoint of your own only")
    browser = shutil.which("chromium")
    yield Diagnosis("chromium", bool(browser) or None, "found" if browser else "needed for the browser tests only")


def _attempt(what: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(what, True, look())
    except QuoteboundError as error:
        return Diagnosis(what, False, f"{error.message} → {error.hint}")


def _database(url: str) -> str:
    with opened_store(url) as store:
        wrong = next(store.verify_projection(), None)
        if wrong is not None:
            where = f"claim {wrong.claim_id}, {wrong.field}: {wrong.stored}, by its history {wrong.expected}"
            raise QuoteboundError(f"{store.label}: a claim does not stand where its history puts it: {where}", hint="Report this.")
        total = sum(store.claims.count_by_state().values())
        return f"{store.label}, {total:,} claims, every state agrees with its history"
