"""The audit page: who decided what, when, on which words; and one claim's whole trail as a readable diff."""

from __future__ import annotations

import streamlit as st

from extractor.errors import NotFoundError
from review_ui.past import past_views
from review_ui.trail_views import plain, trail_rows, word_diff
from review_ui.wording import phrase
from review_ui.workbench import Workbench

_SHOWN = 500


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Audit", anchor=False)
    st.caption("Every step is kept: nothing is overwritten or deleted.")
    reviewers = sorted({one.reviewer for one in bench.store.statistics.trail(reader=bench.reviewer, limit=_SHOWN)})
    with st.container(horizontal=True):
        reviewer = st.selectbox(
            "Decisions by", [None, *reviewers], format_func=lambda name: name or "anybody", key="audit_reviewer", width=220
        )
        claim_id = st.text_input("Claim", key="audit_claim", placeholder="An identifier, or choose a decision below").strip()
    if wanted := _choose(bench, reviewer) or claim_id:
        _trail(bench, wanted)


def _choose(bench: Workbench, reviewer: str | None) -> str | None:
    """The latest decisions in a table; the claim of the one that is selected."""
    traces = list(bench.store.statistics.trail(reviewer=reviewer, reader=bench.reviewer, limit=_SHOWN))
    if not traces:
        st.markdown("**No decision yet.** What is decided on the Review page is listed here.")
        return None
    picked = st.dataframe(
        trail_rows(traces),
        hide_index=True,
        height=280,
        on_select="rerun",
        selection_mode="single-row",
        key="audit_table",
        column_config={"Reason": st.column_config.Column(width=170)},
    )
    if len(traces) == _SHOWN:
        st.caption(f"The latest {_SHOWN:,}.")
    rows = picked["selection"]["rows"]
    return traces[rows[0]].claim_id if rows else None


def _trail(bench: Workbench, claim_id: str) -> None:
    try:
        row, history = bench.store.claims.get(claim_id), bench.store.claims.history(claim_id, bench.reviewer)
    except NotFoundError as error:
        st.error(f"{plain(error.message)}. Identifiers stand in `quotebound claims` and on every claim of the Review page.")
        return
    st.subheader("The trail of a claim", anchor=False)
    with st.container(border=True):
        st.text(row.claim.statement)
        st.text(f"“{row.claim.evidence[0].text}”")
        name = plain(bench.store.documents.get(row.document_id).name)
        st.caption(f"{phrase(row.state)}, version {row.version} of {row.versions}, {name}")
        st.link_button("Open in the article", f"/?claim={row.id}")
    for event in past_views(history):
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f":gray[{event['when']}]")
            st.text(f"{event['who']}: {event['what']}")
            for label, before, after in event["changes"]:
                st.caption(label)
                st.markdown(word_diff(before, after))
