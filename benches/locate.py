"""Locating quotes: time and outcome per class of quote, on 3 KB to 3 MB, beside other libraries, as ratios in one run.

    python -m benches.locate [--all] [--quotes N] [--sizes 3000,30000]

Each library locates the same quotes of each class in the same text, all that it has to compute for it included. A quote that stands
in the text should be found at its place; for one that doesn't any span at all is wrong. `--all` also runs what would take minutes.
Exits with 1 if ours accepts a wrong quote or misses a right one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benches.quotes.corpus import CLASSES, RIGHT, Sample, article, samples
from benches.quotes.peers import MANY, Locate, Span, installed

SIZES = (3_000, 30_000, 300_000, 3_000_000)
TOO_LONG = 120.0  # seconds: what would take longer is only run with --all
REPEATS = {3_000: 5, 30_000: 3}
TARGETS = {"langextract": 100, "gtrex": 15}
OURS = "quotebound"


@dataclass(frozen=True, slots=True)
class Run:
    """One library on the quotes of one class: seconds, and how many came out right, wrong, undecided or not found."""

    seconds: float
    outcome: Counter[str]


def judge(found: Span | None, sample: Sample) -> str:
    """What came of one quote."""
    if sample.kind not in RIGHT:
        return "refused" if found is None else "WRONG"
    if found == MANY:
        return "told apart" if sample.kind == "repeated" else "missed"
    return "missed" if found is None else "found" if found in sample.places else "WRONG"


def run(locate: Locate, text: str, chosen: Sequence[Sample], repeats: int) -> Run:
    """Time `locate` on the quotes of one class, the best of some runs, and judge what it says."""
    best, found = float("inf"), []
    quotes = [sample.quote for sample in chosen]
    for _ in range(repeats):
        start = time.perf_counter()
        found = locate(text, quotes)
        best = min(best, time.perf_counter() - start)
    return Run(best, Counter(judge(span, sample) for span, sample in zip(found, chosen, strict=True)))


def measure(libraries: dict[str, Locate], size: int, quotes: int, longest: float) -> dict[str, dict[str, Run]]:
    """Every library on every class in one text; a library that would take too long is left out."""
    text = article(size, seed=size)
    classes = {kind: samples(text, kind, quotes, seed=size) for kind in CLASSES}
    done: dict[str, dict[str, Run]] = {}
    for name, locate in libraries.items():
        runs: dict[str, Run] = {}
        for kind, chosen in classes.items():
            if chosen:
                runs[kind] = run(locate, text, chosen, REPEATS.get(size, 1))
            if runs and runs[kind].seconds * len(classes) > longest:
                break
        done[name] = runs
    return done


def table(done: dict[str, dict[str, Run]]) -> None:
    """Print a row a class: of each library the outcome, the milliseconds, and how many times ours that is."""
    print(f"  {'class':17}" + "".join(f"{name:>27}" for name in done))
    for kind in CLASSES:
        ours = done[OURS].get(kind)
        if ours is None:
            continue
        cells = [cell(runs.get(kind), ours.seconds) for runs in done.values()]
        print(f"  {kind:17}" + "".join(f"{one:>27}" for one in cells))
    total = {name: sum(one.seconds for one in runs.values()) for name, runs in done.items() if len(runs) == len(done[OURS])}
    cells = [f"{total[name] * 1e3:.1f} ms ×{total[name] / total[OURS]:.0f}" if name in total else "left out" for name in done]
    print(f"  {'all classes':17}" + "".join(f"{one:>27}" for one in cells))


def cell(one: Run | None, ours: float) -> str:
    """One library's outcome and time in one class."""
    if one is None:
        return "left out"
    count, outcome = sum(one.outcome.values()), one.outcome.most_common(1)[0][0]
    worst = "WRONG" if one.outcome["WRONG"] else outcome
    return f"{one.outcome[worst]}/{count} {worst} {one.seconds * 1e3:.1f} ×{one.seconds / ours:.0f}"


def verdict(by_size: dict[int, dict[str, dict[str, Run]]]) -> int:
    """Print what the run shows of the targets; 1 if ours erred."""
    ours = [(kind, one) for done in by_size.values() for kind, one in done[OURS].items()]
    wrong = sum(one.outcome["WRONG"] for _, one in ours)
    right = sum(one.outcome["found"] + one.outcome["told apart"] for kind, one in ours if kind in RIGHT)
    count = sum(sum(one.outcome.values()) for kind, one in ours if kind in RIGHT)
    print(f"\nours: {wrong} wrong quotes accepted; {right} of {count} right ones found at their place")
    middle = by_size.get(30_000, {})
    for name, target in TARGETS.items():
        kinds = [kind for kind in middle.get(name, {}) if kind in middle[OURS]]
        if kinds:
            ratio = sum(middle[name][kind].seconds for kind in kinds) / sum(middle[OURS][kind].seconds for kind in kinds)
            print(f"at 30 KB {name} takes {ratio:.0f} times as long (target: at least {target})")
    totals = {size: sum(one.seconds for one in done[OURS].values()) for size, done in by_size.items()}
    growth = [f"×{totals[b] / totals[a]:.1f} for ×{b // a} the text" for a, b in zip(totals, list(totals)[1:], strict=False)]
    print(f"our time grows {', '.join(growth)}")
    return 1 if wrong or right < count else 0


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description="Locating quotes, beside other libraries.")
    parser.add_argument("--all", action="store_true", help="also run what would take minutes")
    parser.add_argument("--quotes", type=int, default=20, help="quotes a class")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="characters, separated by commas")
    options = parser.parse_args()
    libraries, lines = installed()
    print("\n".join(lines))
    by_size = {}
    for size in map(int, options.sizes.split(",")):
        by_size[size] = measure(libraries, size, options.quotes, float("inf") if options.all else TOO_LONG)
        print(f"\n{size:,} characters, {options.quotes} quotes a class: outcome, ms for all of them with what they need, times ours")
        table(by_size[size])
    return verdict(by_size)


if __name__ == "__main__":
    sys.exit(main())
