"""Every HTTP request is counted once in the ledger, whatever an endpoint does in whatever order."""

from __future__ import annotations

import asyncio
import random

import pytest

from extractor.errors import ModelError
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from tests import endpoint as scripted
from tests.endpoint import ScriptedEndpoint, answer, content, error, rate_limited, sequence, slow, statement, truncated
from tests.models.memory import MemoryLedger, asking

TEXT = "The army said on Monday that 12 soldiers were killed near Dorrin."
GOOD = answer([statement(TEXT)])
REPLIES = (
    *(GOOD, GOOD, error(500), error(501), error(503), error(400, ""), error(400, "json_schema is unsupported"), error(400, "max_tokens")),
    *(error(422, "temperature"), rate_limited("0"), scripted.refusal(), content(""), content("Certainly!"), content('{"claims": [')),
    *(scripted.reset(), truncated(GOOD), scripted.html(), scripted.no_choices()),
)


@pytest.mark.parametrize("seed", [0, 1, 2, 24, 27, 29, 33])
async def test_requests_of_documents_re_asks_probes_and_retries_are_counted_once_each(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - not a secret
    replies = [drawn.choice(REPLIES) for _ in range(drawn.randint(1, 14))]
    ledger = MemoryLedger()
    with ScriptedEndpoint(sequence(*replies, GOOD)) as endpoint:
        options = EndpointOptions("test", base_url=endpoint.url, backoff=0.0005, attempts=3, max_tokens=50)
        model = OpenAICompatibleModel(options, ledger)
        for number in range(4):
            try:
                await model.propose(asking(f"Report {number}. {TEXT}"))
            except ModelError:
                continue
        await model.aclose()
    assert sum(call.attempts for call in ledger.calls) == len(endpoint.requests)


async def test_a_probe_after_which_nothing_is_answered_is_counted_when_the_run_ends() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(sequence(error(400, "json_schema"), content('{"ok": true}'), error(503))) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, backoff=0.0005, attempts=2), ledger)
        with pytest.raises(ModelError):
            await model.propose(asking(TEXT))
        await model.aclose()
    assert sum(call.attempts for call in ledger.calls) == len(endpoint.requests)


async def test_a_text_that_comes_again_while_a_second_asking_is_under_way_waits_for_it() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(sequence(error(400, "busy"), slow(GOOD, delay=0.1))) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        first, second = (asyncio.ensure_future(model.propose(asking(TEXT))) for _ in range(2))
        with pytest.raises(ModelError):
            await first
        await asyncio.gather(second, model.propose(asking(TEXT)))
        await model.aclose()
    assert len(endpoint.requests) == 2
