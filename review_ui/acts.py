"""What can be done on a page, as a line of buttons: each with its key, the same letter for the same act as in the queue, `?` for all.

Streamlit's own shortcuts keep two letters for themselves and know no reviewer's keys: the keys are taken before it sees them (acts.js).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_SCRIPTS = ("reader/text", "reader/dom", "reader/keys", "acts")
_keys = st.components.v2.component(
    "quotebound_acts", js="\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS), isolate_styles=False
)


@dataclass(frozen=True)
class Act:
    """A button. `words` are Markdown; `key` is pressed for it, `told` is what the list of keys says of it.

    `name` is the button's in Streamlit, and must name what it acts on: what is pressed twice then never meets the next one.
    `press` is called for it; `address` is opened beside the work.
    """

    name: str
    words: str
    key: str
    told: str
    press: Callable[..., None] | None = None
    args: tuple[Any, ...] = ()
    address: str | None = None
    primary: bool = False

    def show(self) -> None:
        """Draw it."""
        words = f"`` {self.key.upper()} `` {self.words}"
        if self.address is not None:
            st.link_button(words, self.address, key=self.name)
        else:
            st.button(words, key=self.name, type="primary" if self.primary else "secondary", on_click=self.press, args=self.args)


def line(name: str, acts: Sequence[Act], keys: Mapping[str, str], *, elsewhere: Sequence[Act] = ()) -> None:
    """The acts side by side at the foot of the window; `keys` are the reviewer's. `elsewhere`: acts whose buttons the page has drawn."""
    with st.container(horizontal=True, key=f"acts_{name}"):
        for act in acts:
            act.show()
    listed = [(act.key, act.name, act.told) for act in (*acts, *elsewhere)]
    _keys(key=f"keys_{name}", data={"acts": [list(one) for one in listed], "help": keys["help"]})
