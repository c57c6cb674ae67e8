"""A word of the quote supports the claim's value, and a class that the text merges is not split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.checks.check import Check, block, info, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.figure_token import chosen
from extractor.checks.leaning import Told, beside, is_bare, leanings, told_before
from extractor.checks.sentence import Trigger
from extractor.checks.tokens import governed, own
from extractor.claims.domain import Support
from extractor.claims.finding import Finding, Span

_HEAD = 300
"""How much of a text its headline and first sentence may take, in code points."""


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
    taken = _taken(case, support)
    saying = (
        []
        if _is_said_otherwise(case, support, value)
        else [trigger for trigger in inside if value in trigger.values and trigger not in taken]
    )
    if saying and (settled := _settled(case, support, value, saying, taken)):
        yield settled
    if saying or (case.claim.figure is None and _by_parts(support, value, inside)):
        return
    split = next(((trigger, span) for trigger, span, quoted_ in triggers if quoted_ and _holds(trigger, support, value)), None)
    if split is not None:
        yield from _split(case, support, value, split)
        return
    if _goes_elsewhere(case) and any(value in trigger.values for trigger in inside):
        return  # the figure's own check says so, and that it may be shared
    yield _unsupported(case, support, value, triggers)


def _settled(case: Case, support: Support, value: str, saying: list[Trigger], taken: frozenset[Trigger]) -> Finding | None:
    """Words of several values ("treated", "held") beside others that speak for one of them only, and not for the claim's."""
    either = frozenset().union(*(trigger.values for trigger in saying))
    if any(len(trigger.values) == 1 or trigger.merged or _is_double(case, support, trigger) for trigger in saying):
        return None
    found = [
        (Span(sentence.start + span.start, sentence.start + span.end), values & either)
        for sentence in case.sentences
        for span, values in (
            *((item.span, item.values) for item in sentence.triggers(support) if item.form != "loose" and item not in taken),
            *leanings(sentence, support),
        )
        if len(values & either) == 1
    ]
    spoken = frozenset().union(*(values for _, values in found))
    if len(spoken) != 1 or spoken & {value, support.open}:
        return None
    span, says = found[0][0], _spoken(spoken)
    message = f"{quoted(case.text[span.start : span.end])} speaks for {says}, the claim says {_spoken({value})}."
    return warn("outcome.unsupported", support.field, message, expected=_spoken({value}), found=says, span=span)


def _is_double(case: Case, support: Support, trigger: Trigger) -> bool:
    """Whether it is two words side by side, each of which says its value: "abducted and locked up"."""
    words = (sentence.lower[trigger.span.start : trigger.span.end] for sentence in case.sentences if trigger in sentence.triggers(support))
    return not any(case.docket.lexicon.words[support.field].reading(one)[0] for one in words)


def _taken(case: Case, support: Support) -> frozenset[Trigger]:
    """The words that govern other numbers of the figure's sentence and not the figure: they don't say what it counts."""
    token, _ = chosen(case)
    if token is None:
        return frozenset()
    every = [item for loosely in (False, True) for item in governed(token, support, loosely=loosely) if item.link is not None]
    mine = {trigger for item in every if item.count == token.count and item.link for trigger in item.link.triggers}
    return frozenset(trigger for item in every if item.link for trigger in item.link.triggers) - mine


def _is_said_otherwise(case: Case, support: Support, value: str) -> bool:
    """Whether the number has a word of its own for another value, though one that takes no number by rule ("still looking for six")."""
    token, _ = chosen(case)
    if token is None or own(token, support).link is not None:
        return False
    link = own(token, support, loosely=True).link
    return link is not None and link.strength == "strong" and not link.inherited and value not in link.values


def _holds(trigger: Trigger, support: Support, value: str) -> bool:
    """Whether a word of several values holds the claim's; of values that words name loosely, of any of its sense."""
    return (trigger.merged or not support.strict) and value in trigger.parts


def _goes_elsewhere(case: Case) -> bool:
    """Whether the figure's own check notes that the value's word goes with another number of the sentence."""
    return any(finding.code == "figure.not_governed" for finding in chosen(case)[1])


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
    """A quote that says something else is blocked; one that only leans to the value, or says nothing, is weighed with its neighbours."""
    spoken = _spoken({value})
    inside = sorted(
        (trigger.form == "loose", span, trigger) for trigger, span, inside in triggers if inside and value not in trigger.values
    )
    of_others = _is_of_others(case, support)
    said = inside and not (inside[0][0] or of_others)
    leaning = () if said or _is_said_otherwise(case, support, value) else _leanings(case, support)
    span = next((span for span, values in leaning if value in values), None)
    if span is not None:
        return info("outcome.unsupported", support.field, _likely(case, span, spoken), expected=spoken, span=span)
    if not leaning and (of_others or not inside) and (there := _told_at_head(case, support, value)):
        return info(
            "outcome.unsupported", support.field, _told(case, there, spoken, "at the head of the text"), expected=spoken, span=there
        )
    token, _ = chosen(case)
    bare = token is not None and is_bare(token)
    if inside and not (of_others and bare):
        loose, span, trigger = inside[0]
        says = _spoken(trigger.values)
        message = f"The quote says {says}, {quoted(case.text[span.start : span.end])}, the claim says {spoken}."
        tied = token is None or own(token, support).link is not None
        sure = tied and any(trigger.sure and trigger.form != "status" for _, _, trigger in inside)
        report = block if support.strict and sure and not loose and not of_others else warn
        return report("outcome.unsupported", support.field, message, expected=spoken, found=says, span=span)
    return _by_neighbours(case, support, value, () if bare else leaning)


def _likely(case: Case, span: Span, spoken: str) -> str:
    return f"No word of the quote says {spoken}; {quoted(case.text[span.start : span.end])} makes it likely."


def _told(case: Case, span: Span, spoken: str, where: str) -> str:
    return f"What says {spoken}, {quoted(case.text[span.start : span.end])}, stands {where}, not in the quote."


def _told_at_head(case: Case, support: Support, value: str) -> Span | None:
    """Where the headline or the first sentence, above the quote's paragraph, says the value: what the whole text is about."""
    paragraph = case.docket.reading.paragraph_at(case.quotes[0].start)
    above = min(_HEAD, paragraph.span.start) if paragraph else 0
    for sentence in case.docket.sentences_in(Span(0, above))[:2] if above else ():
        for trigger in sentence.triggers(support):
            if value in trigger.values and trigger.form != "loose":
                return Span(sentence.start + trigger.span.start, sentence.start + trigger.span.end)
    return None


def _by_neighbours(case: Case, support: Support, value: str, leaning: tuple[Told, ...]) -> Finding:
    """The text that the quote goes on from says the value, or something else, or nothing."""
    spoken, near = _spoken({value}), told_before(case, support)
    span = next((span for span, values in reversed(near) if value in values), None)
    if span is not None and not leaning:
        return info("outcome.unsupported", support.field, _told(case, span, spoken, "near it"), expected=spoken, span=span)
    other = next(iter((*leaning, *reversed(near))), None)
    if other is None:
        message = f"No word of the quote, nor one near it, is known to say {spoken}."
        return warn("outcome.unsupported", support.field, message, expected=spoken, span=case.quotes[0])
    span, values = other
    message = f"Nothing says {spoken}; {quoted(case.text[span.start : span.end])} speaks for {_spoken(values)}."
    return warn("outcome.unsupported", support.field, message, expected=spoken, found=_spoken(values), span=span)


def _spoken(values: Iterable[str]) -> str:
    return " or ".join(sorted(value.replace("_", " ") for value in values))


def _leanings(case: Case, support: Support) -> tuple[Told, ...]:
    """The leaning words that go with the figure, in the document; without a figure those of the quote. Not those that say a value."""
    token, _ = chosen(case)
    sentences = (token.sentence,) if token else case.sentences
    found = [
        (sentence, item)
        for sentence in sentences
        for item in (beside(token, support) if token else leanings(sentence, support))
        if not any(item[0] == trigger.span and not item[1] <= trigger.values for trigger in sentence.triggers(support))
    ]
    return tuple((Span(sentence.start + span.start, sentence.start + span.end), values) for sentence, (span, values) in found)


def _is_of_others(case: Case, support: Support) -> bool:
    """Whether the claim's number has no word of its own: what the quote says is then said of other numbers."""
    token, _ = chosen(case)
    if token is None or own(token, support).link is not None:
        return False
    return any(item.link is not None for item in governed(token, support) if item.count != token.count)


OUTCOME = Check("outcome", {"outcome.unsupported": ("block", "warn", "info"), "outcome.merged_class_split": ("block", "warn")}, _run)
