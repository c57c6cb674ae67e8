"""`quotebound demo`: the whole way on the sample articles, with one command and no key."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

import evals
from extractor.cli.claims import claims_table, with_documents
from extractor.cli.console import plural, results, say
from extractor.cli.options import opened_store
from extractor.cli.review import DEFAULT_PORT, Port, require_free, serve
from extractor.cli.running import Extraction, run_extraction
from extractor.cli.totals import report
from extractor.errors import QuoteboundError, UsageError
from extractor.ingest import Metadata, ReadOptions, load_metadata
from extractor.settings import Settings, read_settings
from extractor.store import ClaimFilter
from extractor.wiring import DEFAULT_MODEL, Reader
from review_ui.launch import command

SAMPLES = Path(evals.__file__).parent / "corpora" / "samples"
START_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("demo")(demo)


def demo(
    *,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the demo keeps its database.")] = Path(".demo"),
    port: Port = DEFAULT_PORT,
    check: Annotated[bool, typer.Option("--check", help="Start the app, see that it answers, and end.")] = False,
) -> int:
    """Extract the sample articles, print their claims, open the review app."""
    settings = read_settings()
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'quotebound.db'}"
    model = settings.model or _offered_model(settings, asking=not check)
    _extract_samples(url, model, settings)
    if check:
        _check_app(url)
        return 0
    port = _free_port(port)
    say(f"\nThe review app opens at http://127.0.0.1:{port}  (Ctrl-C ends it; `make demo` again goes on where you stopped)")
    return serve(port, url, settings.reviewer or "demo")


def _offered_model(settings: Settings, *, asking: bool) -> str:
    if settings.openai_api_key is None:
        return DEFAULT_MODEL
    name = "openai/gpt-5-mini"
    if not (asking and sys.stdin.isatty()):
        say(f"OPENAI_API_KEY is set: QUOTEBOUND_MODEL={name} would use the language model. Going on with {DEFAULT_MODEL}, which is free.")
        return DEFAULT_MODEL
    question = f"OPENAI_API_KEY is set. Send the sample articles to {name} (some cents) instead of the embedded rules?"
    return name if typer.confirm(question, default=False, err=True) else DEFAULT_MODEL


def _extract_samples(url: str, model: str, settings: Settings) -> None:
    if not SAMPLES.is_dir():
        raise UsageError("the sample articles are not installed", hint="Run the demo from a clone of the repository.")
    reader = Reader(load_metadata(SAMPLES / "documents.jsonl"), Metadata(), ReadOptions(settings.max_bytes))
    job = Extraction((SAMPLES / "documents",), model, reader, settings.concurrency)
    with opened_store(url) as store:
        say(f"Reading the sample articles with {model} …")
        totals = run_extraction(job, store, settings)
        table, count = claims_table(with_documents(store, store.claims.list(ClaimFilter())))
        results().print(table)
        report(totals)
        say(f"{plural(count, 'claim')} in {url.removeprefix('sqlite:///')}.")


def _free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + 20, 65536)):
        try:
            require_free(port)
        except UsageError:
            continue
        return port
    raise UsageError(f"ports {wanted} to {wanted + 19} are all taken", hint="Give a free one with --port.")


def _check_app(url: str) -> None:
    """Start the app on a free port, wait for its health page and its first page, end it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
    arguments, environment = command(port, url, "demo")
    process = subprocess.Popen(arguments, env=os.environ | environment)  # noqa: S603 - our own command
    try:
        _await_answer(process, port)
        say(f"The review app answers on http://127.0.0.1:{port}. All good.")
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise QuoteboundError(f"the review app ended with code {process.returncode}", hint="Its messages are above.")
        if _status(port, "/_stcore/health") == http.client.OK and _status(port, "/") == http.client.OK:
            return
        time.sleep(0.2)
    raise QuoteboundError(f"the review app did not answer within {START_SECONDS:.0f} s", hint="Its messages are above.")


def _status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
