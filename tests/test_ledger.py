"""Linking claims: what is proposed, what people's events add up to, what a group shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from weakref import WeakSet

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.conflict import Casualties
from extractor.claims.core import Attribution, Evidence, Figure, Mention, PlaceRef, TimeRef
from extractor.ledger import Entry, Judged, Link, Verdict, groups, likely, likely_in_order, likeness, propose, standing
from extractor.likeliest import likeliest

NOON = datetime(2031, 3, 12, 12, tzinfo=UTC)


def entry(claim_id: str, number: int = 12, **said: Any) -> Entry:
    """A claim that 12 dockers were killed in Halm on 10 March, with what is `said` otherwise."""
    source, time = said.get("source", "the mayor"), said.get("time", "2031-03-10")
    claim = Casualties(
        statement=said.get("statement", f"{number} dockers were killed in Halm."),
        evidence=(Evidence(text=f"{number} dockers were killed"),),
        attribution=Attribution(source=Mention(text=source) if source else None),
        outcome=said.get("outcome", "killed"),
        population=Mention(text=said.get("people", "dockers")),
        place=PlaceRef(text=said.get("place", "Halm"), precision="locality"),
        event_time=TimeRef(text="then", edtf=time) if time else None,
        scope=said.get("scope", "incident"),
        figure=Figure(text=str(number), low=number, high=number, qualifier="exact"),
    )
    return Entry(claim_id, claim, said.get("document", claim_id), said.get("published", "2031-03-11"), said.get("outlet"))


def judged(*links: Link, verdict: Verdict = "confirm") -> dict[Link, Judged]:
    return {link: Judged(str(number), link, verdict, "ada", NOON) for number, link in enumerate(links)}


def test_claims_of_one_event_are_proposed_whatever_their_figures() -> None:
    (found,) = propose([entry("a", 12), entry("b", 17, source="a union")], {})
    assert found.link == Link.same("a", "b")
    assert {"the same time", "the same place", "the same people"} <= set(found.reasons)


@pytest.mark.parametrize(
    "other",
    [
        {"outcome": "wounded"},
        {"time": "2031-03-08"},
        {"scope": "increment"},
        {"published": "2031-09-01", "time": None},
        {"place": "Brannik", "people": "farmers", "time": None, "statement": "Farmers died elsewhere."},
        {"document": "a", "source": "the mayor"},
    ],
    ids=["another outcome", "another day", "an increment", "months later", "elsewhere", "one voice, two figures in one text"],
)
def test_claims_of_two_events_are_not_proposed(other: dict[str, Any]) -> None:
    assert propose([entry("a"), entry("b", 20, **{"source": "a union"} | other)], {}) == []


def test_people_in_general_are_no_sign_of_one_event() -> None:
    _, reasons = likeness(entry("a", people="people"), entry("b", people="people"))
    assert "the same people" not in reasons


def test_a_source_that_gives_another_figure_later_is_proposed_to_revise_itself() -> None:
    (found,) = propose([entry("a", 12), entry("b", 15, published="2031-03-12", source="The mayor")], {})
    assert found.link == Link("supersedes", "b", "a")


@pytest.mark.parametrize("verdict", ["confirm", "refuse"])
def test_what_has_been_judged_is_not_proposed_again(verdict: Verdict) -> None:
    entries = [entry("a"), entry("b", 17, source="a union")]
    assert propose(entries, judged(Link.same("a", "b"), verdict=verdict)) == []


def test_claims_that_are_joined_already_are_not_proposed_again() -> None:
    entries = [entry("a", source="x"), entry("b", source="y"), entry("c", source="z")]
    assert propose(entries, judged(Link.same("a", "b"), Link.same("b", "c"))) == []


def test_the_last_event_of_a_link_stands_and_a_withdrawn_one_leaves_nothing() -> None:
    link, other = Link.same("a", "b"), Link.same("a", "c")
    events = [
        Judged("1", link, "confirm", "ada", NOON),
        Judged("2", other, "confirm", "ada", NOON),
        Judged("3", link, "refuse", "bo", NOON),
        Judged("4", other, "withdraw", "bo", NOON),
    ]
    assert {link: event.id for link, event in standing(events).items()} == {link: "3"}


def test_a_link_of_two_claims_has_no_direction() -> None:
    assert Link.same("b", "a") == Link.same("a", "b")


def test_a_group_keeps_every_claim_and_adds_nothing_up() -> None:
    entries = [entry("a", 12), entry("b", 17, source="a union"), entry("c", 40, place="Brannik")]
    (group,) = groups(entries, judged(Link.same("a", "b")))
    assert [(one.id, one.claim.figure.low) for one in group.entries if one.claim.figure] == [("a", 12), ("b", 17)]
    assert not hasattr(group, "total")


def test_equal_originators_are_one_origin_however_many_outlets_carry_them() -> None:
    entries = [entry("a", source="The mayor", outlet="X"), entry("b", source="the mayor", outlet="Y"), entry("c", source=None, outlet="Z")]
    (group,) = groups(entries, judged(Link.same("a", "b"), Link.same("b", "c")))
    assert {name: [one.id for one in found] for name, found in group.origins().items()} == {"The mayor": ["a", "b"], "Z": ["c"]}


def test_what_its_own_source_revised_is_marked_and_kept() -> None:
    entries = [entry("a", 12), entry("b", 15, published="2031-03-12")]
    (group,) = groups(entries, judged(Link("supersedes", "b", "a")))
    assert ([one.id for one in group.entries], group.superseded) == (["a", "b"], frozenset({"a"}))


def test_refused_links_join_nothing() -> None:
    assert groups([entry("a"), entry("b")], judged(Link.same("a", "b"), verdict="refuse")) == []


def test_links_of_claims_that_are_gone_are_passed_over() -> None:
    assert groups([entry("a")], judged(Link.same("a", "gone"))) == []


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda pair: pair[0] != pair[1]), max_size=12))
def test_groups_are_the_parts_that_links_connect(pairs: list[tuple[str, str]]) -> None:
    made = groups([entry(name) for name in "abcdefgh"], judged(*(Link.same(*pair) for pair in pairs)))
    members = [{one.id for one in group.entries} for group in made]
    assert sum(map(len, members)) == len(set().union(*members)) if members else True
    for one, other in pairs:
        assert any({one, other} <= found for found in members)


def test_many_claims_of_one_place_are_compared_with_a_bounded_number_of_others() -> None:
    entries = [entry(f"{number:04}", number + 1, source=f"source {number}") for number in range(400)]
    assert len(propose(entries, {})) <= 400 * 30 * 3


def test_claims_that_come_by_one_by_one_are_not_kept_whole() -> None:
    alive: WeakSet[Entry] = WeakSet()
    most = 0

    def coming() -> Iterator[Entry]:
        nonlocal most
        for number in range(200):
            made = entry(f"{number:04}", number % 7 + 1, source=f"source {number}")
            alive.add(made)
            most = max(most, len(alive))
            yield made

    found = list(likely_in_order(coming()))
    assert sorted(found, key=lambda one: one.place) == likely(
        [entry(f"{number:04}", number % 7 + 1, source=f"source {number}") for number in range(200)]
    )
    assert len(found) > 200
    assert most <= 3


def test_a_claim_is_compared_with_so_many_before_it_and_no_more_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.ledger._MOST_KEPT", 10)
    distant = entry("a", published="2031-03-10")
    between = [entry(f"between {number}", people=f"crew{number}", place=f"Pier{number}", source=f"guard{number}") for number in range(9)]
    last = entry("z", 17, source="a union")
    assert Link.same("a", "z") in [one.link for one in likely_in_order([distant, *between, last])]
    further = entry("further", people="crew", place="Pier", source="guard")
    assert Link.same("a", "z") not in [one.link for one in likely_in_order([distant, *between, further, last])]


def test_links_wait_in_a_file_for_their_order_and_none_is_lost() -> None:
    entries = [entry(f"{number:04}", number % 7 + 1, source=f"source {number}") for number in range(60)]
    found = likely(entries)
    assert len({one.score for one in found}) > 1
    assert list(likeliest(reversed(found))) == found
