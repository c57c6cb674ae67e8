"""The progress page: how much waits, how fast it goes, and how often claims were wrong, by model, prompt, kind and finding."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import altair as alt
import streamlit as st

from extractor.store.statistics import DayCount, Grouping
from review_ui.progress_views import Row, day_rows, days_left, days_until, outcome_rows, reviewer_rows
from review_ui.workbench import Workbench

_DAYS = 30
COLOURS = {"accepted": "#3f8f6b", "fixed": "#b87d1b", "rejected": "#b5524a"}
"""Of the bars; on the ground of either theme."""
_TABS: Final[dict[Grouping, str]] = {"finding": "Findings", "model": "Models", "prompt": "Prompt versions", "kind": "Kinds"}
_SAID: Final[dict[Grouping, str]] = {
    "finding": "How often a claim with this finding was wrong. One that is not above “no finding” bothers for nothing.",
    "model": "How often a model's claims were fixed or rejected.",
    "prompt": "The same by version: of the prompt for language models, of the program for the embedded model.",
    "kind": "The same by kind of claim.",
}


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Progress", anchor=False)
    counts = bench.store.statistics.per_day(_DAYS)
    today = datetime.now(UTC).date()
    _numbers(bench, counts)
    if not counts:
        st.markdown(f"**Nothing was decided in the last {_DAYS} days.** Decisions made on the Review page are counted here.")
        return
    left = days_left(bench.store.reviews.progress(bench.reviewer).open, counts, today)
    if left is not None:
        st.caption(f"At the pace of the days before today, what waits takes {left:,.1f} working days.")
    st.subheader("Decisions a day", anchor=False)
    st.altair_chart(_by_day(day_rows(counts), days_until(counts, today)), width="stretch", alt="Decisions a day, by what was decided")
    st.dataframe(reviewer_rows(counts), hide_index=True, width="stretch")
    st.subheader("How often claims were wrong", anchor=False)
    for tab, by in zip(st.tabs(list(_TABS.values())), _TABS, strict=True):
        with tab:
            st.caption(_SAID[by])
            _outcomes(outcome_rows(bench.store.statistics.outcomes(by), by), _SAID[by])


def _numbers(bench: Workbench, counts: list[DayCount]) -> None:
    states = bench.store.claims.count_by_state()
    today = datetime.now(UTC).date().isoformat()
    waiting, blocked = states.get("pending", 0) + states.get("blocked", 0), states.get("blocked", 0)
    done = sum(one.count for one in counts if one.day == today)
    for column, (words, number, note) in zip(
        st.columns(4),
        (
            ("Waiting", waiting, f"{blocked:,} of them blocked by a check"),
            ("Decided today", done, f"{sum(one.count for one in counts if one.day == today and one.reviewer == bench.reviewer):,} by you"),
            ("Accepted or fixed", states.get("accepted", 0) + states.get("fixed", 0), "not yet in print"),
            ("In print", states.get("published", 0) + states.get("corrected", 0), f"{states.get('retracted', 0):,} taken back"),
        ),
        strict=True,
    ):
        with column, st.container(border=True):
            st.metric(words, f"{number:,}")
            st.caption(note)


def _by_day(rows: list[Row], days: list[str]) -> alt.Chart:
    """Bars a day, stacked by decision; days without one keep their place."""
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    axis = alt.Axis(labelExpr="timeFormat(toDate(datum.value + 'T00:00'), '%-d %b')", labelAngle=0, labelOverlap=True)
    day = alt.X("day:O", title=None, axis=axis, scale=alt.Scale(domain=days))
    colour = alt.Color(
        "decision:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=alt.Legend(title=None, orient="top")
    )
    chart = alt.Chart(data, height=220).mark_bar(size=min(18, 540 // len(days)))
    drawn: alt.Chart = chart.encode(
        x=day, y=alt.Y("sum(count):Q", title="decisions"), color=colour, tooltip=["day:N", "decision:N", "sum(count):Q"]
    )
    return drawn


def _outcomes(rows: list[Row], said: str) -> None:
    if not rows:
        st.markdown("Nothing was decided yet.")
        return
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    name = alt.Y("name:N", sort=alt.EncodingSortField("share", order="descending"), title=None, axis=alt.Axis(labelLimit=260))
    share = alt.X("share:Q", title="fixed or rejected", axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(data).encode(y=name, tooltip=["name:N", "decided:Q", "fixed:Q", "rejected:Q", alt.Tooltip("share:Q", format=".0%")])
    intervals = base.mark_rule(strokeWidth=2, opacity=0.5).encode(x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=80).encode(x=share)
    decided = base.mark_text(align="left", dx=8).encode(x="high:Q", text=alt.Text("decided:Q", format=","))
    st.altair_chart((intervals + points + decided).properties(height=30 * len(rows) + 90), width="stretch", alt=said)
    st.caption("A point is the share, the line its 95 % interval, the number how many were decided.")
