"""The ledger: claims about the same event and outcome, from whichever documents, side by side. Pure.

Machines propose links, people confirm them (`docs/CODEBOOK.md`, "Linking claims"). A link says that two claims are about the `same`
event and outcome, or that the first `supersedes` the second (a source revising itself). Claims joined by confirmed links are a
group. A group shows each claim with its low and high and who said it first; it never adds figures up. Equal originators are one
origin, however many outlets carry them.

    events ── standing ─▶ links ── groups ─▶ groups of entries ── origins ─▶ who said it first
    entries ── likely ─▶ proposals ── unjudged ─▶ those that wait for a person
"""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from extractor.claims.core import Claim, Figure, Mention, PlaceRef
from extractor.claims.edtf import edtf_interval

Relation = Literal["same", "supersedes"]
Verdict = Literal["confirm", "refuse", "withdraw"]

LIKELY = 0.5
"""What a pair must score to be proposed: a time and a place, or a figure with people and words; never one sign alone."""
_ALIKE = 80.0
_SOON = 3
_ANYBODY = frozenset(
    {"people", "persons", "person", "others", "victims", "dead", "wounded", "casualties", "men", "of", "the", "a", "an", "them"}
)
_MOST_DAYS_APART = 45
_MOST_RIVALS = 30
_MOST_KEPT = 100_000
"""Claims that later ones are compared with: those of the weeks before, where they are published by the thousand a day."""
Days = tuple[date | None, date | None]
_Bounds = tuple[int | None, int | None, str]
"""A figure's low and high, and what it counts."""
_SHORT = 4


@dataclass(frozen=True)
class Entry:
    """A claim as the ledger sees it. `published` is EDTF or null, `outlet` who carried it, `order` its place among all claims."""

    id: str
    claim: Claim
    document_id: str
    published: str | None = None
    outlet: str | None = None
    order: int = 0

    @property
    def outcome(self) -> str | None:
        """What happened, for kinds that have an outcome from a list."""
        outcome = getattr(self.claim, "outcome", None)
        return str(outcome) if outcome is not None else None

    @property
    def origin(self) -> str | None:
        """Who said it first, by full name where there is one; null for an outlet's own voice."""
        return named(self.claim.attribution.source)


@dataclass(frozen=True, order=True, slots=True)
class Link:
    """Two claims. `same` has no direction: make it with `Link.same`; in `supersedes` the first revises the second."""

    relation: Relation
    first: str
    second: str

    @classmethod
    def same(cls, one: str, other: str) -> Link:
        """That two claims are about the same event and outcome."""
        return cls("same", min(one, other), max(one, other))


@dataclass(frozen=True)
class Judged:
    """One event: a person confirms a link, refuses it, or takes back what was said of it. `id` is a UUID: sent twice, it counts once."""

    id: str
    link: Link
    verdict: Verdict
    reviewer: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A link that the program finds likely: how likely (0 to 1), and why in plain words."""

    link: Link
    score: float
    reasons: tuple[str, ...]

    @property
    def place(self) -> tuple[float, Link]:
        """Its place among others: the likeliest come first."""
        return -self.score, self.link


@dataclass(frozen=True)
class Group:
    """Claims about one event and outcome, in the order in which they came out. `superseded` are those that their own source has revised."""

    entries: tuple[Entry, ...]
    superseded: frozenset[str] = field(default_factory=frozenset)

    @property
    def id(self) -> str:
        """Stable while the group only grows: its smallest claim identifier."""
        return min(entry.id for entry in self.entries)

    def origins(self) -> dict[str | None, tuple[Entry, ...]]:
        """Who said it first → the entries that go back to them. Without a source, the outlet is the origin."""
        found: dict[str | None, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            name = entry.origin or entry.outlet
            known = next((one for one in found if one and name and same_name(one, name)), name)
            found[known].append(entry)
        return {name: tuple(entries) for name, entries in found.items()}


def standing(events: Iterable[Judged]) -> dict[Link, Judged]:
    """What is said of each link by now: its last event, but for links whose last event took it back."""
    last: dict[Link, Judged] = {}
    for event in events:
        last[event.link] = event
    return {link: event for link, event in last.items() if event.verdict != "withdraw"}


def groups(entries: Iterable[Entry], judged: Mapping[Link, Judged]) -> list[Group]:
    """The entries that confirmed links join, the largest group first. Entries without a confirmed link are in no group."""
    known = {entry.id: entry for entry in entries}
    confirmed = [link for link, event in judged.items() if event.verdict == "confirm" and {link.first, link.second} <= known.keys()]
    leaders: dict[str, str] = {}
    for link in confirmed:
        leaders[_leader(leaders, link.first)] = _leader(leaders, link.second)
    members: dict[str, list[Entry]] = defaultdict(list)
    for claim_id in {claim_id for link in confirmed for claim_id in (link.first, link.second)}:
        members[_leader(leaders, claim_id)].append(known[claim_id])
    revised = frozenset(link.second for link in confirmed if link.relation == "supersedes")
    made = [Group(tuple(sorted(found, key=_when)), revised & {entry.id for entry in found}) for found in members.values()]
    return sorted(made, key=lambda group: (-len(group.entries), group.id))


def _leader(leaders: dict[str, str], claim_id: str) -> str:
    while leaders.get(claim_id, claim_id) != claim_id:
        leaders[claim_id] = leaders.get(leaders[claim_id], leaders[claim_id])
        claim_id = leaders[claim_id]
    return claim_id


def _when(entry: Entry) -> tuple[str, int, str]:
    return (entry.published or "~", entry.order, entry.id)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What of a claim is compared with others: a tenth of it."""

    id: str
    document_id: str
    kind: str
    outcome: str
    scope: str | None
    origin: str | None
    people: str | None
    place: str | None
    statement: str
    figure: _Bounds | None
    time: str | None
    published: str | None


def propose(entries: Sequence[Entry], judged: Mapping[Link, Judged]) -> list[Proposed]:
    """Links that nobody has judged and that the words make likely, the likeliest first."""
    return list(unjudged(likely(entries), entries, judged))


def likely(entries: Iterable[Entry]) -> list[Proposed]:
    """Links that the words make likely, the likeliest first, whatever people said of them."""
    return sorted(likely_in_order(sorted(entries, key=_when)), key=lambda proposed: proposed.place)


def likely_in_order(entries: Iterable[Entry]) -> Iterator[Proposed]:
    """The same, as they are found, of claims that come by when they were published, then in document order; flat in memory.

    Compared are claims of one kind and outcome that share a word of people, place or source, each with a bounded number of others
    among the `_MOST_KEPT` before it: time grows with the number of claims, not with its square.
    """
    for one, other in _rivals(map(_signs, entries)):
        score, reasons = _likeness(one, other)
        if score >= LIKELY:
            yield Proposed(_relation(one, other), score, reasons)


def unjudged(proposed: Iterable[Proposed], entries: Iterable[Entry], judged: Mapping[Link, Judged]) -> Iterator[Proposed]:
    """Of likely links those that nobody has judged and that would not join what is joined already."""
    joined = {entry.id: group.id for group in groups(entries, judged) for entry in group.entries}

    def is_news(link: Link) -> bool:
        together = joined.get(link.first, link.first) == joined.get(link.second, link.second)
        return link not in judged and not (link.relation == "same" and together)

    return (item for item in proposed if is_news(item.link))


def _signs(entry: Entry) -> _Signs:
    claim, time = entry.claim, entry.claim.event_time
    kept = (entry.id, entry.document_id, sys.intern(claim.kind), sys.intern(entry.outcome or ""), getattr(claim, "scope", None))
    words = (entry.origin, _people(entry), _place(entry), claim.statement)
    return _Signs(*kept, *words, _bounds(claim.figure), time.edtf if time else None, entry.published and sys.intern(entry.published))


def _rivals(entries: Iterable[_Signs]) -> Iterator[tuple[_Signs, _Signs]]:
    """Pairs worth comparing, each once, the earlier claim first."""
    shelves: dict[tuple[str, str, str], list[_Signs]] = defaultdict(list)
    kept = deque[_Signs]()
    for entry in entries:
        seen: set[str] = set()
        for word in sorted(_words(entry)):
            shelf = shelves[entry.kind, entry.outcome, word]
            for rival in shelf:
                if rival.id not in seen:
                    seen.add(rival.id)
                    yield rival, entry
            shelf.append(entry)
            if len(shelf) > _MOST_RIVALS:
                del shelf[0]
        kept.append(entry)
        if len(kept) > _MOST_KEPT:
            _forget(shelves, kept.popleft())


def _forget(shelves: dict[tuple[str, str, str], list[_Signs]], entry: _Signs) -> None:
    """Take the oldest claim off its shelves, on each of which it is the first if it is still there."""
    for word in _words(entry):
        shelf = shelves[entry.kind, entry.outcome, word]
        if shelf[0] is entry:
            del shelf[0]
        if not shelf:
            del shelves[entry.kind, entry.outcome, word]


def _words(entry: _Signs) -> set[str]:
    named_things = (entry.people, entry.place, entry.origin)
    return {word for words in named_things if words for word in words.lower().split() if len(word) >= _SHORT}


def likeness(one: Entry, other: Entry) -> tuple[float, tuple[str, ...]]:
    """How likely two claims of one kind are about the same event and outcome, and why; 0 where something excludes it."""
    return _likeness(_signs(one), _signs(other))


def _likeness(one: _Signs, other: _Signs) -> tuple[float, tuple[str, ...]]:
    if (one.kind, one.outcome) != (other.kind, other.outcome) or _excluded(one, other):
        return 0.0, ()
    signs = {
        "the same time": 0.3 * (None not in (one.time, other.time)),
        "the same place": 0.25 * _alike(one.place, other.place),
        "the same people": 0.2 * _alike(one.people, other.people),
        "the same figure": 0.2 * (one.figure is not None and one.figure == other.figure),
        "figures that agree": 0.05 * (one.figure != other.figure and _figures_meet(one.figure, other.figure)),
        "much the same words": 0.15 * _alike(one.statement, other.statement),
        "days of publication close together": 0.1 * _close(one, other),
    }
    return round(sum(signs.values()), 2), tuple(name for name, weight in signs.items() if weight)


def _excluded(one: _Signs, other: _Signs) -> bool:
    """What two events show by: a total and an increment, two figures of one voice in one text, times that don't meet, news far apart."""
    if one.document_id == other.document_id and one.origin == other.origin and one.figure != other.figure:
        return True
    scopes = {one.scope, other.scope}
    if "increment" in scopes and len(scopes) > 1:
        return True
    times = [_days(entry.time) for entry in (one, other)]
    if times[0] and times[1]:
        return not _meet(times[0], times[1])
    first, second = (_days(entry.published) for entry in (one, other))
    return bool(first and second and first[0] and second[0] and abs((first[0] - second[0]).days) > _MOST_DAYS_APART)


def _relation(one: _Signs, other: _Signs) -> Link:
    """A source that gives another figure later revises itself; else the two stand side by side."""
    later = bool(one.published and other.published and one.published < other.published)
    revised = one.figure and other.figure and one.figure != other.figure
    if later and revised and one.origin and other.origin and same_name(one.origin, other.origin):
        return Link("supersedes", other.id, one.id)
    return Link.same(one.id, other.id)


def named(mention: Mention | None) -> str | None:
    """The full name of a mention, else its words."""
    return (mention.name or mention.text) if mention else None


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, articles and case apart."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] and words[0] in {"the", "a", "an"} else words)


def _people(entry: Entry) -> str | None:
    """Who suffered or was sent; null where the words would fit anybody ("people")."""
    population = getattr(entry.claim, "population", None)
    name = named(population) if isinstance(population, Mention) else None
    return name if name and set(name.casefold().split()) - _ANYBODY else None


def _place(entry: Entry) -> str | None:
    place: PlaceRef | None = entry.claim.place
    return (place.name or place.text) if place else None


def _alike(one: str | None, other: str | None) -> bool:
    return bool(one and other) and fuzz.token_set_ratio(_plain(one or ""), _plain(other or "")) >= _ALIKE


@lru_cache(maxsize=4096)
def _days(edtf: str | None) -> Days | None:
    return edtf_interval(edtf) if edtf else None


def _meet(one: Days, other: Days) -> bool:
    start = max(one[0] or date.min, other[0] or date.min)
    return start <= min(one[1] or date.max, other[1] or date.max)


def _close(one: _Signs, other: _Signs) -> bool:
    first, second = (_days(entry.published) for entry in (one, other))
    return bool(first and second and first[0] and second[0] and abs((first[0] - second[0]).days) <= _SOON)


def _bounds(figure: Figure | None) -> _Bounds | None:
    return (figure.low, figure.high, figure.unit) if figure else None


def _figures_meet(one: _Bounds | None, other: _Bounds | None) -> bool:
    if one is None or other is None or one[2] != other[2]:
        return False
    low, high = max(one[0] or 0, other[0] or 0), min(_top(one), _top(other))
    return low <= high


def _top(bounds: _Bounds) -> float:
    return float("inf") if bounds[1] is None else bounds[1]
