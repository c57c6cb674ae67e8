"""A claim's history as events, and the columns that keep its outcome at hand: the one bridge between rows and `review.fold`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, Connection, func, select

from extractor.claims.core import Claim
from extractor.claims.finding import Finding
from extractor.review import ClaimState, Decided, Event, Released, VersionProposed, fold, next_release, priority
from extractor.store import tables
from extractor.store.encoding import shown
from extractor.store.searching import month_of, words_of


@dataclass(frozen=True)
class Timeline:
    """A claim's events, in order, and what they add up to. `versions` is the highest version, whoever made it."""

    events: tuple[Event, ...]
    state: ClaimState
    versions: int

    @classmethod
    def of(cls, events: Iterable[Event]) -> Timeline:
        """Fold `events`."""
        kept = tuple(events)
        numbers = [event.result if isinstance(event, Decided) else event.version for event in kept]
        return cls(kept, fold(kept), max(numbers, default=0))

    def then(self, event: Event) -> Timeline:
        """With one more event."""
        return Timeline.of((*self.events, event))

    def next_release(self) -> Released | None:
        """What the next release does with the claim."""
        printed = (event.version for event in self.events if isinstance(event, Released) and event.state != "retracted")
        return next_release(self.state, printed)

    def columns(self) -> dict[str, Any]:
        """The columns of the claims table that follow from the history."""
        state = self.state
        return {
            "state": state.state,
            "is_open": state.open,
            "version": state.version,
            "versions": self.versions,
            "revision": state.revision,
            "sequence": state.sequence,
            "in_print": state.in_print,
            "is_due": self.next_release() is not None,
            "flagged": state.flagged,
            "opinions": len(state.opinions),
            "reviewer": state.decision.reviewer if state.decision else None,
            "skipped_by": names(self._skipped()),
            "decided_by": names(opinion.reviewer for opinion in state.opinions) if state.open else None,
        }

    def _skipped(self) -> Iterator[str]:
        """Who skipped the version that stands, and has not taken it back."""
        decided = [event for event in self.events if isinstance(event, Decided)]
        undone = {event.undoes for event in decided}
        for event in decided:
            if event.action == "skip" and event.version == self.state.version and event.id not in undone:
                yield event.reviewer


def names(of: Iterable[str]) -> str | None:
    """Names as one column keeps them: each once and in order, percent-encoded, with a space before and behind; null for none."""
    found = sorted({quote(name, safe="") for name in of})
    return f" {' '.join(found)} " if found else None


def named(name: str) -> str:
    """A name as it stands among such names."""
    return f" {quote(name, safe='')} "


def among(dialect: str, name: ColumnElement[str], column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether `name`, as `named` gives it, is among such names."""
    place = func.strpos if dialect == "postgresql" else func.instr
    return func.coalesce(place(column, name), 0) > 0


def content_columns(claim: Claim, findings: Iterable[Finding]) -> dict[str, Any]:
    """The columns of the claims table that follow from the version that stands, and under `words` what it is found by."""
    record = claim.model_dump(mode="json")
    source = claim.attribution.source
    outcome = getattr(claim, "outcome", None)
    return {
        "position": _position(claim),
        "priority": priority(claim, tuple(findings)),
        "kind": claim.kind,
        "outcome": shown(outcome) if outcome is not None else None,
        "source": shown(source.name or source.text) if source else None,
        "month": month_of(record),
        "words": words_of(record),
    }


def _position(claim: Claim) -> int:
    """Where the claim stands in its document: at its figure's words in the primary quote, so that one sentence's claims keep its order."""
    quote = claim.evidence[0]
    if quote.start is None:
        return 0
    inside = quote.text.find(claim.figure.text) if claim.figure else 0
    return quote.start + max(inside, 0)


def timelines(connection: Connection, claim_ids: Iterable[str]) -> dict[str, Timeline]:
    """The histories of some claims (a few hundred at most: each is a bound parameter)."""
    ids = tuple(claim_ids)
    if not ids:
        return {}
    found = sorted([*_proposed(connection, ids), *_decided(connection, ids), *_released(connection, ids)], key=lambda item: item[:2])
    grouped: Mapping[str, Iterable[tuple[str, int, Event]]] = {
        claim_id: tuple(items) for claim_id, items in groupby(found, key=lambda item: item[0])
    }
    return {claim_id: Timeline.of(event for _, _, event in grouped.get(claim_id, ())) for claim_id in ids}


def _proposed(connection: Connection, ids: tuple[str, ...]) -> Iterable[tuple[str, int, Event]]:
    versions = tables.claim_versions.c
    query = select(versions.claim_id, versions.sequence, versions.version, versions.blocked)
    for row in connection.execute(query.where(versions.claim_id.in_(ids), versions.run_id.is_not(None))):
        yield row.claim_id, row.sequence, VersionProposed(row.version, row.blocked)


def _decided(connection: Connection, ids: tuple[str, ...]) -> Iterable[tuple[str, int, Event]]:
    """Decisions; a fix that has to agree with another's comes with what it made of the claim."""
    decisions, versions = tables.decisions, tables.claim_versions.c
    made = (versions.claim_id == decisions.c.claim_id) & (versions.version == decisions.c.result)
    compared = made & (decisions.c.action == "fix") & (decisions.c.needed > 1)
    query = select(decisions, versions.body).outerjoin_from(decisions, tables.claim_versions, compared)
    for row in connection.execute(query.where(decisions.c.claim_id.in_(ids))):
        content = "" if row.body is None else row.body
        taken = (row.id, row.action, row.reviewer, row.version, row.result, row.undoes, row.needed, row.adjudicates)
        yield row.claim_id, row.sequence, Decided(*taken, content)


def _released(connection: Connection, ids: tuple[str, ...]) -> Iterable[tuple[str, int, Event]]:
    items = tables.release_items.c
    query = select(items.claim_id, items.sequence, items.version, items.state).where(items.claim_id.in_(ids))
    for row in connection.execute(query):
        yield row.claim_id, row.sequence, Released(row.version, row.state)
