"""The review page."""

from __future__ import annotations

import streamlit as st

from review_ui.exchange import Message, read_message
from review_ui.feed import respond, setup
from review_ui.reader import reader, sent
from review_ui.wanted import Wanted
from review_ui.workbench import Workbench


def show(bench: Workbench) -> None:
    """One run of the page: take the browser's message, answer it."""
    memory = st.session_state
    if "setup" not in memory:
        memory["setup"] = setup(bench)
    message = read_message(sent())
    answer = respond(bench, message, memory.setdefault("acks", {}), _wanted(message))
    if answer["keys"]:
        memory["setup"] = memory["setup"] | {"keys": answer["keys"]["now"]}
    reader({"setup": memory["setup"] | {"start": st.query_params.get("claim")}, **answer})


def _wanted(message: Message) -> Wanted:
    """What the reviewer has chosen on the page, which then goes into its address; else what the address says."""
    if message.filter is None:
        return Wanted.of(dict(st.query_params))
    wanted = Wanted.of(message.filter)
    if "claim" in st.query_params or wanted.params != dict(st.query_params):
        st.query_params.from_dict(wanted.params)
    return wanted
