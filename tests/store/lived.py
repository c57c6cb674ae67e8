"""A database in which everything has happened once: every table has rows."""

from __future__ import annotations

from sqlalchemy import select

from extractor.ledger import Judged, Link
from extractor.overlap import Overlap
from extractor.protocol import Call, Malformed, Usage
from extractor.store import Store, tables
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store import samples

Row = dict[str, object]
HAND = ("DEAD", "WOUNDED", "UNION", "MISSING")


def live(store: Store) -> None:
    """Two runs, decisions, an undo, a release that was taken back, a ledger, a copy, a team of one."""
    claims = [
        samples.checked(getattr(samples, name), *findings) for name, findings in zip(HAND, ((), (samples.WARN,), (), ()), strict=True)
    ]
    run = samples.saved(store, claims)
    document = samples.document()
    store.claims.save(run, document.id, claims, [Malformed("{", "no JSON")], complete=False)
    store.runs.item(run, document.name, document.id, "done")
    usage = Usage(90, 20, 10, 0.001)
    store.calls.record(Call("k", "openai/m", "extract.v1", {"a": 1}, {"b": "ü"}, "ok", usage, document_id=document.id), run)
    other = store.documents.put(samples.document(samples.TEXT + "It was a Monday.\n", "copy.txt"))
    store.copies.remember_all({document.id: (1, 2, 2**32 - 1)})
    store.copies.link(other, document.id)
    _decide(store, [claim.id for claim in claims])
    store.turns.take("host model", {"requests": 1.0})
    store.team.set_overlap(Overlap(rule="none"), "ada")
    store.team.grant("ada", {"admin"}, "ada")


def _decide(store: Store, ids: list[str]) -> None:
    first, second, third, fourth = ids
    accepted = samples.decision(store.claims.get(first), "accept")
    store.reviews.decide(accepted)
    samples.decide(store, second, "reject", reason="hearsay")
    store.links.judge(Judged("e1", Link.same(first, third), "confirm", "ada", samples.NOON, "one blast"))
    store.desk.assign([third], "bo", "ada")
    store.desk.set_keys("ada", {"accept": "y"})
    store.reviews.lease(fourth, "ada", 600)
    store.releases.create("the first")
    samples.decide(store, first, "undo", undoes=accepted.id)
    store.releases.create("the second")


def everything(url: str) -> dict[str, list[Row]]:
    """Every row of every table, in the same order everywhere."""
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = {
            table.name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
            for table in tables.metadata.sorted_tables
        }
    engine.dispose()
    return found
