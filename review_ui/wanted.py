"""Which claims a reviewer wants to see, and in which order: as words in the page's address, so that it can be kept and sent on. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from extractor.review import STATES, State
from extractor.store import ClaimFilter
from extractor.store.facets import Facet
from extractor.store.filters import ANY
from extractor.store.parts import Order
from review_ui.wording import label, phrase, say_edtf

FACETS: tuple[Facet, ...] = get_args(Facet)
_WORDS = ("search", "document", "kind", "outcome", "source", "finding", "outlet", "month", "run", "model", "reviewer", "assignee")
EVERY = "all"
LONGEST_SEARCH = 200
"""Characters of a search: what is longer is cut, and the page shows how."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENUMERATED = ("state", "kind", "outcome")
_ORDERS: Mapping[Order, str] = {"document": "by article", "risk": "riskiest first", "age": "oldest first"}


@dataclass(frozen=True)
class Wanted:
    """A filter of the queue and its order. Without a state it is the undecided claims."""

    filter: ClaimFilter = ANY
    order: Order = "document"

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Wanted:
        """What an address asks for; what it can't ask for is left aside."""
        words: dict[str, Any] = {name: params[name] for name in _WORDS if params.get(name) and _storable(params[name])}
        if "search" in words:
            words["search"] = words["search"][:LONGEST_SEARCH]
        asked = params.get("state", "").split(",")
        states = tuple(state for state in STATES if state in asked or asked == [EVERY])
        state: State | tuple[State, ...] | None = states[0] if len(states) == 1 else states or None
        flagged = True if params.get("flagged") == "yes" else None
        order: Order = next((name for name in _ORDERS if name == params.get("order")), "document")
        return cls(ClaimFilter(**words, state=state, flagged=flagged), order)

    @property
    def params(self) -> dict[str, str]:
        """The same as words of an address; what is not asked for is left out."""
        given = {name: str(value) for name, value in asdict(self.filter).items() if name in _WORDS and value is not None}
        state = self.filter.state
        states = (state,) if isinstance(state, str) else state or ()
        given |= {"state": EVERY if states == STATES else ",".join(states)} if states else {}
        given |= {"flagged": "yes"} if self.filter.flagged else {}
        return given | ({"order": self.order} if self.order != "document" else {})

    @property
    def sentence(self) -> str:
        """In words: "undecided, source: HUR, riskiest first"."""
        said = [f"{label(name).lower()}: {_said(name, value)}" for name, value in self.params.items() if name in _WORDS]
        state = self.filter.state
        states = (state,) if isinstance(state, str) else state or ()
        head = "all claims" if states == STATES else " or ".join(phrase(name) for name in states) or "undecided"
        flagged = ["marked for a second look"] if self.filter.flagged else []
        return ", ".join([head, *said, *flagged, _ORDERS[self.order]])

    def facets(self) -> list[tuple[list[Facet], ClaimFilter]]:
        """What there is to choose from: fields, and the filter under which their values are counted.

        A field's own choice is left aside, so that its other values are to be seen beside it. Without a state it is the undecided claims.
        """
        among: dict[ClaimFilter, list[Facet]] = {}
        for name in FACETS:
            rest = replace(self.filter, **{name: None})
            if self.filter.state is None and name != "state":
                rest = replace(rest, undecided=True)
            among.setdefault(rest, []).append(name)
        return [(names, rest) for rest, names in among.items()]


def _storable(words: str) -> bool:
    """Whether a database could hold them at all: PostgreSQL has no NUL, and no half of a surrogate pair is UTF-8."""
    return "\0" not in words and not _SURROGATES.search(words)


def facet_words(name: str, value: str, runs: Mapping[str, str]) -> str:
    """A facet's value in words; `runs` says what each run is called."""
    return runs.get(value, value) if name == "run" else _said(name, value)


def _said(name: str, value: str) -> str:
    if name == "document":
        return "this one"
    if name == "month":
        return say_edtf(value)
    return phrase(value) if name in _ENUMERATED else value
