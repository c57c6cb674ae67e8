"""How a run is going: a bar where stderr is a terminal, JSON lines on stdout where a program reads along, else nothing."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from extractor.batch import Item
from extractor.cli.console import messages
from extractor.cli.totals import Totals

_ETA_SECONDS = 120.0
"""The rate that the end is reckoned from is that of the last two minutes."""
_FIELDS = "{task.fields[done]:,} done, {task.fields[failed]:,} failed, {task.fields[rate]:.1f}/s, ${task.fields[spent]:.2f}"

Show = Callable[[Item], None]


@contextmanager
def shown(title: str, totals: Totals, sources: Iterable[Any] | None, *, quiet: bool = False) -> Iterator[Show]:
    """A function that is told each item; `totals` has the counts.

    `sources` are counted beside the work, to know where the end is; null: that is not known.
    """
    console = messages()
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn(_FIELDS)]
    columns += [TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()]
    with Progress(
        *columns, console=console, disable=quiet or not console.is_terminal, transient=True, speed_estimate_period=_ETA_SECONDS
    ) as bar:
        task = bar.add_task(title, total=None, done=0, failed=0, rate=0.0, spent=0.0)
        ended, began = threading.Event(), time.monotonic()
        if sources is not None and not bar.disable:
            threading.Thread(target=_count, args=(sources, bar, task, ended), daemon=True).start()

        def show(item: Item) -> None:
            rate = sum(totals.by_status.values()) / max(time.monotonic() - began, 0.001)
            bar.update(task, advance=1, done=totals.by_status["done"], failed=totals.failed, rate=rate, spent=totals.cost_usd)
            if item.failure and item.status == "failed" and not bar.disable:
                bar.console.print(f"failed: {item.name}", markup=False, highlight=False)

        try:
            yield show
        finally:
            ended.set()


def _count(sources: Iterable[Any], bar: Progress, task: TaskID, ended: threading.Event) -> None:
    """Count the sources, for the bar's sake; what can't be counted is the run's own business to report."""
    number = 0
    try:
        for number, _ in enumerate(sources, 1):  # noqa: B007 - only the last is wanted
            if ended.is_set():
                return
    except Exception:  # noqa: BLE001 - as above
        return
    bar.update(task, total=number)


def json_line(item: Item) -> str:
    """An item as a line of JSON."""
    return json.dumps({"event": "item", **asdict(item)}, ensure_ascii=False)


def json_end(totals: Totals) -> str:
    """The end of a run as a line of JSON."""
    counts = {status: totals.by_status[status] for status in ("done", "failed", "skipped", "left")}
    amounts = {name: getattr(totals, name) for name in ("claims", "blocked", "calls", "tokens", "cost_usd")}
    return json.dumps({"event": "end", "run": totals.run_id, "status": totals.run_status, **counts, **amounts})
