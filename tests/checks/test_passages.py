"""The value checks on passages in many registers: few right claims are bothered, nearly all wrong numbers and sources are caught.

The shares are floors, not goals; `python -m benches.checks mended measured` prints every kind of error. By the passages of `measured`
nothing was mended: its floors say what the rules are worth on texts that are new to them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benches.checks import DOMAIN, Article, mutations, verdict
from extractor.checks import CHECKS, check_claims
from extractor.checks.docket import Docket
from tests.checks.passages import passages


@pytest.mark.parametrize(
    ("name", "right", "numbers", "sources"),
    [("mended", 0.95, 0.06, 0.12), ("measured", 0.85, 0.07, 0.09), ("held", 0.82, 0.08, 0.09), ("news", 0.94, 0.03, 0.06)],
)
def test_right_claims_pass_and_wrong_numbers_and_sources_are_caught(name: str, right: float, numbers: float, sources: float) -> None:
    sound: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {"another number": Counter(), "swapped source": Counter()}
    for read, rows, claims in passages(name):
        sound.update(verdict(findings) for findings in check_claims(claims, read, DOMAIN))
        docket = Docket.of(claims, read, DOMAIN)
        for number, case in enumerate(docket.cases):
            for error, claim in mutations(Article(read, rows, claims), number, case):
                if error in wrong:
                    changed = docket.with_claim(number, claim).cases[number]
                    wrong[error][verdict(tuple(finding for check in CHECKS for finding in check.run(changed)))] += 1
    assert sound["passed"] >= right * sound.total() > 300
    assert wrong["another number"]["passed"] <= numbers * wrong["another number"].total()
    assert wrong["swapped source"]["passed"] <= sources * wrong["swapped source"].total()
