"""A small corpus on disk, of our own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.evals.examples import ROW

TEXT = "Twelve miners were killed at Halm on Dec. 14, the ministry said on Thursday. At least 30 others were hurt.\n"
QUOTE = "Twelve miners were killed at Halm on Dec. 14, the ministry said on Thursday."
GOLD: dict[str, Any] = {**ROW, "id": "a-1", "quote": QUOTE, "figure_text": "Twelve", "event_time_text": "Dec. 14"}


def write_corpus(directory: Path, gold: list[dict[str, Any]] | None = None, documents: list[dict[str, Any]] | None = None) -> Path:
    """Write documents a.txt (one claim) and b.txt (none)."""
    (directory / "documents").mkdir(parents=True)
    (directory / "documents" / "a.txt").write_text(TEXT, encoding="utf-8")
    (directory / "documents" / "b.txt").write_text("How to bake bread.\n", encoding="utf-8")
    listed = (
        documents
        if documents is not None
        else [{"doc": name, "published": "2024-12-19", "outlet": "O", "url": None} for name in ("a.txt", "b.txt")]
    )
    (directory / "documents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in listed), encoding="utf-8")
    rows = [GOLD] if gold is None else gold
    (directory / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return directory
