"""No qualifier of the text is dropped: "at least 30" is not 30, "10,000 to 12,000" is not 10,000."""

from __future__ import annotations

import re

from extractor.checks.check import block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.tokens import Token
from extractor.claims.finding import Finding, Span

_CHAIN = re.compile(r"\s+to\s+\w")
_CLIMBED = re.compile(
    r"\b(?:went|gone|goes|r[io]sen?|rising|climbed|climbs|moved|edged|crept|jumped|shot|taking it|bringing it) up to$", re.IGNORECASE
)
"""Here "up to" may be where a number has come, not what it is at most."""


_ESTIMATED = re.compile(r"\b(?:an?|the|some|its|their|of|with|at|to)\s+$", re.IGNORECASE)


def judge(case: Case, token: Token) -> Finding | None:
    """Whether the figure expression in the text says more than the claim's words do."""
    figure, found = case.claim.figure, token.found
    if figure is None or found is None or token.kind not in {"count", "percent", "measure", "money"}:
        return None
    whole = Span(token.sentence.start + found.span.start, token.sentence.start + found.span.end)
    if whole.start >= token.span.start and whole.end <= token.span.end:
        return None
    if found.figure.qualifier == "range" and _CHAIN.match(case.text, whole.end):
        return None  # "from seven to 12 to 17" goes up step by step
    same = (found.figure.low, found.figure.high, found.figure.qualifier) == (figure.low, figure.high, figure.qualifier)
    if same:
        return None
    words = case.text[whole.start : whole.end]
    if words.lower().startswith("estimated ") and not _ESTIMATED.search(case.text[max(0, whole.start - 12) : whole.start]):
        return None  # a verb: "the survey estimated 38,000"
    reached = _CLIMBED.search(case.text[max(0, whole.start - 20) : whole.start + 5]) or words.startswith("all but")
    return (warn if reached else block)(
        "figure.qualifier_dropped",
        "figure.text",
        f"The text says {quoted(words)}, the figure is {quoted(figure.text)}.",
        expected=words,
        found=figure.text,
        span=whole,
    )
