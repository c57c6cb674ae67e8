"""How well the rules read short passages with their claims beside them (the format of tests/passages).

    python -m benches.passages [--show] [--recorded DIR] [FILE…]

Pairs as the evals do. Gives precision, recall and F1 of figures, and of figures of harm alone; of what was found, how often outcome and
source are right. `--show` prints what was missed, spurious or wrong: for passages to mend by, never for those to measure by.

`--recorded` scores a language model's kept answers instead (of those passages that it was asked about), and what the checks make of them:
how many of its right claims a reviewer is sent to look at, and how many of its wrong ones pass.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evals.agree import COLUMNS
from evals.gold import GoldClaim
from evals.kinds import choice_of
from evals.outside.shape import Mapped, gold_claim
from evals.tally import ScoredDocument, score, tally
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Span
from extractor.models.recorded import RecordedModel
from extractor.models.rules.engine import propose
from extractor.pipeline import extract_document
from extractor.text.document import Document
from extractor.text.reading import Reading

TESTS = Path(__file__).parents[1] / "tests"
MEASURED, OLDER = TESTS / "passages" / "measured", TESTS / "passages" / "mended" / "registers.txt"
_ROW = re.compile(r"(?:\*|\d+(?:\+\d+)?) \| ")
_ASKED = {"published": "2031-05-09", "outlet": "Harbour Post"}
"""What a language model was told of each passage beside its text."""
_VALUES = ("kind", "outcome", "figure", "stance")
_MEASURED = ("kind", "outcome", "figure", "qualifier", "population", "source", "cue", "stance", "quote")


def passages(path: Path) -> Iterator[tuple[Document, tuple[GoldClaim, ...]]]:
    """The passages of a file with their gold."""
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")[1:], start=1):
        lines = block.strip().splitlines()
        first = next((at for at, line in enumerate(lines) if _ROW.match(line)), len(lines))
        document = Document("\n\n".join(lines[:first]), f"{path.stem}-{number}", published="2026-11-28")
        sentences = Reading.of(document).sentences
        rows = [_mapped(sentences, *map(str.strip, line.split(" | "))) for line in lines[first:]]
        yield document, tuple(gold_claim(document, at, row, _MEASURED) for at, row in enumerate(rows, start=1))


def _mapped(sentences: tuple[Span, ...], where: str, *cells: str) -> Mapped:
    figure, value, people, source, cue, *stance = (None if cell == "-" else cell.strip('"') for cell in cells)
    kind, _, unit = (value or "")[1:].partition(":") if (value or "").startswith("=") else ("casualties", "", "persons")
    spans = sentences if where == "*" else [sentences[int(number) - 1] for number in where.split("+")]
    bounds = parse_figure(figure, unit) if figure else None
    columns = {name: getattr(bounds, name, None) for name in ("low", "high", "qualifier", "unit")}
    said = {"figure_text": figure, "population": people, "source": source, "cue": cue, "stance": stance[0] if stance else "asserted"}
    outcome = value if kind == "casualties" else None
    return Mapped(kind, f"{figure} {people} {value}", Span(spans[0].start, spans[-1].end), {**columns, **said, "outcome": outcome}, {})


def read(document: Document, gold: tuple[GoldClaim, ...]) -> ScoredDocument:
    """The rules' claims of a passage, paired with its gold."""
    found = propose(Reading.of(document), Span(0, len(document.text)))
    return score(document.name, gold, [CheckedClaim("", item.claim) for item in found])


async def read_again(document: Document, gold: tuple[GoldClaim, ...], model: RecordedModel) -> ScoredDocument | None:
    """A kept answer about a passage, checked and paired with its gold; None if the model was not asked about it."""
    asked = replace(document, text=f"{document.text}\n", name=f"{document.name}.txt", **_ASKED)
    result = await extract_document(Reading.of(asked), model, CONFLICT)
    return None if result.failure else score(document.name, gold, result.claims)


def verdicts(document: ScoredDocument) -> Counter[str]:
    """What the checks say of claims that gold has: "right", those of them "bothered" and "blocked"; "wrong", those of them "passed".

    Right are kind, outcome, figure and stance. What gold doesn't have is neither: passages have gold for what counts people and things.
    """
    counts: Counter[str] = Counter()
    for pair, gold, claim in document.pairs:
        found = {finding.severity for finding in document.predicted[pair.predicted].findings}
        stopped = bool(found & {"warn", "block"})
        if any(COLUMNS[column](gold, claim, CONFLICT) is False for column in _VALUES):
            counts.update(wrong=1, passed=not stopped)
        else:
            counts.update(right=1, bothered=stopped, blocked="block" in found)
    return counts


def _told(kind: str, value: str | None, figure: str | None, source: str | None, quote: str) -> str:
    return f"{kind if kind != 'casualties' else value} {figure} [{source}] {quote[:150]!r}"


def _of_gold(one: GoldClaim) -> str:
    return _told(one.kind, one.row["outcome"], one.row["figure_text"], one.row["source"], one.row["quote"])


def _of_claim(one: Claim) -> str:
    source = one.attribution.source
    words = one.figure.text if one.figure else None
    return _told(one.kind, choice_of(one, "outcome"), words, source.text if source else None, one.evidence[0].text)


def mistakes(document: ScoredDocument) -> Iterator[str]:
    """What was missed, spurious or wrong, one a line; statements without a figure are nobody's loss."""
    yield from (f"missed    {_of_gold(document.gold[at])}" for at in document.matching.missed)
    for at in document.matching.spurious:
        claim = document.claims[at]
        if claim.figure is not None or claim.kind == "casualties":
            yield f"spurious  {_of_claim(claim)}"
    for _, gold, claim in document.pairs:
        for column in ("kind", "outcome", "figure", "source", "stance"):
            if COLUMNS[column](gold, claim, CONFLICT) is False:
                yield f"{column:9} {_of_gold(gold)}\n          {_of_claim(claim)}"
                break


def main() -> None:
    """Score the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(MEASURED.glob("*.txt")) or [OLDER])
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--recorded", metavar="DIR", type=Path)
    options = parser.parse_args()
    model = RecordedModel(options.recorded) if options.recorded else None
    total: Counter[str] = Counter()
    for path in options.files:
        for document, gold in passages(path):
            scored = asyncio.run(read_again(document, gold, model)) if model else read(document, gold)
            if scored is None:
                continue
            total.update(tally(scored, CONFLICT))
            total.update(verdicts(scored) if model else {})
            if options.show:
                print("\n".join([f"# {scored.name}", *mistakes(scored)]))
    for name in ("figures", "outcome_figures"):
        right, said, due = (total[f"{name}_{part}"] for part in ("right", "stated", "gold"))
        shares = [100 * right / (said or 1), 100 * right / (due or 1), 200 * right / (said + due or 1)]
        print(f"{name:16} P {shares[0]:5.1f}  R {shares[1]:5.1f}  F1 {shares[2]:5.1f}  ({due})")
    for column in ("outcome", "source", "stance", "population"):
        print(f"{column:16} {total[f'{column}_right']} of {total[f'{column}_measured']} matched")
    if model:
        print(f"right            {total['right']}, of them bothered {total['bothered']}, blocked {total['blocked']}")
        print(f"wrong            {total['wrong']}, of them passed {total['passed']}")


if __name__ == "__main__":
    main()
