from __future__ import annotations

from typing import Any

import pytest

from extractor.errors import ModelBudgetError
from extractor.models.endpoint.budget import Budget
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.protocol import Usage
from tests.endpoint import ScriptedEndpoint, answer
from tests.models.memory import MemoryLedger, asking


async def test_a_run_stops_sending_when_its_tokens_are_used_up_and_goes_on_where_it_stopped() -> None:
    ledger = MemoryLedger()
    reply = answer([], usage={"prompt_tokens": 90, "completion_tokens": 20})
    texts = [f"Report {number}: 12 soldiers were killed." for number in range(4)]
    with ScriptedEndpoint(reply) as endpoint:
        first = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, max_total_tokens=200), ledger)
        await first.propose(asking(texts[0]))
        await first.propose(asking(texts[1]))
        with pytest.raises(ModelBudgetError, match=r"limit of 200 tokens is used up \(220\)") as caught:
            await first.propose(asking(texts[2]))
        await first.propose(asking(texts[1]))
        await first.aclose()
        assert len(endpoint.requests) == 2
        second = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, max_total_tokens=250), ledger)
        for text in texts:
            await second.propose(asking(text))
        await second.aclose()
        assert len(endpoint.requests) == 4
    assert "Run again" in caught.value.hint


def budget(*spent: Usage, **limits: Any) -> Budget:
    counted = Budget(EndpointOptions("gpt-4o-mini", **limits))
    for usage in spent:
        counted.spend(usage, (usage.prompt_tokens or 0) + (usage.completion_tokens or 0))
    return counted


def test_without_limits_nothing_is_refused() -> None:
    assert budget(Usage(10**9, 10**9, None, 10_000.0)).refusal() is None


def test_a_limit_in_money_holds() -> None:
    assert budget(Usage(1, 1, None, 0.49), max_cost_usd=0.5).refusal() is None
    refusal = budget(Usage(1, 1, None, 0.49), Usage(1, 1, None, 0.02), max_cost_usd=0.5).refusal()
    assert refusal is not None
    assert "$0.50" in refusal.message


def test_a_limit_in_money_is_not_pretended_where_the_price_is_unknown() -> None:
    refusal = budget(Usage(1, 1, None, None), max_cost_usd=0.5).refusal()
    assert refusal is not None
    assert "can't be held" in refusal.message
    assert refusal.hint == "Limit tokens instead."


async def test_tokens_that_an_endpoint_does_not_count_are_estimated_so_that_a_limit_holds() -> None:
    with ScriptedEndpoint(answer([], usage={})) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, max_total_tokens=100), MemoryLedger())
        await model.propose(asking("A report."))
        with pytest.raises(ModelBudgetError, match="limit of 100 tokens is used up"):
            await model.propose(asking("Another report."))
        await model.aclose()
