"""The claims page: all claims in a table, by what one wants to see; a selected one opens in the review screen."""

from __future__ import annotations

from itertools import islice

import streamlit as st

from extractor.store import ClaimFilter, ClaimRow
from extractor.store.facets import Facet
from review_ui.tables import claim_rows
from review_ui.wanted import FACETS, facet_words
from review_ui.wording import label
from review_ui.workbench import Workbench, run_names

_PAGE = 500
_ANY = ""


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Claims", anchor=False)
    wanted = _chosen(bench)
    total = bench.store.claims.count(wanted)
    if total == 0:
        st.markdown("**No claim matches.**" if wanted != ClaimFilter() else "**No claims yet.** `quotebound extract FOLDER` finds some.")
        return
    rows = _page(bench, wanted, total)
    picked = st.dataframe(claim_rows(rows), hide_index=True, width="stretch", height=520, on_select="rerun", selection_mode="single-row")
    _open(rows, picked["selection"]["rows"])


def _chosen(bench: Workbench) -> ClaimFilter:
    """A choice for each field that has values, beside each other."""
    facets, runs = bench.store.claims.facets(FACETS), run_names(bench.store)
    chosen: dict[Facet, str | None] = {}
    with st.container(horizontal=True):
        for name, counts in facets.items():
            if counts:
                chosen[name] = _choice(name, counts, runs) or None
    return ClaimFilter(**chosen)  # type: ignore[arg-type]  # the states are the store's own


def _choice(name: Facet, counts: dict[str, int], runs: dict[str, str]) -> str:
    def words(value: str) -> str:
        if value == _ANY:
            return "any"
        return f"{facet_words(name, value, runs)} ({counts.get(value, 0):,})"

    return st.selectbox(label(name), [_ANY, *counts], format_func=words, key=f"claims_{name}", width=170)


def _page(bench: Workbench, wanted: ClaimFilter, total: int) -> list[ClaimRow]:
    """The rows of the page that is chosen, where one is not enough."""
    pages = -(-total // _PAGE)
    number = st.pagination(pages, key="claims_page") if pages > 1 else 1
    st.caption(f"{total:,} claims" + (f", page {number} of {pages:,}" if pages > 1 else ""))
    return list(islice(bench.store.claims.list(wanted, limit=_PAGE, offset=(number - 1) * _PAGE), _PAGE))


def _open(rows: list[ClaimRow], selected: list[int]) -> None:
    if not selected:
        st.caption("Select a row to open the claim in its article.")
        return
    row = rows[selected[0]]
    st.link_button("Open in the article", f"/?claim={row.id}", type="primary", shortcut="Enter")
