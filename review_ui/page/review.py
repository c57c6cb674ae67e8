"""The review page."""

from __future__ import annotations

import streamlit as st

from review_ui.exchange import read_message
from review_ui.feed import respond, setup
from review_ui.reader import reader, sent
from review_ui.workbench import Workbench


def show(bench: Workbench) -> None:
    """One run of the page: take the browser's message, answer it."""
    memory = st.session_state
    if "setup" not in memory:
        memory["setup"] = setup(bench)
    acks = memory.setdefault("acks", {})
    reader({"setup": memory["setup"], **respond(bench, read_message(sent()), acks)})
