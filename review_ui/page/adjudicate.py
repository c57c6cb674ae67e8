"""The adjudication page: claims about which reviewers differ, one at a time, what each made of it side by side."""

from __future__ import annotations

import html
from functools import partial

import streamlit as st

from extractor.errors import NotFoundError, RuleError, StoreError
from extractor.review import Decision
from extractor.store import ClaimFilter, ClaimRow
from review_ui.acts import Act, line
from review_ui.adjudicating import Side, Step, differences, facts, settling, sides, undoing
from review_ui.article import subtitle_of, title_of
from review_ui.keys import keys_of
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
    left: list[str] = st.session_state.setdefault("adjudicate_later", [])
    done: list[Step] = st.session_state.setdefault("adjudicated", [])
    total = bench.store.claims.count(_DISAGREED)
    row = _next(bench, left)
    if row is None:
        if "settled" in st.session_state:
            _said("")
        st.markdown("**Reviewers differ about no claim.** Where several decide about the same claim and differ, it waits here.")
        if done:
            line("adjudicate", _back(bench, done), keys_of(bench.store, bench.reviewer))
        return
    _said(f"Reviewers differ about {total:,} {'claim' if total == 1 else 'claims'}. Nothing of them is published until it is settled.")
    _case(bench, row)


def _said(otherwise: str) -> None:
    """What was settled a moment ago, in the line that says else how many claims wait: so nothing moves between two claims."""
    settled = st.session_state.pop("settled", None)
    st.caption(f":green[:material/check_circle: {settled}]" if settled else otherwise)


def _next(bench: Workbench, left: list[str]) -> ClaimRow | None:
    """What was taken back just now; else the first claim that was not left for later; then those that were, in that order."""
    if wanted := st.session_state.get("adjudicate_wanted"):
        again = bench.store.claims.get(wanted)
        if again.state == "disagreed":
            return again
    for row in bench.store.claims.list(_DISAGREED, limit=len(left) + 1):
        if row.id not in left:
            return row
    waiting = (bench.store.claims.get(claim_id) for claim_id in left)
    return next((row for row in waiting if row.state == "disagreed"), None)


def _case(bench: Workbench, row: ClaimRow) -> None:
    found = sides(row, bench.store.claims.history(row.id, bench.reviewer))
    st.subheader(plain(row.claim.statement), anchor=False)
    st.html(_quote(bench, row) + _facts(bench, row))
    for finding in finding_views(row.findings):
        if finding["severity"] != "info":
            st.markdown(f":material/warning: {finding['label']}: {plain(finding['message'])}")
    st.markdown(" ".join(f"**{plain(side.sentence)}.**" for side in found))
    if rows := differences(row.claim, found):
        st.table(rows, hide_index=True)
    if "adjudicator" not in bench.roles:
        st.info("Settling it takes the role of an adjudicator.", icon=":material/visibility:")
        return
    _buttons(bench, row, found)


def _buttons(bench: Workbench, row: ClaimRow, found: list[Side]) -> None:
    if any(bench.reviewer in side.reviewers for side in found):
        st.caption("One of these decisions is yours: somebody else would see it with fresh eyes.")
    why = st.text_input("Why (kept with the decision)", key=f"why_{row.id}", max_chars=1000)
    keys, done = keys_of(bench.store, bench.reviewer), st.session_state["adjudicated"]
    settle = partial(_settle, bench, row)
    acts = [
        Act(f"take_{number}_{row.id}", f"As {plain(side.title)}", str(number), f"as {side.title}", settle, (side, why), primary=True)
        for number, side in enumerate(found, 1)
    ]
    otherwise, later = "Decide otherwise, in the article", "Leave for later"
    acts.append(Act(f"otherwise_{row.id}", otherwise, keys["fix"], otherwise, address=f"/?claim={row.id}"))
    acts.append(Act(f"later_{row.id}", later, keys["skip"], later, _leave, (row.id,)))
    line("adjudicate", [*acts, *(_back(bench, done) if done else [])], keys)


def _back(bench: Workbench, done: list[Step]) -> list[Act]:
    key = keys_of(bench.store, bench.reviewer)["undo"]
    return [Act("adjudicate_undo", "Take back", key, "take back your last step here", _take_back, (bench, done))]


def _leave(claim_id: str) -> None:
    """Put a claim behind the others."""
    left = st.session_state["adjudicate_later"]
    if claim_id in left:
        left.remove(claim_id)
    left.append(claim_id)
    st.session_state["adjudicate_wanted"] = None
    st.session_state["adjudicated"].append(Step(claim_id, None))


def _take_back(bench: Workbench, done: list[Step]) -> None:
    """The last step of this session: a claim comes back from behind the others, or is no longer settled."""
    last = done.pop()
    if last.decision is None:
        st.session_state["adjudicate_later"].remove(last.claim)
    elif not _written(bench, undoing(bench.store.claims.get(last.claim), last.decision, bench.reviewer)):
        return
    st.session_state["adjudicate_wanted"] = last.claim


def _settle(bench: Workbench, row: ClaimRow, side: Side, why: str) -> None:
    decision = settling(row, side, bench.reviewer, why)
    after = _written(bench, decision)
    if after is not None:
        st.session_state["settled"] = f"Settled: {after.state}. {plain(row.claim.statement)}"
        st.session_state["adjudicated"].append(Step(row.id, decision.id))


def _written(bench: Workbench, decision: Decision) -> ClaimRow | None:
    """The claim after the decision; null if the store did not take it, and then the page says why."""
    try:
        return bench.store.reviews.decide(decision)
    except (RuleError, NotFoundError, StoreError) as error:
        st.session_state["not_settled"] = f"Not stored. {plain(f'{error.message} {error.hint}')}"
        return None


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Some of the text before and behind [start, end), cut at words; an ellipsis says where it goes on."""
    first, last = max(0, start - _AROUND), end + _AROUND
    before, after = text[first:start], text[end:last]
    if first:
        before = f"… {before.partition(' ')[2]}"
    return before, f"{after.rpartition(' ')[0]} …" if last < len(text) else after


def _escaped(words: str) -> str:
    return html.escape(shown(words))


def _facts(bench: Workbench, row: ClaimRow) -> str:
    """What the claim says as proposed."""
    told = facts(row.claim, bench.reading(row.document_id).document.outlet)
    pairs = (f"<div><dt>{_escaped(label)}</dt><dd>{_escaped(words)}</dd></div>" for label, words in told)
    return f"<dl class='qb-facts'>{''.join(pairs)}</dl>"


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
