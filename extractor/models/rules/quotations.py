"""Stretches of a document in quotation marks, over the paragraphs that they go through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.claims.finding import Span

_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"'
OPENING = _OPEN + _STRAIGHT
"""Marks that a quotation may begin with."""
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}]")
_MIN_QUOTE = 12


class Quotation(NamedTuple):
    """Words inside quotation marks, and whether the paragraph ended before they were closed."""

    span: Span
    paragraph: int
    open_end: bool


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Stretches in quotation marks, paragraph by paragraph; an unclosed one ends with its paragraph. Very short ones are left out."""
    found = []
    for number, paragraph in enumerate(paragraphs):
        start: int | None = None
        for match in _MARKS.finditer(text, *paragraph):
            sign, position = match.group(), match.start()
            if sign in _OPEN or (sign == _STRAIGHT and start is None):
                start = position + 1
            elif (sign in _CLOSE or sign == _STRAIGHT) and start is not None:
                if position - start >= _MIN_QUOTE:
                    found.append(Quotation(Span(start, position), number, open_end=False))
                start = None
        if start is not None and paragraph.end - start >= _MIN_QUOTE:
            found.append(Quotation(Span(start, paragraph.end), number, open_end=True))
    return found
