"""W3C Web Annotation selectors out and in (https://www.w3.org/TR/annotation-model/#selectors).

An evidence is a TextQuoteSelector and a TextPositionSelector in one; both count code points of the document's text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.claims.core import Evidence
from extractor.claims.finding import Span
from extractor.text.edges import cut
from extractor.text.locate import Located, Place, TextIndex

CONTEXT_CHARS = 32


def context(text: str, span: Span, size: int = CONTEXT_CHARS) -> tuple[str, str]:
    """The `size` characters before and behind `span`; fewer at the ends of the text."""
    return text[max(0, span.start - size) : span.start], text[span.end : span.end + size]


def evidence_at(text: str, span: Span) -> Evidence:
    """The evidence that stands at `span`, with the words around it."""
    prefix, suffix = context(text, span)
    return Evidence(text=text[span.start : span.end], start=span.start, end=span.end, prefix=prefix, suffix=suffix)


def to_selectors(evidence: Evidence) -> list[dict[str, Any]]:
    """The evidence as W3C selectors: a TextQuoteSelector, and a TextPositionSelector if it has been located."""
    quote = {"type": "TextQuoteSelector", "exact": evidence.text, "prefix": evidence.prefix, "suffix": evidence.suffix}
    if evidence.start is None:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}]


def from_selector(selector: Mapping[str, Any], index: TextIndex) -> Located:
    """Where in the text a W3C selector points. Positions are taken as they are; quotes are located.

    A `refinedBy` selector is resolved inside the first one. Raises `ValueError` for other kinds of selector, for keys that are
    missing or of the wrong type, and for positions outside the text.
    """
    return _resolve(selector, index, None)


def from_selectors(selectors: Sequence[Mapping[str, Any]], index: TextIndex) -> Evidence | None:
    """The evidence that a list of selectors describes, as `to_selectors` writes them; null if they don't agree on one place.

    Raises `ValueError` as `from_selector` does.
    """
    found = [from_selector(selector, index) for selector in selectors]
    places = {located.chosen for located in found if located.chosen}
    if len(places) != 1:
        return None
    place = places.pop()
    agreed = all(_allows(located, selector, place, index.text) for located, selector in zip(found, selectors, strict=True))
    return evidence_at(index.text, place) if agreed else None


def _allows(located: Located, selector: Mapping[str, Any], place: Span, text: str) -> bool:
    """Whether a selector may mean `place`: it is one of its places, or one more of the many that aren't listed."""
    if place in located.spans:
        return True
    return located.more and text[place.start : place.end] == selector.get("exact") and cut(text, place) is None


def _resolve(selector: Mapping[str, Any], index: TextIndex, within: Span | None) -> Located:
    located = _resolve_one(selector, index, within)
    refined = selector.get("refinedBy")
    if refined is None or located.chosen is None:
        return located
    if not isinstance(refined, Mapping):
        raise ValueError("refinedBy is no selector")  # noqa: TRY004 - a file's content is wrong, not a caller's type
    return _resolve(refined, index, located.chosen)


def _resolve_one(selector: Mapping[str, Any], index: TextIndex, within: Span | None) -> Located:
    kind = selector.get("type")
    if kind == "TextQuoteSelector":
        exact, prefix, suffix = (_words(selector, key) for key in ("exact", "prefix", "suffix"))
        return index.locate_at(exact, Place(prefix, suffix, within))
    if kind == "TextPositionSelector":
        base, limit = within or Span(0, len(index.text))
        span = Span(base + _position(selector, "start"), base + _position(selector, "end"))
        if not base <= span.start <= span.end <= limit:
            raise ValueError(f"the position {span.start}:{span.end} lies outside the text ({limit} code points)")
        return Located("exact", (span,), span, "unique")
    raise ValueError(f"{kind!r} is no selector that points into a text (TextQuoteSelector, TextPositionSelector)")


def _words(selector: Mapping[str, Any], key: str) -> str:
    words = selector.get(key, None if key == "exact" else "")
    if not isinstance(words, str):
        raise ValueError(f"{key} of a TextQuoteSelector is no string")  # noqa: TRY004 - as above
    return words


def _position(selector: Mapping[str, Any], key: str) -> int:
    position = selector.get(key)
    if not isinstance(position, int) or isinstance(position, bool) or position < 0:
        raise ValueError(f"{key} of a TextPositionSelector is no offset")
    return position
