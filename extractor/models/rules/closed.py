"""Closed word lists of the grammar, written as one string."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


def listed(text: str) -> frozenset[str]:
    """The words of `text`, parted by blanks; or its phrases, parted by semicolons where it has any."""
    return frozenset(item.strip() for item in text.split(";")) if ";" in text else frozenset(text.split())


@cache
def _signs(signs: str) -> frozenset[str]:
    return frozenset(signs)


def holds(codes: Iterable[str], signs: str) -> bool:
    """Whether one of `signs` is among `codes`."""
    return not _signs(signs).isdisjoint(codes)


def mentions(words: str, stems: Iterable[str]) -> bool:
    """Whether one of `stems` is in `words` (a plain loop: several times faster than `any`)."""
    for stem in stems:  # noqa: SIM110
        if stem in words:
            return True
    return False
