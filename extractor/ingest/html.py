"""Web pages: the article's text and what the page says of itself, by trafilatura.

What a browser would not show, or would show struck out, is not published and is left out; of style sheets, what simple rules of the
page's own hide (`styles.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.claims.edtf import is_edtf
from extractor.errors import InputError
from extractor.ingest.extracted import Extracted
from extractor.ingest.metadata import Metadata
from extractor.ingest.styles import hidden_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document as Page

_UNSEEN = r"""//template | //del | //s | //strike | //dialog[not(@open)] | //*[not(self::html or self::body)][
    @hidden or re:test(@style, "(^|;)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))\b", "i")
    or not(*) and re:test(@style, "(^|;)\s*font-size\s*:\s*0(\.0*)?(%|[a-z]+)?\s*(;|!|$)", "i")]"""
"""What hides the page as a whole is taken away by a script."""
_REGULAR_EXPRESSIONS = {"re": "http://exslt.org/regular-expressions"}


def read(data: bytes, name: str, encoding: str) -> Extracted:
    """Extract the main text of a page; its own declaration of an encoding is followed. Raises `InputError`."""
    del encoding  # pages declare their own
    if b"\0" in data[:4096]:
        raise InputError(f"{name}: a binary file, not a page", code="input.binary", hint="Give the document as text, HTML or PDF.")
    import trafilatura  # noqa: PLC0415 - a sixth of a second, for those who give pages

    tree = trafilatura.load_html(data)
    if tree is not None:
        _drop_unseen(tree)
    page = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True)
    hint = "No article was found on the page; save its text as .txt and give that."
    if page is None or isinstance(page, dict):
        return Extracted("", empty_hint=hint)
    return Extracted(page.text or "", metadata=_metadata(page), empty_hint=hint)


def _drop_unseen(tree: HtmlElement) -> None:
    for element in hidden_elements(tree):
        element.drop_tree()
    for element in tree.xpath(_UNSEEN, namespaces=_REGULAR_EXPRESSIONS):
        element.drop_tree()


def _metadata(page: Page) -> Metadata:
    date = page.date if page.date and is_edtf(page.date) else None
    return Metadata(published=date, outlet=page.sitename or None, url=page.url or None, title=page.title or None)
