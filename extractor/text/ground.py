"""Give proposed claims their offsets, in the document's own words.

Claims mostly come in the order of the text: where a quote stands several times, the claims before and behind it tell which place
is meant, if the words around it don't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from extractor.claims.core import Claim
from extractor.claims.fields import replace_field, verbatim_fields
from extractor.claims.finding import Finding, Span
from extractor.text.anchors import anchor, evidence_spans
from extractor.text.limit import readable
from extractor.text.locate import Place
from extractor.text.placing import Placed, Quote, place_quote
from extractor.text.reading import Reading


@dataclass(frozen=True, slots=True)
class Grounded:
    """A claim with its offsets, and what had to be changed for them."""

    claim: Claim
    findings: tuple[Finding, ...] = ()


def ground(claims: Sequence[Claim], reading: Reading, within: Span | None = None) -> list[Grounded]:
    """Locate the quotes of `claims` (inside `within`), and put quotes and verbatim words in the document's own spelling.

    A quote that isn't there keeps `start` null. One that stands there several times and can't be told apart gets its first place
    in the story, and `quote.ambiguous`. Offsets that are right already stay as they are. Claims beyond the limit (limit.py) stay as
    they are: they are blocked.
    """
    read = claims[: readable(claims, reading.text)]
    placed = [_place(claim, reading, Place(within=within)) for claim in read]
    sure = [_first_place(items) for items in placed]
    behind = _behind(sure)
    before: int | None = None
    grounded = []
    for number, (claim, first) in enumerate(zip(read, placed, strict=True)):
        items = first
        if sure[number] is None and _repeated(first) and (before is not None or behind[number] is not None):
            items = _place(claim, reading, Place(within=within, after=before, before=behind[number]))
        before = sure[number] if sure[number] is not None else before
        grounded.append(_in_own_words(_with_quotes(claim, items), reading))
    return grounded + [Grounded(claim) for claim in claims[len(read) :]]


def _place(claim: Claim, reading: Reading, place: Place) -> list[Placed]:
    """Place a claim's quotes one after the other, each somewhere else."""
    placed: list[Placed] = []
    taken: set[Span] = set()
    copies = Counter(item.text for item in claim.evidence)
    for number, item in enumerate(claim.evidence):
        placed.append(place_quote(Quote(item, number, place, taken, copies[item.text]), reading))
        taken |= {Span(each.start, each.end) for each in placed[-1].evidence if each.start is not None and each.end is not None}
    return placed


def _repeated(placed: Sequence[Placed]) -> bool:
    return any(not item.sure for item in placed)


def _first_place(placed: Sequence[Placed]) -> int | None:
    """Where the primary quote stands; null if that isn't sure."""
    return placed[0].evidence[0].start if placed[0].sure else None


def _behind(places: Sequence[int | None]) -> list[int | None]:
    """For each claim, the place of the next one that has a sure place."""
    behind: list[int | None] = []
    following: int | None = None
    for place in reversed(places):
        behind.append(None if following is None else following + 1)
        following = place if place is not None else following
    return behind[::-1]


def _with_quotes(claim: Claim, placed: Sequence[Placed]) -> Grounded:
    evidence = tuple(item for each in placed for item in each.evidence)
    findings = tuple(finding for each in placed for finding in each.findings)
    same = len(evidence) == len(claim.evidence) and all(new is old for new, old in zip(evidence, claim.evidence, strict=True))
    return Grounded(claim if same else claim.model_copy(update={"evidence": evidence}), findings)


def _in_own_words(grounded: Grounded, reading: Reading) -> Grounded:
    """Put verbatim words that stand in the document in another spelling into the document's."""
    claim, findings = grounded.claim, list(grounded.findings)
    for path, words in verbatim_fields(grounded.claim):
        if any(words in item.text for item in claim.evidence) or reading.index.holds(words):
            continue
        span = anchor(words, reading, evidence_spans(claim, reading))
        if span is None:
            continue
        found = reading.text[span.start : span.end]
        try:
            claim = replace_field(claim, path, found)
        except ValidationError:  # the field takes no such words: it stays as it is, and the checks say that it isn't there
            continue
        message = "The words were put as the document has them: they differ in spaces or typography only."
        findings.append(
            Finding(code="words.normalised", severity="info", field=path, message=message, expected=words, found=found, span=span)
        )
    return Grounded(claim, tuple(findings))
