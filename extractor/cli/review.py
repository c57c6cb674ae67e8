"""`quotebound review`: the review app."""

from __future__ import annotations

import getpass
import os
import signal
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.settings import Settings, read_settings
from review_ui.launch import command
from review_ui.signin import write_secrets

DEFAULT_PORT = 8501
Port = Annotated[int, typer.Option(metavar="PORT", min=1, max=65535, help="Port on 127.0.0.1.")]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("review")(review)


def review(
    *,
    port: Port = DEFAULT_PORT,
    reviewer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Your name; decisions are stored under it.", show_default="$QUOTEBOUND_REVIEWER, else the login name"
        ),
    ] = None,
    db: Database = None,
) -> int:
    """Open the review queue in the browser (on this machine only)."""
    settings = read_settings()
    url = db or settings.db
    with opened_store(url):
        pass  # a database that can't be opened is reported here, not on a web page
    require_free(port)
    if settings.oidc_metadata_url is not None:
        return serve_team(port, url, reviewer, settings)
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


def serve_team(port: int, url: str, reviewer: str | None, settings: Settings) -> int:
    """Run the app for a team that signs in. Raises `UsageError` where the settings for it don't suffice."""
    if reviewer is not None:
        raise UsageError("--reviewer can't be given where people sign in", hint="Unset QUOTEBOUND_OIDC_METADATA_URL to review alone.")
    if find_spec("authlib") is None:
        raise UsageError("what signing in takes is missing", hint="pip install 'quotebound[signin]'")
    with tempfile.TemporaryDirectory(prefix="quotebound-") as folder:
        secrets = write_secrets(Path(folder), settings, port)
        say(f"Reviewing as a team: {settings.app_url or f'http://127.0.0.1:{port}'}, served on port {port} of this machine only")
        return serve(port, url, "", secrets)


def serve(port: int, url: str, reviewer: str, secrets: Path | None = None) -> int:
    """Run the app until it ends; returns its exit code, 0 where it was told to (Ctrl-C, SIGTERM)."""
    arguments, environment = command(port, url, reviewer, secrets)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's stop is a Ctrl-C: the app ends with us
    try:
        process = subprocess.Popen(arguments, env=os.environ | environment)  # noqa: S603 - our own command
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
    finally:
        signal.signal(signal.SIGTERM, before)
