"""Which key does what: the usual keys, and a reviewer's own in their place. Pure but for the store."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase

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
    """The reviewer's keys, by act. An act whose usual key the reviewer has given away, to an act that had none then, gets a free one.

    Of what an older version of the program kept, only what this one refuses is left aside.
    """
    own: dict[str, str] = {}
    for act, key in sorted(store.desk.keys(reviewer).items()):
        if act in KEYS and _unfit(key) is None and key not in own.values():
            own[act] = key
    keys = {act: own.get(act, usual) for act, usual in KEYS.items() if act in own or usual not in own.values()}
    for act in KEYS:
        if act not in keys:
            keys[act] = next(key for key in f"{act}{ascii_lowercase}" if key not in keys.values() and key not in RESERVED)
    return {act: keys[act] for act in KEYS}


def moved(store: Store, reviewer: str) -> str | None:
    """In words, which acts have a key that is neither the usual one nor one that the reviewer gave them; null if none has."""
    own, keys = store.desk.keys(reviewer), keys_of(store, reviewer)
    acts = [f"“{key}” for “{act}”" for act, key in keys.items() if key not in (KEYS[act], own.get(act))]
    return (
        f"A key of yours is wanted by another act, too: press {' and '.join(acts)}, or give it one with {keys['help']}." if acts else None
    )


def problem(keys: Mapping[str, str]) -> str | None:
    """Why these keys can't be used, in words; null if they can."""
    taken: dict[str, str] = {}
    for act, key in sorted(keys.items(), key=lambda item: KEYS.get(item[0]) != item[1]):  # of two that meet, the new one is told
        if act not in KEYS:
            return f"There is nothing called {act}."
        if refused := _unfit(key):
            return refused
        if key in taken:
            return f"“{key}” is the key of “{taken[key]}” already: give that one another key first."
        taken[key] = act
    return None


def _unfit(key: str) -> str | None:
    if len(key) != 1 or not key.isprintable() or key.isspace() or key != key.lower():
        return f"{key!r} can't be a key: one letter or sign without Shift, Ctrl or Alt."
    return f"“{key}” is kept for {RESERVED[key]}." if key in RESERVED else None


def keep_keys(store: Store, reviewer: str, keys: Mapping[str, str]) -> str | None:
    """Make these the reviewer's keys; null, or why not."""
    whole = {**KEYS, **keys}
    refused = problem(whole)
    if refused is None:
        store.desk.set_keys(reviewer, {act: key for act, key in whole.items() if KEYS[act] != key})
    return refused
