"""How many claims of one document are located and checked: what comes behind is blocked (`claim.too_many`), with a message.

Each quote may have to be looked for in the whole text, and so may each name that its quote doesn't hold: time is the text times what
is looked for, and that product is what is limited. An ordinary document stays far below: a text of 300,000 characters has the full
5,000 claims, one of 5 million some 3,000 quotes and names.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.claims.core import Claim
from extractor.claims.fields import verbatim_fields
from extractor.text.stitch import MAX_PARTS, fragments

MAX_CLAIMS = 5_000
"""Claims of one document."""
MAX_READ = 15_000_000_000
"""Characters read for quotes and names, all of them together, each counted as if the whole text were read for it: about a
minute. What a text made of repeats costs more is bounded by `occurrences.Patience`."""

_MANY_NAMES = 50  # more than the fields of a claim


def readable(claims: Sequence[Claim], text: str) -> int:
    """How many of `claims`, from the first one, are located and checked."""
    left = MAX_READ // max(1, len(text))
    if left >= sum(len(claim.evidence) for claim in claims) * MAX_PARTS + len(claims) * _MANY_NAMES:
        return min(len(claims), MAX_CLAIMS)  # as nearly always: nothing needs to be counted
    names: set[str] = set()
    for number, claim in enumerate(claims[:MAX_CLAIMS]):
        left -= sum(min(max(1, len(fragments(item.text))), MAX_PARTS) for item in claim.evidence)
        before = len(names)
        names.update(words for _, words in verbatim_fields(claim) if not any(words in item.text for item in claim.evidence))
        left -= len(names) - before
        if left < 0:
            return number
    return min(len(claims), MAX_CLAIMS)
