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


_OF_WHAT = re.compile(
    r"\b(?:information|details?|data|reports?|news|word|rumou?rs?|questions?|concerns?|stor(?:y|ies)|kn[eo]ws?|known|hear[ds]?|learn(?:ed|t)?|"
    r"sp(?:eak|oke)|talk(?:ed|s)?|ask(?:ed|s)?|worried|warn(?:ed|ing)?|facts?|evidence|statements?)\s+$",
    re.IGNORECASE,
)
"""Before "about" it is what is spoken of, and no qualifier: "information about eight more dead"."""


def _is_no_qualifier(words: str, lead: str) -> bool:
    """Whether the word before the number is a verb, "the survey estimated 38,000", or says of what is spoken."""
    if words.startswith("estimated "):
        return _ESTIMATED.search(lead) is None
    return words.startswith("about ") and _OF_WHAT.search(lead) is not None


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
    if _is_no_qualifier(words.lower(), case.text[max(0, whole.start - 20) : whole.start]):
        return None
    reached = _CLIMBED.search(case.text[max(0, whole.start - 20) : whole.start + 5]) or words.startswith("all but")
    return (warn if reached else block)(
        "figure.qualifier_dropped",
        "figure.text",
        f"The text says {quoted(words)}, the figure is {quoted(figure.text)}.",
        expected=words,
        found=figure.text,
        span=whole,
    )
