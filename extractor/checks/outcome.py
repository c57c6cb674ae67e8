"""A word of the quote supports the claim's value, and a class that the text merges is not split."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, info, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.figure_token import chosen
from extractor.checks.sentence import Trigger
from extractor.checks.tokens import governed, own
from extractor.claims.domain import Support
from extractor.claims.finding import Finding, Span

_NEAR = 500


def triggers_in_quote(case: Case, support: Support) -> tuple[tuple[Trigger, Span, bool], ...]:
    """(words, where in the document, whether inside the quote) of each supporting word of the quote's sentences."""
    found = []
    for sentence in case.sentences:
        for trigger in sentence.triggers(support):
            span = Span(sentence.start + trigger.span.start, sentence.start + trigger.span.end)
            found.append((trigger, span, any(quote.start < span.end and span.start < quote.end for quote in case.quotes)))
    return tuple(found)


def _run(case: Case) -> Iterator[Finding]:
    if not case.quotes:
        return
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = str(getattr(case.claim, support.field, None))
        if support.words.get(value):
            yield from _supported(case, support, value)


def _supported(case: Case, support: Support, value: str) -> Iterator[Finding]:
    triggers = triggers_in_quote(case, support)
    inside = [trigger for trigger, _, quoted_ in triggers if quoted_]
    if any(value in trigger.values for trigger in inside) or (case.claim.figure is None and _by_parts(support, value, inside)):
        return
    split = next(((trigger, span) for trigger, span, quoted_ in triggers if quoted_ and value in trigger.parts), None)
    if split is not None:
        yield from _split(case, support, value, split)
        return
    yield _unsupported(case, support, value, triggers)


def _by_parts(support: Support, value: str, triggers: list[Trigger]) -> bool:
    """A merged value may also be said in two words: "some died, others were hurt"."""
    parts = support.merged.get(value, ())
    return bool(parts) and all(any(part in trigger.parts for trigger in triggers) for part in parts)


def _split(case: Case, support: Support, value: str, split: tuple[Trigger, Span]) -> Iterator[Finding]:
    trigger, span = split
    words = case.text[span.start : span.end]
    if case.claim.figure is not None:
        return  # the figure's own check says so, about the number concerned
    yield (block if support.strict else warn)(
        "outcome.merged_class_split",
        support.field,
        f"{quoted(words)} names both together: it must not be split into {value.replace('_', ' ')} alone.",
        expected=" or ".join(sorted(item.replace("_", " ") for item in trigger.values)),
        found=value.replace("_", " "),
        span=span,
    )


def _unsupported(case: Case, support: Support, value: str, triggers: tuple[tuple[Trigger, Span, bool], ...]) -> Finding:
    """A quote that says something else is blocked; one that says nothing of the kind may lean on the sentences around it."""
    spoken = value.replace("_", " ")
    inside = sorted((trigger.form == "loose", span, trigger) for trigger, span, inside in triggers if inside)
    if inside:
        loose, span, trigger = inside[0]
        says = " or ".join(sorted(item.replace("_", " ") for item in trigger.values))
        message = f"The quote says {says}, {quoted(case.text[span.start : span.end])}, the claim says {spoken}."
        sure = any(trigger.sure for _, _, trigger in inside)
        report = block if support.strict and sure and not loose and not _is_of_others(case, support) else warn
        return report("outcome.unsupported", support.field, message, expected=spoken, found=says, span=span)
    near = _near(case, support, value)
    if near is not None:
        message = f"What says {spoken}, {quoted(case.text[near.start : near.end])}, stands near the quote, not in it."
        return info("outcome.unsupported", support.field, message, expected=spoken, span=near)
    message = f"No word of the quote, nor one near it, is known to say {spoken}."
    return warn("outcome.unsupported", support.field, message, expected=spoken, span=case.quotes[0])


def _is_of_others(case: Case, support: Support) -> bool:
    """Whether the claim's number has no word of its own: what the quote says is then said of other numbers."""
    token, _ = chosen(case)
    if token is None or own(token, support).link is not None:
        return False
    return any(item.link is not None for item in governed(token, support) if item.count != token.count)


def _near(case: Case, support: Support, value: str) -> Span | None:
    """The word beside the quote that says the value."""
    quote = case.quotes[0]
    around = Span(max(0, quote.start - _NEAR), min(len(case.text), quote.end + _NEAR))
    found = [
        (trigger.values, Span(sentence.start + trigger.span.start, sentence.start + trigger.span.end))
        for sentence in case.docket.sentences_in(around)
        for trigger in sentence.triggers(support)
        if trigger.form != "loose"
    ]
    return next((span for values, span in reversed(found) if value in values), None)


OUTCOME = Check("outcome", {"outcome.unsupported": ("block", "warn", "info"), "outcome.merged_class_split": ("block", "warn")}, _run)
