"""W3C Web Annotation selectors (https://www.w3.org/TR/annotation-model/#selectors) out and in."""

from __future__ import annotations

from extractor.claims.core import Evidence
from extractor.claims.finding import Span

CONTEXT_CHARS = 32


def context(text: str, span: Span, size: int = CONTEXT_CHARS) -> tuple[str, str]:
    """The `size` characters before and behind `span`."""
    return text[max(0, span.start - size) : span.start], text[span.end : span.end + size]


def evidence_at(text: str, span: Span) -> Evidence:
    """The evidence that stands at `span`, with the words around it."""
    prefix, suffix = context(text, span)
    return Evidence(text=text[span.start : span.end], start=span.start, end=span.end, prefix=prefix, suffix=suffix)
