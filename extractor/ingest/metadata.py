"""What is known about documents from outside their text: `documents.jsonl` (CODEBOOK.md, "A corpus and its gold")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.claims.core import Edtf
from extractor.errors import MetadataError, first_fault


class Metadata(BaseModel):
    """One line of a metadata file; `doc` is the document's name as ingested, `published` EDTF or null."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: Annotated[str, Field(min_length=1)] = ""
    published: Edtf | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None

    def over(self, weaker: Metadata) -> Metadata:
        """This, with `weaker` filling what is null here."""
        known = {name: value for name, value in self.model_dump().items() if value}
        return weaker.model_copy(update=known)


def load_metadata(path: Path) -> Mapping[str, Metadata]:
    """Read a JSON-lines file into {document name: metadata}.

    Raises `MetadataError` naming file, line and field: a wrong line would put a wrong date under every claim of a document,
    so nothing is run with it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # U+2028 ends no line of JSON
    except OSError as error:
        raise MetadataError(f"{path}: {error.strerror}", hint="Check the path given with --metadata.") from error
    except UnicodeDecodeError as error:
        raise MetadataError(f"{path}: not UTF-8 (byte {error.start})", hint="Save the file as UTF-8.") from error
    known: dict[str, Metadata] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            entry = _parse(path, number, line)
            if entry.doc in known:
                raise MetadataError(f"{path}, line {number}, field doc: {entry.doc!r} is there twice", hint="Keep one line a document.")
            known[entry.doc] = entry
    return known


def _parse(path: Path, number: int, line: str) -> Metadata:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        hint = 'One JSON object a line, e.g. {"doc": "a.txt", "published": "2024-12-19", "outlet": null, "url": null}.'
        raise MetadataError(f"{path}, line {number}: not JSON: {error.msg} at column {error.colno}", hint=hint) from error
    if not isinstance(data, dict) or "doc" not in data:
        raise MetadataError(f"{path}, line {number}, field doc: missing", hint="Each line names its document in `doc`.")
    try:
        return Metadata.model_validate(data)
    except ValidationError as error:
        field, message = first_fault(error)
        raise MetadataError(f"{path}, line {number}, field {field}: {message}", hint="Correct the line and run again.") from error
