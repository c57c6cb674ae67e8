from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import Mock

import pytest
from pydantic import SecretStr

from extractor.errors import ModelAnswerError, ModelError, ModelLengthError, ModelRefusedError, ModelUnavailableError
from extractor.models.endpoint.exchange import Envelope
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.protocol import Proposal
from tests import endpoint as scripted
from tests.endpoint import Reply, Script, ScriptedEndpoint, answer, content, error, rate_limited, sequence, slow, statement, truncated
from tests.models.memory import MemoryLedger, asking

TEXT = "The army said on Monday that 12 soldiers were killed near Dorrin."
GOOD = answer([statement(TEXT)])
KEY = "sk-a-secret-of-ours"


@dataclass
class Outcome:
    """How one document fared against a script."""

    endpoint: ScriptedEndpoint
    ledger: MemoryLedger
    proposal: Proposal | None = None
    error: ModelError | None = None

    @property
    def failed(self) -> ModelError:
        assert self.error is not None
        return self.error

    @property
    def asked(self) -> int:
        return len(self.endpoint.requests)

    @property
    def statuses(self) -> list[str]:
        return [call.status for call in self.ledger.calls]


async def ask(script: Script | Reply, *, ledger: MemoryLedger | None = None, text: str = TEXT, **options: Any) -> Outcome:
    """Ask for the claims of one document."""
    given = EndpointOptions("test", api_key=SecretStr(KEY), backoff=0.001, timeout=5.0)
    with ScriptedEndpoint(script) as endpoint:
        outcome = Outcome(endpoint, ledger or MemoryLedger())
        model = OpenAICompatibleModel(replace(given, base_url=endpoint.url, **options), outcome.ledger)
        try:
            outcome.proposal = await model.propose(asking(text))
        except ModelError as caught:
            outcome.error = caught
        finally:
            await model.aclose()
    return outcome


@dataclass
class Case:
    """A fault, what comes of it, and how often the endpoint was asked."""

    script: Script | Reply
    asked: int
    error: type[ModelError] | None = None
    message: str = ""
    hint: str = ""
    statuses: list[str] = field(default_factory=lambda: ["ok"])
    options: dict[str, Any] = field(default_factory=dict)


PASSING = {
    "a good answer": Case(GOOD, 1),
    "broken JSON once": Case(sequence(content('{"claims": ['), GOOD), 2, statuses=["ok", "ok"]),
    "another shape once": Case(sequence(content('{"items": []}'), GOOD), 2, statuses=["ok", "ok"]),
    "JSON in a code block": Case(content(f'```json\n{{"claims": [{json.dumps(statement(TEXT))}]}}\n```'), 1),
    "429 with Retry-After": Case(sequence(rate_limited("0.01"), GOOD), 2),
    "429 with Retry-After 0": Case(sequence(rate_limited("0"), GOOD), 2),
    "429 with a date": Case(sequence(rate_limited("Thu, 01 Jan 1970 00:00:00 GMT"), GOOD), 2),
    "429 with a negative Retry-After": Case(sequence(rate_limited("-5"), GOOD), 2),
    "429 with nonsense": Case(sequence(rate_limited("soon"), GOOD), 2),
    "429 with milliseconds": Case(sequence(rate_limited(retry_after_ms="5"), GOOD), 2),
    "429 with a reset only": Case(sequence(rate_limited(x_ratelimit_remaining_tokens="0", x_ratelimit_reset_tokens="7ms"), GOOD), 2),
    "429 without a word": Case(sequence(rate_limited(), rate_limited(), GOOD), 3),
    "503 then 502": Case(sequence(error(503), error(502), GOOD), 3),
    "a gateway's error in a 200": Case(sequence(scripted.json_reply({"error": {"message": "busy", "code": 503}}), GOOD), 2),
    "a reset connection": Case(sequence(scripted.reset(), GOOD), 2),
    "a truncated body": Case(sequence(truncated(GOOD), GOOD), 2),
    "a web page once": Case(sequence(scripted.html(502), scripted.html(), GOOD), 3),
    "a slow answer": Case(slow(GOOD, delay=0.1), 1),
    "an answer that trickles in": Case(slow(GOOD, trickle=0.0001), 1),
    "JSON under another content type": Case(replace(GOOD, content_type="text/plain"), 1),
    "an answer that repeats the key": Case(scripted.json_reply({**json.loads(GOOD.body), "request": f"Authorization: Bearer {KEY}"}), 1),
    "token counts that no database holds": Case(scripted.json_reply({**json.loads(GOOD.body), "usage": {"prompt_tokens": 10**30}}), 1),
    "replaces that are no numbers": Case(content(json.dumps({"claims": [statement(TEXT)], "replaces": ["none", None]})), 1),
    "replaces that are no list": Case(content(json.dumps({"claims": [statement(TEXT)], "replaces": None})), 1),
    "a timeout once": Case(sequence(slow(GOOD, delay=2), GOOD), 2, options={"timeout": 0.4}),
}

FAILING = {
    "broken JSON twice": Case(content('{"claims": ['), 2, ModelAnswerError, "not the JSON that was asked for", "--fresh", ["ok", "ok"]),
    "a refusal": Case(scripted.refusal("I won't."), 1, ModelRefusedError, "the model refused: I won't.", "Read the document", ["refused"]),
    "a content filter": Case(scripted.filtered(), 1, ModelRefusedError, "content filter stopped", "Read the document", ["refused"]),
    "a filtered request": Case(error(400, "flagged", code="content_filter"), 1, ModelRefusedError, "flagged", "Read", ["error"]),
    "a cut-off answer": Case(scripted.cut_off(), 1, ModelLengthError, "cut off at the token limit", "QUOTEBOUND_MAX_TOKENS"),
    "a text too long": Case(
        error(400, "too long", code="context_length_exceeded"), 1, ModelLengthError, "too long for test", "larger", ["error"]
    ),
    "no choices": Case(scripted.no_choices(), 1, ModelAnswerError, "without any choice", "Run again", ["error"]),
    "an empty answer": Case(content(""), 1, ModelAnswerError, "the answer is empty", "Run again", ["error"]),
    "a null answer": Case(content(None), 1, ModelAnswerError, "the answer is empty", "Run again", ["error"]),
    "tool calls of another shape": Case(
        content(None, tool_calls=[{"function": "claims"}]), 1, ModelAnswerError, "is empty", "Run", ["error"]
    ),
    "tool calls that are no list": Case(content(None, tool_calls=5), 1, ModelAnswerError, "is empty", "Run", ["error"]),
    "a body that can't be unpacked": Case(
        replace(GOOD, headers={"content-encoding": "gzip"}), 3, ModelUnavailableError, "can't be unpacked", "proxy", ["error"]
    ),
    "429 for hours": Case(rate_limited("7200"), 1, ModelUnavailableError, "asks to wait 7200 s", "run again later", ["error"]),
    "429 again and again": Case(rate_limited("0"), 3, ModelUnavailableError, "limits requests.*3 attempts", "--concurrency", ["error"]),
    "no credit": Case(error(429, "Quota", code="insufficient_quota"), 1, ModelUnavailableError, "no credit left", "Top it up", ["error"]),
    "a refused key": Case(error(401, f"Bad key: {KEY}"), 1, ModelUnavailableError, r"does not accept the key", "OPENAI_API_KEY", ["error"]),
    "an unknown model": Case(error(404, "no model"), 1, ModelUnavailableError, "does not know the model 'test'", "openai/", ["error"]),
    "503 again and again": Case(error(503), 3, ModelUnavailableError, r"failed \(HTTP 503\).*3 attempts", "Run again later", ["error"]),
    "resets again and again": Case(scripted.reset(), 3, ModelUnavailableError, "broke off before", "already paid", ["error"]),
    "truncated again and again": Case(truncated(GOOD), 3, ModelUnavailableError, "broke off before", "already paid", ["error"]),
    "a web page": Case(scripted.html(), 3, ModelUnavailableError, "text/html instead of JSON", "/v1", ["error"]),
    "a JSON list": Case(scripted.json_reply([1]), 3, ModelUnavailableError, "broken JSON", "/v1", ["error"]),
    "an empty body": Case(Reply(), 3, ModelUnavailableError, "broken JSON", "/v1", ["error"]),
    "silence": Case(
        slow(GOOD, delay=9), 3, ModelUnavailableError, "no complete answer within 0.2 s", "TIMEOUT", ["error"], {"timeout": 0.2}
    ),
    "a trickle without end": Case(
        slow(GOOD, trickle=0.05), 3, ModelUnavailableError, "no complete answer within 0.3 s", "TIMEOUT", ["error"], {"timeout": 0.3}
    ),
}


@pytest.mark.parametrize("case", PASSING.values(), ids=PASSING)
async def test_a_passing_fault_costs_attempts_but_loses_nothing(case: Case) -> None:
    outcome = await ask(case.script, **case.options)
    assert outcome.proposal is not None, outcome.error
    assert [proposed.claim.statement for proposed in outcome.proposal.claims] == [TEXT]
    assert outcome.asked == case.asked
    assert outcome.statuses == case.statuses
    assert sum(call.attempts for call in outcome.ledger.calls) == case.asked
    assert list(outcome.proposal.calls) == outcome.ledger.calls
    assert all((call.usage.prompt_tokens or 0) < 2**31 for call in outcome.ledger.calls)


@pytest.mark.parametrize("case", FAILING.values(), ids=FAILING)
async def test_a_lasting_fault_is_one_typed_error_with_a_way_out(case: Case) -> None:
    assert case.error is not None
    outcome = await ask(case.script, **{"attempts": 3, **case.options})
    assert type(outcome.failed) is case.error
    with pytest.raises(case.error, match=case.message):
        raise outcome.failed
    assert case.hint in outcome.failed.hint
    unseen = 1 if "timeout" in case.options else 0  # the first attempt opens the connection, for which a busy machine may take all its time
    assert case.asked - unseen <= outcome.asked <= case.asked
    assert outcome.statuses == case.statuses
    assert sum(call.attempts for call in outcome.ledger.calls) == case.asked


@pytest.mark.parametrize("case", [*PASSING.values(), *FAILING.values()], ids=[*PASSING, *FAILING])
async def test_no_key_is_in_what_is_stored_or_said(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="extractor")
    outcome = await ask(case.script, **{"attempts": 2, **case.options})
    said = f"{outcome.ledger.calls} {outcome.error} {outcome.error.hint if outcome.error else ''} {caplog.text}"
    assert KEY not in said
    assert outcome.endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_an_answer_that_was_paid_for_is_never_paid_for_again() -> None:
    ledger = MemoryLedger()
    first = await ask(GOOD, ledger=ledger)
    again = await ask(error(500), ledger=ledger)
    assert first.proposal is not None
    assert again.proposal is not None
    assert again.proposal.claims == first.proposal.claims
    assert again.proposal.calls == ()
    assert again.asked == 0


async def test_an_answer_of_the_right_shape_is_parsed_by_instructor_without_its_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    def patched(**_options: Any) -> Any:
        raise AssertionError("instructor's loop was begun")

    parsed = Mock(wraps=Envelope.from_response)
    monkeypatch.setattr("extractor.models.endpoint.exchange.instructor.patch", patched)
    monkeypatch.setattr(Envelope, "from_response", parsed)
    outcome = await ask(GOOD)
    assert outcome.proposal is not None
    assert [proposed.claim.statement for proposed in outcome.proposal.claims] == [TEXT]
    assert parsed.call_count == 1


async def test_even_an_answer_of_the_wrong_shape_is_not_paid_for_again() -> None:
    ledger = MemoryLedger()
    await ask(content('{"claims": ['), ledger=ledger)
    again = await ask(GOOD, ledger=ledger)
    assert isinstance(again.error, ModelAnswerError)
    assert again.asked == 0


async def test_fresh_asks_although_an_answer_is_stored() -> None:
    ledger = MemoryLedger()
    await ask(content('{"claims": ['), ledger=ledger)
    again = await ask(GOOD, ledger=ledger, fresh=True)
    assert again.proposal is not None
    assert again.asked == 1


@pytest.mark.parametrize("nothing", [scripted.no_choices(), content("")], ids=["no choices", "empty"])
async def test_an_answer_with_nothing_in_it_is_asked_again_by_a_later_run(nothing: Reply) -> None:
    first = await ask(nothing)
    again = await ask(GOOD, ledger=first.ledger)
    assert again.proposal is not None
    assert again.statuses == ["error", "ok"]


async def test_a_refusal_is_asked_again_by_a_later_run() -> None:
    ledger = MemoryLedger()
    await ask(scripted.refusal(), ledger=ledger)
    assert (await ask(GOOD, ledger=ledger)).proposal is not None


@pytest.mark.parametrize(
    "change",
    [
        {"temperature": 0.7},
        {"max_tokens": 100},
        {"seed": 1},
        {"model": "other"},
        {"family": "elsewhere"},
        {"text": "Another text altogether."},
    ],
)
async def test_another_model_parameter_or_text_is_another_call(change: dict[str, Any]) -> None:
    ledger = MemoryLedger()
    await ask(GOOD, ledger=ledger)
    assert (await ask(GOOD, ledger=ledger, **change)).asked == 1


async def test_the_same_text_twice_at_once_is_paid_for_once() -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(slow(GOOD, delay=0.05)) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        proposals = await asyncio.gather(*(model.propose(asking(TEXT)) for _ in range(5)))
        await model.aclose()
    assert len(endpoint.requests) == len(ledger.calls) == 1
    assert [len(proposal.claims) for proposal in proposals] == [1] * 5
    assert sum(len(proposal.calls) for proposal in proposals) == 1


async def test_one_document_failing_leaves_the_others_alone() -> None:
    texts = [f"Report {number}: 12 soldiers were killed near Dorrin." for number in range(6)]
    script = scripted.by_text({"Report 2": scripted.refusal(), "Report 4": content("{")}, otherwise=scripted.first_sentence)
    with ScriptedEndpoint(script) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, backoff=0.001), MemoryLedger())
        results = await asyncio.gather(*(model.propose(asking(text)) for text in texts), return_exceptions=True)
        await model.aclose()
    assert [type(result).__name__ for result in results] == [
        "Proposal", "Proposal", "ModelRefusedError", "Proposal", "ModelAnswerError", "Proposal",
    ]  # fmt: skip


async def test_an_endpoint_that_asks_for_hours_is_not_asked_by_the_next_document() -> None:
    with ScriptedEndpoint(rate_limited("7200")) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), MemoryLedger())
        for _ in range(3):
            with pytest.raises(ModelUnavailableError, match="asks to wait 7200 s"):
                await model.propose(asking(TEXT))
        await model.aclose()
        assert len(endpoint.requests) == 1


async def test_an_answer_is_in_the_ledger_even_when_the_run_is_cancelled_while_it_is_written() -> None:
    class SlowLedger(MemoryLedger):
        async def record(self, call: Any) -> None:
            writing.set()
            await asyncio.sleep(0.05)
            await super().record(call)

    writing, ledger = asyncio.Event(), SlowLedger()
    with ScriptedEndpoint(GOOD) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        task = asyncio.ensure_future(model.propose(asking(TEXT)))
        await writing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.1)
        await model.aclose()
    assert [call.status for call in ledger.calls] == ["ok"]


async def test_a_ledger_that_fails_is_not_taken_for_a_bad_answer() -> None:
    class BrokenLedger(MemoryLedger):
        async def record(self, _call: Any) -> None:
            raise RuntimeError("disk full")

    with ScriptedEndpoint(GOOD) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), BrokenLedger())
        with pytest.raises(RuntimeError, match="disk full"):
            await model.propose(asking(TEXT))
        await model.aclose()


async def test_an_endpoint_that_is_not_there_is_named_with_the_way_out() -> None:
    options = EndpointOptions("test", base_url="http://127.0.0.1:9/v1", attempts=2, backoff=0.001)
    model = OpenAICompatibleModel(options, MemoryLedger())
    with pytest.raises(ModelUnavailableError, match=r"nothing listens at http://127\.0\.0\.1:9/v1 \(connection refused\)") as caught:
        await model.propose(asking(TEXT))
    await model.aclose()
    assert "OPENAI_BASE_URL" in caught.value.hint
