"""Run the command line in this process, as a user would from a shell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, and what it printed."""

    code: int
    out: str
    err: str


class CommandLine:
    """`quotebound` in a folder and with a database of the test's own."""

    def __init__(self, capture: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capture = capture
        self.folder = folder
        self.db = f"sqlite:///{folder / 'test.db'}"

    def __call__(self, *words: object) -> Ended:
        """Run a command; --db is added."""
        return self.bare(*words, "--db", self.db)

    def bare(self, *words: object) -> Ended:
        """Run a command as given."""
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = self._capture.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Ended(code, captured.out, captured.err)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file in the test's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path
