"""What the tests of verifying share: the texts of a release, and how a release is verified, changed and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.claims.conflict import CONFLICT
from extractor.published import PublishedDocument
from extractor.verify import Difference, Verdict, verify_release
from tests.releases import (
    BRIDGE,
    CLINIC,
    DEAD,
    GUARDS,
    HARBOUR,
    HURT,
    record,
)

DEAD_ID, HURT_ID, CLINIC_ID = (record(claim)["id"] for claim in (DEAD, HURT, CLINIC))
GUARDS_ID = record(GUARDS, BRIDGE)["id"]
Rows = list[dict[str, Any]]


@dataclass
class Texts:
    """The documents' texts, by hash."""

    known: tuple[str, ...] = (HARBOUR.text, BRIDGE.text)

    def find(self, document: PublishedDocument) -> str | None:
        return next((text for text in self.known if replace(HARBOUR, text=text).sha256 == document.sha256), None)

    def instead(self, document: PublishedDocument) -> str:
        return f"no {document.name}"


def verify(folder: Path, *, texts: bool = False) -> Verdict:
    return verify_release(folder, CONFLICT, Texts() if texts else None)


def found(folder: Path, *, texts: bool = False) -> Difference:
    difference = verify(folder, texts=texts).difference
    assert difference is not None
    return difference


def where(difference: Difference) -> tuple[str | None, str | None, str]:
    return difference.file, difference.claim, difference.field


def row_of(rows: Rows, claim: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == claim)


def set_at(claim: str, path: str, value: Any) -> Callable[[Rows], None]:
    """Set a field of a claim's line."""

    def edit(rows: Rows) -> None:
        part: Any = row_of(rows, claim)
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in steps:
            part = part[step]
        part[last] = value

    return edit
