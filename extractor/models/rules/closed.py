"""Closed word lists of the grammar, written as one string."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of `text`, parted by blanks; or its phrases, parted by semicolons where it has any."""
    return frozenset(item.strip() for item in text.split(";")) if ";" in text else frozenset(text.split())
