"""`quotebound review` as a service: the app ends with the command that started it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from extractor.cli import review

_STOPS_ITS_PARENT = """
import os, pathlib, signal, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
os.kill(os.getppid(), int(sys.argv[2]))
time.sleep(300)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_app_ends_with_the_command_when_it_is_told_to_stop(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would go on serving, and hold its port, after a service manager has stopped the command."""
    told = tmp_path / "pid"
    arguments = [sys.executable, "-c", _STOPS_ITS_PARENT, str(told), str(int(number))]
    monkeypatch.setattr(review, "command", lambda *_: (arguments, {}))
    before = signal.getsignal(signal.SIGTERM)
    assert review.serve(8501, "sqlite:///q.db", "ada") == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
    assert signal.getsignal(signal.SIGTERM) is before
