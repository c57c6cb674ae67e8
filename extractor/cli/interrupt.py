"""Ctrl-C during a run: the first lets what is in work come to its end, the second leaves at once."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from extractor.cli.console import say

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Sources:
    """Sources that can be cut short: after `stop` there are no more, and what was taken is worked on to its end."""

    def __init__(self, sources: Iterable[Any]) -> None:
        self._sources = iter(sources)
        self.stopped = False

    def stop(self) -> None:
        """Give out nothing more."""
        self.stopped = True

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self.stopped:
            raise StopIteration
        return next(self._sources)


@contextmanager
def patient(stop: Callable[[], None]) -> Iterator[None]:
    """Inside, the first SIGINT or SIGTERM calls `stop`, the second cancels the running task.

    Outside the main thread, and where the system has no such signals, they do what they always do.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    told = False

    def interrupted() -> None:
        nonlocal told
        if told and task is not None:
            task.cancel()
            return
        told = True
        stop()
        say("Interrupted: what is in work is finished and stored first; again leaves at once, and loses no stored answer.")

    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in _SIGNALS:
            loop.add_signal_handler(number, interrupted)
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in _SIGNALS:
                loop.remove_signal_handler(number)
