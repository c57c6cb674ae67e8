"""The adjudication page: claims about which reviewers differ, one at a time, what each made of it side by side."""

from __future__ import annotations

import html

import streamlit as st

from extractor.errors import NotFoundError, RuleError, StoreError
from extractor.store import ClaimFilter, ClaimRow
from review_ui.adjudicating import Side, differences, settling, sides
from review_ui.article import subtitle_of, title_of
from review_ui.presenter import finding_views
from review_ui.trail_views import plain
from review_ui.wording import shown
from review_ui.workbench import Workbench

_AROUND = 160
_DISAGREED = ClaimFilter(state="disagreed")


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Adjudicate", anchor=False)
    if error := st.session_state.pop("not_settled", None):
        st.error(error, icon=":material/error:")
    if done := st.session_state.pop("settled", None):
        st.success(done, icon=":material/check_circle:")
    left = st.session_state.setdefault("adjudicate_later", [])
    total = bench.store.claims.count(_DISAGREED)
    row = _next(bench, left)
    if row is None:
        st.markdown("**Reviewers differ about no claim.** Where several decide about the same claim and differ, it waits here.")
        return
    st.caption(f"Reviewers differ about {total:,} {'claim' if total == 1 else 'claims'}. Nothing of them is published until it is settled.")
    _case(bench, row, left)


def _next(bench: Workbench, left: list[str]) -> ClaimRow | None:
    """The first claim that was not left for later; then those that were, in that order."""
    for row in bench.store.claims.list(_DISAGREED, limit=len(left) + 1):
        if row.id not in left:
            return row
    waiting = (bench.store.claims.get(claim_id) for claim_id in left)
    return next((row for row in waiting if row.state == "disagreed"), None)


def _case(bench: Workbench, row: ClaimRow, left: list[str]) -> None:
    found = sides(row, bench.store.claims.history(row.id, bench.reviewer))
    st.subheader(plain(row.claim.statement), anchor=False)
    st.html(_quote(bench, row))
    for finding in finding_views(row.findings):
        if finding["severity"] != "info":
            st.markdown(f":material/warning: {finding['label']}: {plain(finding['message'])}")
    rows = differences(row.claim, found)
    if rows:
        st.table(rows, hide_index=True)
    else:
        st.markdown("They differ about the claim as a whole, not about a field of it.")
    for side in found:
        if side.reasons:
            st.caption(plain(" · ".join(side.reasons)))
    if "adjudicator" not in bench.roles:
        st.info("Settling it takes the role of an adjudicator.", icon=":material/visibility:")
        return
    _buttons(bench, row, found, left)


def _buttons(bench: Workbench, row: ClaimRow, found: list[Side], left: list[str]) -> None:
    if any(bench.reviewer in side.reviewers for side in found):
        st.caption("One of these decisions is yours: somebody else would see it with fresh eyes.")
    why = st.text_input("Why (kept with the decision)", key=f"why_{row.id}", max_chars=1000)
    with st.container(horizontal=True, key="acts_adjudicate"):
        for number, side in enumerate(found, 1):
            given = (bench, row, side, why)
            st.button(f"As {plain(side.title)}", key=f"take_{number}", type="primary", shortcut=str(number), on_click=_settle, args=given)
        st.link_button("Decide otherwise, in the article", f"/?claim={row.id}", shortcut="f")
        st.button("Leave for later", key="adjudicate_leave", shortcut="l", on_click=_leave, args=(left, row.id))


def _leave(left: list[str], claim_id: str) -> None:
    """Put a claim behind the others."""
    if claim_id in left:
        left.remove(claim_id)
    left.append(claim_id)


def _settle(bench: Workbench, row: ClaimRow, side: Side, why: str) -> None:
    try:
        after = bench.store.reviews.decide(settling(row, side, bench.reviewer, why))
    except (RuleError, NotFoundError, StoreError) as error:
        st.session_state["not_settled"] = f"Not stored. {plain(f'{error.message} {error.hint}')}"
        return
    st.session_state["settled"] = f"Settled: {after.state}. {plain(row.claim.statement)}"


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Some of the text before and behind [start, end), cut at words; an ellipsis says where it goes on."""
    first, last = max(0, start - _AROUND), end + _AROUND
    before, after = text[first:start], text[end:last]
    if first:
        before = f"… {before.partition(' ')[2]}"
    return before, f"{after.rpartition(' ')[0]} …" if last < len(text) else after


def _escaped(words: str) -> str:
    return html.escape(shown(words))


def _quote(bench: Workbench, row: ClaimRow) -> str:
    """The quote among the words around it; as proposed, where it isn't in the article."""
    quote = row.claim.evidence[0]
    reading = bench.reading(row.document_id)
    document = reading.document
    if quote.start is None or quote.end is None:
        return f"<p>Not in the article: {_escaped(quote.text)}</p>"
    before, after = around(document.text, quote.start, quote.end)
    said = f"{_escaped(before)}<mark>{_escaped(quote.text)}</mark>{_escaped(after)}"
    where = _escaped(" · ".join([title_of(document, reading), *subtitle_of(document)]))
    return f"<figure class='qb-context'><figcaption>{where}</figcaption><blockquote dir='auto'>{said}</blockquote></figure>"
