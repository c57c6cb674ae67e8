"""Whether a corpus' gold keeps to the codebook and to its texts; what doesn't is listed, not raised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from evals.gold import Corpus, GoldClaim, load_corpus
from evals.kinds import choices
from extractor.claims.core import Figure, Qualifier, Salience, SourceType, Stance, TimeRef, VerificationStatus
from extractor.claims.dates import resolve_time, time_disagreement
from extractor.claims.domain import Domain
from extractor.claims.edtf import is_edtf
from extractor.claims.figures import bounds_disagreement
from extractor.text.document import Document

__all__ = ["Problem", "problems", "validate_corpus"]

_VERBATIM = ("population", "attacker", "figure_text", "source", "cue", "event_time_text", "place")
_VALUES: dict[str, tuple[str, ...]] = {
    "qualifier": get_args(Qualifier),
    "source_type": get_args(SourceType),
    "stance": get_args(Stance),
    "salience": get_args(Salience),
    "verification": get_args(VerificationStatus),
}
_DATES = ("said_on", "event_time")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a gold claim; `severity` is error for what breaks the codebook, note for what a person should look at."""

    claim: str
    field: str
    message: str
    severity: Literal["error", "note"] = "error"

    def __str__(self) -> str:
        return f"{self.claim}: {self.field}: {self.message}"


def validate_corpus(directory: Path, domain: Domain) -> list[Problem]:
    """Every problem of the corpus in `directory`, in order of claims. Raises `UsageError` if it can't be read at all."""
    return problems(load_corpus(directory), domain)


def problems(corpus: Corpus, domain: Domain) -> list[Problem]:
    """Every problem of a corpus that is loaded."""
    return [
        problem
        for document in corpus.documents
        for claim in corpus.gold[document.name]
        for check in _CHECKS
        for problem in check(claim, document, domain)
    ]


def _quote(claim: GoldClaim, _: Document, __: Domain) -> Iterator[Problem]:
    if not claim.spans:
        yield Problem(claim.id, "quote", "does not stand in the text")
    elif len(claim.spans) > 1:
        yield Problem(claim.id, "quote", f"stands in the text {len(claim.spans)} times", "note")


def _verbatim(claim: GoldClaim, document: Document, _: Domain) -> Iterator[Problem]:
    """Mentions, cue, figure, time and place words are the document's own, and so are their alternatives."""
    for column in _VERBATIM:
        for place, words in enumerate(claim.right(column)):
            if words is not None and words not in document.text:
                yield Problem(claim.id, column if place == 0 else f"alt.{column}", f"“{words}” does not stand in the text")
    for relays in claim.right("relays"):
        for words in relays:
            if words not in document.text:
                yield Problem(claim.id, "relays", f"“{words}” does not stand in the text")


def _kind_and_values(claim: GoldClaim, _: Document, domain: Domain) -> Iterator[Problem]:
    for kind in claim.right("kind"):
        if kind not in domain.kinds:
            yield Problem(claim.id, "kind", f"{kind!r} is no kind of {domain.name}")
    for column, allowed in {**_VALUES, **_enumerated(claim, domain)}.items():
        for value in claim.right(column):
            if value is not None and value not in allowed:
                yield Problem(claim.id, column, f"{value!r} is none of {', '.join(allowed)}")


def _enumerated(claim: GoldClaim, domain: Domain) -> dict[str, tuple[str, ...]]:
    """The kind's own columns with a fixed set of values."""
    found: dict[str, tuple[str, ...]] = {}
    for column in ("outcome", "scope"):
        allowed = {value for kind in claim.right("kind") if kind in domain.kinds for value in choices(domain.kinds[kind], column)}
        if allowed:
            found[column] = tuple(sorted(allowed))
    return found


def _figure(claim: GoldClaim, _: Document, __: Domain) -> Iterator[Problem]:
    row = claim.row
    if not claim.has_figure:
        stray = [column for column in ("low", "high", "qualifier") if row[column] is not None]
        yield from (Problem(claim.id, column, "is given, but figure_text is null") for column in stray)
        return
    if row["qualifier"] is None or row["unit"] is None:
        yield Problem(claim.id, "figure_text", "has no qualifier or no unit")
        return
    if row["qualifier"] not in _VALUES["qualifier"]:
        return
    if row["low"] is not None and row["high"] is not None and row["low"] > row["high"]:
        yield Problem(claim.id, "low", f"{row['low']} is greater than high {row['high']}")
        return
    figure = Figure(text=row["figure_text"], low=row["low"], high=row["high"], qualifier=row["qualifier"], unit=row["unit"])
    if disagreement := bounds_disagreement(figure):
        yield Problem(claim.id, "figure_text", disagreement, "note" if "figure" in claim.alt or "qualifier" in claim.alt else "error")


def _dates(claim: GoldClaim, document: Document, _: Domain) -> Iterator[Problem]:
    for column in _DATES:
        for value in claim.right(column):
            if value is not None and not is_edtf(value):
                yield Problem(claim.id, column, f"{value!r} is no EDTF date")
    words, edtf = claim.row["event_time_text"], claim.row["event_time"]
    if words is None or (edtf is not None and not is_edtf(edtf)):
        if words is None and edtf is not None:
            yield Problem(claim.id, "event_time", "is given without event_time_text", "note")
        return
    derived = resolve_time(words, document.published)
    if edtf is None and derived.edtf is not None and derived.resolved_from != "context" and not derived.edtf.startswith("XXXX"):
        yield Problem(claim.id, "event_time", f"is null, but “{words}” means {derived.edtf}", "note")
    if edtf is not None:
        reason = time_disagreement(TimeRef(text=words, edtf=edtf), document.published)
        if reason:
            yield Problem(claim.id, "event_time", reason, "note")


_Check = Callable[[GoldClaim, Document, Domain], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (_quote, _verbatim, _kind_and_values, _figure, _dates)
