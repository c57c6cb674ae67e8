"""How many reviewers decide about a claim independently of each other. Pure.

The rule is asked when the first of them decides; what it said then holds for that claim (`review.Decided.needed`).
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Rule = Literal["none", "all", "sample", "risky"]
RULES: tuple[Rule, ...] = get_args(Rule)
_SCALE = 2**64
_UNFLAGGED = 20  # `review.priority`: from here on no check blocks or warns
_PLAIN = 2  # modulo 5: from here on nothing is vague, hedged, or read differently by two models


class Overlap(BaseModel):
    """`rule`: which claims (none, all, a sample, those at risk) are decided by `reviewers` people. `share` of all claims is the sample."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Rule = "none"
    reviewers: Annotated[int, Field(ge=2, le=9)] = 2
    share: Annotated[float, Field(gt=0, le=1)] = 0.1

    def needed(self, claim_id: str, priority: int) -> int:
        """How many reviewers decide about this claim; `priority` is `review.priority`."""
        chosen = {
            "none": False,
            "all": True,
            "sample": _draw(claim_id) < self.share,
            "risky": is_risky(priority),
        }
        return self.reviewers if chosen[self.rule] else 1

    @property
    def sentence(self) -> str:
        """In words."""
        which = {
            "none": "One reviewer decides about each claim.",
            "all": f"{self.reviewers} reviewers decide about every claim.",
            "sample": f"{self.reviewers} reviewers decide about {self.share:.0%} of the claims, drawn by chance.",
            "risky": f"{self.reviewers} reviewers decide about claims at risk; one about the rest.",
        }
        return which[self.rule]


def is_risky(priority: int) -> bool:
    """Whether a check blocks or warns, models differ, the figure is vague or not plainly asserted: the digits of `review.priority`."""
    return priority < _UNFLAGGED or priority % 5 < _PLAIN


def _draw(claim_id: str) -> float:
    """A number from 0 to 1 that is the claim's own: the same claims are drawn on every machine, and a larger share adds to them."""
    return int.from_bytes(hashlib.sha256(f"overlap {claim_id}".encode()).digest()[:8]) / _SCALE
