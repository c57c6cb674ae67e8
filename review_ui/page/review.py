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
    message, named = read_message(sent()), st.query_params.get("claim")
    if named and message.seq == 0:  # a page that opens has sent nothing; what its address names comes with the first answer
        message = message.model_copy(update={"wanted": (named,)})
    answer = respond(bench, message, memory.setdefault("acks", {}), _wanted(message))
    if answer["keys"]:
        memory["setup"] = memory["setup"] | {"keys": answer["keys"]["now"]}
    reader({"setup": memory["setup"] | {"start": named}, **answer})


def _wanted(message: Message) -> Wanted:
    """What the reviewer has chosen on the page, which then goes into its address; else what the address says."""
    if message.filter is None:
        return Wanted.of(dict(st.query_params))
    wanted = Wanted.of(message.filter)
    if "claim" in st.query_params or wanted.params != dict(st.query_params):
        st.query_params.from_dict(wanted.params)
    return wanted
