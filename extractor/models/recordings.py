"""Recordings: exchanges with a language model, one JSON file each.

A recording is found by what the model was shown (instructions, examples, document, schema), so that it is replayed for exactly the
request it answered, whatever model gave it; a changed prompt or document is a miss.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.models.flow import Question
from extractor.whole import write_whole

SHOWN_DIGITS = 20


@dataclass(frozen=True)
class Recording:
    """One exchange: `digest` of what was shown, the completion as received, and `how` it came about (model, date, by what)."""

    digest: str
    prompt_version: str
    document_id: str
    response: dict[str, Any]
    how: dict[str, Any]

    @property
    def file_name(self) -> str:
        """`DOCUMENT-DIGEST.json`, so that a document's recordings stand together."""
        return f"{self.document_id}-{self.digest[:SHOWN_DIGITS]}.json"


def save_recording(directory: Path, question: Question, response: dict[str, Any], how: dict[str, Any]) -> Path:
    """Write the exchange of `question` into `directory` (made if need be) and return the file. An existing one is replaced.

    Raises `UsageError` where it can't be written whole.
    """
    recording = Recording(question.digest, question.prompt_version, question.document_id, response, how)
    path = directory / recording.file_name
    write_whole(path, json.dumps(asdict(recording), ensure_ascii=False, indent=1) + "\n")
    return path


def read_recordings(directory: Path) -> dict[str, Recording]:
    """The recordings of a folder by digest. Raises `UsageError` for a missing folder or a file that is no recording."""
    if not directory.is_dir():
        raise UsageError(f"{directory} is no folder", hint="Give the folder of recordings as --model recorded/DIR.")
    found = {}
    for path in sorted(directory.glob("*.json")):
        try:
            recording = Recording(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"{path}: not a recording ({error})", hint="Record it again, or move the file away.") from None
        found[recording.digest] = recording
    return found
