"""The review screen's component: the article with its spans, the claim, the keys. Its files are one script and one style sheet.

Articles and model output reach it through `data` alone and become text nodes; nothing of them is ever put into HTML, CSS or script.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    *("text", "dom", "article", "pick", "claim", "form", "deck", "shelf", "outbox", "line", "keys", "help", "bar"),
    *("fixing", "missing", "filtering", "keyboard", "showing", "acting", "screen", "main"),
)
"""In this order: a class stands before those that build on it."""

SCRIPT = "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")

_reader = st.components.v2.component("quotebound_reader", js=SCRIPT, css=STYLE, isolate_styles=False)


def reader(data: Mapping[str, Any], key: str = "reader") -> object:
    """Show the screen. The browser's last message is in the session state beforehand: `sent(key)`."""
    return _reader(key=key, data=dict(data), on_wire_change=_nothing)


def sent(key: str = "reader") -> object:
    """The browser's last message, or null on a page that has just opened."""
    state = st.session_state.get(key)
    return state.get("wire") if isinstance(state, Mapping) else None


def _nothing() -> None:
    """Streamlit keeps a state only for which there is a callback; the message itself is read from the session state."""
