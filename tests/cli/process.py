"""The command line as a process of its own, to be interrupted, ended and killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = "from extractor.cli import main; main()"


def start(folder: Path, endpoint: str, *words: str) -> subprocess.Popen[str]:
    """`quotebound` with `words`, in `folder`, asking `endpoint`."""
    environment = {**os.environ, "OPENAI_BASE_URL": endpoint, "OPENAI_API_KEY": "none", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START, "--debug", *words]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str] | None = None, seconds: float = 120) -> None:
    """Wait until `condition` holds; fail with what `process` said if it ends before."""
    deadline = time.monotonic() + seconds
    while not condition():
        if process is not None and process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}: {process.communicate()}")
        if time.monotonic() > deadline:
            raise AssertionError("it never came to be")
        time.sleep(0.02)
