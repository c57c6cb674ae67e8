"""Value checks: how often a wrong value is caught, and how often a right one is bothered.

    python -m benches.checks [--show] [tune|mended|measured|held|news|dispatches|test]

Every gold claim of the corpora is made wrong in one place, the others left as they are, and checked beside the document's other gold
claims. The statement of a wrong claim gives nothing away: it only repeats the wrong figure. `blocked`: can't be accepted. `warned`: the
reviewer is told to look. `passed`: neither. Of swapped outcomes and sources every fifth is taken.

`--show` prints every right claim that is bothered and every wrong one that passes, of the sets that are read.

`tune` is samples and tune (and `../shared/corpora/seeds` or QUOTEBOUND_CORPORA where present), on which the rules were written; `test`
was not. The others are passages (tests/passages): by `mended`, since version 7 `measured` and since version 8 `news` the rules were
widened; of `held` and `dispatches` nobody has read a line.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.checks import CHECKS, check_claims
from extractor.checks.docket import Case, Docket
from extractor.checks.same import words_key
from extractor.checks.sentence import content_words
from extractor.checks.tokens import tokens
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim, Figure, Mention
from extractor.claims.figures import find_figures, parse_figure
from extractor.claims.finding import Finding
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading
from tests.checks.cases import harm
from tests.checks.gold import documents, gold
from tests.checks.passages import SETS, passages

ROOT = Path(__file__).parents[1]
OUTCOMES = tuple(next(support for support in CONFLICT.supports if support.field == "outcome").words)
HALVES = ("tune", *SETS, "test")
READ = ("tune", "mended", "measured", "news")
"""What the rules are mended by: the others stay unread, and nothing of them is shown."""
NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
RIGHT = "right value"
EVERY = {"swapped outcome": 5, "swapped source": 5}
"""There are thousands of these: every fifth is enough, and takes a minute."""
NOT_IN_GOLD = {"effect", "change"}
"""Fields that gold lines don't have: the loader fills them in, so what would be found about them says nothing."""
DOMAIN = replace(CONFLICT, supports=tuple(support for support in CONFLICT.supports if support.field not in NOT_IN_GOLD))


@dataclass(frozen=True)
class Article:
    """A document with its gold lines and claims, in order."""

    reading: Reading
    rows: tuple[dict[str, Any], ...]
    claims: tuple[Claim, ...]


def corpora(half: str) -> list[Path]:
    """The folders of one half."""
    own = ROOT / "evals" / "corpora"
    if half == "test":
        return [own / "test"]
    seeds = Path(os.environ.get("QUOTEBOUND_CORPORA", ROOT.parent / "shared" / "corpora")) / "seeds"
    return [own / "samples", own / "tune", *([seeds] if (seeds / "gold.jsonl").exists() else [])]


def articles(name: str) -> Iterator[Article]:
    """Every document with claims of one of the `HALVES`."""
    if name in SETS:
        yield from (Article(*passage) for passage in passages(name))
        return
    for folder in corpora(name):
        readings, rows = documents(folder), defaultdict(list)
        for row, claim in gold(folder):
            rows[row["doc"]].append((row, claim))
        for doc, pairs in rows.items():
            placed = ground([claim for _, claim in pairs], readings[doc])
            yield Article(readings[doc], tuple(row for row, _ in pairs), tuple(item.claim for item in placed))


def alternatives(row: dict[str, Any], column: str) -> set[Any]:
    """Every value of a column that the gold line holds right."""
    return {row[column], *row.get("alt", {}).get(column, [])}


def speaking_of(claim: Claim, figure: Figure) -> Claim:
    """`claim` with another figure, under a statement that gives nothing else away."""
    return claim.model_copy(update={"figure": figure, "statement": f"The text speaks of {figure.text}."})


def next_digit(words: str) -> str | None:
    """`words` with one digit, or one number word, changed."""
    if digit := re.search(r"\d", words):
        return words[: digit.start()] + str(int(digit[0]) % 9 + 1) + words[digit.end() :]
    for word in words.split():
        if word.lower() in NUMBERS:
            return words.replace(word, NUMBERS[(NUMBERS.index(word.lower()) + 1) % len(NUMBERS)])
    return None


def changed_digit(claim: Claim) -> Iterator[Claim]:
    """Words and bounds together."""
    words = next_digit(claim.figure.text) if claim.figure else None
    figure = parse_figure(words, claim.figure.unit) if words and claim.figure else None
    if figure is not None:
        yield speaking_of(claim, figure)


def another_number(claim: Claim, case: Case) -> Iterator[Claim]:
    """Every other number expression of the quote: counts, dates, ages, measures."""
    figure = claim.figure
    own = case.places(figure.text) if figure else ()
    for sentence in case.sentences:
        for found in sentence.figures:
            start, end = sentence.start + found.span.start, sentence.start + found.span.end
            words = case.text[start:end]
            inside = any(quote.start <= start and end <= quote.end for quote in case.quotes)
            read = parse_figure(words, figure.unit) if figure else None
            if read is None and figure and (digits := re.search(r"\d+", words)):
                read = parse_figure(digits[0], figure.unit)
            if not figure or not inside or read is None or any(place.start < end and start < place.end for place in own):
                continue
            if (read.low, read.high) != (figure.low, figure.high):
                yield speaking_of(claim, read.model_copy(update={"unit": figure.unit}))


def another_count(claim: Claim, case: Case) -> Iterator[Claim]:
    """Every other number of the quote with the people that it counts, as one takes it who has mixed up two of them; the rest stays.

    Where its noun is none for people, the claim says no more whom it counts.
    """
    people = case.docket.lexicon.people
    for wrong in another_number(claim, case):
        if not hasattr(wrong, "population"):
            continue
        for token in tokens(case.docket.with_claim(case.number, wrong).cases[case.number])[:1]:
            words = token.sentence.text[token.count.phrase.start : token.count.phrase.end].strip()
            mention = Mention(text=words, name=None) if people and people.search(words.lower()) else None
            if mention or wrong.population:
                yield wrong.model_copy(update={"population": mention})


def dropped_qualifier(claim: Claim) -> Iterator[Claim]:
    """The bare number of "at least 30"; one end of a range."""
    if claim.figure is None or claim.figure.qualifier in {"exact", "vague"}:
        return
    for found in find_figures(claim.figure.text)[:1]:
        bare = claim.figure.text[found.number.start : found.number.end]
        if claim.figure.qualifier == "range":
            bare = (re.findall(r"\d[\d,.]*\d|\d", bare) or [""])[0]
        figure = parse_figure(bare, claim.figure.unit) if bare else None
        if figure is not None and figure.qualifier != claim.figure.qualifier:
            yield speaking_of(claim, figure)


def swapped_outcome(claim: Claim, row: dict[str, Any]) -> Iterator[Claim]:
    """Every other outcome that the gold line doesn't hold right as well."""
    if row["outcome"] and "outcome" in type(claim).model_fields:
        words = claim.figure.text if claim.figure else "them"
        for outcome in OUTCOMES:
            if outcome not in alternatives(row, "outcome"):
                yield claim.model_copy(update={"outcome": outcome, "statement": f"The text speaks of {words}."})


def swapped_source(claim: Claim, row: dict[str, Any], article: Article) -> Iterator[Claim]:
    """Every other source of the document; not another name of the same one."""
    source = claim.attribution.source
    if source is None:
        return
    mine = {words_key(words) for words in alternatives(row, "source") if words}
    seen = set(mine)
    for other_row, other in zip(article.rows, article.claims, strict=True):
        theirs = other.attribution.source
        if theirs is None or words_key(theirs.text) in seen:
            continue
        if mine & {words_key(words) for words in alternatives(other_row, "source") if words}:
            continue
        one, two = content_words(source.text.lower()), content_words(theirs.text.lower())
        if not (one <= two or two <= one):
            seen.add(words_key(theirs.text))
            yield claim.model_copy(update={"attribution": claim.attribution.model_copy(update={"source": theirs})})


def holds(article: Article, number: int, wrong: Claim) -> bool:
    """Whether another gold claim of the quote says just that: the same number, outcome, people and source ("confessed to nine")."""
    quote = article.rows[number]["quote"]
    return any(
        other is not article.claims[number]
        and row["quote"] == quote
        and other.kind == wrong.kind
        and other.figure is not None
        and wrong.figure is not None
        and (other.figure.low, other.figure.high, other.figure.unit) == (wrong.figure.low, wrong.figure.high, wrong.figure.unit)
        and other.attribution.source == wrong.attribution.source
        and all(getattr(other, name, None) == getattr(wrong, name, None) for name in ("outcome", "population", "item"))
        for row, other in zip(article.rows, article.claims, strict=True)
    )


def mutations(article: Article, number: int, case: Case, errors: Container[str] | None = None) -> Iterator[tuple[str, Claim]]:
    """(kind of error, wrong claim) of one gold claim; of some `errors` only."""
    claim, row = article.claims[number], article.rows[number]
    for name, wrong in (
        ("changed digit", changed_digit(claim)),
        ("another number", (wrong for wrong in another_number(claim, case) if not holds(article, number, wrong))),
        ("another count", (wrong for wrong in another_count(claim, case) if not holds(article, number, wrong))),
        ("swapped outcome", swapped_outcome(claim, row)),
        ("dropped qualifier", dropped_qualifier(claim)),
        ("swapped source", swapped_source(claim, row, article)),
    ):
        for item in wrong if errors is None or name in errors else ():
            yield name, item


def verdict(findings: tuple[Finding, ...]) -> str:
    """What becomes of a claim with these findings."""
    severities = {finding.severity for finding in findings}
    return "blocked" if "block" in severities else "warned" if "warn" in severities else "passed"


def judged(name: str) -> Iterator[tuple[str, Claim, Article, tuple[Finding, ...]]]:
    """(kind of value, claim, its article, findings) of every right claim and of every wrong one that is made of them."""
    taken: Counter[str] = Counter()
    for article in articles(name):
        claims = list(article.claims)
        for claim, findings in zip(claims, check_claims(claims, article.reading, DOMAIN), strict=True):
            yield RIGHT, claim, article, findings
        docket = Docket.of(claims, article.reading, DOMAIN)
        for number, case in enumerate(docket.cases):
            for error, wrong in mutations(article, number, case):
                taken[error] += 1
                if taken[error] % EVERY.get(error, 1):
                    continue
                changed = docket.with_claim(number, wrong).cases[number]
                yield error, wrong, article, tuple(finding for check in CHECKS for finding in check.run(changed))


def measure(name: str, *, show: bool = False) -> dict[str, Counter[str]]:
    """Kind of value → how many claims were blocked, warned about, let pass; `show` prints each that should not have been."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, claim, article, findings in judged(name):
        said = verdict(findings)
        table[kind][said] += 1
        if show and (said == "passed") != (kind == RIGHT):
            print(shown(kind, said, claim, findings, article.reading.document.name), end="\n\n")
    return table


def shown(kind: str, said: str, claim: Claim, findings: tuple[Finding, ...], name: str) -> str:
    """A claim that the checks took wrongly, with what they found."""
    fields = {name: getattr(claim, name) for name in ("outcome", "population", "item") if getattr(claim, name, None)}
    words = {field: getattr(value, "text", value) for field, value in fields.items()}
    figure, source = claim.figure, claim.attribution.source
    value = f"{figure.text} ({figure.unit})" if figure else "no figure"
    lines = [f"{kind}, {said}: {value}, {words}, {source.text if source else None}, {claim.attribution.cue}, {claim.stance} [{name}]"]
    lines += [f"  | {' '.join(item.text.split())}" for item in claim.evidence]
    return "\n".join([*lines, *(f"  {finding.severity} {finding.code}: {finding.message}" for finding in findings)])


def speed(name: str) -> None:
    """Microseconds a claim, reading included."""
    every = list(articles(name))
    started = time.process_time()
    for article in every:
        check_claims(article.claims, Reading.of(article.reading.document), CONFLICT)
    claims = sum(len(article.claims) for article in every)
    print(f"{claims} right claims in {len(every)} documents: {(time.process_time() - started) / claims * 1e6:,.0f} µs a claim\n")


def crowd(claims: int, size: int) -> tuple[Reading, list[Claim]]:
    """A text of about `size` characters, and so many claims from it, each from a sentence of its own."""
    padding = "The road was closed by rain and the ferry waited for the morning. " * max(1, size // claims // 66 - 2)
    said = [f"Colonel Brix{n} said that shells killed {n + 2} soldiers and wounded {n + 9} others near Olm." for n in range(claims)]
    reading = Reading.of(Document(text="\n\n".join(f"{one} {padding}" for one in said), name="crowd.txt"))
    return reading, [harm(one, str(n + 2)) for n, one in enumerate(said)]


def growth() -> None:
    """Seconds for locating and checking more and more claims of one document; the last is more than is read."""
    print("claims of one document, read, located and checked:")
    for claims, size in ((500, 250_000), (1_000, 500_000), (2_000, 1_000_000), (4_000, 2_000_000), (10_000, 5_000_000)):
        reading, proposed = crowd(claims, size)
        started = time.process_time()
        found = check_claims([item.claim for item in ground(proposed, reading)], reading, CONFLICT)
        refused = sum(any(finding.code == "claim.too_many" for finding in findings) for findings in found)
        print(f"{claims:>7,} in {len(reading.text) / 1e6:.1f} MB: {time.process_time() - started:.1f} s, {refused:,} refused")


def main() -> None:
    """Print one table a half, and how time grows."""
    show, halves = "--show" in sys.argv[1:], [name for name in sys.argv[1:] if name != "--show"]
    for half in halves or HALVES:
        table = measure(half, show=show and half in READ)
        print(f"{half}\n{'value':20}{'n':>7}{'blocked':>10}{'warned':>10}{'passed':>10}")
        for name, counts in table.items():
            total = counts.total()
            shares = "".join(f"{counts[kind] / total:>10.1%}" for kind in ("blocked", "warned", "passed"))
            print(f"{name:20}{total:>7}{shares}")
        speed(half)
    if not halves:
        growth()


if __name__ == "__main__":
    main()
