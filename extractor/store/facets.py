"""What there is to filter by: the values that claims have in their fields, with how many have them.

Counting stops after some claims, so that it takes as long in a store of millions; what it then says is "at least".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import CTE, Connection, Select, Text, cast, func, literal, null, select, union_all

from extractor.store import tables
from extractor.store.filters import ClaimFilter, narrow

Facet = Literal["state", "kind", "outcome", "source", "finding", "outlet", "month", "model", "run", "reviewer", "assignee"]
MOST = 200
"""Values listed at most; rarer ones are found by the table's own search."""
COUNTED = 5_000
"""Claims that are counted at most."""
_MARKS: tuple[Facet, ...] = ("finding", "model", "run")
_PLAIN: tuple[Facet, ...] = tuple(name for name in get_args(Facet) if name not in (*_MARKS, "source"))


@dataclass(frozen=True, slots=True)
class Facets:
    """For each field its commonest values, the commonest first, with how many claims have each.

    `partial`: only the first `COUNTED` claims were counted, so that there may be more of each, and values are listed (with 0) that none
    of those had.
    """

    values: dict[Facet, dict[str, int]]
    partial: bool


def facet_values(connection: Connection, names: Sequence[Facet], wanted: ClaimFilter) -> Facets:
    """What the claims that match `wanted` have in these fields."""
    columns = [tables.claims.c[name] for name in ("id", "source", *_PLAIN)]
    narrowed = narrow(connection, wanted, None, COUNTED)
    matching = select(*columns).where(*narrowed.conditions).order_by(*narrowed.soonest).limit(COUNTED + 1).cte("matching")
    counts: dict[Facet, Counter[str]] = {name: Counter() for name in names}
    arms = [_padded(label, query) for label, query in _arms(names, matching)]
    claims = 0
    for label, *values, count in connection.execute(union_all(*arms)):
        claims += count if label == "plain" else 0
        for name, value in _named(label, values):
            if name in counts and value is not None:
                counts[name][value] += count
    if claims > COUNTED:
        for name in names:
            counts[name].update(dict.fromkeys(_all_values(connection, name), 0))
    return Facets({name: _commonest(found) for name, found in counts.items()}, partial=claims > COUNTED)


def _named(label: str, values: Sequence[str | None]) -> Iterator[tuple[Any, str | None]]:
    """The fields that an arm's values are of."""
    if label == "mark":
        name, _, value = (values[0] or "").partition(":")
        return iter([(name, value)])
    return zip(_PLAIN if label == "plain" else (label,), values, strict=False)


def _commonest(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST])


def _arms(names: Sequence[Facet], matching: CTE) -> Iterator[tuple[str, Select[Any]]]:
    """What is counted together: the fields of a claim; its source, which is nearly its own; and each sort of mark."""
    plain = [matching.c[name] for name in _PLAIN]
    yield "plain", select(*plain, func.count()).group_by(*plain)
    if "source" in names:
        source = matching.c.source
        query = select(source, func.count().label("n")).where(source.is_not(None)).group_by(source)
        yield "source", query.order_by(func.count().desc(), source).limit(MOST)
    if set(_MARKS) & set(names):
        mark = tables.claim_marks.c.mark
        own = tables.claim_marks.c.claim_id == matching.c.id.concat("")  # claim by claim: SQLite would rather read all marks there are
        joined = select(mark, func.count()).join_from(matching, tables.claim_marks, own)
        yield "mark", joined.group_by(mark)


def _padded(label: str, query: Select[Any]) -> Select[Any]:
    """The same with a label before it, and as wide as the widest."""
    *values, count = query.subquery().c
    wide = [*(cast(value, Text) for value in values), *(cast(null(), Text) for _ in range(len(_PLAIN) - len(values)))]
    columns: list[Any] = [literal(label), *wide, count]
    return select(*columns)


def _all_values(connection: Connection, name: Facet) -> Iterator[str]:
    """The values of a field, hopping from one to the next along an index; of sources, which are too many, none."""
    if name == "source":
        return
    marks = tables.claim_marks.c.mark
    own = tables.claims.c[name] if name not in _MARKS else marks
    within = (marks >= f"{name}:", marks < f"{name};") if name in _MARKS else (own.is_not(None),)  # as the indices over persons say
    hops = select(func.min(own).label("value")).where(*within).cte("hops", recursive=True)
    further = select(func.min(own)).where(own > hops.c.value, *within).correlate(hops).scalar_subquery()
    hops = hops.union_all(select(further).where(hops.c.value.is_not(None)))
    for value in connection.execute(select(hops.c.value).where(hops.c.value.is_not(None)).limit(MOST)).scalars():
        yield value.partition(":")[2] if name in _MARKS else value
