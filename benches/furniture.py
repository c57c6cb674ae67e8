"""Page furniture: how much of it is taken for story, and how much of the story for furniture.

    python -m benches.furniture

On `samples` and `tune`, whose furniture is listed line by line (tests/text/furniture_gold.json), both errors are counted in lines. On
`test` and, where present, the seeds (`../shared/corpora/seeds` or QUOTEBOUND_CORPORA) nobody has listed it: there the gold claims
are counted that stand in what may not be claimed from, and the share of the text that is marked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benches.checks import ROOT, corpora
from extractor.text.reading import Reading
from tests.checks.gold import documents, gold

LISTED: dict[str, dict[str, list[str]]] = json.loads((ROOT / "tests/text/furniture_gold.json").read_text(encoding="utf-8"))


def marked(read: Reading) -> Iterator[str]:
    """The stretches of a document that are taken for furniture."""
    return (read.text[item.span.start : item.span.end] for item in read.furniture)


def by_line(folder: Path) -> str:
    """Both errors on a corpus whose furniture is listed."""
    missed = wrong = lines = 0
    for name, read in documents(folder).items():
        listed, found = LISTED[folder.name].get(name, []), list(marked(read))
        lines += len(listed)
        missed += sum(not any(words.startswith(line) for words in found) for line in listed)
        wrong += sum(not any(words.startswith(line) for line in listed) for words in found)
    return f"{missed} of {lines} lines of furniture taken for story, {wrong} stretches of story taken for furniture"


def by_claim(folder: Path) -> str:
    """The gold claims that may not be claimed, and how much is marked."""
    reads = documents(folder)
    places = [
        [reads[row["doc"]].is_furniture(span) for span in reads[row["doc"]].index.locate(row["quote"]).spans] for row, _ in gold(folder)
    ]
    lost = sum(bool(found) and all(item and not item.claimable for item in found) for found in places)
    share = sum(map(len, (words for read in reads.values() for words in marked(read)))) / sum(len(read.text) for read in reads.values())
    return f"{lost} of {len(places)} gold claims stand in furniture that may not be claimed from; {share:.1%} of the text is marked"


def main() -> None:
    """Print a line a corpus and measure."""
    for folder in [*corpora("tune"), *corpora("test")]:
        if folder.name in LISTED:
            print(f"{folder.name}: {by_line(folder)}")
        print(f"{folder.name}: {by_claim(folder)}")


if __name__ == "__main__":
    main()
