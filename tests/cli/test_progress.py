"""What a terminal shows while a run goes on."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.process import ROOT, START
from tests.endpoint import Received, Reply, ScriptedEndpoint, error, first_sentence, slow


def script(request: Received) -> Reply:
    return error(400) if "bridge 2" in request.document else slow(first_sentence(request), delay=0.3)


def on_a_terminal(folder: Path, endpoint: str) -> str:
    """What a run shows on a terminal of 120 columns, with control sequences left out."""
    ours, theirs = pty.openpty()
    settings = {"OPENAI_BASE_URL": endpoint, "OPENAI_API_KEY": "none", "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "120"}
    command = [sys.executable, "-c", START, "extract", "docs", "--model", "openai/test", "--concurrency", "1"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # a terminal whose other end is closed
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    process.wait(60)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for number in range(4):
        (tmp_path / "docs" / f"{number}.txt").write_text(f"The mayor said on Monday that bridge {number} was closed.\n")
    return tmp_path


def test_a_terminal_shows_what_is_done_what_failed_the_rate_the_money_and_the_end(folder: Path) -> None:
    with ScriptedEndpoint(script) as endpoint:
        shown = on_a_terminal(folder, endpoint.url)
        assert re.search(r"Extracting with openai/test .* 2 done, 1 failed, \d+\.\d/s, \$0\.00 0:00:\d\d left", shown), shown
        assert "failed: 2.txt" in shown, "said when it happens"
