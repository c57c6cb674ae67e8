"""The claims page: all claims in a table, by what one wants to see; one opens in the review screen, many are decided about at once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final, Literal

import streamlit as st

from extractor.store import ClaimFilter, ClaimRow
from extractor.store.facets import Facet, Facets
from review_ui.bulk import DONE, Act, Order, carry_out
from review_ui.feed import REASONS
from review_ui.tables import claim_rows
from review_ui.trail_views import plain
from review_ui.wanted import EVERY, FACETS, LONGEST_SEARCH, Wanted, facet_words
from review_ui.wording import label
from review_ui.workbench import Workbench, run_names

_PAGE = 500
_COUNTED = 10_000
_FEW = 9
_ANY = ""
_NOBODY = "nobody"
_UNSAID: Final = "collapsed"  # but for screen readers
_SEVERAL = "; several, to reject, skip, mark or assign them together"


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Claims", anchor=False)
    _tell()
    wanted = _chosen(bench)
    total = bench.store.claims.count(wanted, most=_COUNTED + 1)
    if total == 0:
        st.markdown("**No claim matches.**" if wanted != ClaimFilter() else "**No claims yet.** `quotebound extract FOLDER` finds some.")
        return
    _listed(bench, wanted, total)


@st.fragment
def _listed(bench: Workbench, wanted: ClaimFilter, total: int) -> None:
    """The table and what can be done with its rows; selecting one runs this alone, and nothing is counted anew."""
    if "claims_told" in st.session_state:
        st.rerun()
    rows = _page(bench, wanted, total)
    table = f"claims_table_{st.session_state.get('claims_round', 0)}"  # after a decision the table begins anew, with nothing selected
    acts = st.container(key="claims_acts", vertical_alignment="center")  # above the table, with room kept for it: chrome.css
    height: Literal["stretch", "content"] = "stretch" if len(rows) > _FEW else "content"  # no empty grid below a few
    with st.container(key="claims_list"):  # as high as the window leaves room for: chrome.css
        picked = st.dataframe(
            claim_rows(rows), key=table, hide_index=True, height=height, on_select="rerun", selection_mode="multi-row", alt="Claims"
        )
    with acts:
        _act(bench, [rows[number] for number in picked["selection"]["rows"] if number < len(rows)])


def _chosen(bench: Workbench) -> ClaimFilter:
    """Words to search for and a choice for each field that has values, beside each other; all of it is in the page's address."""
    asked = Wanted.of(st.query_params.to_dict()).params
    facets, runs = bench.store.claims.facets(FACETS), run_names(bench.store)
    with st.container(horizontal=True):
        words = st.text_input(
            "Search",
            asked.get("search", ""),
            max_chars=LONGEST_SEARCH,
            key="claims_search",
            width=220,
            placeholder="words, or “words together”",
        )
        chosen = {name: _choice(name, facets, runs, asked.get(name, _ANY)) for name, counts in facets.values.items() if counts}
    given: dict[str, str] = {"search": words.strip(), **{str(name): value for name, value in chosen.items()}}
    params = {name: value for name, value in given.items() if value}
    if params != {name: value for name, value in st.query_params.items() if value != EVERY}:
        st.query_params.from_dict(params)
    return Wanted.of(params).filter


def _choice(name: Facet, facets: Facets, runs: Mapping[str, str], asked: str) -> str:
    counts = facets.values[name]
    options = [_ANY, *counts]

    def words(value: str) -> str:
        """A value with how many have it; with a plus where not all were counted."""
        number = f"{counts[value]:,}{'+' if facets.partial else ''}" if counts.get(value) else "" if facets.partial else "0"
        return f"{facet_words(name, value, runs)}{f' ({number})' if number else ''}" if value else "any"

    index = options.index(asked) if asked in options else 0
    return st.selectbox(label(name), options, index, format_func=words, key=f"claims_{name}", width=170)


def _page(bench: Workbench, wanted: ClaimFilter, total: int) -> list[ClaimRow]:
    """The rows of the page that is chosen, where one is not enough; of very many the first, which are as many as anybody leafs through."""
    more = total > _COUNTED
    total = min(total, _COUNTED)
    pages = -(-total // _PAGE)
    number = st.pagination(pages, key="claims_page") if pages > 1 else 1
    place = f", page {number} of {pages:,}" if pages > 1 else ""
    st.caption(f"more than {total:,} claims{place}: choose or search above to see the others" if more else f"{total:,} claims{place}")
    return list(islice(bench.store.claims.list(wanted, limit=_PAGE, offset=(number - 1) * _PAGE), _PAGE))


def _act(bench: Workbench, rows: list[ClaimRow]) -> None:
    """What can be done with the selected rows; nothing happens before it is confirmed."""
    decides = "reviewer" in bench.roles
    if not rows:
        st.caption(f"Select a row to open the claim in its article{_SEVERAL if decides else ''}.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(rows) == 1:
            st.link_button("Open in the article", f"/?claim={rows[0].id}", type="primary", shortcut="Enter")
        if not decides:
            return
        act: Act = st.selectbox(
            "With what is selected", list(DONE), format_func=_named, key="claims_act", width=230, label_visibility=_UNSAID
        )
        words = _words_for(bench, act)
        claims = f"{len(rows)} claim{'' if len(rows) == 1 else 's'}"
        if st.button(f"{_named(act)}: {claims} …", key="claims_ask"):
            st.session_state["claims_asked"] = [row.id for row in rows]
    if st.session_state.get("claims_asked") == [row.id for row in rows]:
        _confirm(bench, Order(act, words), rows, claims)


def _named(act: Act) -> str:
    return {"reject": "Reject", "skip": "Skip", "flag": "Mark for a second look", "assign": "Assign"}[act]


def _words_for(bench: Workbench, act: Act) -> str:
    if act == "reject":
        return st.selectbox("Reason", REASONS, key="claims_reason", width=300, accept_new_options=True, label_visibility=_UNSAID)
    if act == "assign":
        names = [_NOBODY, *dict.fromkeys([bench.reviewer, *bench.store.desk.reviewers()])]
        name = st.selectbox("To", names, key="claims_assignee", width=220, accept_new_options=True, label_visibility=_UNSAID)
        return "" if name == _NOBODY else name.strip()
    return ""


def _confirm(bench: Workbench, order: Order, rows: list[ClaimRow], claims: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        said = f" ({plain(order.words)})" if order.words else ""
        st.markdown(f"**{_named(order.act)} {claims}{said}?** Each is stored as a decision of its own, under your name.")
        st.button("Yes", key="claims_yes", type="primary", on_click=_carry_out, args=(bench, order, rows))
        st.button("No", key="claims_no", on_click=_forget)


def _carry_out(bench: Workbench, order: Order, rows: list[ClaimRow]) -> None:
    outcome = carry_out(bench, order, rows)
    st.session_state["claims_told"] = (outcome.told(order.act), outcome.refused)
    st.session_state["claims_round"] = st.session_state.get("claims_round", 0) + 1
    _forget()


def _forget() -> None:
    st.session_state.pop("claims_asked", None)


def _tell() -> None:
    told = st.session_state.pop("claims_told", None)
    if told is None:
        return
    words, refused = told
    st.success(words, icon=":material/check_circle:")
    if refused:
        st.warning("Not stored: " + plain(" · ".join(refused[:20])), icon=":material/front_hand:")
