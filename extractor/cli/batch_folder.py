"""A folder of batch files: which request files were submitted as which batch, and which are collected. Kept in `batches.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.whole import write_whole

_STATE = "batches.json"


@dataclass(frozen=True)
class RequestFile:
    """A request file and what became of it: the provider's `batch`, null while it is not submitted; `collected` once answers are in."""

    name: str
    batch: str | None = None
    collected: bool = False


class BatchFolder:
    """The request files of a folder. Raises `UsageError` for a folder or a state file that can't be read."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder", hint="Give the folder of `quotebound extract --engine batch-file --batch-dir`.")
        self.folder = folder
        self._files = {path.name: RequestFile(path.name) for path in sorted(folder.glob("requests-*.jsonl"))}
        self._files.update({one.name: one for one in self._kept()})

    def __iter__(self) -> Iterator[RequestFile]:
        return iter(list(self._files.values()))

    def path(self, file: RequestFile) -> Path:
        """Where a request file lies."""
        return self.folder / file.name

    def model(self, file: RequestFile) -> str:
        """The model that a request file asks, as `--model` names it."""
        return str(self._first_call(file)["model"])

    def run(self, file: RequestFile) -> str | None:
        """The run that wrote a request file."""
        run_id = self._first_call(file).get("run_id")
        return None if run_id is None else str(run_id)

    def _first_call(self, file: RequestFile) -> dict[str, Any]:
        calls = self.folder / file.name.replace("requests-", "calls-", 1)
        try:
            with calls.open(encoding="utf-8") as lines:
                call: dict[str, Any] = {"model": None} | json.loads(lines.readline())
        except (OSError, ValueError, TypeError):
            call = {"model": None}
        if call["model"] is None:
            raise UsageError(f"{calls}: not the calls of a batch file", hint="Give the folder that the run wrote.")
        return call

    def submitted(self, file: RequestFile, batch: str) -> None:
        """Keep that a file was submitted; durable on return, for submitting it again would be paid again."""
        self._keep(replace(file, batch=batch))

    def collected(self, file: RequestFile) -> None:
        """Keep that a file's answers are in the ledger, as far as there will be any."""
        self._keep(replace(file, collected=True))

    def _keep(self, file: RequestFile) -> None:
        self._files[file.name] = file
        write_whole(self.folder / _STATE, json.dumps([asdict(one) for one in self], indent=1) + "\n")

    def _kept(self) -> list[RequestFile]:
        path = self.folder / _STATE
        if not path.exists():
            return []
        try:
            return [RequestFile(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            raise UsageError(f"{path}: can't be read", hint="It says which files were paid for: restore it.") from None


def require_collected(folder: Path) -> None:
    """Raise `UsageError` if requests of an earlier run still wait there: writing them again would be paid for twice."""
    waiting = [file.name for file in BatchFolder(folder) if not file.collected] if folder.is_dir() else []
    if waiting:
        raise UsageError(
            f"{folder}: {', '.join(waiting)} not collected yet",
            hint=f"`quotebound batch submit {folder}`, later `quotebound batch collect {folder}`; or delete files that were never sent.",
        )
