"""The claim's sentence and its figure say the same number."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.same import role_mention
from extractor.checks.sentence import Sentence, Trigger, content_words, same_length_lower
from extractor.claims.core import Figure
from extractor.claims.figures import find_figures
from extractor.claims.finding import Finding
from extractor.text.sentences import MAX_SENTENCE

_KINDS = {"count", "percent", "measure", "money"}


def disagreement(case: Case) -> Finding | None:
    """What the statement says otherwise than the figure; null if they agree, or one of them gives no number."""
    figure = case.claim.figure
    if figure is None or (figure.low is None and figure.high is None):
        return None
    said = [found.figure for found in find_figures(case.claim.statement) if found.kind in _KINDS]
    if not said or any((other.low, other.high) == (figure.low, figure.high) for other in said):
        return None
    near = next((other for other in said if _same_number(other, figure)), None)
    if near is None and _singular(figure):
        return None
    report, other = (warn, near) if near else (block, said[0])
    return report(
        "statement.figure_disagrees",
        "statement",
        f"The statement says {quoted(other.text)}, the figure is {quoted(figure.text)}.",
        expected=figure.text,
        found=other.text,
    )


def _same_number(first: Figure, second: Figure) -> bool:
    """Whether two figures differ by their qualifier only."""
    one, two = ({bound for bound in (figure.low, figure.high) if bound is not None} for figure in (first, second))
    return any(abs(left - right) <= 1 for left in one for right in two)


def _singular(figure: Figure) -> bool:
    """Whether the figure is one ("a soldier"): the statement need not say so."""
    return figure.low == figure.high == 1


def _values(case: Case) -> Iterator[Finding]:
    """A statement that says another value than the field: "12 were killed" under wounded."""
    sentence = Sentence(case.claim.statement[:MAX_SENTENCE], 0, case.docket.lexicon)
    population = role_mention(case, "population")
    counted = content_words(same_length_lower(population.text)) if population else frozenset()
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        triggers = [
            trigger
            for trigger in sentence.triggers(support)
            if trigger.form != "loose" and trigger.values != {support.open} and not content_words(_lower(sentence, trigger)) <= counted
        ]
        if value not in support.words or value == support.open or not support.strict or not triggers:
            continue
        if not any(value in trigger.values for trigger in sentence.triggers(support)) and not _by_parts(case, str(value), triggers):
            says = " or ".join(sorted(item.replace("_", " ") for item in triggers[0].values))
            yield warn(
                "statement.value_disagrees",
                support.field,
                f"The statement says {says}, {quoted(sentence.text[triggers[0].span.start : triggers[0].span.end])}, "
                f"the claim says {str(value).replace('_', ' ')}.",
                expected=str(value),
                found=says,
            )


def _lower(sentence: Sentence, trigger: Trigger) -> str:
    return sentence.lower[trigger.span.start : trigger.span.end]


def _by_parts(case: Case, value: str, triggers: list[Trigger]) -> bool:
    parts = {part for support in case.docket.domain.supports for part in support.merged.get(value, ())}
    return bool(parts) and parts <= frozenset().union(*(trigger.parts for trigger in triggers))


def _run(case: Case) -> Iterator[Finding]:
    finding = disagreement(case)
    if finding is not None:
        yield finding
    yield from _values(case)


STATEMENT = Check(
    "statement",
    {"statement.figure_disagrees": ("block", "warn"), "statement.value_disagrees": ("warn",)},
    _run,
)
