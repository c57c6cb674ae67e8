"""Linked claims as rows and marks of a plot. Pure."""

from __future__ import annotations

import html

from extractor.ledger import Entry, Group, named
from review_ui.presenter import figure_row
from review_ui.wording import counted, phrase, say_edtf, shorten, shown, shown_row

Row = dict[str, str]
Line = tuple[str, str, bool]
Mark = dict[str, str | int | float | bool | None]


_LINES = ("Figure", "Who says it", "When", "Where", "Outlet")
_NOTHING = ("—", "")


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


def compared(first: Entry, second: Entry) -> tuple[list[Line], list[Line]]:
    """What a person compares before linking two claims: the same lines for both, as (label, words, whether they differ).

    Other words for the same bounds or the same day are no difference; two outlets always are two.
    """
    left, right = _told(first), _told(second)
    labels = [label for label in _LINES if label in left or label in right]
    both = [(label, left.get(label, _NOTHING), right.get(label, _NOTHING)) for label in labels]
    differing = {label for label, (_, one), (_, other) in both if one != other}
    return [(label, one, label in differing) for label, (one, _), _ in both], [
        (label, one, label in differing) for label, _, (one, _) in both
    ]


def pair_table(left: Entry, right: Entry) -> str:
    """Two claims as the columns of an HTML table: what they claim, what a person compares, and the quotes. What differs is marked."""
    first, second = compared(left, right)
    rows = [
        *((label, one, other, "qb-differs" if differs else "") for (label, one, differs), (_, other, _) in zip(first, second, strict=True)),
        ("Quote", f"“{left.claim.evidence[0].text}”", f"“{right.claim.evidence[0].text}”", "qb-said"),
    ]
    head = (left.claim.statement, right.claim.statement)
    cells = "".join(
        f"<tr class='{mark}'><th scope='row'>{label}</th><td dir='auto'>{_escaped(one)}</td><td dir='auto'>{_escaped(other)}</td></tr>"
        for label, one, other, mark in rows
    )
    titles = "".join(f"<th scope='col' dir='auto'>{_escaped(words)}</th>" for words in head)
    return f"<table class='qb-pair'><thead><tr><td></td>{titles}</tr></thead><tbody>{cells}</tbody></table>"


def _escaped(words: str) -> str:
    return html.escape(shown(words))


def _told(entry: Entry) -> dict[str, tuple[str, str | None]]:
    """By label: the words, and what they come to."""
    claim = entry.claim
    figure, time, place = claim.figure, claim.event_time, claim.place
    where = (place.name or place.text) if place else None
    found: tuple[tuple[str | None, str | None], ...] = (
        (f"{_words(entry)} → {counted(figure)}", counted(figure)) if figure else ("no figure", None),
        (entry.origin or "the outlet itself",) * 2,
        (f"{time.text} ({say_edtf(time.edtf)})" if time.edtf else time.text, time.edtf or time.text) if time else (None, None),
        (where, where),
        (", ".join(part for part in (entry.outlet, say_edtf(entry.published) if entry.published else None) if part), None),
    )
    return {label: (shown(words), value) for label, (words, value) in zip(_LINES, found, strict=True) if words}
