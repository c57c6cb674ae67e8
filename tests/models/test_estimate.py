from __future__ import annotations

from extractor.claims.conflict import CONFLICT
from extractor.models.estimate import Estimate, estimate
from extractor.models.options import EndpointOptions

OPTIONS = EndpointOptions("gpt-4o-mini")


def cost(calls: int, chars: int, options: EndpointOptions = OPTIONS) -> Estimate:
    return estimate(calls, chars, CONFLICT, options)


def test_every_chunk_pays_for_the_prefix_again() -> None:
    one, two = cost(1, 8_000), cost(2, 8_000)
    assert (one.calls, two.calls) == (1, 2)
    assert two.prompt_tokens > 1.5 * one.prompt_tokens
    assert one.completion_tokens == two.completion_tokens


def test_a_long_report_has_a_price_before_it_is_read() -> None:
    found = cost(25, 300_000)
    assert found.cost_usd is not None
    assert 0.01 < found.cost_usd < 1.0


def test_an_unknown_price_is_null() -> None:
    assert cost(1, 10, EndpointOptions("m", base_url="http://127.0.0.1:1/v1")).cost_usd is None


def test_nothing_costs_nothing() -> None:
    assert cost(0, 0) == Estimate(0, 0, 0, 0.0)
