"""How gold changed between two states of it (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from evals.gold import KEYS, GoldClaim

Annotation = Mapping[str, tuple[GoldClaim, ...]]


@dataclass(frozen=True)
class Drift:
    """Claims that came and went, by identifier, and in how many of the others each column changed (`alt` too)."""

    kept: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]

    @property
    def share(self) -> float | None:
        """Claims that aren't what they were, over all claims of either state; null of none."""
        touched = len({claim for claims in self.changed.values() for claim in claims}) + len(self.added) + len(self.removed)
        whole = self.kept + len(self.added) + len(self.removed)
        return touched / whole if whole else None


def drift(old: Annotation, new: Annotation) -> Drift:
    """What became of gold; a claim is the same as long as its identifier is."""
    before, after = ({claim.id: claim for claims in one.values() for claim in claims} for one in (old, new))
    both = [claim for claim in before if claim in after]
    changed: dict[str, list[str]] = {}
    for claim in both:
        for column in _differing(before[claim], after[claim]):
            changed.setdefault(column, []).append(claim)
    counted = Counter({column: len(claims) for column, claims in changed.items()})
    return Drift(
        len(both),
        tuple(claim for claim in after if claim not in before),
        tuple(claim for claim in before if claim not in after),
        {column: tuple(changed[column]) for column, _ in counted.most_common()},
    )


def _differing(old: GoldClaim, new: GoldClaim) -> list[str]:
    columns = [column for column in sorted(KEYS) if old.row.get(column) != new.row.get(column)]
    return [*columns, "alt"] if old.alt != new.alt else columns
