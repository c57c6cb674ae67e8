"""Linked claims as rows and marks of a plot. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.ledger import Entry, Group, named
from review_ui.presenter import figure_row
from review_ui.wording import counted, phrase, say_edtf, shorten, shown, shown_row

Row = dict[str, str]
Mark = dict[str, str | int | float | bool | None]


def heading(group: Group) -> str:
    """What a group is about: outcome, people, place, and how many claims and origins it has."""
    first = group.entries[0]
    population = getattr(first.claim, "population", None)
    people = named(population) if population else None
    about = " ".join(
        part for part in (phrase(first.outcome or first.claim.kind).capitalize() + ":", people or "people", _at(first)) if part
    )
    origins = len(group.origins())
    return f"{shorten(about)} — {len(group.entries)} claims, {origins} {'origin' if origins == 1 else 'origins'}"


def _at(entry: Entry) -> str:
    place = entry.claim.place
    return f"in {place.name or place.text}" if place else ""


def group_rows(group: Group) -> list[Row]:
    """One row a claim, an origin's claims together: who said it first, the words of the figure and its bounds, who carried it when."""
    return [
        shown_row(
            {
                "Origin": origin or "unnamed",
                "Figure": _words(entry),
                "Bounds": counted(entry.claim.figure) if entry.claim.figure else "",
                "Stance": phrase(entry.claim.stance) + (", superseded" if entry.id in group.superseded else ""),
                "Claim": entry.claim.statement,
                "Outlet": entry.outlet or "",
                "Published": say_edtf(entry.published) if entry.published else "",
                "Relays": ", ".join(named(relay) or "" for relay in entry.claim.attribution.relays),
                "Id": entry.id,
            }
        )
        for origin, entries in group.origins().items()
        for entry in entries
    ]


def _words(entry: Entry) -> str:
    figure = figure_row(entry.claim)
    return str(figure["words"]) if figure else "no figure"


def marks(group: Group) -> list[Mark]:
    """One mark a figure with bounds: from its low to its high; an open side ends where the widest closed one does, and says so."""
    known = [(entry, entry.claim.figure) for entry in group.entries if entry.claim.figure]
    ends = [bound for _, figure in known for bound in (figure.low, figure.high) if bound is not None]
    if not ends:
        return []
    right = max(ends) * 1.15 + 1
    return [
        {
            "claim": shown(f"{_line(entry)} · {entry.id[:6]}"),
            "words": shown(figure.text),
            "bounds": counted(figure),
            "from": figure.low if figure.low is not None else 0,
            "to": figure.high if figure.high is not None else right,
            "open": figure.high is None,
            "superseded": entry.id in group.superseded,
            "order": order,
        }
        for order, (entry, figure) in enumerate(known)
        if figure.low is not None or figure.high is not None
    ]


def _line(entry: Entry) -> str:
    who = entry.origin or entry.outlet or "unnamed"
    return f"{shorten(who, 36)}, {say_edtf(entry.published)}" if entry.published else shorten(who, 36)


def side(entry: Entry) -> list[tuple[str, str]]:
    """What a person compares before linking two claims, as (label, words)."""
    claim = entry.claim
    time, place = claim.event_time, claim.place
    found: Iterable[tuple[str, str | None]] = (
        ("Figure", f"{_words(entry)} → {counted(claim.figure)}" if claim.figure else "no figure"),
        ("Who says it", entry.origin or "the outlet itself"),
        ("When", f"{time.text} ({say_edtf(time.edtf)})" if time and time.edtf else (time.text if time else None)),
        ("Where", (place.name or place.text) if place else None),
        ("Outlet", ", ".join(part for part in (entry.outlet, say_edtf(entry.published) if entry.published else None) if part)),
    )
    return [(label, shown(words)) for label, words in found if words]
