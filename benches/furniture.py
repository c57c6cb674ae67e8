"""Page furniture: how much of it is taken for story, and how much of the story for furniture.

    python -m benches.furniture

On `samples` and `tune`, whose furniture is listed line by line (tests/text/furniture_gold.json), and where present on the seeds
(`../shared/corpora/seeds` or QUOTEBOUND_CORPORA; seeds_furniture.json, by numbers of lines, headlines and headings being neither)
both errors are counted in lines. On `test` nobody has listed it: there, as everywhere, the gold claims are counted that stand in
what may not be claimed from, and the share of the text that is marked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benches.checks import ROOT, corpora
from extractor.claims.finding import Span
from extractor.text.reading import Reading
from tests.checks.gold import documents, gold

LISTED: dict[str, dict[str, list[str]]] = json.loads((ROOT / "tests/text/furniture_gold.json").read_text(encoding="utf-8"))
SEEDS: dict[str, dict[str, list[str]]] = json.loads((ROOT / "benches/seeds_furniture.json").read_text(encoding="utf-8"))


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


def by_number(folder: Path) -> str:
    """Both errors on the seeds, whose furniture is listed by numbers of lines."""
    missed = wrong = lines = story = 0
    for name, read in documents(folder).items():
        listed, neither = (numbers(SEEDS[name][key]) for key in ("furniture", "neither"))
        at = 0
        for number, line in enumerate(read.text.split("\n"), 1):
            words = Span(at + len(line) - len(line.lstrip()), at + len(line))
            at += len(line) + 1
            if words.start < words.end and number not in neither:
                found = read.is_furniture(words) is not None
                lines, story = (lines + 1, story) if number in listed else (lines, story + 1)
                missed += number in listed and not found
                wrong += number not in listed and found
    return f"{missed} of {lines} lines of furniture taken for story, {wrong} of {story} lines of story taken for furniture"


def numbers(ranges: list[str]) -> set[int]:
    """The numbers of `["1", "3-5"]`."""
    ends = [[int(end) for end in each.split("-")] for each in ranges]
    return {number for each in ends for number in range(each[0], each[-1] + 1)}


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
        if folder.name == "seeds":
            print(f"{folder.name}: {by_number(folder)}")
        print(f"{folder.name}: {by_claim(folder)}")


if __name__ == "__main__":
    main()
