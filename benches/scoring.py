"""Scoring 1,000 documents of 10 claims: matching, counts, mistakes and 1,000 bootstrap samples of every metric.

    python -m benches.scoring

Target: under 5 s (issue "Evals that decide what ships"). Printed beside a fixed piece of arithmetic, so that runs on different machines
can be compared.
"""

from __future__ import annotations

import random
import time

from evals.gold import GoldClaim
from evals.run import report_of
from evals.tally import score
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from tests.evals.examples import figure, gold, predicted

DOCUMENTS, CLAIMS = 1000, 10


def document(number: int, draw: random.Random) -> tuple[str, list[GoldClaim], list[CheckedClaim]]:
    """Two claims a sentence; every fifth quote is cut short."""
    golds, claims = [], []
    for place in range(CLAIMS):
        count, outcome, start = draw.randint(1, 500), draw.choice(["killed", "wounded"]), 100 * (place // 2)
        end = start + 100 - (5 if place % 5 == 0 else 0)
        golds.append(gold(f"{number}-{place}", start, start + 100, outcome=outcome, low=count, high=count, figure_text=str(count)))
        claims.append(predicted(f"{number}-{place}", start, end, outcome=outcome, figure=figure(count, count, text=str(count))))
    return f"{number}.txt", golds, claims


def yardstick() -> float:
    """Seconds for a million additions in plain Python."""
    started = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.perf_counter() - started


def main() -> None:
    """Score, and print seconds and the ratio to the yardstick."""
    draw = random.Random(7)  # noqa: S311 (not for secrets)
    documents = [document(number, draw) for number in range(DOCUMENTS)]
    unit = yardstick()
    started = time.perf_counter()
    scored = [score(*one) for one in documents]
    matched = time.perf_counter()
    report_of("bench", ("bench", "1"), scored, CONFLICT)
    done = time.perf_counter()
    print(f"matching {DOCUMENTS:,} × {CLAIMS} claims   {matched - started:6.2f} s   {(matched - started) / unit:6.1f} × yardstick")
    print(f"counts, mistakes, bootstrap   {done - matched:6.2f} s   {(done - matched) / unit:6.1f} × yardstick")
    print(f"all                           {done - started:6.2f} s   target < 5 s")


if __name__ == "__main__":
    main()
