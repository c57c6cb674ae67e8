"""What a domain tells the rest of the product about its kinds, so that nothing else names one.

Another domain is one module like `conflict.py` and one prompt folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from pydantic import TypeAdapter

from extractor.claims.core import Claim


@dataclass(frozen=True)
class Support:
    """Words that support the values of one enumerated field, e.g. `outcome`.

    `words` maps a value to regular expressions (case-insensitive, whole words); a value without an entry needs no support.
    `merged` maps a value to the simpler values it merges ("killed_or_wounded" → killed, wounded): words that name a merged
    class must not support one of its parts alone.
    """

    field: str
    words: Mapping[str, tuple[str, ...]]
    merged: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)


@dataclass(frozen=True)
class Domain:
    """A set of claim kinds.

    `roles` maps a kind to {gold column: record fields that may hold it}; gold files have the columns `population` and
    `attacker` for every kind (CODEBOOK.md, "A corpus and its gold").
    """

    name: str
    kinds: Mapping[str, type[Claim]]
    adapter: TypeAdapter[Any]
    supports: tuple[Support, ...] = ()
    roles: Mapping[str, Mapping[str, tuple[str, ...]]] = dataclass_field(default_factory=dict)

    def parse(self, data: object) -> Claim:
        """Validate `data` (a mapping) as a claim of this domain. Raises `pydantic.ValidationError`."""
        claim: Claim = self.adapter.validate_python(data)
        return claim

    def parse_json(self, data: str | bytes) -> Claim:
        """Validate a JSON object as a claim of this domain. Raises `pydantic.ValidationError`."""
        claim: Claim = self.adapter.validate_json(data)
        return claim
