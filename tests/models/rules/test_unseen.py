"""Texts unlike the corpora, read as far as the rules can read them: what they still get wrong is marked `open` in unseen.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.claims.conflict import Casualties
from extractor.claims.core import Claim
from tests.models.rules.reading_of import claims_of

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "unseen.yaml").read_text(encoding="utf-8"))
_BOUNDS = re.compile(r"\s*\[(\d*)\.\.(\d*)\]$")


def wrong_in(text: str, finds: list[str]) -> list[str]:
    """What the rules miss, get wrong or find without its being there."""
    claims = claims_of(text, published="2024-06-20")
    harms: list[Claim] = [claim for claim in claims if isinstance(claim, Casualties) and (claim.figure or claim.stance == "denied")]
    others = [claim for claim in claims if claim not in harms and claim.figure]
    wrong = []
    for expected in finds:
        outcome, figure, people, source, stance = (*(part.strip() for part in expected.split("|")), "", "", "", "", "")[:5]
        may, outcome, words = outcome.endswith("?"), outcome.rstrip("?"), _BOUNDS.sub("", figure).lower()
        pool = others if outcome == "other" else harms
        same = [claim for claim in pool if (claim.figure.text.lower() if claim.figure else "-") == words]
        right = [claim for claim in same if may or outcome == "other" or _outcome(claim) == outcome.rpartition(": ")[2]]
        if right:
            pool.remove(right[0])
            wrong += [] if may else _differences(right[0], expected, (figure, people, source, stance or outcome.rpartition(": ")[0]))
        elif not may:
            wrong.append(f"missed: {expected}")
    return wrong + [f"not there: {_outcome(claim)} {claim.figure.text if claim.figure else '-'}" for claim in harms]


def _outcome(claim: Claim) -> str | None:
    return getattr(claim, "outcome", None)


def _differences(claim: Claim, expected: str, fields: tuple[str, str, str, str]) -> list[str]:
    figure, people, source, stance = fields
    population, origin = getattr(claim, "population", None), claim.attribution.source
    bounds = _BOUNDS.search(figure)
    limits = tuple(int(end) if end else None for end in bounds.groups()) if bounds else None
    return [
        f"{name}: {expected}"
        for name, differs in (
            ("bounds", limits is not None and claim.figure is not None and limits != (claim.figure.low, claim.figure.high)),
            ("people", bool(people) and (population.text if population else "") != people),
            ("source", bool(source) and (origin.text.lower() if origin else "-") != source.lower()),
            ("stance", claim.stance != stance if stance else claim.stance in {"denied", "retracted"}),
        )
        if differs
    ]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case["says"][:60], marks=pytest.mark.xfail(strict=True) if case.get("open") else ()) for case in CASES],
)
def test_reads_texts_unlike_the_corpora(case: dict[str, Any]) -> None:
    assert wrong_in(case["says"], case["finds"]) == []
