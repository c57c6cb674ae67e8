"""Claims and findings → what the reviewer sees. Pure; no kind is named: everything is read off the record's own fields.

Order of the rows is the codebook's, which is the order of the fields in the classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extractor.claims.core import Attribution, Claim, Evidence, Figure, Mention, PlaceRef, TimeRef, Verification
from extractor.claims.finding import Finding, Span
from extractor.text.suggest import Suggestion
from review_ui.form import choices
from review_ui.views import FindingView, LinkView, MarkView, RowView, SuggestionView, TagView
from review_ui.wording import counted, label, phrase, say_edtf

_HEAD = ("kind", "statement", "evidence", "figure")
_UNREMARKABLE = {"stance": "asserted", "salience": "core"}
_SEVERITIES = {"block": "Blocks", "warn": "Warning", "info": "Note"}
_ORDER = {severity: rank for rank, severity in enumerate(_SEVERITIES)}


def role_of(path: str, claim: Claim) -> str:
    """The tint of the words at a dotted `path`: figure, source, time, place, party, or plain words."""
    parts = path.split(".")
    holder: object = claim
    for part in parts[:-1]:
        holder = holder[int(part)] if isinstance(holder, tuple) else getattr(holder, part, None)
    match holder:
        case Figure():
            return "figure"
        case TimeRef():
            return "time"
        case PlaceRef():
            return "place"
        case _ if parts[0] == "attribution":
            return "source"
        case _:
            return "party" if isinstance(holder, Mention) else "words"


def word_marks(claim: Claim, anchors: Mapping[str, Span]) -> list[MarkView]:
    """The claim's verbatim words in the article, each with its tint and the name of its field."""
    return [
        {"start": span.start, "end": span.end, "role": role_of(path, claim), "title": field_label(path), "path": path}
        for path, span in anchors.items()
    ]


def field_label(path: str) -> str:
    """A dotted path in words: `attribution.source.text` → "Source", `figure.low` → "Figure: at least"."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    if parts[-1] == "text" and len(parts) > 1:
        parts.pop()
    if parts[0] == "attribution" and len(parts) > 1:
        parts = parts[1:]
    first, *rest = [label(part) for part in parts]
    return ": ".join([first, *(word.lower() for word in rest)])


def tags(claim: Claim) -> list[TagView]:
    """What stands above the statement: kind, the kind's own enumerations, then a stance or salience that is not the usual one."""
    named = [("kind", claim.kind), *((name, getattr(claim, name)) for name in tagged(claim))]
    return [{"label": label(name), "words": phrase(value)} for name, value in named]


def tagged(claim: Claim) -> list[str]:
    """The enumerated fields whose values are tags: the kind's own, and common ones with an unusual value."""
    chosen = [name for name, info in type(claim).model_fields.items() if getattr(claim, name) in choices(info.annotation)]
    own = [name for name in chosen if name not in Claim.model_fields]
    return [*own, *(name for name, usual in _UNREMARKABLE.items() if name in chosen and getattr(claim, name) != usual)]


def rows(claim: Claim, outlet: str | None) -> list[RowView]:
    """The claim's fields that hold something, in the codebook's order; what stands at the head (statement, figure, tags) is left out."""
    found: list[RowView] = []
    head = {*_HEAD, *tagged(claim)}
    for name in _field_names(claim):
        if name not in head:
            found.extend(_rows_of(name, getattr(claim, name), outlet))
    return found


def missing(claim: Claim) -> list[str]:
    """Labels of the fields that hold nothing: what the claim says nothing of."""
    return [label(name) for name in _field_names(claim) if getattr(claim, name) is None]


def figure_row(claim: Claim) -> RowView | None:
    """The figure's words beside its bounds, unit and how it was read."""
    figure = claim.figure
    if figure is None:
        return None
    note = [phrase(figure.qualifier), "bounds by convention" if figure.bounds_from == "convention" else ""]
    return _row("figure.text", "figure", figure.text, counted(figure), " · ".join(part for part in note if part))


def finding_views(findings: Iterable[Finding]) -> list[FindingView]:
    """Findings, the worst first, otherwise in their own order."""
    ordered = sorted(findings, key=lambda finding: _ORDER[finding.severity])
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            "field": finding.field,
            "label": _SEVERITIES[finding.severity],
            "message": finding.message,
            "expected": finding.expected,
            "found": finding.found,
            "span": list(finding.span) if finding.span else None,
        }
        for finding in ordered
    ]


def why_not(findings: Sequence[Finding]) -> str | None:
    """Why the claim can't be accepted as it stands, in one sentence; null if it can."""
    blocking = [finding.message for finding in findings if finding.severity == "block"]
    if not blocking:
        return None
    more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
    return blocking[0] + more


def quote_spans(evidence: Iterable[Evidence]) -> list[list[int]]:
    """Where the quotes stand, the primary one first; quotes that were not found are left out."""
    return [[item.start, item.end] for item in evidence if item.start is not None and item.end is not None]


def lost_quotes(evidence: Iterable[Evidence]) -> list[str]:
    """The model's words of quotes that are not in the text."""
    return [item.text for item in evidence if item.start is None]


def suggestion_view(suggestion: Suggestion | None) -> SuggestionView | None:
    """A suggestion for a quote that isn't there, with its word diff."""
    if suggestion is None:
        return None
    return {
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "score": round(suggestion.score),
        "diff": [{"op": change.op, "quote": change.quote, "document": change.document} for change in suggestion.diff],
    }


def _field_names(claim: Claim) -> list[str]:
    return list(type(claim).model_fields)


def _rows_of(name: str, value: Any, outlet: str | None) -> Iterator[RowView]:
    match value:
        case None:
            return
        case Attribution():
            yield from _attribution_rows(value, outlet)
        case Mention():
            yield _row(f"{name}.text", "party", value.text, value.name, None)
        case TimeRef():
            yield _time_row(name, value)
        case PlaceRef():
            yield _row(f"{name}.text", "place", value.text, value.name, phrase(value.precision))
        case Verification():
            if value.status != "none":
                yield _row(f"{name}.text", "words", value.text, phrase(value.status), f"by {value.by}" if value.by else None)
        case str():
            if _UNREMARKABLE.get(name) != value:
                yield _row(name, "value", None, phrase(value), None)
        case _:
            yield _row(name, "value", None, str(value), None)


def _time_row(path: str, time: TimeRef) -> RowView:
    value = say_edtf(time.edtf) if time.edtf else "unresolved"
    return _row(f"{path}.text", "time", time.text, value, f"from {phrase(time.resolved_from)}" if time.resolved_from else None)


def _attribution_rows(attribution: Attribution, outlet: str | None) -> Iterator[RowView]:
    head = _row("attribution", "source", None, None, None)
    head["chain"] = list(_chain(attribution, outlet))
    yield head
    for name in ("cue", "basis"):
        if words := getattr(attribution, name):
            yield _row(f"attribution.{name}", "source", words, None, None)
    if attribution.said_on:
        yield _time_row("attribution.said_on", attribution.said_on)


def _chain(attribution: Attribution, outlet: str | None) -> Iterator[LinkView]:
    kind = phrase(attribution.source_type)
    source = attribution.source
    if source is None:
        own = attribution.source_type == "outlet"
        name = (outlet or "the outlet itself") if own else "unnamed source"
        yield {"path": None, "role": "source", "words": None, "name": name, "note": "in its own voice" if own else kind}
    else:
        yield {"path": "attribution.source.text", "role": "source", "words": source.text, "name": source.name, "note": kind}
    for index, relay in enumerate(attribution.relays):
        yield {"path": f"attribution.relays.{index}.text", "role": "source", "words": relay.text, "name": relay.name, "note": "carried by"}
    if outlet and not (source is None and attribution.source_type == "outlet"):
        yield {"path": None, "role": "outlet", "words": None, "name": outlet, "note": "this outlet"}


def _row(path: str, role: str, words: str | None, value: str | None, note: str | None) -> RowView:
    return {"path": path, "label": field_label(path), "role": role, "words": words, "value": value, "note": note}
