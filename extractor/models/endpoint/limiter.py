"""Requests and tokens per minute of one endpoint, shared by all its workers, and the pauses it asks for.

Three things hold a request back: the rates that the options set (kept in one line for all processes where the ledger keeps `Turns`),
what the endpoint's headers say is left, and the pauses it asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from extractor.models.endpoint.headers import LIMITED, left
from extractor.protocol import Turns

_MINUTE = 60.0
_SHORTEST = 0.001
"""Seconds; a shorter wait is none, or rounding would keep it from ever ending."""


@dataclass(frozen=True)
class Rates:
    """What may be sent in a minute; null: as much as the endpoint takes."""

    requests: float | None = None
    tokens: float | None = None

    def spacing(self, tokens: float) -> dict[str, float]:
        """For how many seconds a request of `tokens` tokens uses up what is limited."""
        amounts = {"requests": (1.0, self.requests), "tokens": (tokens, self.tokens)}
        return {what: amount * _MINUTE / rate for what, (amount, rate) in amounts.items() if rate}


class LocalTurns:
    """The line of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free_at: dict[str, float] = {}

    async def take_turn(self, _endpoint: str, spacing: Mapping[str, float]) -> float:
        """Take a place; seconds until it comes up."""
        now = self._clock()
        starts = {what: max(now, self._free_at.get(what, now)) for what in spacing}
        self._free_at.update({what: start + spacing[what] for what, start in starts.items()})
        return max(starts.values(), default=now) - now

    async def pause_turns(self, _endpoint: str, seconds: float) -> None:
        """Nothing: the limiter itself holds everybody of this process."""


@dataclass
class _Allowance:
    """What is left of a limit by the endpoint's own words, less what was sent since; it comes back evenly, or at once at the end."""

    left: float
    limit: float | None
    at: float
    whole_at: float

    def wait(self, amount: float, now: float) -> float:
        """Seconds until `amount` is there."""
        if amount <= self.left or now >= self.whole_at:
            return 0.0
        if self.limit is None or self.limit <= self.left:
            return self.whole_at - now
        rate = (self.limit - self.left) / (self.whole_at - self.at)
        return min(self.whole_at, self.at + (min(amount, self.limit) - self.left) / rate) - now


class Limiter:
    """Lets requests through at the rates that are set and learnt, and none before a pause is over. For one event loop."""

    def __init__(
        self,
        endpoint: str = "",
        rates: Rates | None = None,
        turns: Turns | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._endpoint, self._rates = endpoint, rates or Rates()
        self._turns: Turns = turns or LocalTurns(clock)
        self._allowances: dict[str, _Allowance] = {}
        self._paused_until = clock()
        self._owed = 0.0
        self._clock, self._sleep = clock, sleep

    async def acquire(self, tokens: float) -> None:
        """Wait until a request of about `tokens` tokens may be sent."""
        spacing = self._rates.spacing(max(0.0, tokens + self._owed))
        self._owed = 0.0
        if spacing:
            await self._sleep(await self._turns.take_turn(self._endpoint, spacing))
        amounts = {"requests": 1.0, "tokens": tokens}
        while (wait := self._wait(amounts)) > _SHORTEST:
            await self._sleep(wait)
        for what, allowance in self._allowances.items():
            allowance.left -= amounts[what]

    def used(self, tokens: float) -> None:
        """Count so many tokens more (or fewer) for a request than it was let through with: the next one makes up for it."""
        self._owed += tokens

    async def pause(self, seconds: float) -> None:
        """Send nothing for so long: the endpoint asked for it."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        if self._rates.spacing(1.0):
            await self._turns.pause_turns(self._endpoint, seconds)

    def learn(self, headers: Mapping[str, str], longest: float) -> None:
        """Keep what the response's headers say is left of the endpoint's own limits; nothing waits longer than `longest` seconds for it."""
        now = self._clock()
        for what in LIMITED:
            said = left(headers, what)
            if said is not None:
                self._allowances[what] = _Allowance(said.left, said.limit, now, now + min(said.seconds, longest))

    def _wait(self, amounts: Mapping[str, float]) -> float:
        now = self._clock()
        return max(self._paused_until - now, *(one.wait(amounts[what], now) for what, one in self._allowances.items()), 0.0)
