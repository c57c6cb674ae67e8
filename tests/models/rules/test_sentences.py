from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.models.rules.reading_of import casualties_in, harm_in

ROWS: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
CASES = [pytest.param(row["says"], row["harm"], id=f"{domain}: {row['says'][:60]}") for domain, rows in ROWS.items() for row in rows]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_finds_the_harm_of_a_sentence_and_no_other(sentence: str, expected: list[str]) -> None:
    assert harm_in(sentence) == expected


BOUNDS = [
    ("At least 12 people were killed.", (12, None, "at_least")),
    ("More than 40 people were hurt.", (41, None, "more_than")),
    ("Up to 200 people were killed.", (None, 200, "at_most")),
    ("About 30 people were injured.", (30, 30, "approximate")),
    ("Between 30 and 40 people were killed.", (30, 40, "range")),
    ("Nearly 100 people are missing.", (100, 100, "approximate")),
    ("Two dozen people were killed.", (24, 24, "exact")),
    ("Seventy-three people died.", (73, 73, "exact")),
    ("The death toll passed 3,000.", (3000, 3000, "exact")),
]


@pytest.mark.parametrize(("sentence", "expected"), BOUNDS)
def test_a_figure_keeps_its_bounds_and_qualifier(sentence: str, expected: tuple[int | None, int | None, str]) -> None:
    (claim,) = casualties_in(sentence)
    assert claim.figure is not None
    assert (claim.figure.low, claim.figure.high, claim.figure.qualifier) == expected


WHOM = [
    ("Gunmen killed 12 North Korean soldiers.", ["North Korean soldiers"]),
    ("Three civilians and two policemen were killed.", ["civilians", "policemen"]),
    ("The blast killed a woman and her two children.", ["woman", "children"]),
    ("Eight people, including three nurses, were injured.", ["people", "nurses"]),
    ("Sixteen people were killed, 11 of them soldiers.", ["people", "soldiers"]),
    ("Fighting left 17 soldiers and six rebels dead.", ["soldiers", "rebels"]),
    ("The army suffered 43 casualties.", ["army"]),
    ("Two Israeli soldiers were wounded and four others killed.", ["Israeli soldiers", "Israeli soldiers"]),
]


@pytest.mark.parametrize(("sentence", "expected"), WHOM)
def test_says_whom_it_happened_to(sentence: str, expected: list[str]) -> None:
    assert [claim.population.text if claim.population else None for claim in casualties_in(sentence)] == expected


BY_WHOM = [
    ("The rebels killed 12 soldiers near the river.", "The rebels"),
    ("Twelve soldiers were killed by the rebels.", "the rebels"),
    ("Gunmen stormed a village, killing 12 people.", "Gunmen"),
    ("The rebels claimed to have killed 60 soldiers.", "The rebels"),
    ("Two men were shot dead by Israeli troops.", "Israeli troops"),
    ("An explosion killed 12 people.", None),
    ("The earthquake killed 12 people.", None),
]


@pytest.mark.parametrize(("sentence", "expected"), BY_WHOM)
def test_says_who_did_it_and_blames_no_earthquake(sentence: str, expected: str | None) -> None:
    (claim,) = casualties_in(sentence)
    assert (claim.attacker.text if claim.attacker else None) == expected


def test_families_are_counted_as_families() -> None:
    (claim,) = casualties_in("Some 4,300 families have been displaced by the clashes.")
    assert claim.figure is not None
    assert claim.figure.unit == "families"
