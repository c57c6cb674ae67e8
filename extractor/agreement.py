"""How far reviewers agree who decided independently about the same claims. Pure.

Krippendorff's alpha (Hayes and Krippendorff, 2007), nominal: 1 is full agreement, 0 what chance would give, below it is worse than chance.
It is null where it says nothing: no claim with two opinions, or one value everywhere, so that chance would agree too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, Protocol

import krippendorff
import numpy as np

from extractor.claims.core import Claim

MOST = 1000
"""Claims, the latest, whose fields are compared: their values span a matrix."""
_APART = ("kind", "evidence", "statement")
_UNTOLD = ("start", "end", "prefix", "suffix", "resolved_from", "bounds_from")

Value = Hashable
Ratings = Mapping[str, Mapping[str, Value]]
"""Claim → reviewer → what they say."""


class Rated(Protocol):
    """One reviewer's independent decision about a claim; `claim` is as they would have it, null where rejected."""

    @property
    def claim_id(self) -> str:
        """The claim."""
        ...

    @property
    def reviewer(self) -> str:
        """Who."""
        ...

    @property
    def action(self) -> str:
        """accept, fix or reject."""
        ...

    @property
    def decided_at(self) -> datetime:
        """When."""
        ...

    @property
    def claim(self) -> Claim | None:
        """As they would have it."""
        ...

    @property
    def confirmed(self) -> bool | None:
        """Whether the claim stands so now; null while nobody has settled it."""
        ...


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims with two opinions or more, the share of pairs of opinions that are the same, and alpha."""

    claims: int
    share: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class ReviewerAgreement:
    """One reviewer: opinions given, the share of others' on the same claims that are the same, the share that stands in the end."""

    reviewer: str
    opinions: int
    share: float | None
    confirmed: float | None


def agreement(ratings: Ratings) -> Agreement:
    """Agreement over all claims that two or more reviewers rated."""
    units = [tuple(said.values()) for said in ratings.values() if len(said) > 1]
    pairs = [one == other for said in units for one, other in combinations(said, 2)]
    return Agreement(len(units), _mean(pairs), _alpha(units))


def _alpha(units: Sequence[tuple[Value, ...]]) -> float | None:
    places = {value: place for place, value in enumerate(dict.fromkeys(value for said in units for value in said))}
    if len(places) < 2:  # noqa: PLR2004 - one value: chance agrees as well
        return None
    counts = np.zeros((len(units), len(places)), dtype=np.int64)
    for row, said in enumerate(units):
        for value, times in Counter(said).items():
            counts[row, places[value]] = times
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def decisions(opinions: Iterable[Rated]) -> Ratings:
    """What each reviewer decided: accept, fix or reject."""
    return _rated(opinions, lambda opinion: opinion.action)


def by_field(opinions: Iterable[Rated]) -> dict[str, Agreement]:
    """Agreement in each field of the record, over the latest claims that two or more would keep; `statement` and quotes are apart.

    A field that the claim's kind doesn't have isn't counted.
    """
    kept = [opinion for opinion in opinions if opinion.claim is not None]
    latest = sorted(kept, key=lambda opinion: opinion.decided_at, reverse=True)
    chosen = set(list(dict.fromkeys(opinion.claim_id for opinion in latest))[:MOST])
    found: dict[str, dict[str, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for opinion in kept:
        if opinion.claim is not None and opinion.claim_id in chosen:
            for name, value in opinion.claim.model_dump(mode="json").items():
                if name not in _APART:
                    found[name][opinion.claim_id][opinion.reviewer] = json.dumps(_told(value), sort_keys=True)
    return {name: agreement(ratings) for name, ratings in found.items()}


def _told(value: Any) -> Any:
    """A field without what follows from its words."""
    if isinstance(value, dict):
        return {name: _told(inner) for name, inner in value.items() if name not in _UNTOLD}
    return [_told(inner) for inner in value] if isinstance(value, list) else value


def pairwise(ratings: Ratings) -> dict[tuple[str, str], Agreement]:
    """Agreement of each two reviewers, by name."""
    found: dict[tuple[str, str], dict[str, dict[str, Value]]] = defaultdict(dict)
    for claim_id, said in ratings.items():
        for one, other in combinations(sorted(said), 2):
            found[one, other][claim_id] = {one: said[one], other: said[other]}
    return {names: agreement(found[names]) for names in sorted(found)}


def by_reviewer(opinions: Sequence[Rated]) -> list[ReviewerAgreement]:
    """Each reviewer, by name."""
    ratings = decisions(opinions)
    rows = []
    for name in sorted({opinion.reviewer for opinion in opinions}):
        own = [opinion for opinion in opinions if opinion.reviewer == name]
        others = [said[name] == value for said in ratings.values() if name in said for who, value in said.items() if who != name]
        settled = [opinion.confirmed for opinion in own if opinion.confirmed is not None]
        rows.append(ReviewerAgreement(name, len(own), _mean(others), _mean(settled)))
    return rows


def by_week(opinions: Iterable[Rated]) -> dict[date, Agreement]:
    """Agreement on the decision, by the Monday of the week in which the last reviewer decided."""
    claims: dict[str, list[Rated]] = defaultdict(list)
    for opinion in opinions:
        claims[opinion.claim_id].append(opinion)
    weeks: dict[date, list[Rated]] = defaultdict(list)
    for rated in claims.values():
        day = max(opinion.decided_at for opinion in rated).date()
        weeks[day - timedelta(days=day.weekday())].extend(rated)
    return {monday: agreement(decisions(weeks[monday])) for monday in sorted(weeks)}


def _rated(opinions: Iterable[Rated], value: Callable[[Rated], Value]) -> Ratings:
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for opinion in opinions:
        found[opinion.claim_id][opinion.reviewer] = value(opinion)
    return found


def _mean(truths: Sequence[bool]) -> float | None:
    return sum(truths) / len(truths) if truths else None
