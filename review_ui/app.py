"""The review app: `streamlit run` starts here (launch.py says how). Opens the store, says what is wrong if it can't, shows the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import streamlit as st

from extractor.domain import DOMAIN
from extractor.errors import QuoteboundError
from extractor.settings import read_settings
from extractor.store import Store, open_store
from review_ui.chrome import dress, explain
from review_ui.readings import Readings
from review_ui.signin import reviewer_of
from review_ui.workbench import Workbench

ICON = Path(__file__).with_name("icon.svg")
PAGES: Mapping[str, tuple[str, str]] = {  # by address: the module in `page` that shows it, and its title
    "review": ("review", "Review"),
    "claims": ("claims", "Claims"),
    "ledger": ("ledger", "Ledger"),
    "adjudicate": ("adjudicate", "Adjudicate"),
    "progress": ("progress", "Progress"),
    "team": ("team", "Team"),
    "publish": ("releases", "Publish"),
    "audit": ("audit", "Audit"),
    "guide": ("guide", "Guide"),
}


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


def guarded(module: str) -> Callable[[], None]:
    """The page, or what keeps it from working. It is imported when it is opened: the first claim waits for no plotting library."""

    def run() -> None:
        try:
            import_module(f"review_ui.page.{module}").show(workbench())
        except QuoteboundError as error:
            explain(error)

    run.__name__ = module  # Streamlit tells pages apart by it
    return run


def main() -> None:
    """One run of the app."""
    st.set_page_config(page_title="quotebound", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
    dress()
    pages = [
        st.Page(guarded(module), title=title, url_path=address, default=address == "review") for address, (module, title) in PAGES.items()
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
