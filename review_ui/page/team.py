"""The team page: who has what, how many decide about a claim, how far they agree, and who may do what."""

from __future__ import annotations

from collections import defaultdict

import altair as alt
import streamlit as st
from pydantic import ValidationError

from extractor.agreement import Agreement, agreement, by_field, by_reviewer, by_week, decisions, pairwise
from extractor.errors import StoreError
from extractor.overlap import RULES, Overlap
from extractor.roles import ROLES
from extractor.store import LeaseRow, Opinion
from review_ui.article import title_of
from review_ui.signin import signed_in
from review_ui.wording import label
from review_ui.workbench import Workbench

_DAY = "timeFormat(toDate(datum.value + 'T00:00'), '%-d %b')"
_RULES = {"none": "no claim", "all": "every claim", "sample": "a sample", "risky": "claims at risk"}


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Team", anchor=False)
    if bench.signs_in:
        signed_in(bench.reviewer, bench.roles)
    _now(bench)
    _overlap(bench)
    _agreement(list(bench.store.team.opinions()))
    _members(bench)


def _now(bench: Workbench) -> None:
    st.subheader("Who has what", anchor=False)
    leases = bench.store.reviews.leases()
    if not leases:
        st.markdown("Nobody is at a claim right now.")
        return
    by_name: dict[str, list[LeaseRow]] = defaultdict(list)
    for lease in leases:
        by_name[lease.reviewer].append(lease)
    rows = [
        {
            "Reviewer": name,
            "Claims": len(held),
            "Articles": ", ".join(dict.fromkeys(_article(bench, lease.claim_id) for lease in held)),
            "Until": max(lease.expires_at for lease in held),
        }
        for name, held in sorted(by_name.items())
    ]
    until = st.column_config.DatetimeColumn("Until (UTC)", format="HH:mm:ss", help="prolonged while the page is open", timezone="UTC")
    st.dataframe(rows, hide_index=True, width="stretch", column_config={"Until": until})


def _article(bench: Workbench, claim_id: str) -> str:
    reading = bench.reading(bench.store.claims.get(claim_id).document_id)
    return title_of(reading.document, reading)


def _overlap(bench: Workbench) -> None:
    st.subheader("How many decide about a claim", anchor=False)
    overlap = bench.store.team.overlap()
    st.markdown(overlap.sentence)
    if error := st.session_state.pop("overlap_refused", None):
        st.error(error, icon=":material/error:")
    if "admin" not in bench.roles:
        return
    with st.form("overlap", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Several decide about", RULES, RULES.index(overlap.rule), format_func=_RULES.__getitem__, key="overlap_rule")
        st.number_input("Reviewers", 2, 9, overlap.reviewers, key="overlap_reviewers")
        st.number_input("Share of the sample", 0.01, 1.0, overlap.share, 0.05, key="overlap_share")
        st.form_submit_button("Change", on_click=_change, args=(bench,))
    st.caption("It holds for claims that nobody has decided about. Nobody sees what the others decide until all have.")


def _change(bench: Workbench) -> None:
    given = st.session_state
    try:
        overlap = Overlap(rule=given["overlap_rule"], reviewers=given["overlap_reviewers"], share=given["overlap_share"])
        bench.store.team.set_overlap(overlap, bench.reviewer)
    except (StoreError, ValidationError) as error:
        given["overlap_refused"] = str(error)


def _agreement(opinions: list[Opinion]) -> None:
    st.subheader("How far reviewers agree", anchor=False)
    if not opinions:
        st.markdown("No claim has been decided by several reviewers yet.")
        return
    ratings = decisions(opinions)
    whole = agreement(ratings)
    st.markdown(
        f"**On the decision**: {_percent(whole.share)} of {whole.claims:,} claims the same, Krippendorff's alpha {_alpha(whole.alpha)}."
    )
    left, right = st.columns(2, gap="medium")
    with left:
        fields = [{"Field": label(name), **_cells(one)} for name, one in by_field(opinions).items()]
        st.dataframe(fields, hide_index=True, width="stretch", height="content")
    with right:
        st.dataframe([{"Reviewers": " and ".join(names), **_cells(one)} for names, one in pairwise(ratings).items()], hide_index=True)
        rows = by_reviewer(opinions)
        shown = [(row.reviewer, row.opinions, _percent(row.share), _percent(row.confirmed)) for row in rows]
        st.dataframe([dict(zip(("Reviewer", "Decisions", "Same as others", "Stands"), row, strict=True)) for row in shown], hide_index=True)
    _over_time(opinions)
    st.caption("Alpha: 1 is full agreement, 0 what chance would give; – where all said the same, and chance would agree too.")


def _over_time(opinions: list[Opinion]) -> None:
    points = [{"Week": str(monday), "Same": one.share, "Claims": one.claims} for monday, one in by_week(opinions).items()]
    same = alt.Y("Same:Q", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]), title="Decided the same")
    chart = alt.Chart(alt.InlineData(values=points)).mark_line(point=True)
    week = alt.X("Week:O", title="Week from", axis=alt.Axis(labelExpr=_DAY, labelAngle=0, labelOverlap=True))
    chart = chart.encode(x=week, y=same, tooltip=["Week:N", alt.Tooltip("Same:Q", format=".0%"), "Claims:Q"])
    st.altair_chart(chart.properties(height=180), width="stretch", alt="How far reviewers agree, week by week")


def _cells(one: Agreement) -> dict[str, str | int]:
    return {"Claims": one.claims, "Same": _percent(one.share), "Alpha": _alpha(one.alpha)}


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _alpha(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _members(bench: Workbench) -> None:
    st.subheader("Who may do what", anchor=False)
    members = bench.store.team.members()
    if not members:
        st.markdown("Nobody signs in here: whoever opens this database may do everything. `quotebound team grant` makes it a team's.")
        return
    rows = [
        {"Name": member.name, "Roles": ", ".join(role for role in ROLES if role in member.roles) or "none", "Given by": member.set_by}
        for member in members
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
