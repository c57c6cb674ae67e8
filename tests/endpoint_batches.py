"""Files and batches of the scripted endpoint: uploaded lines are answered by the same script as online calls.

A batch is worked off when it is first looked at after `polls` looks; its output stands in reverse order, as no order is promised.
Lines that the script answers with an HTTP error go to the error file; with `expire_after` only so many lines are answered, the rest
is reported as expired.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

Answer = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]
_NOT_FOUND = (404, {"error": {"message": "no such object", "type": "invalid_request_error"}})


@dataclass
class Batches:
    """The state of the files and batches API; `answer` gives status and JSON for one request body."""

    answer: Answer
    polls: int = 1
    expire_after: int | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)

    def handle(self, method: str, path: str, content_type: str, raw: bytes) -> tuple[int, dict[str, Any] | bytes]:
        """Answer a request below /files or /batches: a JSON object, or a file's bytes."""
        kind, _, rest = path.partition("/")
        name, _, action = rest.partition("/")
        if kind == "files" and method == "POST":
            return self._upload(content_type, raw)
        if kind == "files" and name in self.files:
            return (200, self.files[name]) if action == "content" else (200, self._file(name))
        if kind == "batches" and method == "POST" and not name:
            return self._create(json.loads(raw))
        if kind == "batches" and name in self.batches:
            return 200, self._look(self.batches[name], cancel=action == "cancel")
        return _NOT_FOUND

    def _upload(self, content_type: str, raw: bytes) -> tuple[int, dict[str, Any]]:
        message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw)
        parts = [part for part in message.walk() if part.get_filename()]
        if not parts:
            return 400, {"error": {"message": "no file in the upload", "type": "invalid_request_error"}}
        return 200, self._file(self._keep(bytes(parts[0].get_payload(decode=True))))

    def _keep(self, content: bytes) -> str:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = content
        return name

    def _file(self, name: str) -> dict[str, Any]:
        size = len(self.files[name])
        return {
            "id": name,
            "object": "file",
            "bytes": size,
            "created_at": 1,
            "filename": "f.jsonl",
            "purpose": "batch",
            "status": "processed",
        }

    def _create(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if asked.get("input_file_id") not in self.files:
            return 400, {"error": {"message": "no such input file", "type": "invalid_request_error"}}
        batch = {
            "id": f"batch-{len(self.batches) + 1}",
            "object": "batch",
            "endpoint": asked["endpoint"],
            "input_file_id": asked["input_file_id"],
            "completion_window": asked["completion_window"],
            "status": "in_progress",
            "created_at": 1,
            "output_file_id": None,
            "error_file_id": None,
            "looks": 0,
        }
        self.batches[batch["id"]] = batch
        return 200, _shown(batch)

    def _look(self, batch: dict[str, Any], *, cancel: bool) -> dict[str, Any]:
        batch["looks"] += 1
        if cancel:
            batch["status"] = "cancelled"
        elif batch["status"] == "in_progress" and batch["looks"] > self.polls:
            self._work(batch)
        return _shown(batch)

    def _work(self, batch: dict[str, Any]) -> None:
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].decode().splitlines() if line]
        until = len(lines) if self.expire_after is None else self.expire_after
        done: list[dict[str, Any]] = []
        wrong: list[dict[str, Any]] = []
        for line in lines[:until]:
            status, body = self.answer(line["body"])
            kept = {
                "id": "x",
                "custom_id": line["custom_id"],
                "response": {"status_code": status, "request_id": "r", "body": body},
                "error": None,
            }
            (done if status == 200 else wrong).append(kept)
        expired = {"code": "batch_expired", "message": "This request could not be executed before the completion window expired."}
        wrong += [{"id": "x", "custom_id": line["custom_id"], "response": None, "error": expired} for line in lines[until:]]
        batch["status"] = "completed" if until >= len(lines) else "expired"
        batch["output_file_id"] = self._keep(_lines(reversed(done))) if done else None
        batch["error_file_id"] = self._keep(_lines(wrong)) if wrong else None


def _shown(batch: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in batch.items() if name != "looks"}


def _lines(items: Any) -> bytes:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()
