"""Parts are not more than their total: of 3,000 casualties no 2,000 can be killed and 2,000 wounded."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.figure_token import Taken, chosen, of_sentence
from extractor.checks.same import role_key, source_key
from extractor.claims.domain import Support
from extractor.claims.finding import Finding

_Group = tuple[str, str | None]


def _groups(taken: Taken) -> dict[_Group, list[Case]]:
    """The claims of a sentence by kind and source."""
    groups: dict[_Group, list[Case]] = {}
    for case, _ in taken:
        groups.setdefault((case.claim.kind, source_key(case)), []).append(case)
    return groups


def _run(case: Case) -> Iterator[Finding]:
    token, _ = chosen(case)
    figure = case.claim.figure
    if token is None or figure is None or figure.high is None:
        return
    group = of_sentence(case.docket, token.sentence.start, "totals", _groups)[case.claim.kind, source_key(case)][:50]
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        if value is not None and value in {support.open, *support.merged}:
            yield from _exceeded(case, [other for other in group if other.number != case.number], support, figure.high)


def _exceeded(case: Case, others: list[Case], support: Support, high: int) -> Iterator[Finding]:
    """The parts: one claim for each more definite value, of the same people, with a number of its own."""
    parts: dict[str, Case] = {}
    for other in others:
        value = str(getattr(other.claim, support.field, None))
        if value not in {support.open, *support.merged} and role_key(other, "population") == role_key(case, "population"):
            parts.setdefault(value, other)
    total = sum(part.claim.figure.low or 0 for part in parts.values() if part.claim.figure)
    figure = case.claim.figure
    if figure is not None and total > high:
        names = " and ".join(quoted(part.claim.figure.text) for part in parts.values() if part.claim.figure)
        yield warn(
            "figure.parts_exceed_total",
            "figure",
            f"The parts {names} make at least {total:,}, more than the total {quoted(figure.text)}.",
            expected=f"at most {high:,}",
            found=f"{total:,}",
            span=case.quotes[0] if case.quotes else None,
        )


TOTALS = Check("totals", {"figure.parts_exceed_total": ("warn",)}, _run)
