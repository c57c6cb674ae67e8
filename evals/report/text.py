"""A run's report for a terminal and for a pull request, from its JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

Data = Mapping[str, Any]

HEADLINES: tuple[tuple[str, str], ...] = (
    ("relaxed_precision", "Claims: precision"),
    ("relaxed_recall", "Claims: recall"),
    ("relaxed_f1", "Claims: F1"),
    ("macro_relaxed_f1", "  mean over documents"),
    ("soft_f1", "  soft F1"),
    ("strict_f1", "  strict F1 (kind, outcome, bounds right)"),
    ("figure_f1", "Figures: F1 (bounds right)"),
    ("outcome_figure_precision", "  precision, claims with an outcome"),
    ("qualifier_dropped_rate", "  qualifiers dropped"),
    ("exact_span_rate", "Quotes: exact to the character"),
    ("absent_quote_rate", "  not in the text"),
    ("duplicate_rate", "  claims said twice"),
    ("relay_as_source_rate", "Attribution: relay taken for source"),
    ("denied_asserted_rate", "Stance: denied taken for asserted"),
    ("number_coverage", "Numbers covered by a quote"),
    ("number_coverage_of_gold", "  by gold"),
    ("silent_without_claims_rate", "Documents without claims left alone"),
    ("failure_rate", "Documents that failed"),
)
_ZERO_WANTED = frozenset({"absent_quote_rate", "denied_asserted_rate", "failure_rate"})


def percent(value: float | None) -> str:
    """A share with one decimal; a dash for 0/0."""
    return "–" if value is None else f"{100 * value:.1f}"


def interval(estimate: Data) -> str:
    """The 95% interval."""
    return "" if estimate["value"] is None else f"{percent(estimate['low'])}–{percent(estimate['high'])}"


def columns_of(data: Data) -> list[str]:
    """The gold columns that a report measures, in its order."""
    return [name.removesuffix("_accuracy") for name in data["metrics"] if name.endswith("_accuracy")]


def table(data: Data) -> RenderableType:
    """Headline metrics, field accuracies and errors side by side with their numbers."""
    return Group(_title(data), _headlines(data), _fields(data), _footer(data))


def _title(data: Data) -> Text:
    counts = [entry["counts"] for entry in data["per_document"]]
    gold, predicted = (int(sum(count[key] for count in counts)) for key in ("gold_core", "predicted"))
    return Text(
        f"{data['model']} on {data['corpus']}: {data['documents']} documents, {gold} claims to find, {predicted} proposed", style="bold"
    )


def _headlines(data: Data) -> Table:
    view = Table(box=None, pad_edge=False)
    view.add_column("")
    view.add_column("%", justify="right")
    view.add_column("95%", justify="right", style="dim")
    view.add_column("of", justify="right", style="dim")
    for name, label in HEADLINES:
        estimate = data["metrics"][name]
        style = "red" if name in _ZERO_WANTED and estimate["value"] else ""
        view.add_row(label, Text(percent(estimate["value"]), style=style), interval(estimate), f"{estimate['n']:g}")
    return view


def _fields(data: Data) -> Table:
    view = Table(box=None, pad_edge=False)
    for head in ("Field", "matched %", "end to end %"):
        view.add_column(head, justify="left" if head == "Field" else "right")
    for column in columns_of(data):
        matched, whole = (data["metrics"][f"{column}_{kind}"] for kind in ("accuracy", "end_to_end"))
        view.add_row(column, percent(matched["value"]), percent(whole["value"]))
    return view


def error_counts(data: Data) -> list[tuple[str, int]]:
    """How often each mistake was made, the most frequent first."""
    return Counter(one["type"] for one in data["mistakes"]).most_common()


def _footer(data: Data) -> Text:
    errors = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in error_counts(data)) or "none"
    return Text(f"Errors: {errors}\n{_spending(data['spent'])}", style="dim")


def _spending(spent: Data) -> str:
    if spent["seconds_p50"] is None:
        return ""
    words = f"{1000 * spent['seconds_p50']:.0f} ms a document (p50), {1000 * spent['seconds_p95']:.0f} ms (p95)"
    if spent["prompt_tokens"]:
        words += f"; {spent['prompt_tokens']:,.0f} tokens in, {spent['completion_tokens']:,.0f} out"
    return words + (f"; ${spent['cost_usd']:.4f}" if spent["cost_usd"] else "")


def markdown(data: Data) -> str:
    """The report as GitHub shows it in a pull request."""
    lines = [f"### {data['model']} on {data['corpus']}", "", "| | % | 95% | of |", "|---|---:|---:|---:|"]
    for name, label in HEADLINES:
        estimate = data["metrics"][name]
        lines.append(f"| {label.strip()} | {percent(estimate['value'])} | {interval(estimate)} | {estimate['n']:g} |")
    lines += ["", "| field | matched % | end to end % |", "|---|---:|---:|", *_field_lines(data)]
    lines += ["", "| error | times |", "|---|---:|", *(f"| {name.replace('_', ' ')} | {count} |" for name, count in error_counts(data))]
    if data["failures"]:
        lines += ["", *(f"- failed: `{name}`: {failure['message']}" for name, failure in data["failures"].items())]
    return "\n".join(lines) + "\n"


def _field_lines(data: Data) -> Iterable[str]:
    for column in columns_of(data):
        matched, whole = (data["metrics"][f"{column}_{kind}"]["value"] for kind in ("accuracy", "end_to_end"))
        yield f"| {column} | {percent(matched)} | {percent(whole)} |"
