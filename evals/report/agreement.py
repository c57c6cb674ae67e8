"""The agreement of two annotators for a terminal, and the lines that a third decides."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.annotators import Agreement
from evals.report.text import interval, percent

_LABELS = {
    "claim_f1": "Claims: F1",
    "strict_claim_f1": "  strict F1 (kind, outcome, bounds the same)",
    "exact_quote_f1": "  F1 of quotes equal to the character",
}


def agreement_table(found: Agreement) -> RenderableType:
    """Claims, then every field with its share and α."""
    claims = Table(box=None, pad_edge=False)
    for head in ("", "%", "95%"):
        claims.add_column(head, justify="left" if not head else "right")
    for name, label in _LABELS.items():
        estimate = found.to_dict()["f1"][name]
        claims.add_row(label, percent(estimate["value"]), interval(estimate))
    claims.add_row("γ (quotes, kind and outcome)", decimal(found.gamma), "")
    return Group(_title(found), claims, _fields(found))


def _title(found: Agreement) -> Text:
    words = (
        f"{found.documents} documents: {found.first} claims by the first annotator, {found.second} by the second, {found.matched} by both"
    )
    return Text(words, style="bold")


def _fields(found: Agreement) -> Table:
    view = Table(box=None, pad_edge=False)
    for head in ("Field", "claims", "same %", "or alternative %", "α"):
        view.add_column(head, justify="left" if head == "Field" else "right")
    for column, one in found.fields.items():
        view.add_row(column, str(one.n), percent(one.same), percent(one.agree), decimal(one.alpha))
    return view


def decimal(value: float | None) -> str:
    """Two decimals; a dash for 0/0."""
    return "–" if value is None else f"{value:.2f}"
