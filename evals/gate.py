"""Whether a run may ship: each gate by its metric, difference, interval and flipped cases (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.compare import Data, Difference, Flip, differences, flips, holm
from evals.metrics import BY_NAME, Resampling

ALPHA = 0.05
SHOWN = 8
"""How many flipped cases a verdict names."""

_TYPES: dict[str, tuple[str, ...]] = {
    "exact_span_rate": ("span",),
    "absent_quote_rate": ("absent_quote",),
    "qualifier_dropped_rate": ("dropped_qualifier",),
    "qualifier_accuracy": ("dropped_qualifier",),
    "split_rate": ("split",),
    "merged_rate": ("merged",),
    "duplicate_rate": ("duplicate",),
    "source_accuracy": ("wrong_source", "relay_as_source"),
    "relay_as_source_rate": ("relay_as_source",),
    "denied_asserted_rate": ("wrong_stance",),
    "stance_accuracy": ("wrong_stance",),
    "relaxed_recall": ("missed",),
    "relaxed_precision": ("spurious", "duplicate", "absent_quote", "split"),
    "figure_f1": ("wrong_bounds", "missed", "spurious"),
}
"""Which mistakes a metric counts; one that isn't here counts all."""


class Gate(BaseModel):
    """What a suite demands of one metric.

    `at_most` and `at_least` bound its value and need no baseline: `at_most: 0` is a hard zero. `tolerance` is how much worse than the
    baseline it may be; for a model whose answers vary, what is worse must also be significant (p ≤ 0.05 after Holm).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    at_most: float | None = None
    at_least: float | None = None
    tolerance: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _is_a_gate(self) -> Gate:
        if self.metric not in BY_NAME:
            raise ValueError(f"{self.metric!r} is no metric; there are: {', '.join(BY_NAME)}")
        if self.at_most is None and self.at_least is None and self.tolerance is None:
            raise ValueError(f"the gate on {self.metric} demands nothing: give at_most, at_least or tolerance")
        return self


@dataclass(frozen=True)
class Verdict:
    """One gate over one run: whether it holds, in words, and which cases flipped."""

    corpus: str
    model: str
    metric: str
    holds: bool
    message: str
    flipped: tuple[Flip, ...] = ()
    kind: Literal["bound", "baseline", "cases"] = "bound"


def judge(
    new: Data, old: Data | None, gates: Sequence[Gate], *, alpha: float | None, resampling: Resampling | None = None
) -> list[Verdict]:
    """Every gate of a suite over one run; `old` is the baseline's run over the same cases.

    `alpha` is the chance of a false alarm that is taken, for a model whose answers vary; null for one whose answers don't: there every
    difference is real.
    """
    bounds = [_bound(new, gate) for gate in gates if gate.at_most is not None or gate.at_least is not None]
    relative = [gate for gate in gates if gate.tolerance is not None]
    return bounds if old is None else [*bounds, *_against(new, old, relative, alpha, resampling)]


def _bound(new: Data, gate: Gate) -> Verdict:
    value = new["metrics"][gate.metric]["value"]
    too_high = value is not None and gate.at_most is not None and value > gate.at_most
    too_low = value is not None and gate.at_least is not None and value < gate.at_least
    wanted = [f"{words} {_percent(end)}" for words, end in (("at most", gate.at_most), ("at least", gate.at_least)) if end is not None]
    message = f"{gate.metric} is {_percent(value)}, wanted {' and '.join(wanted)}"
    bad = too_high or too_low
    return Verdict(new["corpus"], new["model"], gate.metric, not bad, message, _guilty(new, gate.metric) if bad else ())


def _guilty(run: Data, metric: str) -> tuple[Flip, ...]:
    """The cases behind a bound that is broken."""
    if metric == "failure_rate":
        return tuple(Flip(doc, "new", _failure(doc, one["message"])) for doc, one in run["failures"].items())
    return tuple(Flip(one["doc"], "new", one) for one in run["mistakes"] if one["type"] in _TYPES.get(metric, ()))


def _failure(doc: str, message: str) -> Data:
    return {"type": "failed", "doc": doc, "gold": None, "predicted": None, "span": None, "expected": "", "found": message}


def _against(new: Data, old: Data, gates: Sequence[Gate], alpha: float | None, resampling: Resampling | None) -> list[Verdict]:
    found = differences(old, new, [BY_NAME[gate.metric] for gate in gates], resampling)
    flipped = flips(old, new)
    adjusted = holm([one.p for one in found])
    return [
        _verdict(new, gate, one, None if alpha is None else p, flipped, significant=alpha is None or (p is not None and p <= alpha))
        for gate, one, p in zip(gates, found, adjusted, strict=True)
    ]


def _verdict(new: Data, gate: Gate, one: Difference, p: float | None, flipped: Sequence[Flip], *, significant: bool) -> Verdict:
    worse = one.worse_by > (gate.tolerance or 0) + 1e-12 and significant
    types = _TYPES.get(gate.metric)
    cases = tuple(flip for flip in flipped if flip.state == "new" and (types is None or flip.mistake["type"] in types))
    return Verdict(new["corpus"], new["model"], gate.metric, not worse, described(one, p), cases if worse else (), "baseline")


def described(one: Difference, p: float | None = None) -> str:
    """A difference in words: metric, both values, change, interval, p."""
    if one.change is None or one.low is None or one.high is None:
        return f"{one.metric}: {_percent(one.old)} → {_percent(one.new)}, not comparable (0/0)"
    interval = f"95% {100 * one.low:+.1f} to {100 * one.high:+.1f}"
    words = f"{one.metric}: {_percent(one.old)} → {_percent(one.new)} ({100 * one.change:+.1f}, {interval}"
    return words + (f", p = {p:.3f})" if p is not None else ")")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


def lines_of(verdict: Verdict) -> list[str]:
    """A verdict that doesn't hold, as lines: the metric and its difference, then the flipped cases."""
    lines = [f"RED {verdict.corpus} · {verdict.model} · {verdict.message}"]
    for flip in verdict.flipped[:SHOWN]:
        one = flip.mistake
        lines.append(f"  {flip.doc}: {one['type'].replace('_', ' ')}: {one['gold'] or one['predicted'] or ''} {_change(one)}".rstrip())
    more = len(verdict.flipped) - SHOWN
    return [*lines, f"  … and {more} more"] if more > 0 else lines


def _change(mistake: Data) -> str:
    expected, found = mistake["expected"], mistake["found"]
    if expected and found:
        return f"wanted “{expected}”, found “{found}”"
    return f"“{expected or found}”" if expected or found else ""
