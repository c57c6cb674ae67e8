"""Claims as rows of a table. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.store import ClaimRow
from review_ui.presenter import figure_row
from review_ui.wording import phrase, shorten, shown_row


def claim_rows(rows: Iterable[ClaimRow]) -> list[dict[str, str]]:
    """One row a claim: where it stands, what it says, who says it, on which words."""
    return [
        shown_row(
            {
                "State": phrase(row.state),
                "Kind": phrase(row.claim.kind),
                "Claim": row.claim.statement,
                "Figure": figure_of(row),
                "Source": source_of(row),
                "Findings": ", ".join(sorted({finding.code for finding in row.findings if finding.severity != "info"})),
                "Decided by": row.reviewer or "",
                "Assigned to": row.assignee or "",
                "Quote": shorten(row.claim.evidence[0].text, 160),
                "Model": row.run.model,
            }
        )
        for row in rows
    ]


def figure_of(row: ClaimRow) -> str:
    """The figure's words and bounds, or nothing."""
    figure = figure_row(row.claim)
    return f"{figure['words']} → {figure['value']}" if figure else ""


def source_of(row: ClaimRow) -> str:
    """The originator by name, else in the document's words, or nothing."""
    source = row.claim.attribution.source
    return (source.name or source.text) if source else ""
