"""Who speaks in the whole of a document, as its head or foot says: "Statement by the minister", "COMMUNIQUE 17:", "Source: …"."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.closed import mentions

_HEAD = 600
_PAPER = r"(?:(?:press|joint|official|daily|evening|war|special) )?(?:statement|communiqu[eé]|bulletin|press release|dispatch)"
_PAPER_WORDS = ("statement", "communiqu", "bulletin", "press release", "dispatch")
"""One of them is in whatever `_BY` and `_HEADED` find: most heads have none."""
_BY = re.compile(
    rf"^{_PAPER}(?: no\.? ?\d+)? (?:by|from|of|issued by) (?P<who>(?:the )?[^\n:]{{3,90}}?)"
    r"(?=,? (?:on|regarding|concerning|about|dated)\b|:|\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADED = re.compile(rf"^(?P<who>(?:the )?[^\n:.;,]{{4,80}}?)(?:,|'s|’s)? {_PAPER}(?: (?:no\.? ?)?\d+)?:", re.IGNORECASE | re.MULTILINE)
_FOOT = re.compile(r"^[ \t(•*-]*Sources?:[ \t]*(?P<who>[^\n();]{3,90}?)[.)]?[ \t]*$", re.MULTILINE)


def issuer_of(text: str) -> Span | None:
    """The words that name who issued the whole text; null if no head or foot says so."""
    head = mentions(text[:_HEAD].lower(), _PAPER_WORDS)
    match = (_BY.search(text, 0, _HEAD) or _HEADED.search(text, 0, _HEAD)) if head else None
    match = match or (_FOOT.search(text) if "Source" in text else None)
    return Span(*match.span("who")) if match is not None else None
