"""The ledger page: claims about one event side by side. The program proposes links, the reviewer confirms or refuses them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import altair as alt
import streamlit as st

from extractor.errors import QuoteboundError
from extractor.ledger import Entry, Group, Judged, Link, Proposed, Verdict, groups, likely, standing, unjudged
from review_ui.ledger_views import Line, compared, group_rows, heading, marks
from review_ui.trail_views import plain
from review_ui.wording import shown
from review_ui.workbench import Workbench

_MOST = 5_000
_SHOWN = 50
_ROW, _HEAD = 35, 38


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Ledger", anchor=False)
    st.caption("Claims about one event and outcome, side by side. Figures are never added up: a group shows who said what.")
    if error := st.session_state.pop("not_linked", None):
        st.error(error, icon=":material/error:")
    entries, found = _found(bench)
    judged = standing(bench.store.links.events())
    proposed, grouped = list(unjudged(found, entries, judged)), groups(entries, judged)
    waiting, made = st.tabs([f"Proposed links ({len(proposed):,})", f"Groups ({len(grouped):,})"])
    with waiting:
        _next_proposal(bench, proposed, {entry.id: entry for entry in entries})
    with made:
        _groups(bench, grouped, judged)


def _found(bench: Workbench) -> tuple[list[Entry], list[Proposed]]:
    """The claims and their likely links; compared once, until a claim changes: judging a link does not."""
    stamp = bench.store.links.stamp()
    kept = st.session_state.get("ledger")
    if kept is None or kept[0] != stamp:
        with st.spinner("Comparing claims …", show_time=False):
            entries = bench.store.links.entries(newest=_MOST)
            kept = st.session_state["ledger"] = (stamp, entries, likely(entries))
    if stamp[0] > _MOST:
        st.caption(f"Of {stamp[0]:,} claims the newest {_MOST:,} are compared here; `quotebound ledger` compares all.")
    return kept[1], kept[2]


def _next_proposal(bench: Workbench, proposed: list[Proposed], entries: dict[str, Entry]) -> None:
    passed = st.session_state.setdefault("links_passed", set())
    waiting = [item for item in proposed if item.link not in passed]
    if not waiting:
        st.markdown(
            "**No link waits for you.** Where claims of several articles may be about one event, they are shown here beside each other."
            if not proposed
            else "**You have looked at every proposed link.** Reload the page to see those you left."
        )
        return
    item = waiting[0]
    link = item.link
    st.markdown(f"**Is this one event?** They have {plain(_listed(item.reasons))}.")
    pair = [entries[claim_id] for claim_id in _in_order(link)]
    for column, entry, lines in zip(st.columns(2, gap="medium"), pair, compared(*pair), strict=True):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            _claim(entry, lines)
    if "reviewer" not in bench.roles:
        st.info("Confirming links takes the role of a reviewer.", icon=":material/visibility:")
        return
    with st.container(horizontal=True, key="acts_link"):
        if link.relation == "supersedes":
            _button(bench, "Same event, right revises left", "confirm", link, "s", primary=True)
            _button(bench, "Same event, both stand", "confirm", Link.same(link.first, link.second), "b", refused=link)
        else:
            _button(bench, "Same event", "confirm", link, "s", primary=True)
        _button(bench, "Not the same", "refuse", link, "n")
        st.button("Leave for later", key="link_later", shortcut="l", on_click=passed.add, args=(link,))
    st.caption(f"{len(waiting):,} to look at.")


def _in_order(link: Link) -> tuple[str, str]:
    """The claim that was there first on the left."""
    return (link.second, link.first) if link.relation == "supersedes" else (link.first, link.second)


def _claim(entry: Entry, lines: list[Line]) -> None:
    st.markdown(f"**{plain(entry.claim.statement)}**")
    st.text(f"“{shown(entry.claim.evidence[0].text)}”")
    for label, words, differs in lines:
        st.markdown(f"{label}: **{plain(words)}**" if differs else f"{label}: {plain(words)}")
    st.link_button("Open in the article", f"/?claim={entry.id}")


def _groups(bench: Workbench, grouped: list[Group], judged: dict[Link, Judged]) -> None:
    if not grouped:
        st.markdown("**No groups yet.** Confirm a proposed link, and its claims stand here side by side.")
    for group in grouped[:_SHOWN]:
        with st.expander(plain(heading(group)), expanded=group is grouped[0]):
            st.dataframe(group_rows(group), hide_index=True, width="stretch", height=_HEAD + _ROW * len(group.entries))
            _plot(group)
            if "reviewer" in bench.roles:
                _take_back(bench, group, judged)
    if len(grouped) > _SHOWN:
        st.caption(f"The {_SHOWN} largest of {len(grouped):,} groups are shown; `quotebound ledger` prints all.")


def _plot(group: Group) -> None:
    """From low to high, a line a claim; an arrow where a figure is open upwards."""
    found = marks(group)
    if len(found) < 2:  # noqa: PLR2004 - one figure compares with nothing
        return
    data = alt.Data(values=found)  # type: ignore[no-untyped-call]
    line = alt.Y("claim:N", sort=alt.EncodingSortField("order"), title=None, axis=alt.Axis(labelLimit=320))
    faded = alt.condition("datum.superseded", alt.value(0.35), alt.value(1))
    tips = ["words:N", "bounds:N"]
    figures = alt.Chart(data).encode(y=line, opacity=faded, tooltip=tips)
    bounds = alt.X("from:Q", title="from at least to at most", axis=alt.Axis(tickMinStep=1))
    ranges = figures.mark_rule(strokeWidth=3).encode(x=bounds, x2="to:Q")
    starts = figures.mark_point(filled=True, size=70).encode(x="from:Q")
    arrows = figures.transform_filter("datum.open").mark_point(shape="triangle-right", filled=True, size=90).encode(x="to:Q")
    plot = (ranges + starts + arrows).properties(height=30 * len(found) + 90)
    st.altair_chart(plot, width="stretch", alt=f"The figures of: {heading(group)}")


def _take_back(bench: Workbench, group: Group, judged: dict[Link, Judged]) -> None:
    members = {entry.id for entry in group.entries}
    links = [link for link, event in judged.items() if event.verdict == "confirm" and {link.first, link.second} <= members]
    chosen = st.selectbox(
        "A link of this group",
        links,
        index=None,
        format_func=lambda link: f"{link.first[:6]} {link.relation} {link.second[:6]}, by {judged[link].reviewer}",
        key=f"link_{group.id}",
        placeholder="Choose a link to take back",
        label_visibility="collapsed",
    )
    if chosen is not None:
        _button(bench, "Take this link back", "withdraw", chosen, None)


def _button(
    bench: Workbench, words: str, verdict: Verdict, link: Link, key: str | None, *, primary: bool = False, refused: Link | None = None
) -> None:
    events = [(link, verdict), *([(refused, "refuse")] if refused else [])]
    st.button(
        words,
        key=f"link_{verdict}_{link.relation}_{link.first}_{link.second}",
        type="primary" if primary else "secondary",
        shortcut=key,
        on_click=_judge,
        args=(bench, events),
    )


def _judge(bench: Workbench, events: list[tuple[Link, Verdict]]) -> None:
    try:
        for link, verdict in events:
            bench.store.links.judge(Judged(str(uuid.uuid4()), link, verdict, bench.reviewer, datetime.now(UTC)))
    except QuoteboundError as error:
        st.session_state["not_linked"] = plain(f"{error.message}. {error.hint or ''}")


def _listed(reasons: tuple[str, ...]) -> str:
    return " and ".join([", ".join(reasons[:-1]), reasons[-1]] if len(reasons) > 1 else reasons)
