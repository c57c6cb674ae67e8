"""A stored claim together with its article → the view of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.claims.core import Claim
from extractor.store import ClaimRow, History, StandingRow
from extractor.text.anchors import anchors
from extractor.text.reading import Reading
from extractor.text.suggest import suggest
from extractor.trace import trace_lines
from review_ui import presenter
from review_ui.past import past_views
from review_ui.readings import Told
from review_ui.views import ClaimView, MarkView, SiblingView, TraceView
from review_ui.wording import label


def claim_view(row: ClaimRow, reading: Reading, history: History | None = None) -> ClaimView:
    """Everything the reviewer sees of a claim; `history` where there is more of it than one proposal."""
    claim = row.claim
    lost = presenter.lost_quotes(claim.evidence)
    return {
        "id": row.id,
        "document": row.document_id,
        "kind": claim.kind,
        "state": row.state,
        "flagged": row.flagged,
        "version": row.version,
        "revision": row.revision,
        "statement": claim.statement,
        "tags": presenter.tags(claim),
        "figure": presenter.figure_row(claim),
        "rows": presenter.rows(claim, reading.document.outlet),
        "missing": presenter.missing(claim),
        "quotes": presenter.quote_spans(claim.evidence),
        "lost_quotes": lost,
        "suggestion": presenter.suggestion_view(suggest(lost[0], reading)) if lost else None,
        "words": marks(claim, reading),
        "findings": presenter.finding_views(row.findings),
        "blocked": row.blocked,
        "refused": {},
        "origin": origin(row),
        "trace": trace_views(row.trace),
        "past": past_views(history) if history else [],
        "record": claim.model_dump(mode="json"),
    }


def marks(claim: Claim, reading: Reading) -> list[MarkView]:
    """The claim's verbatim words in the article."""
    return presenter.word_marks(claim, anchors(claim, reading))


def trace_views(trace: Mapping[str, Any]) -> list[TraceView]:
    """How the model came to the claim."""
    lines = trace_lines(trace)
    return [{"label": label(line.label), "words": line.words, "span": list(line.span) if line.span else None} for line in lines]


def origin(row: ClaimRow) -> str:
    """Where the claim comes from: model, prompt version, day, and whether a reviewer has edited it."""
    edited = f", edited (version {row.version})" if row.edited else f", version {row.version}" if row.version > 1 else ""
    return f"{row.run.model} · {row.run.prompt_version} · {row.created_at:%-d %B %Y}{edited}"


def sibling_view(row: StandingRow, told: Told) -> SiblingView:
    """Another claim of the same article."""
    return {
        "id": row.id,
        "state": row.state,
        "statement": told.statement,
        "blocked": row.blocked,
        "spans": [list(span) for span in told.spans],
    }
