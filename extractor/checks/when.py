"""Times mean what their words mean: weekdays and dates are worked out again from the publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.check import Check, block, info, quoted, warn
from extractor.checks.docket import Case
from extractor.claims.core import TimeRef
from extractor.claims.dates import edtf_interval, resolve_time, time_disagreement
from extractor.claims.finding import Finding, Span

_BETWEEN_CUE_AND_TIME = re.compile(
    r"(?:\s+(?:on|late|early|earlier|in|at|by|this|last|a|an|the|statement|reporters|journalists|it|video|post))*\s*"
)
_REACH = 40


def _run(case: Case) -> Iterator[Finding]:
    claim = case.claim
    for field, time in (("event_time", claim.event_time), ("attribution.said_on", claim.attribution.said_on)):
        if time is not None:
            yield from _resolved(case, field, time)
    if claim.event_time is not None:
        yield from _of_statement(case, claim.event_time)


def _resolved(case: Case, field: str, time: TimeRef) -> Iterator[Finding]:
    published = case.docket.reading.document.published
    span = case.anchors.get(f"{field}.text")
    if time.edtf is None:
        derived = resolve_time(time.text, published).edtf
        if derived is not None:
            message = f"{quoted(time.text)} can be resolved: it means {derived}."
            yield warn("time.unresolved", f"{field}.edtf", message, expected=derived, span=span)
        else:
            why = "the document has no publication date" if published is None else "its words fix no date"
            yield info("time.unresolved", f"{field}.edtf", f"{quoted(time.text)} stays unresolved: {why}.", span=span)
        return
    reason = time_disagreement(time, published)
    if reason is not None:
        derived = resolve_time(time.text, published).edtf
        report = block if derived is None or _apart(time.edtf, derived) else warn
        yield report("time.disagrees", f"{field}.edtf", f"{reason}.", expected=derived, found=time.edtf, span=span)


def _apart(first: str, second: str) -> bool:
    """Whether two EDTF values share no day."""
    one, two = edtf_interval(first), edtf_interval(second)
    if one is None or two is None:
        return True
    before = one[1] is not None and two[0] is not None and one[1] < two[0]
    after = two[1] is not None and one[0] is not None and two[1] < one[0]
    return before or after


def _of_statement(case: Case, time: TimeRef) -> Iterator[Finding]:
    """The day of the statement is not the event's: "reported on Dec. 19 that"."""
    cue, when = case.anchors.get("attribution.cue"), case.anchors.get("event_time.text")
    if cue is None or when is None or not 0 <= when.start - cue.end <= _REACH:
        return
    if not _BETWEEN_CUE_AND_TIME.fullmatch(case.text[cue.end : when.start]):
        return
    behind = case.text[when.end : when.end + 6]
    if re.match(r"\s*(?:that\b|,|\.|:|;|[\"“])", behind) and _is_statement_time(case, cue, when):
        yield warn(
            "time.of_statement",
            "event_time",
            f"{quoted(case.text[cue.start : when.end])} says when the statement was made, not when it happened.",
            expected="the time of the event",
            found=time.text,
            span=Span(cue.start, when.end),
        )


def _is_statement_time(case: Case, cue: Span, when: Span) -> bool:
    """A time between the cue and "that", or at the end of the sentence behind the cue, is the statement's."""
    return cue.end <= when.start and case.claim.attribution.source is not None


TIME = Check(
    "time",
    {"time.unresolved": ("warn", "info"), "time.disagrees": ("block", "warn"), "time.of_statement": ("warn",)},
    _run,
)
