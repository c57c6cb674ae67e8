"""The guidelines beside the work: the codebook and what the findings mean, as the documentation has them."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from review_ui.workbench import Workbench

_PACKAGED = Path(__file__).parents[1] / "guide"
_CHECKOUT = Path(__file__).parents[2] / "docs"
_LINK = re.compile(r"\[[^\]]*\]\(([\w/]+\.md)[^)]*\)")
"""A link to another page of the documentation, which has no address here."""
PAGES = {"What a claim is": "CODEBOOK.md", "What the checks say": "FINDINGS.md"}

_NAMES = {name: title for title, name in PAGES.items()}


def show(bench: Workbench) -> None:
    """One run of the page; it needs no store."""
    del bench
    st.title("Guidelines", anchor=False)
    for tab, name in zip(st.tabs(list(PAGES)), PAGES.values(), strict=True):
        with tab:
            st.markdown(guideline(name))


def guideline(name: str) -> str:
    """A page of the documentation without its title, other pages by their names: packaged with the app, or in the checkout."""
    folder = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    _, _, text = (folder / name).read_text(encoding="utf-8").partition("\n")
    return _LINK.sub(lambda link: f"*{_NAMES.get(link[1], link[1])}*", text)
