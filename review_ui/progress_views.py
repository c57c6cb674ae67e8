"""Counts of decisions as rows and marks of plots. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import sqrt

from extractor.store.statistics import DayCount, Grouping, Outcome
from review_ui.wording import phrase

_DONE = {"accept": "accepted", "fix": "fixed", "reject": "rejected"}
_Z = 1.959964
"""Of the normal distribution, for an interval of 95 %."""

Row = dict[str, str | int | float]


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share (Wilson 1927): fair also where a few of few were wrong. (0, 1) for none of none."""
    if total == 0:
        return 0.0, 1.0
    share, z2 = hits / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def day_rows(counts: Iterable[DayCount]) -> list[Row]:
    """One row a day, reviewer and decision, for a stacked plot."""
    return [{"day": one.day, "reviewer": one.reviewer, "decision": _DONE[one.action], "count": one.count} for one in counts]


def reviewer_rows(counts: Iterable[DayCount]) -> list[Row]:
    """One row a reviewer: how many decisions, on how many days, and what share was accepted as it stood."""
    by_reviewer: dict[str, list[DayCount]] = {}
    for one in counts:
        by_reviewer.setdefault(one.reviewer, []).append(one)
    rows: list[Row] = []
    for reviewer, found in sorted(by_reviewer.items()):
        sums = {action: sum(one.count for one in found if one.action == action) for action in _DONE}
        total, days = sum(sums.values()), len({one.day for one in found})
        rows.append(
            {
                "Reviewer": reviewer,
                "Decisions": total,
                "A day": round(total / days),
                **{words.capitalize(): sums[action] for action, words in _DONE.items()},
            }
        )
    return sorted(rows, key=lambda row: -int(row["Decisions"]))


def days_until(counts: Iterable[DayCount], today: date) -> list[str]:
    """Every day from the first with a decision to `today`, in order."""
    first = min((date.fromisoformat(one.day) for one in counts), default=today)
    return [(first + timedelta(days=number)).isoformat() for number in range((today - first).days + 1)]


def outcome_rows(outcomes: Iterable[Outcome], by: Grouping) -> list[Row]:
    """One row a group: how many were decided, and the share that was wrong (fixed or rejected) with its interval of 95 %."""
    rows: list[Row] = []
    for one in outcomes:
        wrong = one.fixed + one.rejected
        low, high = wilson(wrong, one.total)
        shares = {"share": wrong / one.total if one.total else 0.0, "low": low, "high": high}
        given = one.name if by == "finding" else phrase(one.name)  # a finding is called by its code everywhere
        name = given or ("no finding" if by == "finding" else "unknown")
        rows.append({"name": name, "decided": one.total, "fixed": one.fixed, "rejected": one.rejected, **shares})
    return rows


def days_left(waiting: int, counts: Iterable[DayCount], today: date) -> float | None:
    """Working days until nothing waits, at the pace of the days on which anything was decided, today apart; null where there were none."""
    done: dict[str, int] = {}
    for one in counts:
        done[one.day] = done.get(one.day, 0) + one.count
    done.pop(today.isoformat(), None)
    return waiting / (sum(done.values()) / len(done)) if done and waiting else None
