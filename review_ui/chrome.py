"""What surrounds the pages: Streamlit's own frame in our dress, and the page for what keeps the app from working."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from extractor.errors import QuoteboundError

_STYLE = Path(__file__).with_name("chrome.css").read_text(encoding="utf-8")


def dress() -> None:
    """Put our frame around the page."""
    st.html(f"<style>{_STYLE}</style>")


def explain(error: QuoteboundError) -> None:
    """A page for what keeps the app from working, and the way out."""
    said = [f"<p>{html.escape(words)}</p>" for words in (error.message, error.hint) if words]
    st.html(f"<div class='qb-page'><h1>The review app can't go on</h1>{''.join(said)}<p>Then reload this page.</p></div>")
