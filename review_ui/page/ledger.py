"""The ledger page: claims about one event side by side. The program proposes links, the reviewer confirms or refuses them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import altair as alt
import streamlit as st

from extractor.errors import QuoteboundError
from extractor.ledger import Entry, Group, Judged, Link, Proposed, Verdict, groups, likely, standing, unjudged
from review_ui.acts import Act, line
from review_ui.keys import keys_of
from review_ui.ledger_views import group_rows, heading, marks, pair_table
from review_ui.trail_views import plain
from review_ui.workbench import Workbench

_MOST = 5_000
_SHOWN = 50
_ROW, _HEAD = 35, 38
_LABELS = 0.2
"""How wide the labels are beside two claims."""
Said = tuple[Link, Verdict]


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
    passed: list[Link] = st.session_state.setdefault("links_passed", [])
    waiting = [item for item in proposed if item.link not in passed]
    done: list[list[Link]] = st.session_state.setdefault("links_done", [])
    keys = keys_of(bench.store, bench.reviewer)
    undo = Act("link_undo", "Take back", keys["undo"], "take back your last step here", _take_back_last, (bench, done, passed))
    back = [undo] if done else []
    if not waiting:
        st.markdown(
            "**No link waits for you.** Where claims of several articles may be about one event, they are shown here beside each other."
            if not proposed
            else "**You have looked at every proposed link.** Reload the page to see those you left."
        )
        if back:
            line("link", back, keys)
        return
    wanted = st.session_state.get("link_wanted")
    item = next((one for one in waiting if one.link == wanted), waiting[0])
    link = item.link
    st.markdown(f"**Is this one event?** They have {plain(_listed(item.reasons))}.")
    pair = [entries[claim_id] for claim_id in _in_order(link)]
    opened = _side_by_side(*pair)
    if "reviewer" not in bench.roles:
        st.info("Confirming links takes the role of a reviewer.", icon=":material/visibility:")
        return
    line("link", [*_acts(bench, link, keys), *back], keys, elsewhere=opened)


def _acts(bench: Workbench, link: Link, keys: Mapping[str, str]) -> list[Act]:
    """What can be said of a proposed link."""
    name = f"{link.relation}_{link.first}_{link.second}"
    agree: list[Act] = []
    if link.relation == "supersedes":
        both: list[Said] = [(Link.same(link.first, link.second), "confirm"), (link, "refuse")]
        agree.append(_act(bench, f"link_confirm_{name}", "Same event, right revises left", keys["accept"], [(link, "confirm")]))
        agree.append(_act(bench, f"link_both_{name}", "Same event, both stand", keys["fix"], both))
    else:
        agree.append(_act(bench, f"link_confirm_{name}", "Same event", keys["accept"], [(link, "confirm")]))
    refuse = _act(bench, f"link_refuse_{name}", "Not the same", keys["reject"], [(link, "refuse")])
    later = Act(f"link_later_{name}", "Leave for later", keys["skip"], "leave it for later", _pass, (link,))
    return [*(replace(act, primary=act is agree[0]) for act in agree), refuse, later]


def _act(bench: Workbench, name: str, words: str, key: str, said: Sequence[Said]) -> Act:
    return Act(name, words, key, words[:1].lower() + words[1:], _judge_next, (bench, said))


def _pass(link: Link) -> None:
    st.session_state["links_passed"].append(link)
    st.session_state["links_done"].append([link])


def _judge_next(bench: Workbench, said: Sequence[Said]) -> None:
    if _judge(bench, said):
        st.session_state["links_done"].append([link for link, _ in said])


def _take_back_last(bench: Workbench, done: list[list[Link]], passed: list[Link]) -> None:
    """The last step of this session: what was left for later, or said of links."""
    last = done.pop()
    if passed and last == [passed[-1]]:
        passed.pop()
    elif not _judge(bench, [(link, "withdraw") for link in last]):
        return
    st.session_state["link_wanted"] = last[-1]


def _in_order(link: Link) -> tuple[str, str]:
    """The claim that was there first on the left."""
    return (link.second, link.first) if link.relation == "supersedes" else (link.first, link.second)


def _side_by_side(left: Entry, right: Entry) -> list[Act]:
    """Two claims as the columns of a table, and a button for each; returns those."""
    st.html(pair_table(left, right))
    pair = ((left, "1", "left"), (right, "2", "right"))
    opened = [
        Act(f"open_{entry.id}", "Open in the article", key, f"open the {side} claim in its article", address=f"/?claim={entry.id}")
        for entry, key, side in pair
    ]
    for column, act in zip(st.columns([_LABELS, 1, 1], gap="small")[1:], opened, strict=True):
        with column:
            act.show()
    return opened


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
        st.button("Take this link back", key=f"withdraw_{group.id}", on_click=_withdraw, args=(bench, chosen))


def _withdraw(bench: Workbench, link: Link) -> None:
    _judge(bench, [(link, "withdraw")])


def _judge(bench: Workbench, said: Sequence[Said]) -> bool:
    """Store what is said of some links; whether it was stored."""
    try:
        for link, verdict in said:
            bench.store.links.judge(Judged(str(uuid.uuid4()), link, verdict, bench.reviewer, datetime.now(UTC)))
    except QuoteboundError as error:
        st.session_state["not_linked"] = plain(f"{error.message}. {error.hint or ''}")
        return False
    return True


def _listed(reasons: tuple[str, ...]) -> str:
    return " and ".join([", ".join(reasons[:-1]), reasons[-1]] if len(reasons) > 1 else reasons)
