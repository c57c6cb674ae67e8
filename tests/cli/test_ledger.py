"""`quotebound ledger`: groups that people made, and the links that wait for one."""

from __future__ import annotations

import json
import uuid

import pytest

from extractor.ledger import Judged, Link
from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.store.samples import NOON, casualties, checked, document, saved

PLACES = ("Halm", "Brannik", "Ost")


@pytest.fixture
def told(quotebound: CommandLine) -> list[tuple[str, str]]:
    """Two outlets on each of three events; the claims' identifiers by event."""
    pairs = []
    with open_store(quotebound.db) as store:
        for number, place in enumerate(PLACES, 10):
            pair = []
            for outlet in ("The Quay", "The Gull"):
                text = f"{number} dockers of {place} were killed, said {outlet}."
                article = document(text, f"{number} {outlet}", outlet=outlet, published="2026-05-03")
                claim = casualties(f"{number} dockers of {place} were killed", number, text=text, source=f"the mayor of {place}")
                dated = {"place": {"text": place, "precision": "locality"}, "event_time": {"text": "then", "edtf": "2026-05-02"}}
                pair.append(checked(type(claim).model_validate(claim.model_dump() | dated), of=article))
                saved(store, pair[-1:], of=article)
            pairs.append((pair[0].id, pair[1].id))
    return pairs


def test_likely_links_are_printed_with_both_claims_a_page_at_a_time(
    quotebound: CommandLine, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.cli.ledger._PAGE", 2)
    lines = [json.loads(line) for line in quotebound("ledger", "--proposed", "--json").out.splitlines()]
    ends = {frozenset((line["first"]["id"], line["second"]["id"])) for line in lines if line["score"] > 0.8}
    assert ends == {frozenset(pair) for pair in told}
    assert {line["first"]["outlet"] for line in lines} | {line["second"]["outlet"] for line in lines} == {"The Quay", "The Gull"}
    shown = quotebound("ledger", "--proposed")
    assert shown.out.count("same? ") == len(lines)
    assert f"{len(lines)} proposed links" in shown.err


def test_a_link_that_somebody_judged_is_proposed_no_more_and_confirmed_ones_are_groups(
    quotebound: CommandLine, told: list[tuple[str, str]]
) -> None:
    assert "No groups yet" in quotebound("ledger").err
    with open_store(quotebound.db) as store:
        store.links.judge(Judged(str(uuid.uuid4()), Link.same(*told[0]), "confirm", "ada", NOON))
    (group,) = [json.loads(line) for line in quotebound("ledger", "--json").out.splitlines()]
    assert [claim["id"] for claim in group["claims"]] == list(told[0])
    assert "1 group" in quotebound("ledger").err
    proposed = [json.loads(line) for line in quotebound("ledger", "--proposed", "--json").out.splitlines()]
    assert set(told[0]) not in [{line["first"]["id"], line["second"]["id"]} for line in proposed]
    assert set(told[1]) in [{line["first"]["id"], line["second"]["id"]} for line in proposed]
