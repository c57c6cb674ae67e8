"""Which sorts of claims reviewers seldom keep as they were proposed, so that the queue shows their next ones sooner. Pure.

A sort is a kind with its outcome. Reviewers and the model agree on a claim where a reviewer accepts it as proposed: a fix or a rejection
counts against its sort, and so does each of two reviewers who differ. Only what everybody may see is judged by: what is sealed, one's own
included, moves nothing, so that nobody learns from the order what another has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

LATEST = 500
"""Decisions that are looked at, the latest: a better prompt is believed again after so many."""
ENOUGH = 12
"""Decisions about a sort from which on it can be doubted."""
KEPT = 2 / 3
"""A sort of which fewer were accepted as proposed is doubted."""
MOST = 8
"""Sorts that are doubted at once, the worst: each is looked for by itself."""


class Sort(NamedTuple):
    """A kind of claims, and the outcome that they state, if any."""

    kind: str
    outcome: str | None


def doubted(judged: Iterable[tuple[Sort, bool]]) -> tuple[Sort, ...]:
    """The sorts that reviewers agree with too seldom, the worst first. `judged`: a sort, and whether its claim was kept as proposed."""
    kept: dict[Sort, list[bool]] = defaultdict(list)
    for sort, as_proposed in judged:
        kept[sort].append(as_proposed)
    shares = {sort: sum(found) / len(found) for sort, found in kept.items() if len(found) >= ENOUGH}
    low = [sort for sort, share in shares.items() if share < KEPT]
    return tuple(sorted(low, key=lambda sort: (shares[sort], sort.kind, sort.outcome or ""))[:MOST])
