"""The quote is no page furniture (CODEBOOK.md, "Unit")."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, info, warn
from extractor.checks.docket import Case
from extractor.claims.finding import Finding


def _run(case: Case) -> Iterator[Finding]:
    if not case.quotes:
        return
    quote = case.quotes[0]
    found = case.docket.reading.is_furniture(quote)
    if found is None:
        return
    if not found.claimable:
        yield block(
            "text.furniture",
            "evidence.0.text",
            f"The quote stands in the page's {found.kind}, which is no part of the story: {found.reason}.",
            expected="a quote from the story",
            found=found.kind,
            span=quote,
        )
    elif case.claim.salience == "minor":
        yield info(
            "text.furniture", "evidence.0.text", f"The quote stands in a {found.kind}: {found.reason}.", found=found.kind, span=quote
        )
    else:
        yield warn(
            "text.furniture",
            "salience",
            f"The quote stands in a {found.kind} ({found.reason}): such a claim is minor, unless it reports the story's own event.",
            expected="minor",
            found=case.claim.salience,
            span=quote,
        )


FURNITURE = Check("furniture", {"text.furniture": ("block", "warn", "info")}, _run)
