"""Passages of our own in many registers, with their right claims: a text unlike the corpora that the checks grew up on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.text.ground import ground
from extractor.text.reading import Reading
from tests.checks.cases import reading
from tests.checks.gold import claim_of

_PASSAGES = Path(__file__).with_name("passages.txt")
_EMPTY = ("attacker", "scope", "said_on", "event_time", "event_time_text", "place", "note")


def passages() -> Iterator[tuple[Reading, tuple[dict[str, Any], ...], tuple[Claim, ...]]]:
    """(passage, gold lines, claims) of every passage with claims."""
    for block in _PASSAGES.read_text(encoding="utf-8").split("\n\n")[1:]:
        text, *lines = block.strip().splitlines()
        read = reading(text)
        rows = tuple(_row(read, *(cell.strip() for cell in line.split(" | "))) for line in lines)
        if rows:
            yield read, rows, tuple(item.claim for item in ground([claim_of(row) for row in rows], read))


def _row(read: Reading, sentence: str, *cells: str) -> dict[str, Any]:
    figure, value, people, source, cue, *stance = (None if cell == "-" else cell.strip('"') for cell in cells)
    kind, _, unit = (value or "")[1:].partition(":") if (value or "").startswith("=") else ("casualties", "", "persons")
    spans = read.sentences if sentence == "*" else [read.sentences[int(number) - 1] for number in sentence.split("+")]
    bounds = parse_figure(figure, unit) if figure else None
    return {
        **dict.fromkeys(_EMPTY),
        "kind": kind,
        "statement": f"It was {figure or 'some'} of {people or 'them'}.",
        "quote": read.text[spans[0].start : spans[-1].end],
        "outcome": value if kind == "casualties" else None,
        "population": people,
        "figure_text": figure,
        **{name: getattr(bounds, name, None) for name in ("low", "high", "qualifier", "unit")},
        "scope": "incident" if kind == "casualties" else None,
        "source": source,
        "source_type": "official" if source else "outlet",
        "cue": cue,
        "relays": [],
        "stance": stance[0] if stance else "asserted",
        "verification": "none",
        "salience": "core",
    }
