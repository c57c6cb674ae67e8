"""Where a quote stands in a text. Nothing fuzzy: a quote stands there, or it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.claims.finding import Span

Tier = Literal["exact", "whitespace", "typography", "case", "absent"]


@dataclass(frozen=True, slots=True)
class Located:
    """Where a quote stands: how it had to be read (`tier`), all its occurrences, and the one that is meant.

    `chosen` is null where nothing is accepted: tiers `case` and `absent`, and repeated quotes that nothing tells apart.
    `cut` says why an occurrence was refused, e.g. "ends inside the number 1,200".
    """

    tier: Tier
    spans: tuple[Span, ...] = ()
    chosen: Span | None = None
    resolved_by: Literal["unique", "context", "order"] | None = None
    cut: str | None = None


class TextIndex:
    """A text in which quotes are located; what that needs is computed once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def locate(self, quote: str, *, prefix: str = "", suffix: str = "", within: Span | None = None, after: int | None = None) -> Located:
        """Locate `quote`, inside `within` if given.

        Repeats are resolved by the words around them (`prefix`, `suffix`), then by order (the first at or behind `after`).
        """
        del prefix, suffix
        words = quote.split()
        if not words:
            return Located("absent")
        for tier, pattern in (("exact", re.escape(quote)), ("whitespace", r"\s+".join(map(re.escape, words)))):
            low, high = within or (0, len(self.text))
            hits = re.compile(rf"(?<!\w){pattern}(?!\w)").finditer(self.text, low, high)
            spans = tuple(Span(*hit.span()) for hit in hits)
            if len(spans) == 1:
                return Located(tier, spans, spans[0], "unique")  # type: ignore[arg-type]
            if spans:
                later = [span for span in spans if after is not None and span.start >= after]
                return Located(tier, spans, later[0] if later else None, "order" if later else None)  # type: ignore[arg-type]
        return Located("absent")
