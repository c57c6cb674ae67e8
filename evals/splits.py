"""Merged classes taken apart, and simple ones put together ("killed or wounded" for "killed 12 and wounded 20") (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.gold import GoldClaim
from evals.kinds import choice_of, parts_of
from evals.match import bounds_of, intersection_over_union
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Span

SAME_QUOTE = 0.5
"""Overlap from which two quotes are taken for the same passage."""


def splits(golds: Sequence[GoldClaim], predicted: Sequence[CheckedClaim], domain: Domain) -> dict[str, str]:
    """Prediction → gold whose merged class it gives as one of its parts ("killed" with the figure of "killed or wounded")."""
    return dict(_split_pairs(golds, predicted, domain))


def _split_pairs(golds: Sequence[GoldClaim], predicted: Sequence[CheckedClaim], domain: Domain) -> Iterator[tuple[str, str]]:
    for gold in golds:
        parts = parts_of(domain, "outcome", gold.row["outcome"])
        for item in predicted if parts else ():
            said = choice_of(item.claim, "outcome")
            if said not in parts or said in gold.right("outcome"):
                continue
            if bounds_of(item.claim) in gold.bounds_right and _same_passage(gold, item.claim):
                yield item.id, gold.id


def merges(golds: Sequence[GoldClaim], predicted: Sequence[CheckedClaim], domain: Domain) -> dict[str, str]:
    """Gold → the prediction that merges its class with another."""
    found: dict[str, str] = {}
    for item in predicted:
        said = choice_of(item.claim, "outcome")
        parts = parts_of(domain, "outcome", said)
        for gold in golds if parts else ():
            if gold.row["outcome"] in parts and said not in gold.right("outcome") and _same_passage(gold, item.claim):
                found[gold.id] = item.id
    return found


def mergeable(golds: Sequence[GoldClaim], domain: Domain) -> tuple[list[GoldClaim], list[GoldClaim]]:
    """Gold of a merged class, and gold of a class that a merged one contains."""
    merged = [support.merged for support in domain.supports if support.field == "outcome"]
    simple = {part for one in merged for parts in one.values() for part in parts}
    whole = [gold for gold in golds if parts_of(domain, "outcome", gold.row["outcome"])]
    return whole, [gold for gold in golds if gold.row["outcome"] in simple]


def place_of(claim: Claim) -> Span | None:
    """Where the primary quote stands; null if it was not found."""
    item = claim.evidence[0]
    return None if item.start is None or item.end is None else Span(item.start, item.end)


def _same_passage(gold: GoldClaim, claim: Claim) -> bool:
    span = place_of(claim)
    return span is not None and any(intersection_over_union(one, span) >= SAME_QUOTE for one in gold.spans)
