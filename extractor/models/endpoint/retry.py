"""The one owner of retries: a body is sent until it is answered, refused for good, or tried often enough."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from extractor.errors import ModelError
from extractor.models.endpoint.faults import Fault
from extractor.models.endpoint.limiter import Limiter
from extractor.models.endpoint.transport import Received, Transport
from extractor.models.options import EndpointOptions

_LONGEST_BACKOFF = 30.0


@dataclass(frozen=True)
class Sent:
    """How a body fared: what was received, or the error it ended with; and how many HTTP requests that took."""

    attempts: int
    received: Received | None = None
    error: ModelError | None = None


async def send(body: dict[str, Any], transport: Transport, limiter: Limiter, options: EndpointOptions) -> Sent:
    """Send `body`, waiting and trying again as the endpoint asks and the options allow."""
    estimate = _tokens(body)
    for attempt in range(1, options.attempts + 1):
        await limiter.acquire(estimate)
        try:
            received = await transport.post("/chat/completions", body)
        except Fault as fault:
            wait = _wait(fault, attempt, options)
            if not fault.retryable or attempt == options.attempts or wait > options.max_wait:
                return Sent(attempt, error=_told(fault, attempt, wait, options))
            if fault.throttled:
                limiter.pause(wait)
            else:
                await asyncio.sleep(wait)
        else:
            limiter.learn(received.headers, options.max_wait)
            return Sent(attempt, received=received)
    raise AssertionError("unreachable: the last attempt returns")


def _wait(fault: Fault, attempt: int, options: EndpointOptions) -> float:
    """What the endpoint asks for, else exponential backoff with jitter, so that workers don't come back all at once."""
    if fault.wait is not None:
        return fault.wait
    longest = min(options.backoff * 2 ** (attempt - 1), _LONGEST_BACKOFF)
    return random.uniform(longest / 2, longest)  # noqa: S311 - not a secret


def _told(fault: Fault, attempts: int, wait: float, options: EndpointOptions) -> ModelError:
    """The fault's error, with how often it was tried, or how long it would have taken to try again."""
    error = fault.error
    if fault.retryable and wait > options.max_wait:
        return type(error)(f"{error.message}; it asks to wait {wait:.0f} s", hint=error.hint)
    return type(error)(f"{error.message} ({attempts} attempts)", hint=error.hint) if attempts > 1 else error


def _tokens(body: dict[str, Any]) -> float:
    """About how many tokens a body is: four characters each."""
    return sum(len(str(message.get("content"))) for message in body["messages"]) / 4
