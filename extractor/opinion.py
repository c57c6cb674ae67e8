"""A second opinion: what only one of two readers found in the same document. Pure.

An extraction by a language model can be read beside another by the embedded rules: what the first missed, and what it alone claims.
Only figures are compared, by the place of their words in the text: they are what may least be wrong, and both readers are sure of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.claims.checked import CheckedClaim
from extractor.claims.finding import Finding, Span
from extractor.text.anchors import anchors
from extractor.text.reading import Reading

ALONE, DIFFERS, MISSED = "opinion.alone", "opinion.differs", "opinion.missed"
OTHER_UNIT = "figure.of_other_unit"

Placed = Mapping[Span, Sequence[CheckedClaim]]


def join_opinions(first: Sequence[CheckedClaim], second: Sequence[CheckedClaim], reading: Reading, name: str) -> tuple[CheckedClaim, ...]:
    """The claims of `first`, each figure that the second reader (`name`) doesn't see so with a finding, and the figures only it found.

    Findings are warnings, so that they move up in the queue; nothing is blocked and no claim is dropped or changed.
    """
    mine, theirs = _by_figure(first, reading), _by_figure(second, reading)
    opinions = {claim.id: _opinion(claim, span, theirs, name) for span, claims in mine.items() for claim in claims}
    kept = [_with(claim, opinions.get(claim.id)) for claim in first]
    known = {claim.id for claim in first}
    missed = [
        _missed(claim, span, name)
        for span, claims in theirs.items()
        if not _meeting(span, mine)
        for claim in claims
        if claim.id not in known and not _counts_nothing(claim)
    ]
    return (*kept, *missed)


def _counts_nothing(claim: CheckedClaim) -> bool:
    """Whether the checks take the second reader's figure for an age, a date or a measure: the first was right to leave it."""
    return any(finding.code == OTHER_UNIT for finding in claim.findings)


def _with(claim: CheckedClaim, finding: Finding | None) -> CheckedClaim:
    return claim if finding is None else replace(claim, findings=(*claim.findings, finding))


def _by_figure(claims: Iterable[CheckedClaim], reading: Reading) -> Placed:
    """Claims by where the words of their figure stand; claims without a figure, or without a place for it, are left out."""
    placed: defaultdict[Span, list[CheckedClaim]] = defaultdict(list)
    for checked in claims:
        if checked.claim.figure is None or checked.claim.evidence[0].start is None:
            continue
        span = anchors(checked.claim, reading).get("figure.text")
        if span is not None:
            placed[span].append(checked)
    return placed


def _meeting(span: Span, placed: Placed) -> list[CheckedClaim]:
    """Claims whose figure shares a character with `span`: "at least 30" meets "30"."""
    return [claim for other, claims in placed.items() if other.start < span.end and span.start < other.end for claim in claims]


def _opinion(checked: CheckedClaim, span: Span, theirs: Placed, name: str) -> Finding | None:
    figure = checked.claim.figure
    if figure is None:
        return None
    seen = _meeting(span, theirs)
    if not seen:
        message = f"Only the first reader found the figure “{figure.text}”; {name} claims nothing from it."
        return Finding(code=ALONE, severity="warn", field="figure", message=message, found=figure.text, span=span)
    if any(_reading_of(other) == _reading_of(checked) for other in seen):
        return None
    other = seen[0].claim
    message, expected = f"{name} reads the same figure as {_differing(checked, seen[0])}: {other.statement}", _words(seen[0])
    return Finding(code=DIFFERS, severity="warn", field="figure", message=message, expected=expected, found=_words(checked), span=span)


def _reading_of(checked: CheckedClaim) -> tuple[object, ...]:
    """What of a figure two readers must agree on: its bounds, and what happened to those it counts."""
    figure = checked.claim.figure
    return (figure.low, figure.high, getattr(checked.claim, "outcome", None)) if figure else ()


def _differing(mine: CheckedClaim, theirs: CheckedClaim) -> str:
    """What parts two readings, theirs first: "4, not 3", "wounded, not killed"."""
    pairs = zip(_said(theirs), _said(mine), strict=True)
    return " and ".join(f"{their}, not {my}" for their, my in pairs if their != my)


def _said(checked: CheckedClaim) -> tuple[str, str]:
    """Bounds in words, and what happened to those counted, else the kind."""
    low, high, outcome = _reading_of(checked)
    bounds = {(True, True): "without bounds", (True, False): f"up to {high}", (False, True): f"{low} or more"}
    closed = f"{low}" if low == high else f"{low} to {high}"
    return bounds.get((low is None, high is None), closed), str(outcome or checked.claim.kind).replace("_", " ")


def _words(checked: CheckedClaim) -> str:
    return ", ".join(_said(checked))


def _missed(checked: CheckedClaim, span: Span, name: str) -> CheckedClaim:
    message = f"Only {name} found this figure; the first reader claims nothing from it."
    finding = Finding(code=MISSED, severity="warn", field="figure", message=message, span=span)
    return replace(checked, findings=(*checked.findings, finding), trace={**checked.trace, "second_opinion": name})
