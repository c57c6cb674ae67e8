"""docs/FINDINGS.md and the code say the same of every finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.checks import CHECKS, codes

DOC = Path(__file__).parents[2] / "docs" / "FINDINGS.md"
ROW = re.compile(r"^\| `(?P<code>[a-z_.]+)` \| (?P<severities>[a-z, ]+) \| (?P<rest>.+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, ...]]:
    text = DOC.read_text(encoding="utf-8")
    return {match["code"]: tuple(match["severities"].split(", ")) for match in ROW.finditer(text)}


def test_every_code_is_documented_with_its_severities_and_no_other() -> None:
    assert documented() == codes()


def test_every_documented_code_has_meaning_example_and_way_out() -> None:
    for match in ROW.finditer(DOC.read_text(encoding="utf-8")):
        cells = [cell.strip() for cell in match["rest"].split(" | ")]
        assert len(cells) == 3, match["code"]
        assert all(cells), match["code"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_names_the_codes_it_may_find(check: object) -> None:
    assert getattr(check, "codes", None)
