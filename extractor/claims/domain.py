"""What a domain tells the rest of the product about its kinds, so that nothing else names one.

Another domain is one module like `conflict.py` and one prompt folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from pydantic import TypeAdapter

from extractor.claims.core import Claim

Form = Literal["participle", "active", "subject", "noun", "status", "loose"]
"""How a supporting word takes a number.

participle  "killed": takes the number behind it, or before it where it is passive ("12 were killed")
active      "killing", "kills": takes the number behind it
subject     "died", "missing": takes the number before it
noun        "deaths", "losses": takes the number on either side ("12 deaths", "deaths rose to 12")
status      "inmates", "cases": a noun for people by what befell them, which gives way to whatever else befalls them ("45 inmates died")
loose       "deadly": supports the value, takes no number
"""


def patterns(text: str) -> tuple[str, ...]:
    """Regular expressions written one after the other, separated by semicolons or line ends."""
    return tuple(part.strip() for line in text.splitlines() for part in line.split(";") if part.strip())


@dataclass(frozen=True, eq=False)
class Support:
    """Words that support the values of one enumerated field, e.g. `outcome`.

    `words` maps a value to regular expressions (lower case, matched as whole words whatever the text's case); a value without an
    entry needs no support. `merged` maps a value to the simpler values it merges ("killed_or_wounded" → killed, wounded): words
    that name a merged class must not support one of its parts alone. `open` is the value for words that leave it open.
    `forms` sorts the words by how they take a number, first match first; what it doesn't name is a participle. `kinds` limits the
    support to some kinds (none: every kind that has the field). Where `strict` is false the list of words is known to be
    incomplete: a value without support is worth a warning only. `sure` are the words of one sense: only they can block.
    `against` names another field, and for each of the own values the values of that field that a number governed by the words
    can't have: whoever "survived" was not killed. `leaning` maps a value to phrases that make it likely without saying it.
    """

    field: str
    words: Mapping[str, tuple[str, ...]]
    merged: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    open: str | None = None
    forms: Mapping[Form, tuple[str, ...]] = dataclass_field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    strict: bool = True
    sure: tuple[str, ...] = ()
    against: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    leaning: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Domain:
    """A set of claim kinds.

    `roles` maps a kind to {gold column: record fields that may hold it}; gold files have the columns `population` and
    `attacker` for every kind (CODEBOOK.md, "A corpus and its gold"). `people` are regular expressions (lower case, whole words) for
    nouns that count as persons, `things` for nouns that are counted in a unit of their own.
    """

    name: str
    kinds: Mapping[str, type[Claim]]
    adapter: TypeAdapter[Any]
    supports: tuple[Support, ...] = ()
    roles: Mapping[str, Mapping[str, tuple[str, ...]]] = dataclass_field(default_factory=dict)
    people: tuple[str, ...] = ()
    things: tuple[str, ...] = ()

    def parse(self, data: object) -> Claim:
        """Validate `data` (a mapping) as a claim of this domain. Raises `pydantic.ValidationError`."""
        claim: Claim = self.adapter.validate_python(data)
        return claim

    def parse_json(self, data: str | bytes) -> Claim:
        """Validate a JSON object as a claim of this domain. Raises `pydantic.ValidationError`."""
        claim: Claim = self.adapter.validate_json(data)
        return claim
