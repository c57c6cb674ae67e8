"""Every error of a prediction, named and with its place (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from evals.agree import COLUMNS, date_agreement, date_of
from evals.gold import GoldClaim
from evals.kinds import choice_of
from evals.match import Pair, bounds_of
from evals.splits import merges, place_of, splits
from evals.tally import ScoredDocument, duplicates, exact_span, qualifier_dropped, relay_as_source
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.figures import spoken_bounds
from extractor.claims.finding import Span

MistakeType = Literal[
    "missed",
    "spurious",
    "duplicate",
    "split",
    "merged",
    "absent_quote",
    "span",
    "wrong_kind",
    "wrong_outcome",
    "wrong_bounds",
    "dropped_qualifier",
    "wrong_source",
    "relay_as_source",
    "wrong_date",
    "wrong_stance",
]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error: which document, gold claim and prediction, where in the text, what was expected and what was found."""

    type: MistakeType
    document: str
    gold: str | None
    predicted: str | None
    span: Span | None
    expected: str = ""
    found: str = ""


def mistakes(document: ScoredDocument, domain: Domain) -> list[Mistake]:
    """Every mistake of a document: claims first (missed, spurious, …), then the fields of matched claims, in order."""
    found = [*_unmatched(document, domain), *(one for pair in document.pairs for one in _of_pair(document, *pair, domain))]
    return sorted(found, key=lambda one: (one.span or Span(0, 0), one.gold or "", one.predicted or ""))


def _unmatched(document: ScoredDocument, domain: Domain) -> Iterator[Mistake]:
    split_into = splits(document.gold, document.predicted, domain)
    merged_into = merges(document.gold, document.predicted, domain)
    again = set(duplicates(document))
    for index in document.matching.missed:
        gold = document.gold[index]
        if not gold.minor:
            kind: MistakeType = "split" if gold.id in split_into.values() else "merged" if gold.id in merged_into else "missed"
            span = gold.spans[0] if gold.spans else None
            yield Mistake(kind, document.name, gold.id, merged_into.get(gold.id), span, gold.row["statement"])
    for index in document.matching.spurious:
        item = document.predicted[index]
        kind = "duplicate" if index in again else "split" if item.id in split_into else "spurious"
        if item.claim.evidence[0].start is None:
            kind = "absent_quote"
        yield Mistake(kind, document.name, split_into.get(item.id), item.id, place_of(item.claim), found=item.claim.statement)


_COLUMN = {
    "span": "quote",
    "wrong_kind": "kind",
    "wrong_outcome": "outcome",
    "split": "outcome",
    "merged": "outcome",
    "wrong_bounds": "figure",
    "dropped_qualifier": "qualifier",
    "wrong_source": "source",
    "relay_as_source": "source",
    "wrong_stance": "stance",
}
"""The gold column that each mistake in a field is about."""


def _of_pair(document: ScoredDocument, pair: Pair, gold: GoldClaim, claim: Claim, domain: Domain) -> Iterator[Mistake]:
    item = document.predicted[pair.predicted]
    for kind, expected, found in _field_mistakes(document, gold, item, domain):
        if (expected.split(" ")[0] if kind == "wrong_date" else _COLUMN.get(kind, kind)) in gold.unmeasured:
            continue
        yield Mistake(kind, document.name, gold.id, item.id, place_of(claim), expected, found)


def _field_mistakes(
    document: ScoredDocument, gold: GoldClaim, item: CheckedClaim, domain: Domain
) -> Iterator[tuple[MistakeType, str, str]]:
    claim = item.claim
    if not exact_span(gold, claim):
        yield "span", gold.row["quote"], claim.evidence[0].text
    if not COLUMNS["kind"](gold, claim, domain):
        yield "wrong_kind", gold.kind, claim.kind
    if COLUMNS["outcome"](gold, claim, domain) is False:
        kind: MistakeType = (
            "split"
            if item.id in splits(document.gold, document.predicted, domain)
            else "merged"
            if item.id in merges(document.gold, document.predicted, domain).values()
            else "wrong_outcome"
        )
        yield kind, _words(gold.row["outcome"]), _words(choice_of(claim, "outcome"))
    if COLUMNS["figure"](gold, claim, domain) is False:
        yield "wrong_bounds", spoken_bounds(*gold.bounds), spoken_bounds(*bounds_of(claim))
    if qualifier_dropped(gold, claim):
        yield "dropped_qualifier", _words(gold.row["figure_text"]), claim.figure.text if claim.figure else ""
    yield from _attribution_mistakes(gold, claim, domain)
    yield from _date_mistakes(gold, claim)
    if claim.stance not in gold.right("stance"):
        yield "wrong_stance", gold.row["stance"], claim.stance


def _attribution_mistakes(gold: GoldClaim, claim: Claim, domain: Domain) -> Iterator[tuple[MistakeType, str, str]]:
    source = claim.attribution.source
    if relay_as_source(gold, claim):
        yield "relay_as_source", _words(gold.row["source"]), source.text if source else ""
    elif not COLUMNS["source"](gold, claim, domain):
        yield "wrong_source", _words(gold.row["source"]), source.text if source else "nobody"


def _date_mistakes(gold: GoldClaim, claim: Claim) -> Iterator[tuple[MistakeType, str, str]]:
    for column in ("said_on", "event_time"):
        said = date_of(claim, column)
        if date_agreement(gold.right(column), said) == "wrong":
            yield "wrong_date", f"{column} {_words(gold.row[column])}", f"{column} {said}"


def _words(value: Any) -> str:
    return "nobody" if value is None else str(value)
