"""What the next release would hold. No Streamlit here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.store import ClaimFilter, ClaimRow, Store
from review_ui.past import changes
from review_ui.tables import figure_of, source_of
from review_ui.wording import shorten, shown_row

LISTED = 500
COMPARED = 50


@dataclass(frozen=True)
class Correction:
    """A claim that the release corrects: `changes` against what is in print, as [label, before, after]."""

    statement: str
    changes: list[list[str]]


@dataclass(frozen=True)
class ReleasePreview:
    """Counts of what a release would do, its first `LISTED` claims as rows, and how the first `COMPARED` corrected ones change."""

    new: int
    corrected: int
    retracted: int
    rows: tuple[dict[str, str], ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def total(self) -> int:
        """How many claims it would touch."""
        return self.new + self.corrected + self.retracted

    @property
    def sentence(self) -> str:
        """The counts in words."""
        parts = [f"{self.new:,} to publish"] if self.new else []
        parts += [f"{self.corrected:,} to correct"] if self.corrected else []
        parts += [f"{self.retracted:,} to take back"] if self.retracted else []
        return ", ".join(parts)


def preview(store: Store) -> ReleasePreview:
    """What a release made now would hold; nothing is written."""
    counts: Counter[str] = Counter()
    listed: list[tuple[ClaimRow, str]] = []
    corrected: list[ClaimRow] = []
    for row in store.claims.list(ClaimFilter(due=True)):
        effect = _effect(row)
        counts[effect] += 1
        if len(listed) < LISTED:
            listed.append((row, effect))
        if effect == "correct" and len(corrected) < COMPARED:
            corrected.append(row)
    corrections = tuple(_correction(store, row) for row in corrected)
    return ReleasePreview(counts["publish"], counts["correct"], counts["take back"], tuple(_table(listed)), corrections)


def _correction(store: Store, row: ClaimRow) -> Correction:
    claims = {version.version: version.claim for version in store.claims.history(row.id).versions}
    return Correction(row.claim.statement, changes(claims[row.in_print or row.version], row.claim))


def _effect(row: ClaimRow) -> str:
    if row.state not in ("accepted", "fixed"):
        return "take back"
    return "correct" if row.in_print is not None else "publish"


def _table(rows: Iterable[tuple[ClaimRow, str]]) -> Iterable[dict[str, str]]:
    for row, effect in rows:
        yield shown_row(
            {
                "Release": effect,
                "Claim": row.claim.statement,
                "Figure": figure_of(row),
                "Source": source_of(row),
                "Quote": shorten(row.claim.evidence[0].text, 160),
                "Decision": f"{row.state} by {row.reviewer}",
            }
        )
