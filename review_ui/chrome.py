"""What surrounds the pages: Streamlit's own frame made slim and quiet, so that nothing moves between two claims."""

from __future__ import annotations

import streamlit as st

BAR = "44px"

_STYLE = f"""
<style>
.stApp {{ --qb-top: {BAR}; }}
header[data-testid="stHeader"] {{ height: {BAR}; min-height: {BAR}; padding-block: 0; }}
header[data-testid="stHeader"] {{ border-bottom: 1px solid light-dark(#dfdcd4, #343940); }}
header[data-testid="stHeader"] [data-testid="stToolbar"] {{ height: {BAR}; min-height: {BAR}; }}
[data-testid="stMainBlockContainer"] {{ padding: calc({BAR} + 2.2rem) 2.5rem 4rem; max-width: 72rem; }}
[data-testid="stStatusWidget"], [data-testid="stAppDeployButton"] {{ display: none; }}
[data-stale="true"], .stElementContainer[data-stale="true"] {{ opacity: 1 !important; transition: none !important; }}
</style>
"""


def dress() -> None:
    """Put our frame around the page."""
    st.html(_STYLE)
