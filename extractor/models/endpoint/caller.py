"""Messages → a call: a stored one, or a new one that is committed to the ledger the moment it arrives."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import Any, NoReturn
from weakref import WeakValueDictionary

from extractor.errors import ModelDeferredError
from extractor.models.batch_files import RequestFiles
from extractor.models.endpoint.body import Messages, ledger_key, request_body, stored_request
from extractor.models.endpoint.breaker import Breaker
from extractor.models.endpoint.budget import Budget
from extractor.models.endpoint.capability import Capability
from extractor.models.endpoint.completion import status_of, usage_of
from extractor.models.endpoint.learned import Learned
from extractor.models.endpoint.limiter import Limiter, Rates
from extractor.models.endpoint.prices import priced
from extractor.models.endpoint.retry import Sender, Sent
from extractor.models.endpoint.transport import Transport
from extractor.models.flow import Question
from extractor.models.options import EndpointOptions
from extractor.protocol import Call, Ledger, Turns

_MOST_ADAPTATIONS = 6


@dataclass(frozen=True)
class Called:
    """A call, whether it was paid for now, and how the endpoint was (or would have been) asked."""

    call: Call
    paid: bool
    capability: Capability


class Caller:
    """Calls one endpoint for all workers of a run; the same messages are paid for once."""

    def __init__(self, options: EndpointOptions, ledger: Ledger, deferred: RequestFiles | None = None) -> None:
        self._options, self._ledger, self._deferred = options, ledger, deferred
        self._transport = Transport(options)
        rates = Rates(options.requests_per_minute, options.tokens_per_minute)
        turns = ledger if isinstance(ledger, Turns) else None
        self._sender = Sender(self._transport, Limiter(f"{options.endpoint_family} {options.model}", rates, turns), options)
        self._breaker = Breaker()
        self.budget = Budget(options)
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.learned = Learned(options, ledger, self._sender)

    async def call(self, question: Question, messages: Messages, *, fresh: bool = False) -> Called:
        """The answer to `messages`, stored (unless `fresh`) or new. Raises `ModelError`; a failed call is in the ledger too."""
        key = ledger_key(self._options, question, messages)
        async with self._under_way.setdefault(key, asyncio.Lock()):  # the same text twice in one run is paid for once
            found = None if fresh or self._options.fresh else await self._ledger.find(key)
            if found is not None and found.response is not None:
                return Called(found, paid=False, capability=Capability())
            return await self._pay(key, question, messages)

    async def aclose(self) -> None:
        """Close the connections, and keep what was spent without an answer."""
        try:
            await self.learned.account()
        finally:
            await self._transport.aclose()

    async def _pay(self, key: str, question: Question, messages: Messages) -> Called:
        if self._deferred is not None:
            await self._defer(key, question, messages, self._deferred)
        refusal = self.budget.refusal() or self._breaker.refusal()
        if refusal is not None:
            raise refusal
        started = time.monotonic()
        sent, body, capability = await self._ask(question, messages)
        latency = round((time.monotonic() - started) * 1000, 1)
        call = self._filled(replace(self._blank(key, question, body, capability), attempts=sent.attempts, latency_ms=latency), sent)
        await asyncio.shield(self._ledger.record(call))
        if sent.error is not None:
            raise sent.error
        return Called(call, paid=True, capability=capability)

    async def _defer(self, key: str, question: Question, messages: Messages, deferred: RequestFiles) -> NoReturn:
        capability = await self.learned.capability()
        body = request_body(self._options, question, messages, capability)
        deferred.add(self._blank(key, question, body, capability), body)
        raise ModelDeferredError("the request waits in a batch file", hint="Run the same command again when the batch is collected.")

    def _blank(self, key: str, question: Question, body: dict[str, Any], capability: Capability) -> Call:
        """The call as it stands before an answer."""
        return Call(
            key=key,
            model=f"openai/{self._options.model}",
            prompt_version=question.prompt_version,
            request=stored_request(body, question, capability),
            response=None,
            status="error",
            document_id=question.document_id,
        )

    async def _ask(self, question: Question, messages: Messages) -> tuple[Sent, dict[str, Any], Capability]:
        """Send, and where the endpoint objects to how it is asked, send again as it can take it."""
        capability, attempts = await self.learned.capability(), 0
        for _ in range(_MOST_ADAPTATIONS):
            body = request_body(self._options, question, messages, capability)
            sent = await self._sender.send(body, self.learned.doubtful)
            attempts += sent.attempts
            if sent.fault is None:
                break
            better = await self.learned.adapt(capability, body, sent.fault)
            if better != capability:
                capability = better
            elif sent.fault.retryable and sent.attempts < self._options.attempts:  # it was the endpoint's state after all
                sent = await self._sender.send(body)
                attempts += sent.attempts
                break
            else:
                break
        return replace(sent, attempts=attempts), body, capability

    def _filled(self, call: Call, sent: Sent) -> Call:
        if sent.received is None:
            if sent.fault is not None:
                self._breaker.failed(sent.fault)
            return replace(call, error=str(sent.error))
        self._breaker.succeeded()
        data = sent.received.data
        usage = priced(usage_of(data), self._options)
        self.budget.spend(usage, sent.tokens)
        return replace(call, response=data, status=status_of(data), usage=usage)
