"""Locating quotes: time and outcome per class of quote, on 3 KB to 3 MB, beside other libraries, as ratios in one run.

    python -m benches.locate [--quotes N] [--sizes 3000,30000] [--budget SECONDS]

Each library locates the same quotes of each class in the same text, all that it has to compute for it included. A quote that stands
in the text should be found at its place; for one that doesn't any span at all is wrong. Times are processor time. A library gets
`--budget` seconds a text, a tenth of it a class: a slow one is given as many quotes of the class as fit, and is compared with ours on
those; one that can't do a single quote in that time is stopped, and its ratio is a lower bound. Exits with 1 if ours accepts a wrong
quote or misses a right one.

The targets hold over all classes. In single ones gtrex takes 6 to 7 times as long, and can't take 15: an exact or repeated quote costs
26 µs at 30 KB, of which str.find over the whole text takes 10, and gtrex begins with it too. Of the 220 µs of a quote in other spaces or
typography 90 are the text's folding, done once a text and here shared by 20 quotes.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from benches.quotes.corpus import CLASSES, RIGHT, Sample, article, samples
from benches.quotes.peers import MANY, PEERS, Locate, Span, installed

SIZES = (3_000, 30_000, 300_000, 3_000_000)
BUDGET = 120.0  # seconds a library and text
REPEATS = {3_000: 5, 30_000: 3}
TARGETS = {"langextract": 100, "gtrex": 15}
OURS = "quotebound"


@dataclass(frozen=True, slots=True)
class Run:
    """One library on the quotes of one class: seconds, ours on the same quotes, and how many came out right, wrong, undecided or not found.

    `stopped`: its time was up within the first quote; the seconds are then what it was given.
    """

    seconds: float
    ours: float
    outcome: Counter[str]
    stopped: bool = False


def judge(found: Span | None, sample: Sample) -> str:
    """What came of one quote."""
    if sample.kind not in RIGHT:
        return "refused" if found is None else "WRONG"
    if found == MANY:
        return "told apart" if sample.kind == "repeated" else "missed"
    return "missed" if found is None else "found" if found in sample.places else "WRONG"


def timed(locate: Locate, text: str, chosen: Sequence[Sample], repeats: int = 1) -> tuple[float, Counter[str]]:
    """Time `locate` on quotes, the best of some runs, and judge what it says."""
    best, found = float("inf"), []
    quotes = [sample.quote for sample in chosen]
    for _ in range(repeats):
        start = time.thread_time()
        found = locate(text, quotes)
        best = min(best, time.thread_time() - start)
    return best, Counter(judge(span, sample) for span, sample in zip(found, chosen, strict=True))


def run(locate: Locate, text: str, chosen: Sequence[Sample], repeats: int, budget: float) -> Run:
    """One class: as many of its quotes as fit into the budget, beside ours on the same ones."""
    done: Run | None = None
    signal.setitimer(signal.ITIMER_PROF, budget)
    try:
        first, outcome = timed(locate, text, chosen[:1])
        done = Run(first, timed(PEERS[OURS], text, chosen[:1], repeats)[0], outcome)
        fit = max(1, min(len(chosen), int(budget / 3 / first)))
        again = repeats if first * fit * repeats < budget / 3 else 1
        seconds, outcome = timed(locate, text, chosen[:fit], again)
        done = Run(seconds, timed(PEERS[OURS], text, chosen[:fit], repeats)[0], outcome)
    except TimeoutError:
        done = done or Run(budget, timed(PEERS[OURS], text, chosen[:1], repeats)[0], Counter(), stopped=True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return done


def time_is_up(_signal: int, _frame: FrameType | None) -> None:
    """Ends what a library is at."""
    raise TimeoutError


def measure(libraries: dict[str, Locate], size: int, quotes: int, budget: float) -> dict[str, dict[str, Run]]:
    """Every library on every class in one text; one that was stopped twice is not given the other classes."""
    text = article(size, seed=size)
    classes = {kind: samples(text, kind, quotes, seed=size) for kind in CLASSES}
    done: dict[str, dict[str, Run]] = {}
    for name, locate in libraries.items():
        locate("Warm up.", ["Warm"])
        runs: dict[str, Run] = {}
        for kind, chosen in classes.items():
            own = 3_600.0 if name == OURS else budget / len(classes)
            if chosen and sum(one.stopped for one in runs.values()) < 2:
                runs[kind] = run(locate, text, chosen, REPEATS.get(size, 1), own)
        done[name] = runs
    return done


def table(done: dict[str, dict[str, Run]]) -> None:
    """Print a row a class: of each library the outcome, the milliseconds, and how many times ours that is."""
    print(f"  {'class':17}" + "".join(f"{name:>29}" for name in done))
    for kind in CLASSES:
        if kind in done[OURS]:
            print(f"  {kind:17}" + "".join(f"{cell(runs.get(kind)):>29}" for runs in done.values()))
    print(f"  {'all classes':17}" + "".join(f"{ratio(runs):>29}" for runs in done.values()))


def cell(one: Run | None) -> str:
    """One library's outcome and time in one class."""
    if one is None:
        return "not begun"
    if one.stopped:
        return f"> {one.seconds:.0f} s, stopped ×>{one.seconds / one.ours:,.0f}"
    count, outcome = sum(one.outcome.values()), one.outcome.most_common(1)[0][0]
    worst = "WRONG" if one.outcome["WRONG"] else outcome
    return f"{one.outcome[worst]}/{count} {worst} {one.seconds * 1e3:.1f} ×{one.seconds / one.ours:,.0f}"


def ratio(runs: dict[str, Run]) -> str:
    """How many times ours a library takes, over the quotes that it did; at least, where it was stopped."""
    least = "≥ " if any(one.stopped for one in runs.values()) else ""
    return f"{least}×{sum(one.seconds for one in runs.values()) / sum(one.ours for one in runs.values()):,.0f}"


def verdict(by_size: dict[int, dict[str, dict[str, Run]]]) -> int:
    """Print what the run shows of the targets; 1 if ours erred."""
    ours = [(kind, one) for done in by_size.values() for kind, one in done[OURS].items()]
    wrong = sum(one.outcome["WRONG"] for _, one in ours)
    right = sum(one.outcome["found"] + one.outcome["told apart"] for kind, one in ours if kind in RIGHT)
    count = sum(sum(one.outcome.values()) for kind, one in ours if kind in RIGHT)
    print(f"\nours: {wrong} wrong quotes accepted; {right} of {count} right ones found at their place")
    middle = by_size.get(30_000, {})
    for name, target in TARGETS.items():
        if name in middle:
            print(f"at 30 KB {name} takes {ratio(middle[name])} as long (target: at least {target})")
    totals = {size: sum(one.seconds for one in done[OURS].values()) for size, done in by_size.items()}
    growth = [f"×{totals[b] / totals[a]:.1f} for ×{b // a} the text" for a, b in zip(totals, list(totals)[1:], strict=False)]
    print(f"our time grows {', '.join(growth)}")
    return 1 if wrong or right < count else 0


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description="Locating quotes, beside other libraries.")
    parser.add_argument("--quotes", type=int, default=20, help="quotes a class")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="characters, separated by commas")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds of processor time a library and text")
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, time_is_up)
    libraries, lines = installed()
    print("\n".join(lines))
    by_size = {}
    for size in map(int, options.sizes.split(",")):
        by_size[size] = measure(libraries, size, options.quotes, options.budget)
        print(
            f"\n{size:,} characters, {options.quotes} quotes a class: outcome, ms of processor time with what they need, times ours",
            flush=True,
        )
        table(by_size[size])
    return verdict(by_size)


if __name__ == "__main__":
    sys.exit(main())
