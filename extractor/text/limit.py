"""How many claims of one document are located and checked: what comes behind is blocked (`claim.too_many`), with a message.

Each quote may have to be looked for in the whole text, so that time is the text times the quotes: that product is what is limited.
An ordinary document stays far below: a text of 300,000 characters has the full 5,000 claims, one of 5 million some 3,000 quotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.claims.core import Claim

MAX_CLAIMS = 5_000
"""Claims of one document."""
MAX_READ = 15_000_000_000
"""Characters read for quotes, all of them together, each counted as if the whole text were read for it: about a
minute. What a text made of repeats costs more is bounded by `occurrences.Patience`."""


def readable(claims: Sequence[Claim], text: str) -> int:
    """How many of `claims`, from the first one, are located and checked."""
    left = MAX_READ // max(1, len(text))
    for number, claim in enumerate(claims[:MAX_CLAIMS]):
        left -= len(claim.evidence)
        if left < 0:
            return number
    return min(len(claims), MAX_CLAIMS)
