"""One claim for what one source says twice in a document (CODEBOOK.md, "Unit"): the quotes are gathered, the body's first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from extractor.claims.core import Claim, Evidence, Figure
from extractor.models.rules.closed import listed
from extractor.protocol import Proposed
from extractor.text.reading import Reading

_WEAK = listed("the a an of and other others people persons")
_SAME_WORDS = 0.6
_MOST = 60
"""A claim is compared with so many others at most, the first in the text: time stays linear in its length."""


def merge(proposed: Sequence[Proposed], reading: Reading) -> list[Proposed]:
    """The proposals with repetitions joined, in the order of their primary quotes."""
    groups: list[list[Proposed]] = []
    sides: tuple[list[list[Proposed]], list[list[Proposed]]] = ([], [])  # groups led by the body, groups led by a heading
    headings = {id(item) for item in proposed if _in_heading(item.claim, reading)}
    by_key: dict[tuple[object, ...], list[list[Proposed]]] = {}
    for item in proposed:
        key, heads = _key(item.claim), id(item) in headings
        rivals = by_key.setdefault(key, [])[:_MOST]
        same = next((group for group in rivals if _same(group[0].claim, item.claim) or _repeats(group, item, headings)), None)
        same = same or next((group for group in sides[not heads][:_MOST] if _rounds(group, item, headings)), None)
        if same is None:
            same = []
            groups.append(same)
            sides[heads].append(same)
            by_key[key].append(same)
        same.append(item)
    return [_joined(group, reading) for group in groups]


def _in_heading(claim: Claim, reading: Reading) -> bool:
    """Whether the claim stands in a heading, or in a line without a full stop before the body, which is one as a rule."""
    evidence = claim.evidence[0]
    segment = reading.paragraph_at(evidence.start) if evidence.start is not None else None
    return segment is not None and (
        segment.kind == "heading" or not evidence.text.rstrip("”\"’')").endswith((".", "!", "?", "…", ":", ";"))
    )


def _repeats(group: Sequence[Proposed], item: Proposed, headings: set[int]) -> bool:
    """A heading says the body's claim again, in shorter words for source and people."""
    return (id(item) in headings) != (id(group[0]) in headings) and item.claim.figure is not None


def _rounds(group: Sequence[Proposed], item: Proposed, headings: set[int]) -> bool:
    """A heading with a rounder figure ("kills hundreds") says what the body says exactly; one without figure, the same in other words."""
    if (id(item) in headings) == (id(group[0]) in headings) or item.claim.kind != group[0].claim.kind:
        return False
    if any((id(other) in headings) == (id(item) in headings) for other in group):
        return False  # "kills dozens" stands for one of the body's figures, not for all of them
    heading, body = (item.claim, group[0].claim) if id(item) in headings else (group[0].claim, item.claim)
    if _own(heading, "outcome") != _own(body, "outcome") and heading.kind == "casualties":
        return False
    if heading.figure is not None and body.figure is not None:
        return _contains(heading.figure, body.figure)
    if heading.figure is None and body.figure is None:
        return _overlap(heading.statement, body.statement) >= _SAME_WORDS
    return heading.kind == "casualties" and heading.figure is None


def _contains(wide: Figure, narrow: Figure) -> bool:
    low = wide.low is None or (narrow.low is not None and narrow.low >= wide.low)
    high = wide.high is None or (narrow.high is not None and narrow.high <= wide.high)
    near = wide.low is None or narrow.low is None or narrow.low <= 10 * max(1, wide.low)
    return low and high and near and wide.unit == narrow.unit


def _overlap(one: str, other: str) -> float:
    first, second = _content(one), _content(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _own(claim: Claim, field: str) -> Any:
    """A field that only some kinds of claims have; null for the others (the record itself would make an error of asking for it)."""
    return vars(claim).get(field)


def _key(claim: Claim) -> tuple[object, ...]:
    figure = claim.figure
    bounds = (figure.low, figure.high, figure.qualifier, figure.unit) if figure else None
    more = _own(claim, "scope") == "increment"  # "another 12" are others than the 12 before
    return (
        claim.kind,
        _own(claim, "outcome"),
        bounds,
        more,
        claim.statement if figure is None and claim.kind != "casualties" else None,
    )


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims of equal kind, outcome and bounds are one: their sources and populations agree as far as they are named."""
    if one.figure is None and _own(one, "population") is None:
        return False
    return _agree_on_source(one, other) and _agree(_words(one, "population"), _words(other, "population"))


def _agree_on_source(one: Claim, other: Claim) -> bool:
    first, second = one.attribution.source, other.attribution.source
    return first is None or second is None or bool(_content(first.text) & _content(second.text))


def _words(claim: Claim, field: str) -> str:
    value = _own(claim, field)
    return value.text if value is not None else ""


@lru_cache(maxsize=4096)
def _content(words: str) -> frozenset[str]:
    """The telling words of a source or of people (kept: each is compared with many others)."""
    plain = words.lower().replace("’s", "").replace("'s", "")
    return frozenset({token.strip(".,()'\"") for token in plain.split()} - _WEAK)


def _agree(one: str, other: str) -> bool:
    first, second = _content(one), _content(other)
    return not first or not second or bool(first & second)


def _joined(group: Sequence[Proposed], reading: Reading) -> Proposed:
    """The most telling claim of the group, with everybody's evidence: sentences of the body before headings."""
    if len(group) == 1:
        return group[0]
    best = max(range(len(group)), key=lambda at: (*_weight(group[at].claim, reading), -at))
    primary = group[best]
    spans: dict[tuple[int | None, int | None], Evidence] = {}
    for item in (primary, *group):
        for evidence in item.claim.evidence:
            spans.setdefault((evidence.start, evidence.end), evidence)
    claim = primary.claim.model_copy(update={"evidence": tuple(spans.values())})
    return Proposed(claim, {**primary.trace, "merged": len(group)})


def _weight(claim: Claim, reading: Reading) -> tuple[int, int, int]:
    start = claim.evidence[0].start
    segment = reading.paragraph_at(start) if start is not None else None
    body = 0 if segment is not None and segment.kind == "heading" else 1
    words = claim.evidence[0].text
    ends = 1 if words.rstrip("”\"’'»)").endswith((".", "!", "?")) else 0
    return body + ends, 1 if claim.attribution.source is not None else 0, 1 if claim.attribution.said_on is not None else 0
