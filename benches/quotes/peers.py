"""What is measured: for a text and quotes, where each is said to stand (null: nowhere, or not said)."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Sequence
from typing import Any

from extractor.text.locate import TextIndex

Span = tuple[int, int]
Locate = Callable[[str, Sequence[str]], list[Span | None]]
"""Locate all quotes of a text, everything that has to be computed for it included."""

MANY = (-1, -1)
"""In place of a span: it stands there several times, and none is chosen."""


def quotebound(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Ours. The spans of a repeated quote are known; without context none is chosen."""
    index = TextIndex(text)
    found: list[Span | None] = []
    for quote in quotes:
        located = index.locate(quote)
        several = len(located.spans) > 1 and located.tier not in {"case", "absent"}
        found.append(located.chosen or (MANY if several else None))
    return found


def str_find(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """The least that anybody can do."""
    places = (text.find(quote) for quote in quotes)
    return [(at, at + len(quote)) if at >= 0 else None for at, quote in zip(places, quotes, strict=True)]


def gtrex(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Gtrex's verifier with its default policy, tiers exact, whitespace, typography and case."""
    peer = importlib.import_module("gtrex")
    verifier = peer.Verifier(text, peer.Policy())
    certificates = [verifier.verify(quote) for quote in quotes]
    return [(one.start, one.end) if one.grounded and one.start is not None else None for one in certificates]


def groundgate(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Groundgate's admission of a string field: admitted counts, "needs verification" doesn't."""
    peer = importlib.import_module("groundgate")
    candidates = [{"id": at, "field": "said", "value": quote, "evidence": [{"text": quote}]} for at, quote in enumerate(quotes)]
    receipt = peer.admit(text, {"fields": {"said": {"type": "string", "multiple": True}}}, candidates)
    encoded = text.encode()
    admitted = {decision.candidate_id: decision.evidence for decision in receipt.decisions if decision.outcome == "admitted"}
    return [_in_characters(encoded, admitted[at]) if at in admitted else None for at in range(len(quotes))]


def _in_characters(encoded: bytes, span: Any) -> Span:
    """Groundgate counts UTF-8 bytes."""
    start = len(encoded[: span[0]].decode())
    return start, start + len(encoded[span[0] : span[1]].decode())


def langextract(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Langextract's aligner as it comes: exact, then fuzzy. Whatever has a character interval counts, MATCH_LESSER and MATCH_FUZZY too."""
    resolver = importlib.import_module("langextract.resolver")
    data = importlib.import_module("langextract.core.data")
    extractions = [data.Extraction(extraction_class="said", extraction_text=quote) for quote in quotes]
    aligned = resolver.WordAligner().align_extractions([extractions], text)[0]
    intervals = [one.char_interval for one in aligned]
    return [(one.start_pos, one.end_pos) if one and one.start_pos is not None else None for one in intervals]


PEERS: dict[str, Locate] = {
    "quotebound": quotebound,
    "str.find": str_find,
    "gtrex": gtrex,
    "groundgate": groundgate,
    "langextract": langextract,
}
_OWN = ("quotebound", "str.find")


def installed() -> tuple[dict[str, Locate], list[str]]:
    """Those that can be measured here, and a line about each of the others."""
    here, lines = {}, []
    for name, locate in PEERS.items():
        if name in _OWN:
            here[name] = locate
            continue
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            lines.append(f"{name} is not installed and is left out: `uv sync --group bench`, or `pip install {name}`")
        else:
            here[name] = locate
            lines.append(f"{name} {version}")
    return here, lines
