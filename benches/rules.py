"""How fast the rules read: documents of 3 KB a second on one core, and how time grows with length and with hostile repetition.

    python -m benches.rules [--repeats N] [--sizes 3000,30000] [--stages] [--rates]

Documents are our own corpora (joined and cut to 3 KB) and news of the generator in benches/quotes, both denser in claims than a newspaper;
and, where they are present (`../shared/corpora/seeds` or QUOTEBOUND_CORPORA), real articles as they are.
Time is process time, the best of some runs. Growth is time for ten times the text: 10 is linear. Since machines differ, the share that
reading alone takes (sentences, paragraphs, furniture: what any model needs) and finding numbers and times take is given beside it;
`--stages` gives the shares of all modules instead of growth. Where `make wheel` has left a compiled copy of these sources (build/compiled),
plain Python and compiled are set beside each other, in turns; `--rates` gives nothing else.
Target: ≥ 200 documents of 3 KB a second, growth ≤ 12. Exits with 1 where growth is not linear.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

from benches.quotes.corpus import article
from extractor.claims.dates import find_times
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.cli.app import collect_seldom
from extractor.models.rules import is_compiled
from extractor.models.rules.engine import propose
from extractor.text.document import Document
from extractor.text.reading import Reading

ROOT = Path(__file__).parents[1]
COMPILED = ROOT / "build" / "compiled"
CORPORA = ROOT / "evals" / "corpora"
SEEDS = Path(os.environ.get("QUOTEBOUND_CORPORA", ROOT.parent / "shared" / "corpora")) / "seeds"
SHORT = 3_000
SIZES = (3_000, 30_000, 300_000, 1_000_000)
HOSTILE = (
    "12 people and ",
    "12 killed, ",
    "on Monday ",
    '"he said, ',
    "((( ",
    "1,",
    "these claims could not be confirmed ",
    "Aa Bb ",
)
HOSTILE_SIZES = (10_000, 100_000)
MOST_GROWTH = 12.0
TARGET = 200


def own_articles() -> list[str]:
    """The articles of our tune half, cut into documents of 3 KB where a paragraph ends."""
    files = sorted(path for name in ("samples", "tune") for path in (CORPORA / name / "documents").rglob("*.txt"))
    paragraphs = "\n\n".join(path.read_text(encoding="utf-8") for path in files).split("\n\n")
    documents = [""]
    for paragraph in paragraphs:
        documents[-1] += paragraph + "\n\n"
        if len(documents[-1]) >= SHORT:
            documents.append("")
    return [document for document in documents if len(document) >= SHORT]


def real_articles() -> list[str]:
    """The articles of the seeds, each as long as it is; none where they are not present."""
    return [path.read_text(encoding="utf-8") for path in sorted((SEEDS / "documents").glob("*.txt"))]


def claims_in(text: str, day: int = 20) -> int:
    """How many claims the rules propose for `text`, read anew; published on another day, its time words are resolved anew too."""
    reading = Reading.of(Document(text, "bench.txt", published=f"2026-11-{day:02}"))
    return len(propose(reading, Span(0, len(text))))


def read(text: str) -> None:
    """Sentences and furniture alone."""
    reading = Reading.of(Document(text, "bench.txt"))
    for span in reading.sentences:
        reading.is_furniture(span)


def numbers(text: str) -> None:
    """Numbers and times alone."""
    find_figures(text)
    find_times(text)


def seconds(work: Callable[[str], object], texts: Sequence[str], repeats: int) -> float:
    """Process time for all `texts`, the best of `repeats` runs."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        start = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - start)
    return best


def speed(name: str, texts: Sequence[str], repeats: int) -> None:
    """One line: documents of 3 KB a second, milliseconds each, claims in them, and the share of what comes before the rules."""
    documents = sum(map(len, texts)) / SHORT
    total = min(seconds(partial(claims_in, day=day), texts, 1) for day in range(1, repeats + 1))
    rate = documents / total
    before = (seconds(read, texts, repeats) / total, seconds(numbers, texts, repeats) / total)
    claims = sum(map(claims_in, texts)) / documents
    print(
        f"{name:24}{rate:6.0f} docs/s  {1000 * total / documents:5.1f} ms  {claims:4.1f} claims each  "
        f"reading {before[0]:4.0%}, numbers and times {before[1]:4.0%}  ({rate / TARGET:.2f} of the target)"
    )


def growth(name: str, make: Callable[[int], str], sizes: Sequence[int], repeats: int) -> float:
    """One line: the time at each size, and the worst growth for ten times the text."""
    times = [seconds(claims_in, [make(size)], repeats if size <= 100_000 else 1) for size in sizes]
    steps = [
        later / max(earlier, 1e-4) * 10 / (bigger / smaller)
        for (earlier, smaller), (later, bigger) in zip(
            zip(times, sizes, strict=True), list(zip(times, sizes, strict=True))[1:], strict=False
        )
    ]
    worst = max(steps, default=0.0)
    shown = "  ".join(f"{size // 1000} KB {took:7.3f} s" for size, took in zip(sizes, times, strict=True))
    print(f"{name[:24]:24}{shown}   × {worst:.1f} for ten times the text")
    return worst


def stages(name: str, texts: Sequence[str], repeats: int) -> None:
    """The share of each module, sampled by process time: the innermost one of ours that is at work."""
    found: Counter[str] = Counter()

    def sample(_: int, frame: FrameType | None) -> None:
        while frame is not None and not frame.f_globals["__name__"].startswith("extractor."):
            frame = frame.f_back
        found[frame.f_globals["__name__"].removeprefix("extractor.") if frame is not None else "the rest"] += 1

    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    for day in range(1, 2 * repeats + 1):
        for text in texts:
            claims_in(text, day)
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(f"\n{name}, {found.total()} samples")
    for module, count in found.most_common():
        print(f"  {count / found.total():6.1%} {module}")


def compiled_copy() -> Path | None:
    """The compiled copy of the package, if there is one and what reads texts in it is of the sources as they are now."""
    folders = (ROOT / "extractor" / name for name in ("claims", "text", "models/rules"))
    files = [path.relative_to(ROOT) for folder in folders for kind in ("*.py", "*.yaml") for path in folder.rglob(kind)]
    same = all((COMPILED / path).is_file() and (COMPILED / path).read_bytes() == (ROOT / path).read_bytes() for path in files)
    return COMPILED if same else None


def samples() -> dict[str, list[str]]:
    """What is read, by its name."""
    found = {"own articles, 3 KB": own_articles(), "generated news, 3 KB": [article(SHORT, seed=seed) for seed in range(40)]}
    return found | {"real articles (seeds)": real} if (real := real_articles()) else found


def rates() -> dict[str, float]:
    """Documents of 3 KB a second of half of each sample: read for the first time, the other halves being known, and read again."""
    every = {name: (texts[: len(texts) // 2], texts[len(texts) // 2 :]) for name, texts in samples().items()}
    for earlier, _ in every.values():
        seconds(claims_in, earlier, 1)
    found = {}
    for name, (_, texts) in every.items():
        size = sum(map(len, texts)) / SHORT
        found[f"{name}, at first"] = size / seconds(claims_in, texts, 1)
        found[f"{name}, again"] = size / min(seconds(partial(claims_in, day=day), texts, 1) for day in (2, 3))
    return found


def side_by_side(compiled: Path, turns: int) -> None:
    """One line a sample: the best of some turns of plain Python and of the compiled copy, each in a process of its own, and their ratio."""
    best: dict[Path, dict[str, float]] = {ROOT: {}, compiled: {}}
    for _ in range(turns):
        for packages, found in best.items():
            path = f"{packages}{os.pathsep}{ROOT}"
            command = [sys.executable, "-P", "-m", "benches.rules", "--once"]
            done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True)
            for name, rate in json.loads(done.stdout).items():
                found[name] = max(found.get(name, 0), rate)
    for name, plain in best[ROOT].items():
        rate = best[compiled][name]
        print(f"{name:36}plain Python {plain:5.0f}, compiled {rate:5.0f} docs/s  (× {rate / plain:.2f}; {rate / TARGET:.2f} of the target)")


def main() -> int:
    """Print speed and growth; 1 if any growth is not linear."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--sizes", type=lambda text: tuple(map(int, text.split(","))), default=SIZES)
    parser.add_argument("--stages", action="store_true", help="where the time goes, module by module")
    parser.add_argument("--rates", action="store_true", help="plain Python beside the compiled copy, and nothing else")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    collect_seldom()  # as the command line does
    claims_in(article(SHORT, seed=1))  # the lexicon is built once
    if options.once:
        print(json.dumps(rates()))
        return 0
    if not options.rates:
        print("compiled" if is_compiled() else "plain Python")
        for name, texts in samples().items():
            (stages if options.stages else speed)(name, texts, options.repeats)
    if not options.stages and not is_compiled():
        if compiled := compiled_copy():
            side_by_side(compiled, options.repeats)
        else:
            print("no compiled copy of these sources: make wheel")
    if options.stages or options.rates:
        return 0
    dense = "\n\n".join(own_articles())
    worst = growth("own articles", lambda size: (dense * (size // len(dense) + 1))[:size], options.sizes, options.repeats)
    worst = max(worst, growth("generated news", lambda size: article(size, seed=size), options.sizes, options.repeats))
    for piece in HOSTILE:
        repeated = growth(repr(piece), lambda size, piece=piece: piece * (size // len(piece)), HOSTILE_SIZES, 3)  # type: ignore[misc]
        worst = max(worst, repeated)
    if worst > MOST_GROWTH:
        print(f"not linear: × {worst:.1f} for ten times the text")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
