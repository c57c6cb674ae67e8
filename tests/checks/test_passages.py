"""The value checks on passages in many registers: few right claims are bothered, nearly all wrong numbers and sources are caught.

The shares are floors, not goals; `python -m benches.checks mended measured` prints every kind of error. By the passages of `measured`
nothing was mended before version 7 of the checks, by those of `news` before version 8; `held` and `dispatches` say what the rules are
worth on texts that are new to them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benches.checks import DOMAIN, Article, another_count, holds, mutations, verdict
from extractor.checks import CHECKS, check_claims
from extractor.checks.docket import Docket
from extractor.claims.core import Claim
from extractor.text.ground import ground
from tests.checks.cases import attributed, harm, reading
from tests.checks.passages import passages


@pytest.mark.parametrize(
    ("name", "right", "numbers", "sources"),
    [
        ("mended", 0.97, 0.04, 0.06),
        ("measured", 0.93, 0.05, 0.09),
        ("news", 0.97, 0.01, 0.05),
        ("held", 0.85, 0.09, 0.09),
        ("dispatches", 0.94, 0.03, 0.03),
    ],
)
def test_right_claims_pass_and_wrong_numbers_and_sources_are_caught(name: str, right: float, numbers: float, sources: float) -> None:
    sound: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {"another number": Counter(), "swapped source": Counter()}
    for read, rows, claims in passages(name):
        sound.update(verdict(findings) for findings in check_claims(claims, read, DOMAIN))
        docket = Docket.of(claims, read, DOMAIN)
        for number, case in enumerate(docket.cases):
            for error, claim in mutations(Article(read, rows, claims), number, case, wrong):
                changed = docket.with_claim(number, claim).cases[number]
                wrong[error][verdict(tuple(finding for check in CHECKS for finding in check.run(changed)))] += 1
    assert sound["passed"] >= right * sound.total() > 300
    assert wrong["another number"]["passed"] <= numbers * wrong["another number"].total()
    assert wrong["swapped source"]["passed"] <= sources * wrong["swapped source"].total()


def test_a_number_that_another_gold_claim_of_the_quote_gives_alike_is_no_wrong_value() -> None:
    text = "He was tried for the murder of five and confessed to nine, said Brandt and Olsen."
    brandt, olsen = attributed("Brandt", "said"), attributed("Olsen", "said")

    def article(*claims: Claim) -> Article:
        return Article(reading(text), tuple({"quote": text} for _ in claims), claims)

    nine = harm(text, "nine", **brandt)
    wrong = harm(text, "five", **brandt)
    assert holds(article(nine, harm(text, "five", **brandt)), 0, wrong)
    assert not holds(article(nine), 0, wrong)
    for other in (harm(text, "five", "wounded", **brandt), harm(text, "five", **olsen), harm(text, "five", population="five", **brandt)):
        assert not holds(article(nine, other), 0, wrong)


def test_another_count_of_the_quote_comes_with_the_people_that_it_counts() -> None:
    text = "Shells killed 12 soldiers and wounded 20 nurses in four villages, said Brandt."
    claim = harm(text, "12", population="soldiers", **attributed("Brandt", "said"))
    read = reading(text)
    case = Docket.of([item.claim for item in ground([claim], read)], read, DOMAIN).cases[0]
    found = [(wrong.figure and wrong.figure.text, getattr(wrong, "population", None)) for wrong in another_count(case.claim, case)]
    assert [(words, people.text if people else None) for words, people in found] == [("20", "nurses"), ("four", None)]
