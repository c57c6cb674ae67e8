"""Keys of one's own."""

from __future__ import annotations

import pytest

from extractor.store import Store
from review_ui.keys import KEYS, keep_keys, keys_of, moved, problem


def test_the_usual_keys_can_be_used() -> None:
    assert problem(KEYS) is None


@pytest.mark.parametrize(
    ("act", "key", "said"),
    [
        ("accept", "s", "“s” is the key of “skip” already"),
        ("accept", "7", "kept for the reasons"),
        ("accept", "o", "kept for opening"),
        ("accept", " ", "can't be a key"),
        ("accept", "Enter", "can't be a key"),
        ("accept", "A", "can't be a key"),
        ("accept", "", "can't be a key"),
        ("bless", "b", "nothing called bless"),
    ],
)
def test_a_conflict_is_refused_in_words_and_the_keys_stay(store: Store, act: str, key: str, said: str) -> None:
    assert said in (keep_keys(store, "mira", {act: key}) or "")
    assert keys_of(store, "mira") == dict(KEYS)


def test_a_reviewers_own_keys_are_theirs_alone_and_can_be_given_up(store: Store) -> None:
    assert keep_keys(store, "mira", {"accept": "e", "skip": "h"}) is None
    assert keys_of(store, "mira") == {**KEYS, "accept": "e", "skip": "h"}
    assert keys_of(store, "ada") == dict(KEYS)
    assert keep_keys(store, "mira", {}) is None
    assert keys_of(store, "mira") == dict(KEYS)


def test_two_keys_can_be_exchanged(store: Store) -> None:
    assert keep_keys(store, "mira", {"accept": "s", "skip": "a"}) is None


def test_kept_keys_that_this_program_refuses_give_way_to_the_usual_ones(store: Store) -> None:
    store.desk.set_keys("mira", {"accept": "7", "gone": "z", "skip": "h"})
    assert keys_of(store, "mira") == {**KEYS, "skip": "h"}
    assert moved(store, "mira") is None


def test_an_act_whose_usual_key_was_given_away_before_it_came_gets_a_free_one_and_the_reviewer_is_told(store: Store) -> None:
    store.desk.set_keys("mira", {"skip": "g", "accept": "i"})  # kept before there was a guide
    keys = keys_of(store, "mira")
    assert keys == {**KEYS, "skip": "g", "accept": "i", "guide": keys["guide"]}
    assert problem(keys) is None
    assert f"press “{keys['guide']}” for “guide”" in (moved(store, "mira") or "")
    assert keep_keys(store, "mira", {**keys, "guide": "b"}) is None
    assert (keys_of(store, "mira")["guide"], moved(store, "mira")) == ("b", None)
