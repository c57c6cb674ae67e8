"""The review app: `streamlit run` starts here (launch.py says how). Opens the store, says what is wrong if it can't, shows the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from extractor.errors import QuoteboundError
from extractor.settings import read_settings
from extractor.store import Store, open_store
from extractor.wiring import DOMAIN
from review_ui.chrome import dress, explain
from review_ui.page import adjudicate, audit, claims, guide, ledger, progress, releases, review, team
from review_ui.readings import Readings
from review_ui.signin import reviewer_of
from review_ui.workbench import Workbench

ICON = Path(__file__).with_name("icon.svg")
Show = Callable[[Workbench], None]


@st.cache_resource(show_spinner=False)
def opened(url: str) -> tuple[Store, Readings]:
    """One store and one memory of documents for all sessions of this process."""
    return open_store(url, domain=DOMAIN), Readings()


def workbench() -> Workbench:
    """Store, domain and reviewer of this session; the run ends here while nobody has signed in. Raises `QuoteboundError`."""
    settings = read_settings()
    store, readings = opened(settings.db)
    reviewer = reviewer_of(store, settings)
    if reviewer is None:
        st.stop()
    return Workbench(store, DOMAIN, reviewer, readings, signs_in=settings.oidc_metadata_url is not None)


def guarded(show: Show) -> Callable[[], None]:
    """The page, or what keeps it from working."""

    def run() -> None:
        try:
            show(workbench())
        except QuoteboundError as error:
            explain(error)

    run.__name__ = show.__module__.rpartition(".")[2]  # Streamlit tells pages apart by it
    return run


def main() -> None:
    """One run of the app."""
    st.set_page_config(page_title="quotebound", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
    dress()
    pages = [
        st.Page(guarded(review.show), title="Review", url_path="review", default=True),
        st.Page(guarded(claims.show), title="Claims", url_path="claims"),
        st.Page(guarded(ledger.show), title="Ledger", url_path="ledger"),
        st.Page(guarded(adjudicate.show), title="Adjudicate", url_path="adjudicate"),
        st.Page(guarded(progress.show), title="Progress", url_path="progress"),
        st.Page(guarded(team.show), title="Team", url_path="team"),
        st.Page(guarded(releases.show), title="Publish", url_path="publish"),
        st.Page(guarded(audit.show), title="Audit", url_path="audit"),
        st.Page(guarded(guide.show), title="Guide", url_path="guide"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
