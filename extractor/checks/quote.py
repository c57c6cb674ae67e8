"""The quote stands in the document, whole, and is short enough to show what it supports."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, quoted
from extractor.checks.docket import MAX_QUOTE, Case
from extractor.claims.core import Evidence
from extractor.claims.finding import Finding, Span
from extractor.text.edges import cut


def _run(case: Case) -> Iterator[Finding]:
    total = sum(len(item.text) for item in case.claim.evidence)
    if total > MAX_QUOTE:
        yield block(
            "quote.too_long",
            "evidence",
            f"The quote has {total:,} characters; at most {MAX_QUOTE:,} can be checked. Choose the sentence that says it.",
            expected=f"at most {MAX_QUOTE:,} characters",
            found=f"{total:,} characters",
        )
    for index, item in enumerate(case.claim.evidence):
        yield from _item(case, index, item)


def _item(case: Case, index: int, item: Evidence) -> Iterator[Finding]:
    field = f"evidence.{index}.text"
    if item.start is None or item.end is None:
        yield block("quote.absent", field, f"The quote {quoted(item.text)} doesn't stand in the document.", expected=item.text[:MAX_QUOTE])
        return
    span = Span(item.start, item.end)
    there = case.text[span.start : span.end]
    if there != item.text:
        message = (
            f"At the quote's place the document says {quoted(there)}."
            if there
            else "The quote's place lies behind the end of the document."
        )
        yield block("quote.absent", field, message, expected=item.text[:MAX_QUOTE], found=there[:MAX_QUOTE])
        return
    if not item.text.strip():
        yield block("quote.absent", field, "The quote is blank.", span=span)
    reason = cut(case.text, span)
    if reason is not None:
        yield block(
            "quote.cut", field, f"The quote {reason}.", expected="a quote that ends with whole words and numbers", found=reason, span=span
        )


QUOTE = Check("quote", {"quote.absent": ("block",), "quote.cut": ("block",), "quote.too_long": ("block",)}, _run)
