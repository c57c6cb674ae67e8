from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ModelUnavailableError
from extractor.models.endpoint.breaker import Breaker
from extractor.models.endpoint.faults import Fault
from extractor.models.endpoint.limiter import Limiter, Rates
from extractor.models.endpoint.prices import priced
from extractor.models.options import EndpointOptions
from extractor.protocol import Usage


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def limiter(clock: Clock, requests: float | None = None, tokens: float | None = None) -> Limiter:
    return Limiter("here", Rates(requests, tokens), clock=clock, sleep=clock.sleep)


async def test_without_limits_nothing_waits() -> None:
    clock = Clock()
    for _ in range(1000):
        await limiter(clock).acquire(10_000)
    assert clock.now == 0


async def test_requests_a_minute_are_spread_evenly() -> None:
    clock = Clock()
    limited = limiter(clock, requests=60)
    for _ in range(31):
        await limited.acquire(1)
    assert clock.now == pytest.approx(30, abs=0.1)


async def test_tokens_a_minute_count_by_the_size_of_requests() -> None:
    clock = Clock()
    limited = limiter(clock, tokens=60_000)
    for _ in range(11):
        await limited.acquire(3_000)
    assert clock.now == pytest.approx(32, abs=2)


async def test_a_request_larger_than_a_seconds_worth_is_let_through_in_time() -> None:
    clock = Clock()
    limited = limiter(clock, tokens=600)
    await limited.acquire(100_000)
    assert clock.now < 60


async def test_a_pause_holds_everybody() -> None:
    clock = Clock()
    limited = limiter(clock)
    await limited.pause(7)
    await limited.pause(3)
    await limited.acquire(1)
    assert clock.now == 7


def said(what: str, remaining: str, limit: str | None, reset: str) -> dict[str, str]:
    """Response headers of an endpoint that says what is left."""
    headers = {f"x-ratelimit-remaining-{what}": remaining, f"x-ratelimit-reset-{what}": reset}
    return headers if limit is None else {**headers, f"x-ratelimit-limit-{what}": limit}


async def test_a_limit_that_is_used_up_holds_everybody_until_its_reset_but_not_for_ever() -> None:
    clock = Clock()
    limited = limiter(clock)
    limited.learn(said("tokens", "0", None, "6m0s"), longest=300)
    await limited.acquire(1)
    assert clock.now == 300


async def test_what_an_endpoint_says_is_left_is_sent_and_then_waited_for() -> None:
    clock = Clock()
    limited = limiter(clock)
    limited.learn(said("requests", "2", None, "60s"), longest=300)
    await limited.acquire(1)
    await limited.acquire(1)
    assert clock.now == 0
    await limited.acquire(1)
    assert clock.now == 60


async def test_a_limit_that_comes_back_evenly_is_waited_for_no_longer_than_it_takes() -> None:
    clock = Clock()
    limited = limiter(clock)
    limited.learn(said("tokens", "1000", "31000", "60s"), longest=300)
    await limited.acquire(6_000)
    assert clock.now == pytest.approx(10), "5,000 tokens at 500 a second"


async def test_headers_that_say_nothing_of_limits_hold_nobody() -> None:
    clock = Clock()
    limited = limiter(clock)
    for headers in ({}, {"x-ratelimit-remaining-tokens": "0"}, said("requests", "many", "x", "soon")):
        limited.learn(headers, longest=300)
    await limited.acquire(1_000_000)
    assert clock.now == 0


async def test_tokens_of_answers_count_as_soon_as_they_are_known() -> None:
    clock = Clock()
    limited = limiter(clock, tokens=60_000)
    await limited.acquire(1_000)
    limited.used(5_000)
    await limited.acquire(1_000)
    assert clock.now == pytest.approx(1)
    await limited.acquire(1_000)
    assert clock.now == pytest.approx(7)


@dataclass
class SharedTurns:
    """A line that says how long to wait, and keeps what it was asked."""

    asked: list[tuple[str, object]] = field(default_factory=list)

    async def take_turn(self, endpoint: str, spacing: Mapping[str, float]) -> float:
        self.asked.append((endpoint, dict(spacing)))
        return 9.0

    async def pause_turns(self, endpoint: str, seconds: float) -> None:
        self.asked.append((endpoint, seconds))


async def test_where_processes_share_a_line_its_turns_and_pauses_are_the_limiters() -> None:
    clock, turns = Clock(), SharedTurns()
    limited = Limiter("here", Rates(60, 6_000), turns, clock=clock, sleep=clock.sleep)
    await limited.acquire(200)
    assert clock.now == 9
    await limited.pause(4)
    assert turns.asked == [("here", {"requests": 1.0, "tokens": 2.0}), ("here", 4)]


async def test_without_rates_no_line_is_asked() -> None:
    clock, turns = Clock(), SharedTurns()
    limited = Limiter("here", Rates(), turns, clock=clock, sleep=clock.sleep)
    await limited.acquire(200)
    await limited.pause(4)
    assert turns.asked == []


@given(st.lists(st.floats(0, 5_000), max_size=40), st.integers(1, 600), st.integers(100, 100_000))
def test_the_rates_are_never_exceeded_by_more_than_a_second_or_one_request(sizes: list[float], requests: int, tokens: int) -> None:
    clock = Clock()
    limited = limiter(clock, requests=requests, tokens=tokens)

    async def run() -> None:
        for number, size in enumerate(sizes, 1):
            await limited.acquire(size)
            assert number <= clock.now * requests / 60 + max(1.0, requests / 60) + 0.02

    asyncio.run(run())


def fault(*, retryable: bool = True, fatal: bool = False) -> Fault:
    return Fault(ModelUnavailableError("down", hint="wait"), retryable=retryable, fatal=fatal)


def test_the_breaker_opens_after_failures_in_a_row() -> None:
    breaker = Breaker(threshold=3, clock=Clock())
    for _ in range(2):
        breaker.failed(fault())
        assert breaker.refusal() is None
    breaker.failed(fault())
    refusal = breaker.refusal()
    assert refusal is not None
    assert "not asked, because the endpoint keeps failing: down" in refusal.message
    assert refusal.hint == "wait"


def test_an_answer_in_between_closes_it() -> None:
    breaker = Breaker(threshold=2, clock=Clock())
    breaker.failed(fault())
    breaker.succeeded()
    breaker.failed(fault())
    assert breaker.refusal() is None


def test_a_refused_key_opens_it_at_once() -> None:
    breaker = Breaker(threshold=20, clock=Clock())
    breaker.failed(fault(retryable=False, fatal=True))
    assert breaker.refusal() is not None


def test_what_is_wrong_with_one_request_alone_does_not_count() -> None:
    breaker = Breaker(threshold=1, clock=Clock())
    breaker.failed(fault(retryable=False))
    assert breaker.refusal() is None


def test_after_a_cooldown_one_caller_tries() -> None:
    clock = Clock()
    breaker = Breaker(threshold=1, cooldown=30, clock=clock)
    breaker.failed(fault())
    assert breaker.refusal() is not None
    clock.now = 31
    assert breaker.refusal() is None
    assert breaker.refusal() is not None
    breaker.succeeded()
    assert breaker.refusal() is None


USAGE = Usage(prompt_tokens=1_000_000, completion_tokens=0, cached_tokens=0)


def test_a_call_to_the_vendor_has_a_price() -> None:
    cost = priced(USAGE, EndpointOptions("gpt-4o-mini")).cost_usd
    assert cost is not None
    assert 0 < cost < 10


def test_cached_tokens_are_cheaper() -> None:
    cached = Usage(prompt_tokens=1_000_000, completion_tokens=0, cached_tokens=1_000_000)
    whole, half = (priced(usage, EndpointOptions("gpt-4o-mini")).cost_usd for usage in (USAGE, cached))
    assert whole is not None
    assert half is not None
    assert half < whole


@pytest.mark.parametrize(
    ("usage", "options"),
    [
        (USAGE, EndpointOptions("gpt-4o-mini", base_url="http://127.0.0.1:8000/v1")),
        (USAGE, EndpointOptions("gpt-4o-mini", base_url="https://llm.example.org/v1")),
        (USAGE, EndpointOptions("a-model-of-our-own")),
        (Usage(), EndpointOptions("gpt-4o-mini")),
    ],
)
def test_an_unknown_price_is_null_and_never_nought(usage: Usage, options: EndpointOptions) -> None:
    assert priced(usage, options) == usage
