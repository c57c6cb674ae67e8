"""Where two annotators differ, as lines that a third person decides, and gold with the decisions in it (pure).

A line's `decision` is empty until somebody fills it in: `first` or `second` (that annotator is right), `either` (both are: the second's
value becomes an alternative; a claim that only one found becomes minor) or `neither`, with the right value in `value` (a claim that only
one found is dropped). A third person may write lines of their own: about the right pair where the wrong claims were compared, or with
column `alt` and the whole of a claim's alternatives in `value`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from evals.annotators import FIELDS, Doubled, agrees
from evals.gold import GoldClaim
from evals.match import Pair
from extractor.claims.domain import Domain
from extractor.errors import UsageError

Decision = Literal["first", "second", "either", "neither"]
DECISIONS: tuple[Decision, ...] = ("first", "second", "either", "neither")
Row = dict[str, Any]

_TOGETHER = {"figure": ("figure_text", "low", "high"), "event_time": ("event_time", "event_time_text")}
"""Columns that are decided as one."""


@dataclass(frozen=True)
class Disagreement:
    """One thing to decide. `column` is a gold column, `quote`, or `claim` where only one annotator found it (the other's id is null)."""

    doc: str
    first: str | None
    second: str | None
    column: str
    first_value: Any
    second_value: Any
    quote: str
    notes: tuple[str, str]
    decision: Decision | None = None
    value: Any = None
    reason: str = ""

    def to_dict(self) -> Row:
        """As JSON has it."""
        return asdict(self)


def disagreements(documents: Iterable[Doubled], domain: Domain, columns: Sequence[str] = ("claim", "quote", *FIELDS)) -> list[Disagreement]:
    """Everything in which two annotations differ by more than an alternative, in the documents' order."""
    return [one for document in documents for one in _of_document(document, domain) if one.column in columns]


def _of_document(document: Doubled, domain: Domain) -> Iterator[Disagreement]:
    for claim in document.only_first:
        yield Disagreement(document.name, claim.id, None, "claim", claim.row["statement"], None, claim.row["quote"], (_note(claim), ""))
    for claim in document.only_second:
        yield Disagreement(document.name, None, claim.id, "claim", None, claim.row["statement"], claim.row["quote"], ("", _note(claim)))
    for pair in document.pairs:
        yield from _of_pair(document, pair, domain)


def _of_pair(document: Doubled, pair: Pair, domain: Domain) -> Iterator[Disagreement]:
    ours, theirs = document.first[pair.gold], document.second[pair.predicted]
    quote, notes = ours.row["quote"], (_note(ours), _note(theirs))
    if quote != theirs.row["quote"]:
        yield Disagreement(document.name, ours.id, theirs.id, "quote", quote, theirs.row["quote"], quote, notes)
    for column in FIELDS:
        if agrees(document, pair, column, domain) is False:
            values = (shown(ours, column), shown(theirs, column))
            yield Disagreement(document.name, ours.id, theirs.id, column, *values, quote, notes)


def undecided(found: Iterable[Disagreement], decided: Iterable[Disagreement]) -> list[Disagreement]:
    """What `found` lists and `decided` has no decision for."""
    settled = {_about(one) for one in decided if one.decision is not None}
    return [one for one in found if _about(one) not in settled]


def _about(one: Disagreement) -> tuple[str | None, ...]:
    return (one.doc, one.first, one.second, one.column)


def _note(claim: GoldClaim) -> str:
    return claim.row["note"] or ""


def shown(claim: GoldClaim, column: str) -> Any:
    """An annotator's value as a line shows it: a figure with words and bounds."""
    if column in _TOGETHER:
        return {name: claim.row[name] for name in _TOGETHER[column]}
    return claim.row[column]


def adjudicated(documents: Sequence[Doubled], decided: Iterable[Disagreement]) -> list[Row]:
    """The gold lines of `documents` with every decision applied; what is undecided stays as the first annotator has it.

    Raises `UsageError` for a decision about a claim that neither annotation has.
    """
    rows = {claim.id: _copy(claim) for document in documents for claim in document.first}
    theirs = {claim.id: _copy(claim) for document in documents for claim in document.second}
    for one in decided:
        if one.decision is None:
            continue
        if (one.first is not None and one.first not in rows) or (one.second is not None and one.second not in theirs):
            raise UsageError(
                f"{one.doc}: no claim {one.first or one.second!r}", hint="Decide on the lines of `quotebound gold disagreements`."
            )
        _apply(one, rows, theirs)
    return [row for row in rows.values() if not row.pop("_dropped", False)]


def _copy(claim: GoldClaim) -> Row:
    return {**claim.row, "alt": {column: list(values) for column, values in claim.alt.items()}}


def _apply(one: Disagreement, rows: dict[str, Row], theirs: Mapping[str, Row]) -> None:
    if one.column == "claim":
        _apply_claim(one, rows, theirs)
    elif one.first and one.second:
        _apply_field(one, rows[one.first], theirs[one.second])


def _apply_claim(one: Disagreement, rows: dict[str, Row], theirs: Mapping[str, Row]) -> None:
    if one.first:
        if one.decision in {"second", "neither"}:
            rows[one.first]["_dropped"] = True
        elif one.decision == "either":
            rows[one.first]["salience"] = "minor"
    elif one.second and one.decision in {"second", "either"}:
        row = dict(theirs[one.second])
        row["id"] = row["id"] if row["id"] not in rows else f"{row['id']}-second"
        row["salience"] = "minor" if one.decision == "either" else row["salience"]
        rows[row["id"]] = row


def _apply_field(one: Disagreement, row: Row, other: Mapping[str, Any]) -> None:
    columns = _TOGETHER.get(one.column, (one.column,))
    if one.decision == "second":
        row.update({column: other[column] for column in columns})
    elif one.decision == "neither":
        row.update(one.value if one.column in _TOGETHER else {one.column: one.value})
    elif one.decision == "either" and one.column != "quote":
        value = [other["low"], other["high"]] if one.column == "figure" else other[one.column]
        row["alt"].setdefault(one.column, []).append(value)
