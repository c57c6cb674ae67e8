"""The review app: `streamlit run` starts here (launch.py says how). Opens the store, says what is wrong if it can't, shows the pages."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from extractor.errors import QuoteboundError
from extractor.settings import read_settings
from extractor.store import Store, open_store
from extractor.wiring import DOMAIN
from review_ui.chrome import dress
from review_ui.pages import releases, review
from review_ui.readings import Readings
from review_ui.workbench import Workbench

ICON = Path(__file__).with_name("icon.svg")


@st.cache_resource(show_spinner=False)
def opened(url: str) -> tuple[Store, Readings]:
    """One store and one memory of documents for all sessions of this process."""
    return open_store(url, domain=DOMAIN), Readings()


def workbench() -> Workbench:
    """Store, domain and reviewer of this session. Raises `QuoteboundError` with the way out."""
    settings = read_settings()
    store, readings = opened(settings.db)
    return Workbench(store, DOMAIN, settings.reviewer or "reviewer", readings)


def main() -> None:
    """One run of the app."""
    st.set_page_config(page_title="quotebound", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
    dress()
    try:
        bench = workbench()
    except QuoteboundError as error:
        explain(error)
        return
    pages = [
        st.Page(lambda: review.show(bench), title="Review", url_path="review", default=True),
        st.Page(lambda: releases.show(bench), title="Publish", url_path="publish"),
    ]
    st.navigation(pages, position="top").run()


def explain(error: QuoteboundError) -> None:
    """A page for what keeps the app from opening."""
    st.html(
        f"<div class='qb-page'><h1>The review app can't open</h1><p>{html.escape(error.message)}</p><p>{html.escape(error.hint)}</p></div>"
    )


main()
