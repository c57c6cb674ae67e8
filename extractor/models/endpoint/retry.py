"""The one owner of retries: a body is sent until it is answered, refused for good, or tried often enough."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from extractor.errors import ModelError
from extractor.models.endpoint.completion import usage_of
from extractor.models.endpoint.faults import Fault
from extractor.models.endpoint.limiter import Limiter
from extractor.models.endpoint.transport import Received, Transport
from extractor.models.options import EndpointOptions

_PATH = "/chat/completions"
_LONGEST_BACKOFF = 30.0


@dataclass(frozen=True)
class Sent:
    """How a body fared: what was received, or the fault it ended with; how many HTTP requests that took, and about how many tokens."""

    attempts: int
    received: Received | None = None
    tokens: int = 0
    fault: Fault | None = None

    @property
    def error(self) -> ModelError | None:
        """What to raise: the fault's error, with how often it was tried."""
        if self.fault is None or self.attempts == 1:
            return self.fault.error if self.fault else None
        return type(self.fault.error)(f"{self.fault.error.message} ({self.attempts} attempts)", hint=self.fault.error.hint)


@dataclass(frozen=True)
class Sender:
    """Sends bodies to one endpoint, waiting and trying again as the endpoint asks and the options allow."""

    transport: Transport
    limiter: Limiter
    options: EndpointOptions

    async def send(self, body: dict[str, Any], hopeless: Callable[[Fault], bool] = lambda _fault: False) -> Sent:
        """Send `body`; a fault that is `hopeless` is not tried again although it might be."""
        estimate = tokens(body)
        for attempt in range(1, self.options.attempts + 1):
            await self.limiter.acquire(estimate)
            try:
                received = await self.transport.post(_PATH, body)
            except Fault as fault:
                wait = self._wait(fault, attempt)
                if wait > self.options.max_wait:
                    return Sent(attempt, fault=_too_long(fault, wait))
                if not fault.retryable or attempt == self.options.attempts or hopeless(fault):
                    return Sent(attempt, fault=fault)
                if fault.throttled:
                    await self.limiter.pause(wait)
                else:
                    await asyncio.sleep(wait)
            else:
                self.limiter.learn(received.headers, self.options.max_wait)
                spent = _spent(received, estimate)
                self.limiter.used(spent - estimate)
                return Sent(attempt, received=received, tokens=round(spent))
        raise AssertionError("unreachable: the last attempt returns")

    async def send_once(self, body: dict[str, Any]) -> Sent:
        """Send `body` once, within the endpoint's limits."""
        return await self.send(body, hopeless=lambda _fault: True)

    def _wait(self, fault: Fault, attempt: int) -> float:
        """What the endpoint asks for, else exponential backoff with jitter, so that workers don't come back all at once."""
        if fault.wait is not None:
            return fault.wait
        longest = min(self.options.backoff * 2 ** (attempt - 1), _LONGEST_BACKOFF)
        return random.uniform(longest / 2, longest)  # noqa: S311 - not a secret


def tokens(body: dict[str, Any]) -> float:
    """About how many tokens a body is: four characters each."""
    return sum(len(str(message.get("content"))) for message in body["messages"]) / 4


def _spent(received: Received, estimate: float) -> float:
    """The tokens that the endpoint counted, asked and answered; estimates where it did not."""
    usage = usage_of(received.data)
    asked = estimate if usage.prompt_tokens is None else usage.prompt_tokens
    answered = len(str(received.data.get("choices"))) / 4 if usage.completion_tokens is None else usage.completion_tokens
    return asked + answered


def _too_long(fault: Fault, wait: float) -> Fault:
    """A wait that nobody has the patience for; until it is over no other request will go better, so the breaker opens at once."""
    error = type(fault.error)(f"{fault.error.message}; it asks to wait {wait:.0f} s", hint=fault.error.hint)
    return Fault(error, fatal=True, status=fault.status, said=fault.said, headers=fault.headers)
