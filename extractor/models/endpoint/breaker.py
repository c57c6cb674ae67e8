"""A circuit breaker: an endpoint that keeps failing is not asked by every document of a long run.

While it is open every call fails at once, but for one trial each `cooldown` seconds. A key that is refused, an unknown model or an
empty account open it at once: no other document will fare better.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from extractor.errors import ModelError
from extractor.models.endpoint.faults import Fault


class Breaker:
    """Opens after `threshold` calls in a row that failed for good, or after one that is fatal."""

    def __init__(self, threshold: int = 20, cooldown: float = 30.0, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._threshold, self._cooldown, self._clock = threshold, cooldown, clock
        self._failures = 0
        self._open_until: float | None = None
        self._last: ModelError | None = None

    def refusal(self) -> ModelError | None:
        """Why the endpoint is not asked now; null if it may be. Once a cooldown is over, one caller gets through."""
        if self._open_until is None or self._last is None:
            return None
        now = self._clock()
        if now >= self._open_until:
            self._open_until = now + self._cooldown
            return None
        return type(self._last)(f"not asked, because the endpoint keeps failing: {self._last.message}", hint=self._last.hint)

    def succeeded(self) -> None:
        """A call was answered."""
        self._failures, self._open_until, self._last = 0, None, None

    def failed(self, fault: Fault) -> None:
        """A call failed for good. What is wrong with one request alone does not count."""
        if not (fault.retryable or fault.fatal):
            return
        self._failures += 1
        self._last = fault.error
        if fault.fatal or self._failures >= self._threshold:
            self._open_until = self._clock() + self._cooldown
