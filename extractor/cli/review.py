"""`quotebound review`: the review app."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.settings import read_settings
from review_ui.launch import command

DEFAULT_PORT = 8501


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("review")(review)


def review(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = DEFAULT_PORT,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Your name; decisions are stored under it.")] = None,
    db: Database = None,
) -> int:
    """Open the review queue in the browser (on this machine only)."""
    settings = read_settings()
    url = db or settings.db
    with opened_store(url):
        pass  # a database that can't be opened is reported here, not on a web page
    require_free(port)
    name = reviewer or settings.reviewer or getpass.getuser()
    say(f"Reviewing as {name}: http://127.0.0.1:{port}  (Ctrl-C ends the app; every decision is already stored)")
    return serve(port, url, name)


def require_free(port: int) -> None:
    """Raise `UsageError` if something listens on `port` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UsageError(f"port {port} is taken", hint=f"Another review app may be open there; or give --port {port + 1}.") from error


def serve(port: int, url: str, reviewer: str) -> int:
    """Run the app until it ends; returns its exit code, 0 for Ctrl-C."""
    arguments, environment = command(port, url, reviewer)
    process = subprocess.Popen(arguments, env=os.environ | environment)  # noqa: S603 - our own command
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return 0
