"""How the review app is started: one command line, no configuration files, nothing but loopback."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

APP = Path(__file__).with_name("app.py")

_OPTIONS: Mapping[str, str] = {
    "server.address": "127.0.0.1",
    "browser.serverAddress": "127.0.0.1",
    "server.headless": "true",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "runner.fastReruns": "false",
    "runner.magicEnabled": "false",
    "server.enableWebsocketCompression": "true",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showSidebarNavigation": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "logger.level": "warning",
}

_THEME: Mapping[str, str] = {
    "baseRadius": "6px",
    "showWidgetBorder": "true",
    "baseFontSize": "15",
}
LIGHT: Mapping[str, str] = {
    "primaryColor": "#1f5673",
    "backgroundColor": "#f5f4f0",
    "secondaryBackgroundColor": "#ffffff",
    "textColor": "#1d2126",
    "linkColor": "#1f5673",
    "dataframeHeaderTextColor": "#5a6169",
    "dataframeHeaderBackgroundColor": "#faf9f7",
    "borderColor": "#d9d6cd",
}
DARK: Mapping[str, str] = {
    "primaryColor": "#8ec3e0",
    "backgroundColor": "#15171a",
    "secondaryBackgroundColor": "#1d2024",
    "textColor": "#e6e4df",
    "linkColor": "#8ec3e0",
    "dataframeHeaderTextColor": "#a3a8ae",
    "dataframeHeaderBackgroundColor": "#191c1f",
    "borderColor": "#363b41",
}


def command(port: int, db: str, reviewer: str, secrets: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """The command that serves the app on 127.0.0.1:`port`, and what it needs in its environment besides.

    `secrets` says how a team signs in (signin.py); no other file of secrets is looked for.
    """
    options = {
        **_OPTIONS,
        "server.port": str(port),
        "browser.serverPort": str(port),
        **({} if secrets is None else {"secrets.files": str(secrets)}),
        **{f"theme.{name}": value for name, value in _THEME.items()},
        **{f"theme.light.{name}": value for name, value in LIGHT.items()},
        **{f"theme.dark.{name}": value for name, value in DARK.items()},
    }
    arguments = [sys.executable, "-m", "streamlit", "run", str(APP), *(f"--{name}={value}" for name, value in options.items())]
    return arguments, {"QUOTEBOUND_DB": db, "QUOTEBOUND_REVIEWER": reviewer}
