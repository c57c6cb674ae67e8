from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import CommandLine

OURS = ("QUOTEBOUND_DB", "QUOTEBOUND_MODEL", "QUOTEBOUND_REVIEWER", "QUOTEBOUND_MAX_BYTES", "OPENAI_API_KEY", "OPENAI_BASE_URL")


@pytest.fixture
def quotebound(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in an empty folder, with nothing set in the environment."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return CommandLine(capsys, tmp_path)
