"""A claim stands once in a document: the same source saying the same thing twice is one claim with two quotes."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, quoted, warn
from extractor.checks.docket import Case, Docket
from extractor.checks.figure_token import chosen
from extractor.checks.same import role_key, source_key, value_key, words_key
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding
from extractor.text.reading import Reading


def _key(case: Case) -> tuple[object, ...]:
    """What makes two claims the same (CODEBOOK.md, "Unit"): the figure carries the content; without one the sentence does."""
    claim, figure = case.claim, case.claim.figure
    what = (figure.low, figure.high, figure.unit) if figure else words_key(claim.statement)
    when = claim.event_time.edtf if claim.event_time else None
    return (value_key(case), what, figure is not None, role_key(case, "population"), source_key(case), claim.stance, when)


def content_key(claim: Claim, reading: Reading, domain: Domain) -> tuple[object, ...]:
    """What a claim shares with every claim that could be its duplicate, for telling apart at once those that can't."""
    return _key(Docket.of((claim,), reading, domain).cases[0])


def _first(docket: Docket) -> dict[tuple[object, ...], Case]:
    """The first claim of each content, in the order of the text whatever the order of the claims."""
    first: dict[tuple[object, ...], Case] = {}
    for case in sorted(docket.cases, key=_place):
        first.setdefault(_key(case), case)
    return first


def _place(case: Case) -> tuple[int, int, str]:
    start = case.claim.evidence[0].start
    return (case.claim.salience != "core", len(case.text) if start is None else start, case.claim.statement)


def _told_apart(first: Case, second: Case) -> bool:
    """Two numbers of one sentence are two claims, however alike; one number under two statements is `figure.reused`."""
    one, two = chosen(first)[0], chosen(second)[0]
    if one is None or two is None or one.sentence is not two.sentence:
        return False
    return one.number != two.number or words_key(first.claim.statement) != words_key(second.claim.statement)


def _run(case: Case) -> Iterator[Finding]:
    first = case.docket.memo("duplicate", _first)[_key(case)]
    if first.number != case.number and not _told_apart(first, case):
        start, end = first.claim.evidence[0].start, first.claim.evidence[0].end
        yield warn(
            "claim.duplicate",
            "evidence",
            f"The document has this claim already: {quoted(first.claim.statement)}; a second quote belongs to that one.",
            found=first.claim.statement,
            span=None if start is None or end is None else first.quotes[0] if first.quotes else None,
        )


DUPLICATE = Check("duplicate", {"claim.duplicate": ("warn",)}, _run)
