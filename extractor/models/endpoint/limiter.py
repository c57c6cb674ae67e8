"""Requests and tokens per minute of one endpoint, shared by all its workers, and the pauses it asks for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from extractor.models.endpoint.headers import reset

_MINUTE = 60.0
_SHORTEST = 0.001
"""Seconds; a shorter wait is none, or rounding would keep it from ever ending."""


@dataclass
class _Bucket:
    """Refills evenly at `rate` a minute, holds at most a second's worth or one request, whichever is more."""

    rate: float
    level: float
    at: float

    def wait(self, amount: float, now: float) -> float:
        """Seconds until `amount` may be taken; an amount larger than the bucket waits for a full one."""
        capacity = max(self.rate / _MINUTE, 1.0)
        self.level = min(capacity, self.level + (now - self.at) * self.rate / _MINUTE)
        self.at = now
        short = min(amount, capacity) - self.level
        return max(0.0, short * _MINUTE / self.rate)


class Limiter:
    """Lets requests through at the configured rates, and none before a pause is over. For one event loop."""

    def __init__(
        self,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        now = clock()
        self._requests = _Bucket(requests_per_minute, 1.0, now) if requests_per_minute else None
        self._tokens = _Bucket(tokens_per_minute, tokens_per_minute / _MINUTE, now) if tokens_per_minute else None
        self._paused_until = now
        self._clock, self._sleep = clock, sleep

    async def acquire(self, tokens: float) -> None:
        """Wait until a request of about `tokens` tokens may be sent."""
        while (wait := self._wait(tokens)) > _SHORTEST:
            await self._sleep(wait)
        for bucket, amount in ((self._requests, 1.0), (self._tokens, tokens)):
            if bucket is not None:
                bucket.level -= amount

    def pause(self, seconds: float) -> None:
        """Send nothing for so long: the endpoint asked for it."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def learn(self, headers: Mapping[str, str], longest: float) -> None:
        """Pause where the response's headers say that a limit is used up, until it is reset, at most `longest` seconds."""
        seconds = reset(headers)
        if seconds:
            self.pause(min(seconds, longest))

    def _wait(self, tokens: float) -> float:
        now = self._clock()
        waits = [self._paused_until - now]
        waits.extend(bucket.wait(amount, now) for bucket, amount in ((self._requests, 1.0), (self._tokens, tokens)) if bucket is not None)
        return max(waits)
