from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.errors import ModelUnavailableError
from extractor.models.endpoint.body import messages_of, request_body
from extractor.models.endpoint.capability import RUNGS, Capability, allowed, with_schema
from extractor.models.endpoint.learned import PROBE
from extractor.models.flow import propose_flow
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.models.wire import wire_format
from prompts import load
from tests.endpoint import Received, Reply, ScriptedEndpoint, answer, completion, content, error, json_reply, statement
from tests.models.memory import MemoryLedger, asking

TEXT = "The army said on Monday that 12 soldiers were killed near Dorrin."
NEWEST = load("conflict", "extract").id
SCHEMA = wire_format(CONFLICT).schema
GOOD = answer([statement(TEXT)])
MESSAGES = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]


def rung_of(body: dict[str, Any]) -> str:
    """Which rung a request body was told on."""
    stated = body.get("response_format", {})
    if stated.get("type") == "json_schema":
        return "strict" if stated["json_schema"].get("strict") else "schema"
    if stated.get("type") == "json_object":
        return "object_with_schema" if "schema" in stated else "object"
    return "tool" if "tools" in body else "prompt"


def knows(rung: str, objection: Reply) -> Callable[[Received], Reply]:
    """A server that understands one rung (and a bare prompt), and objects to all others."""

    def script(request: Received) -> Reply:
        told = rung_of(request.body)
        if told not in (rung, "prompt"):
            return objection
        if told == "tool":
            calls = [{"id": "1", "type": "function", "function": {"name": "claims", "arguments": '{"claims": []}'}}]
            return json_reply(completion(None, finish_reason="tool_calls", tool_calls=calls))
        return GOOD if request.document else content('{"ok": true}')

    return script


async def ask(endpoint: ScriptedEndpoint, ledger: MemoryLedger, text: str = TEXT, **options: Any) -> int:
    """Ask about one document; how many claims came."""
    model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, backoff=0.001, attempts=3, **options), ledger)
    try:
        return len((await model.propose(asking(text))).claims)
    finally:
        await model.aclose()


@pytest.mark.parametrize("rung", RUNGS)
def test_every_rung_tells_the_schema_in_its_own_way(rung: str) -> None:
    body = with_schema(list(MESSAGES), SCHEMA, rung)
    assert rung_of(body) == rung
    assert body["messages"][-1] == MESSAGES[-1]
    assert "killed_or_wounded" in str(body)


@pytest.mark.parametrize("rung", RUNGS[1:])
@pytest.mark.parametrize(
    "objection",
    [error(400, "response_format is not supported"), error(422, "unknown field json_schema"), error(500, "internal error"), error(501, "")],
    ids=["400", "422", "500", "501"],
)
async def test_a_server_that_knows_less_is_asked_as_it_can_be(rung: str, objection: Reply) -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(knows(rung, objection)) as endpoint:
        await ask(endpoint, ledger)
        probes = [request for request in endpoint.requests if not request.document]
        assert rung_of(endpoint.requests[-1].body) == rung
        assert [rung_of(probe.body) for probe in probes] == [*RUNGS[: RUNGS.index(rung) + 1], "strict"]
        assert len(endpoint.requests) == len(probes) + 2
    assert [call.prompt_version for call in ledger.calls] == [NEWEST, PROBE]
    assert sum(call.attempts for call in ledger.calls) == len(endpoint.requests)


async def test_what_was_learnt_is_remembered_by_the_next_run() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(knows("object", error(400, "response_format"))) as endpoint:
        await ask(endpoint, ledger)
        before = len(endpoint.requests)
        assert await ask(endpoint, ledger, "Another report of 9 dead.") == 1
        assert len(endpoint.requests) == before + 1


async def test_an_endpoint_that_understands_nothing_is_probed_once_and_told_so() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(error(400, "schema not supported")) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        for text in (TEXT, "Another report of 9 dead."):
            with pytest.raises(ModelUnavailableError, match="refuses the request"):
                await model.propose(asking(text))
        await model.aclose()
        assert len(endpoint.requests) == 2 + len(RUNGS)
    probe = next(call for call in ledger.calls if call.prompt_version == PROBE)
    assert (probe.status, probe.attempts) == ("error", len(RUNGS))


async def test_a_server_that_answers_in_prose_is_told_the_schema_in_the_prompt() -> None:
    def script(request: Received) -> Reply:
        return GOOD if rung_of(request.body) == "prompt" else content("Certainly! Here are the claims.")

    ledger = MemoryLedger()
    with ScriptedEndpoint(script) as endpoint:
        assert await ask(endpoint, ledger) == 1
        assert [rung_of(request.body) for request in endpoint.requests] == ["strict", "strict", "prompt"]
        assert await ask(endpoint, ledger, "Another report of 9 dead.") == 1
        assert len(endpoint.requests) == 4


async def test_a_server_that_has_answered_once_is_not_doubted_afterwards() -> None:
    replies = [GOOD, error(500), error(500), error(500)]
    with ScriptedEndpoint(lambda _request: replies.pop(0)) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, backoff=0.001, attempts=3), MemoryLedger())
        await model.propose(asking(TEXT))
        with pytest.raises(ModelUnavailableError, match="3 attempts"):
            await model.propose(asking("Another report of 9 dead."))
        await model.aclose()
    assert [rung_of(request.body) for request in endpoint.requests] == ["strict"] * 4


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ("max_tokens", {"max_completion_tokens": 50, "temperature": 0.0, "seed": 7}),
        ("temperature", {"max_tokens": 50, "seed": 7}),
        ("seed", {"max_tokens": 50, "temperature": 0.0}),
    ],
)
async def test_a_parameter_that_is_refused_is_left_out_or_renamed(refused: str, expected: dict[str, Any]) -> None:
    def script(request: Received) -> Reply:
        return error(400, f"Unsupported parameter: '{refused}' is not supported") if refused in request.body else GOOD

    ledger = MemoryLedger()
    with ScriptedEndpoint(script) as endpoint:
        assert await ask(endpoint, ledger, max_tokens=50, seed=7) == 1
        sent = endpoint.requests[-1].body
        assert {name: sent[name] for name in sent.keys() - {"model", "messages", "response_format"}} == expected
        assert len(endpoint.requests) == 2
        await ask(endpoint, ledger, "Another report of 9 dead.", max_tokens=50, seed=7)
        assert len(endpoint.requests) == 3


async def test_a_parameter_refused_under_both_names_is_left_out() -> None:
    def script(request: Received) -> Reply:
        bad = next((name for name in ("max_tokens", "max_completion_tokens") if name in request.body), None)
        return error(400, f"unknown argument {bad}") if bad else GOOD

    with ScriptedEndpoint(script) as endpoint:
        assert await ask(endpoint, MemoryLedger(), max_tokens=50) == 1
        assert len(endpoint.requests) == 3


async def test_workers_that_meet_the_same_objection_learn_it_once() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(knows("schema", error(400, "strict is unknown to json_schema"))) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, backoff=0.001), ledger)
        await asyncio.gather(*(model.propose(asking(f"Report {number}: 12 dead.")) for number in range(5)))
        await model.aclose()
    assert len([request for request in endpoint.requests if not request.document]) == 3
    assert len([call for call in ledger.calls if call.prompt_version == PROBE]) == 1


@pytest.mark.parametrize(
    ("model", "expected"), [("o3-mini", {}), ("gpt-5-mini", {}), ("openai/gpt-5", {}), ("gpt-4o", {"temperature": 0.0})]
)
async def test_reasoning_models_are_sent_no_temperature(model: str, expected: dict[str, float]) -> None:
    with ScriptedEndpoint(GOOD) as endpoint:
        asked = OpenAICompatibleModel(EndpointOptions(model, base_url=endpoint.url), MemoryLedger())
        await asked.propose(asking(TEXT))
        await asked.aclose()
    sent = endpoint.requests[0].body
    assert {name: sent[name] for name in sent if name == "temperature"} == expected


def test_what_is_unset_is_not_sent() -> None:
    assert allowed({"seed": 1}, Capability()) == {"seed": 1}
    assert allowed({}, Capability(refused=frozenset({"seed"}))) == {}


def test_a_stored_rung_that_is_no_longer_known_starts_anew() -> None:
    assert Capability.from_json({"rung": "telepathy", "refused": ["seed"]}) == Capability("strict", frozenset({"seed"}))


async def test_a_server_that_answers_every_form_of_asking_with_500_is_simply_down() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(error(500)) as endpoint:
        with pytest.raises(ModelUnavailableError, match=r"failed \(HTTP 500\)"):
            await ask(endpoint, ledger)
        assert len(endpoint.requests) == 1 + len(RUNGS) + 3
    assert sum(call.attempts for call in ledger.calls) == len(endpoint.requests)


async def test_a_single_500_at_first_contact_loses_nothing_and_changes_nothing() -> None:
    replies = [error(500), content('{"ok": true}')]
    with ScriptedEndpoint(lambda _request: replies.pop(0) if replies else GOOD) as endpoint:
        ledger = MemoryLedger()
        assert await ask(endpoint, ledger) == 1
        assert [rung_of(request.body) for request in endpoint.requests] == ["strict"] * 3
        assert sum(call.attempts for call in ledger.calls) == 3, "the probe is counted although it changed nothing"


async def test_a_rung_is_not_lost_because_the_endpoint_was_unwell_for_a_moment() -> None:
    replies = [error(500), error(500)]
    ok = content('{"ok": true}')
    with ScriptedEndpoint(lambda request: replies.pop(0) if replies else GOOD if request.document else ok) as endpoint:
        await ask(endpoint, MemoryLedger())
        assert [rung_of(request.body) for request in endpoint.requests] == ["strict", "strict", "schema", "strict", "strict"]


async def test_content_in_parts_is_put_together() -> None:
    parts = [{"type": "text", "text": '{"claims"'}, {"type": "text", "text": ": []}"}]
    message = {"choices": [{"message": {"content": parts}, "finish_reason": "stop"}]}
    with ScriptedEndpoint(json_reply(message)) as endpoint:
        assert await ask(endpoint, MemoryLedger()) == 0


@pytest.mark.parametrize(("url", "expected"), [(None, NEWEST), ("http://127.0.0.1:8000/v1", None)])
def test_only_the_vendor_is_told_which_requests_share_a_prefix(url: str | None, expected: str | None) -> None:
    question = next(propose_flow(asking(TEXT), load("conflict")))
    body = request_body(EndpointOptions("gpt-4o", base_url=url), question, messages_of(question), Capability())
    assert body.get("prompt_cache_key") == expected


def test_what_never_changes_is_the_same_for_every_document_and_comes_first() -> None:
    one, other = (next(propose_flow(asking(text), load("conflict"))) for text in (TEXT, "Another report."))
    bodies = [request_body(EndpointOptions("gpt-4o"), question, messages_of(question), Capability()) for question in (one, other)]
    assert bodies[0]["response_format"] == bodies[1]["response_format"]
    assert bodies[0]["messages"][0] == bodies[1]["messages"][0]
    assert len(bodies[0]["messages"][0]["content"]) > 10 * len(bodies[0]["messages"][1]["content"])
