"""How a run went: counted as it goes, told at its end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from extractor.batch import Item
from extractor.cli.console import plural, say
from extractor.errors import Failure, ModelDeferredError, ModelStoppedError
from extractor.wiring import Reader

SHOWN_FAILURES = 20
_WAY_ON = "Nothing is lost: the same command, without --fresh, goes on with the rest, and what was paid for costs nothing again."


class Totals:
    """How a run went, counted as it goes: flat in memory however many documents there are."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.by_status: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.claims = 0
        self.blocked = 0
        self.malformed = 0
        self.calls = self.tokens = 0
        self.cost_usd = 0.0
        self.copies = 0
        self.failures: list[Item] = []
        self.stopped: Failure | None = None
        self.interrupted: str | None = None

    @property
    def failed(self) -> int:
        """Documents that failed."""
        return self.by_status["failed"]

    @property
    def whole(self) -> bool:
        """Whether nothing failed, and nothing is left but what waits in a batch file, as was asked."""
        return not self.failed and self.interrupted is None and (self.stopped is None or self.waits)

    @property
    def waits(self) -> bool:
        """Whether documents wait for a batch file."""
        return self.stopped is not None and self.stopped.code == ModelDeferredError.code

    @property
    def run_status(self) -> str:
        """What the run is closed as."""
        if self.interrupted:
            return self.interrupted
        if self.waits:
            return "waiting"
        return "stopped" if self.stopped else "finished"

    def add(self, item: Item) -> None:
        """Count one item; the first failures are kept to be listed, and why documents were left."""
        self.by_status[item.status] += 1
        self.claims += item.claims
        self.blocked += item.blocked
        self.malformed += item.malformed
        self.calls += item.calls
        self.tokens += item.tokens
        self.cost_usd += item.cost_usd
        self.copies += item.copy_of is not None
        if item.status == "left":
            self.stopped = self.stopped or (item.failure if item.failure and item.failure.code != ModelStoppedError.code else None)
        elif item.failure and len(self.failures) < SHOWN_FAILURES:
            self.failures.append(item)


def report(totals: Totals) -> None:
    """Say on stderr how a run went, each failed document with its reason and way out."""
    done, skipped = totals.by_status["done"], totals.by_status["skipped"] - totals.copies
    parts = [f"{plural(done, 'document')} done", plural(totals.claims, "claim")]
    if totals.by_status["queued"]:
        parts.append(f"{totals.by_status['queued']:,} in line: `quotebound worker` does them, `quotebound status {totals.run_id}` tells")
    if totals.blocked:
        parts.append(f"{totals.blocked} blocked by checks")
    if totals.malformed:
        parts.append(plural(totals.malformed, "malformed item") + " left out")
    if skipped:
        parts.append(f"{skipped} already done (--fresh repeats them)")
    if totals.copies:
        parts.append(plural(totals.copies, "near-duplicate linked to its original", "near-duplicates linked to their originals"))
    if totals.failed:
        parts.append(f"{totals.failed} failed")
    say(", ".join(parts) + ".")
    _say_what_was_passed_over(totals)
    for item in totals.failures:
        if item.failure:
            way_out = f" → {item.failure.hint}" if item.failure.hint else ""
            reason = item.failure.message if item.name in item.failure.message else f"{item.name}: {item.failure.message}"
            say(f"  failed: {reason}{way_out}")
    hidden = totals.failed - len(totals.failures)
    if hidden > 0:
        say(f"  … and {hidden} more: quotebound status {totals.run_id} lists all.")
    _say_why_it_ended(totals)


def report_dates(reader: Reader, metadata: Path | None, *, whole: bool) -> None:
    """Say which dates --published stands in place of, and which lines of the metadata file were for nothing (told after a `whole` run)."""
    if reader.overruled:
        name, stated = next(iter(reader.overruled.items()))
        say(
            f"--published {reader.given.published} stands in place of the date that {plural(len(reader.overruled), 'document')} had"
            f" from elsewhere, e.g. {name}: {stated}. Leave it away to have those dates."
        )
    unused = [name for name in reader.metadata if name not in reader.used]
    if unused and whole:
        names = ", ".join(unused[:3]) + (", …" if len(unused) > 3 else "")  # noqa: PLR2004 - enough to see what is wrong
        say(f"{plural(len(unused), 'line')} of {metadata} named no document that was read: {names}")


def _say_what_was_passed_over(totals: Totals) -> None:
    if totals.passed:
        endings = ", ".join(f"{ending} {count:,}" for ending, count in totals.passed.most_common(5))
        say(f"Passed over in folders: {plural(totals.passed.total(), 'file')} of other kinds ({endings}). Name a file to have it read.")


def _say_why_it_ended(totals: Totals) -> None:
    if totals.waits:
        waiting = plural(totals.by_status["left"], "document waits", "documents wait")
        say(f"{waiting} for answers: run the same command again when the batch is collected.")
    elif totals.stopped:
        say(f"Stopped before the end: {totals.stopped.message}. {_WAY_ON}")
    if totals.interrupted:
        say(f"Run {totals.run_id} was {totals.interrupted} before its end. {_WAY_ON}")
