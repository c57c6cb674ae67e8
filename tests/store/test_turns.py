from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.store import Store

HOST = "api.example.org m"
TAKER = """
import sys
from extractor.store import open_store
with open_store(sys.argv[1]) as store:
    print(*(store.turns.take(sys.argv[2], {"requests": 600.0}) for _ in range(5)))
"""


def test_places_are_as_far_apart_as_the_limits_want_and_the_scarcest_decides(store: Store) -> None:
    spacing = {"requests": 100.0, "tokens": 400.0}
    waits = [store.turns.take(HOST, spacing) for _ in range(4)]
    assert waits == [pytest.approx(ahead, abs=60) for ahead in (0, 400, 800, 1200)]
    assert store.turns.take(HOST, {"requests": 100.0}) == pytest.approx(400, abs=60), "requests were used up less"


def test_another_endpoint_has_a_line_of_its_own(store: Store) -> None:
    store.turns.take(HOST, {"requests": 500.0})
    assert store.turns.take("other", {"requests": 500.0}) == 0


def test_a_pause_holds_everybody_who_comes_later_and_a_shorter_one_does_not_end_it(store: Store) -> None:
    store.turns.pause(HOST, 900)
    store.turns.pause(HOST, 300)
    assert store.turns.take(HOST, {}) == pytest.approx(900, abs=60)
    assert store.turns.take("other", {}) == 0


def test_processes_stand_in_one_line_and_nobody_gets_another_ones_place(store_url: str) -> None:
    words = [sys.executable, "-c", TAKER, store_url, HOST]
    takers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    waits = sorted(float(word) for taker in takers for word in taker.communicate()[0].split())
    assert waits == [pytest.approx(600 * place, abs=290) for place in range(15)]
