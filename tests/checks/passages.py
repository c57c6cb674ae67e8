"""Passages of our own in many registers, with their right claims: texts unlike the corpora that the checks grew up on.

By `mended` (its last, `p-*.txt`, plain news by a fifth writer) the rules were widened, by `measured` (somebody wrote it who never saw
them) since version 7 of the checks, and by `news` (plainer news of 130 to 280 words each, by a third writer) since version 8. `held` is
like `measured` and `dispatches` like `news`, by two other writers. Nobody who builds has read these: they show what rules and checks are
worth on text that is new to them. Measure by them, and don't open them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.text.ground import ground
from extractor.text.reading import Reading
from tests.checks.cases import reading
from tests.checks.gold import claim_of

FOLDER = Path(__file__).parents[1] / "passages"
SETS = ("mended", "measured", "held", "news", "dispatches")
_CLAIM = re.compile(r"(?:\*|\d+(?:\+\d+)*) \| ")
_EMPTY = ("attacker", "scope", "said_on", "event_time", "event_time_text", "place", "note")


def passages(name: str) -> Iterator[tuple[Reading, tuple[dict[str, Any], ...], tuple[Claim, ...]]]:
    """(passage, gold lines, claims) of every passage with claims of one of the `SETS`."""
    for path in sorted((FOLDER / name).glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            lines = block.strip().splitlines()
            read = reading("\n\n".join(line for line in lines if not _CLAIM.match(line)))
            rows = tuple(_row(read, *(cell.strip() for cell in line.split(" | "))) for line in lines if _CLAIM.match(line))
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
