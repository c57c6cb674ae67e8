"""Batch files: requests collected now, answered by a provider at night (or by `vllm run-batch`), collected into the ledger later.

    a run with RequestFiles(FOLDER)                FOLDER/requests-001.jsonl    what the provider reads
                                                   FOLDER/calls-001.jsonl       what the ledger needs to know of each line
    … the provider works …                         output and error files, lines in any order
    collect(…) → calls for the ledger              the same run again then finds every answer stored, at no cost

The ledger's key is each line's `custom_id`. Limits of the OpenAI API: 50,000 lines and 200 MB a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TextIO

from extractor.errors import UsageError
from extractor.protocol import Call, Usage

MAX_LINES = 50_000
MAX_BYTES = 200_000_000
URL: Final = "/v1/chat/completions"
_OK = 200


class RequestFiles:
    """Writes requests that are not stored yet into `folder`, split by the limits; a context manager, flat in memory.

    `run_id` names the run that asks, once it is known. The same request is written once.
    Files of an earlier run are never touched: numbering goes on after them.
    """

    def __init__(self, folder: Path, *, max_lines: int = MAX_LINES, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_lines, self._max_bytes = folder, max_lines, max_bytes
        self._keys: set[str] = set()
        self._lines = self._size = 0
        self._open = ExitStack()
        self._files: tuple[TextIO, TextIO] | None = None
        self.written: list[Path] = []
        self.run_id: str | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, call: Call, body: dict[str, Any]) -> None:
        """Write a request: the call as it stands without an answer, and the body to send."""
        if call.key in self._keys:
            return
        line = _json({"custom_id": call.key, "method": "POST", "url": URL, "body": body})
        if self._files is None or self._lines == self._max_lines or self._size + len(line) > self._max_bytes:
            self._files = self._next()
        requests, calls = self._files
        calls.write(_json({**asdict(call), "run_id": self.run_id}))
        requests.write(line)
        self._keys.add(call.key)
        self._lines, self._size = self._lines + 1, self._size + len(line)

    def _next(self) -> tuple[TextIO, TextIO]:
        self._open.close()
        path = self._folder / f"requests-{len(list(self._folder.glob('requests-*.jsonl'))) + 1:03d}.jsonl"
        self.written.append(path)
        self._lines = self._size = 0
        requests, calls = (self._open.enter_context(one.open("x", encoding="ascii")) for one in (path, _calls_file(path)))
        return requests, calls


@dataclass(frozen=True)
class Collected:
    """What came back of a batch: `answered` calls for the ledger, `failed` and `missing` (expired, cancelled) keys, `unknown` ids."""

    answered: tuple[Call, ...]
    failed: tuple[Call, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def collect(requests: Path, outputs: Iterable[Path]) -> Collected:
    """Match the lines of output and error files to the calls of a request file, in any order, partly or twice.

    Raises `UsageError` for a file that is none of ours, naming file and line.
    """
    waiting = {call.key: call for call in _read_calls(_calls_file(requests))}
    answered: dict[str, Call] = {}
    failed: dict[str, Call] = {}
    unknown: list[str] = []
    for line in (line for path in outputs for line in _lines(path)):
        key = str(line.get("custom_id"))
        if key not in waiting:
            unknown.append(key)
        elif (response := line.get("response") or {}).get("status_code") == _OK and isinstance(response.get("body"), dict):
            answered[key] = replace(waiting[key], response=response["body"], status="ok")
        elif response:
            failed[key] = replace(waiting[key], error=_said(line))
    missing = [key for key in waiting if key not in answered and key not in failed]
    left = tuple(call for key, call in failed.items() if key not in answered)
    return Collected(tuple(answered.values()), left, tuple(missing), tuple(unknown))


def _calls_file(requests: Path) -> Path:
    return requests.with_name(requests.name.replace("requests-", "calls-", 1))


def _read_calls(path: Path) -> Iterator[Call]:
    for line in _lines(path):
        try:
            yield Call(**{**{name: value for name, value in line.items() if name != "run_id"}, "usage": Usage(**line["usage"])})
        except (TypeError, KeyError):
            raise UsageError(f"{path}: not the calls of a batch file", hint="Give the folder that the run wrote.") from None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _parsed(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read ({error})", hint="Give the output files as the provider wrote them.") from None


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise UsageError(f"{where}: not a line of a batch file", hint="Give the output files as the provider wrote them.")
    return data


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")) + "\n"


def _said(line: dict[str, Any]) -> str:
    body = (line.get("response") or {}).get("body") or {}
    error = body.get("error") if isinstance(body, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return f"HTTP {(line.get('response') or {}).get('status_code')} in the batch: {' '.join(str(message or 'no message').split())[:200]}"
