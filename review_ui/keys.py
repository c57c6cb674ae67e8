"""Which key does what: the usual keys, and a reviewer's own in their place. Pure but for the store."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.store import Store

KEYS: Mapping[str, str] = {
    "accept": "a",
    "fix": "f",
    "reject": "r",
    "skip": "s",
    "flag": "x",
    "undo": "u",
    "add": "c",
    "missing": "m",
    "whole": "d",
    "why": "w",
    "next": "j",
    "previous": "k",
    "article": "n",
    "filter": "/",
    "publish": "p",
    "guide": "g",
    "help": "?",
}
RESERVED: Mapping[str, str] = {
    **dict.fromkeys("0123456789", "the reasons of a rejection"),
    "o": "opening the claim of a notice",
}


def keys_of(store: Store, reviewer: str) -> dict[str, str]:
    """The reviewer's keys, by act; what an older version of the program kept and this one refuses is left aside."""
    keys = {**KEYS, **{act: key for act, key in store.desk.keys(reviewer).items() if act in KEYS}}
    return keys if problem(keys) is None else dict(KEYS)


def problem(keys: Mapping[str, str]) -> str | None:
    """Why these keys can't be used, in words; null if they can."""
    taken: dict[str, str] = {}
    for act, key in sorted(keys.items(), key=lambda item: KEYS.get(item[0]) != item[1]):  # of two that meet, the new one is told
        if act not in KEYS:
            return f"There is nothing called {act}."
        if len(key) != 1 or not key.isprintable() or key.isspace() or key != key.lower():
            return f"{key!r} can't be a key: one letter or sign without Shift, Ctrl or Alt."
        if key in RESERVED:
            return f"“{key}” is kept for {RESERVED[key]}."
        if key in taken:
            return f"“{key}” is the key of “{taken[key]}” already: give that one another key first."
        taken[key] = act
    return None


def keep_keys(store: Store, reviewer: str, keys: Mapping[str, str]) -> str | None:
    """Make these the reviewer's keys; null, or why not."""
    whole = {**KEYS, **keys}
    refused = problem(whole)
    if refused is None:
        store.desk.set_keys(reviewer, {act: key for act, key in whole.items() if KEYS[act] != key})
    return refused
