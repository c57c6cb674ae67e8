"""The value checks on passages in many registers: few right claims are bothered, nearly all wrong numbers and sources are caught.

The shares are floors, not goals; `python -m benches.checks passages` prints every kind of error.
"""

from __future__ import annotations

from collections import Counter

from benches.checks import DOMAIN, Article, mutations, verdict
from extractor.checks import CHECKS, check_claims
from extractor.checks.docket import Docket
from tests.checks.passages import passages


def test_right_claims_pass_and_wrong_numbers_and_sources_are_caught() -> None:
    right: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {"another number": Counter(), "swapped source": Counter()}
    for read, rows, claims in passages():
        right.update(verdict(findings) for findings in check_claims(claims, read, DOMAIN))
        docket = Docket.of(claims, read, DOMAIN)
        for number, case in enumerate(docket.cases):
            for name, claim in mutations(Article(read, rows, claims), number, case):
                if name in wrong:
                    changed = docket.with_claim(number, claim).cases[number]
                    wrong[name][verdict(tuple(finding for check in CHECKS for finding in check.run(changed)))] += 1
    assert right["passed"] >= 0.94 * right.total() > 350
    assert wrong["another number"]["passed"] <= 0.08 * wrong["another number"].total()
    assert wrong["swapped source"]["passed"] <= 0.12 * wrong["swapped source"].total()
