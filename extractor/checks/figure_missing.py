"""A number that the text gives for the claim is not left out."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.figure_token import Taken, of_sentence
from extractor.checks.same import value_key
from extractor.checks.tokens import all_governed
from extractor.claims.domain import Support
from extractor.claims.finding import Finding, Span


def _used(taken: Taken) -> set[tuple[Span, tuple[str, ...]]]:
    """The numbers that claims take, each with the value that it serves."""
    return {(token.number, value_key(case)) for case, token in taken}


def _run(case: Case) -> Iterator[Finding]:
    if case.claim.figure is not None or case.claim.stance == "denied":
        return
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        if value in support.words and support.strict:
            yield from _left_out(case, support, str(value))


def _left_out(case: Case, support: Support, value: str) -> Iterator[Finding]:
    """Every word of the value governs a number, and no other claim takes the first of them."""
    for sentence in case.sentences:
        governed = [item for item in all_governed(sentence, support) if item.link and value in item.link.values]
        taken = {trigger.span for item in governed if item.link for trigger in item.link.triggers}
        if any(value in trigger.parts and trigger.span not in taken for trigger in sentence.triggers(support)):
            return
        for item in governed:
            span = Span(sentence.start + item.count.span.start, sentence.start + item.count.span.end)
            number = Span(sentence.start + item.count.number.start, sentence.start + item.count.number.end)
            inside = any(quote.start <= span.start and span.end <= quote.end for quote in case.quotes)
            sure = item.link and item.link.strength == "strong" and item.count.kind == "count"
            if inside and sure and (number, value_key(case)) not in of_sentence(case.docket, sentence.start, "figure_missing", _used):
                yield warn(
                    "figure.missing",
                    "figure",
                    f"The quote gives a number, {quoted(item.count.words)}, the claim gives none.",
                    expected=item.count.words,
                    span=span,
                )
                return


FIGURE_MISSING = Check("figure_missing", {"figure.missing": ("warn",)}, _run)
