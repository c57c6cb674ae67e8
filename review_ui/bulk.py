"""One decision about many claims of the table: each is a decision of its own, with its own event. No Streamlit here.

Accepting is not among them: a claim is accepted by somebody who has its quote before their eyes.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.errors import RuleError
from extractor.store import ClaimRow
from review_ui.exchange import SentAction
from review_ui.workbench import Workbench, decide, settle

Act = Literal["reject", "skip", "flag", "assign"]
DONE: dict[Act, str] = {"reject": "rejected", "skip": "skipped", "flag": "marked for a second look", "assign": "assigned"}


@dataclass(frozen=True)
class Order:
    """What shall happen to the claims: `words` are the reason of a rejection, or to whom they are assigned ("" = to nobody)."""

    act: Act
    words: str = ""


@dataclass(frozen=True)
class Outcome:
    """How many decisions were stored, and why the others were not, each claim's statement before its reason."""

    stored: int
    refused: tuple[str, ...] = ()

    def told(self, act: Act) -> str:
        """In one sentence."""
        return f"{self.stored:,} claim{'' if self.stored == 1 else 's'} {DONE[act]}."


def carry_out(bench: Workbench, order: Order, rows: Sequence[ClaimRow]) -> Outcome:
    """Do `order` to every claim as it was seen in the table; what somebody changed meanwhile is left alone and said."""
    if order.act == "assign":
        return _assign(bench, order, rows)
    reason = order.words if order.act == "reject" else None
    refused: list[str] = []
    for row in rows:
        action = SentAction(id=str(uuid.uuid4()), claim=row.id, action=order.act, version=row.version, revision=row.revision, reason=reason)
        ack = settle(bench, action, decide)
        if not ack["ok"]:
            refused.append(f"{row.claim.statement} {ack['message']}")
    return Outcome(len(rows) - len(refused), tuple(refused))


def _assign(bench: Workbench, order: Order, rows: Sequence[ClaimRow]) -> Outcome:
    try:
        bench.store.desk.assign([row.id for row in rows], order.words or None, by=bench.reviewer)
    except RuleError as error:
        return Outcome(0, (f"{error.message} {error.hint}".strip(),))
    return Outcome(len(rows))
