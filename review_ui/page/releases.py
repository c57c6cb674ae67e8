"""The publish page: what a release would hold, and making it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from extractor.errors import QuoteboundError
from extractor.release import PublishReport, publish, told
from review_ui.previews import COMPARED, LISTED, ReleasePreview, preview
from review_ui.trail_views import plain, word_diff
from review_ui.wording import shown
from review_ui.workbench import Workbench

_DEFAULT_FOLDER = "releases"
_OPEN = 3
_WHOLE = 8
"""Rows up to which the table is shown whole."""


def show(bench: Workbench) -> None:
    """One run of the page."""
    st.title("Publish", anchor=False)
    if report := st.session_state.pop("published", None):
        st.success(_told(report), icon=":material/check_circle:")
        if report.held:
            st.warning(f"Not everything: {told(report.held)}. Fix or reject what is held back.", icon=":material/front_hand:")
    if error := st.session_state.pop("not_published", None):
        st.error(error, icon=":material/error:")
    _next_release(bench, preview(bench.store))
    _past_releases(bench)


def _next_release(bench: Workbench, planned: ReleasePreview) -> None:
    if planned.total == 0:
        waiting = bench.store.reviews.progress(bench.reviewer).open
        st.markdown("**Nothing new to publish.** A release holds the claims that reviewers accepted or fixed since the last one.")
        st.caption(f"{waiting:,} claims still wait for a decision." if waiting else "No claim waits for a decision.")
        return
    st.markdown(f"**The next release has {planned.sentence}.** Nothing else leaves this database.")
    st.dataframe(list(planned.rows), hide_index=True, width="stretch", height="content" if len(planned.rows) <= _WHOLE else 320)
    if planned.total > LISTED:
        st.caption(f"The first {LISTED:,} of {planned.total:,} are listed.")
    _corrections(planned)
    if "publisher" not in bench.roles:
        st.info("Publishing takes the role of a publisher.", icon=":material/visibility:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        note = st.text_input("Note for readers (optional)", key="release_note", max_chars=400)
        folder = st.text_input("Folder", value=_DEFAULT_FOLDER, key="release_folder")
        st.button(
            "Publish", key="publish", type="primary", shortcut="Ctrl+Enter", on_click=_publish, args=(bench, Path(folder), note or None)
        )


def _corrections(planned: ReleasePreview) -> None:
    """What changes against what is in print now."""
    if not planned.corrections:
        return
    with st.expander(f"What changes against the last release ({planned.corrected:,})", expanded=len(planned.corrections) <= _OPEN):
        for one in planned.corrections:
            st.text(shown(one.statement))
            for label, before, after in one.changes:
                st.markdown(f":gray[{label}] {word_diff(before, after)}")
        if planned.corrected > COMPARED:
            st.caption(f"The first {COMPARED:,} of {planned.corrected:,}.")


def _publish(bench: Workbench, folder: Path, note: str | None) -> None:
    try:
        st.session_state["published"] = publish(bench.store.releases, folder, note, bench.reviewer)
    except QuoteboundError as error:
        st.session_state["not_published"] = plain(f"{error.message}. {error.hint}")
    except OSError as error:
        said = f"{folder}: {error.strerror or error}. The release is made; publish again to another folder."
        st.session_state["not_published"] = plain(said)


def _told(report: PublishReport) -> str:
    if not report.new:
        return f"Nothing has changed since release {report.number}."
    counts = {"published": report.published, "corrected": report.corrected, "taken back": report.retracted}
    parts = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    return f"Release {report.number} is out: {parts}. It lies in `{report.folder}`."


def _past_releases(bench: Workbench) -> None:
    rows = [
        {
            "Release": release.number,
            "When (UTC)": f"{release.created_at:%Y-%m-%d %H:%M}",
            "Published": release.published,
            "Corrected": release.corrected,
            "Taken back": release.retracted,
            "Note": release.note or "",
        }
        for release in bench.store.releases.list()
    ]
    if rows:
        st.subheader("Releases so far", anchor=False)
        st.dataframe(rows[::-1], hide_index=True, width="stretch")
