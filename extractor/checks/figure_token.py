"""The claim's number is the right one of its sentence: one of its places in the quote passes every judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from extractor.checks import figure_counted, figure_governed, figure_qualifier, figure_scope, figure_unit
from extractor.checks.check import Check
from extractor.checks.docket import Case, Docket
from extractor.checks.tokens import Token, tokens
from extractor.claims.finding import Finding, Severity

_JUDGES = (figure_unit.judge, figure_qualifier.judge, figure_scope.judge, figure_governed.judge, figure_counted.judge)
_WEIGHT = {"block": 100, "warn": 10, "info": 1}

T = TypeVar("T")
Taken = Sequence[tuple[Case, Token]]
"""Claims, each with the place of its number."""


def chosen(case: Case) -> tuple[Token | None, tuple[Finding, ...]]:
    """The place of the figure's words at which the judges find least and what they find.

    All judges speak of the same place: a qualifier may not be excused by one place and the governing word by another.
    """
    table: dict[int, tuple[Token | None, tuple[Finding, ...]]] = case.docket.memo("figure_token", lambda _: {})
    if case.number not in table:
        table[case.number] = _chosen(case)
    return table[case.number]


def of_sentence(docket: Docket, start: int, name: str, build: Callable[[Taken], T]) -> T:
    """What `build` makes of the claims whose number stands in the sentence that starts there; made once, under the caller's `name`."""

    def taken(docket: Docket) -> Taken:
        places = ((case, chosen(case)[0]) for case in docket.by_sentence.get(start, ()))
        return tuple((case, token) for case, token in places if token is not None and token.sentence.start == start)

    return docket.memo(f"{name} {start}", lambda docket: build(docket.memo(f"taken {start}", taken)))


def judged(case: Case, token: Token) -> tuple[Finding, ...]:
    """What all judges find about the claim's figure at one place."""
    return tuple(finding for judge in _JUDGES if (finding := judge(case, token)) is not None)


def _chosen(case: Case) -> tuple[Token | None, tuple[Finding, ...]]:
    every = tokens(case)
    best: tuple[Token | None, tuple[Finding, ...]] = (None, ())
    for token in every:
        found = judged(case, token)
        if best[0] is None or _weight(found) < _weight(best[1]):
            best = (token, found)
        if not found:
            break
    return best


def _weight(findings: tuple[Finding, ...]) -> int:
    return sum(_WEIGHT[finding.severity] for finding in findings)


def _run(case: Case) -> Iterator[Finding]:
    yield from chosen(case)[1]


_CODES: dict[str, tuple[Severity, ...]] = {
    "figure.of_other_unit": ("block", "warn"),
    "figure.qualifier_dropped": ("block", "warn"),
    "figure.not_governed": ("block", "warn", "info"),
    "outcome.merged_class_split": ("block", "warn"),
    "figure.of_other_population": ("block", "warn"),
    "figure.of_whole": ("info",),
    "population.swapped": ("warn",),
}
FIGURE_TOKEN = Check("figure_token", _CODES, _run)

__all__ = ["FIGURE_TOKEN", "chosen", "judged"]
