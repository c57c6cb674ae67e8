"""The figure's words stand in the quote, and mean the bounds that the claim gives."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.tokens import tokens
from extractor.claims.core import Figure
from extractor.claims.figures import bounds_disagreement, find_figures, parse_figure
from extractor.claims.finding import Finding


def _run(case: Case) -> Iterator[Finding]:
    figure = case.claim.figure
    if figure is None:
        return
    if case.quotes and not tokens(case):
        elsewhere = case.anchors.get("figure.text")
        where = "elsewhere in the document, not in the quote" if elsewhere else "nowhere in the document"
        yield block(
            "figure.not_in_quote",
            "figure.text",
            f"The figure {quoted(figure.text)} stands {where}.",
            expected=figure.text,
            span=elsewhere or case.quotes[0],
        )
    yield from _bounds(figure)


def _bounds(figure: Figure) -> Iterator[Finding]:
    read = parse_figure(figure.text, figure.unit)
    if read is None:
        yield from _unread(figure)
        return
    reason = bounds_disagreement(figure)
    if reason is not None:
        yield block(
            "figure.bounds_disagree",
            "figure",
            f"{reason}.",
            expected=_bounds_words(read),
            found=_bounds_words(figure),
        )
    elif read.bounds_from != figure.bounds_from:
        yield block(
            "figure.bounds_disagree",
            "figure.bounds_from",
            f"The bounds of {quoted(figure.text)} come from {_origin(read)}, not from {_origin(figure)}.",
            expected=read.bounds_from,
            found=figure.bounds_from,
        )


def _unread(figure: Figure) -> Iterator[Finding]:
    """Words that are no figure expression as a whole: a number inside them must at least be one of the bounds."""
    bounds = {figure.low, figure.high} - {None}
    if not bounds:
        return
    inside = {bound for found in find_figures(figure.text) for bound in (found.figure.low, found.figure.high)} - {None}
    near = any(abs(one - other) <= 1 for one in bounds for other in inside if one is not None and other is not None)
    report = warn if near or figure.bounds_from == "convention" else block
    yield report(
        "figure.unreadable",
        "figure.text",
        f"No figure can be read from {quoted(figure.text)} as a whole: check its bounds {_bounds_words(figure)} by eye.",
        expected="the number's own words, e.g. “at least 100”",
        found=figure.text,
    )


def _origin(figure: Figure) -> str:
    return "the text" if figure.bounds_from == "text" else "convention"


def _bounds_words(figure: Figure) -> str:
    low, high = ("open" if bound is None else f"{bound:,}" for bound in (figure.low, figure.high))
    return f"{low} to {high} ({figure.qualifier.replace('_', ' ')}, {figure.unit})"


FIGURE_WORDS = Check(
    "figure_words",
    {"figure.not_in_quote": ("block",), "figure.bounds_disagree": ("block",), "figure.unreadable": ("block", "warn")},
    _run,
)
