"""The schema of a domain's claims on the wire, generated once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.models.wire.shapes import Shape, ShapeBuilder, object_schema, read_fields

TAG = "kind"
"""The key under which an item names its kind: an object with exactly one key, the kind, whose value has the kind's own fields."""

FIRST = ("evidence", "statement", TAG, "figure")
"""Words of the text before what is made of them: a quote that is written first keeps the rest honest."""


@dataclass(frozen=True)
class WireFormat:
    """A domain's claims on the wire: the JSON `schema` of an answer, its `digest`, and the way of one claim there and back."""

    schema: dict[str, Any]
    digest: str
    shared: Mapping[str, Shape]
    kinds: Mapping[str, Mapping[str, Shape]]

    def write(self, claim: Claim) -> dict[str, Any]:
        """The wire form of `claim`."""
        own = {name: shape.write(getattr(claim, name)) for name, shape in self.kinds[claim.kind].items()}
        values = {name: shape.write(getattr(claim, name)) for name, shape in self.shared.items()}
        return {name: {claim.kind: own} if name == TAG else values[name] for name in _ordered(self.shared)}

    def read(self, item: Any, published: str | None) -> Any:
        """Rearrange one item of an answer into the keys of the record; what is no claim is left for the record to refuse."""
        if not isinstance(item, dict):
            return item
        tagged = item.get(TAG)
        data = read_fields(self.shared, {name: value for name, value in item.items() if name != TAG}, published)
        if isinstance(tagged, dict) and len(tagged) == 1:
            kind, own = next(iter(tagged.items()))
            data.update(read_fields(self.kinds.get(kind, {}), own if isinstance(own, dict) else {}, published), kind=kind)
        else:
            data[TAG] = tagged
        return data


@lru_cache(maxsize=16)
def _format(kinds: tuple[tuple[str, type[Claim]], ...]) -> WireFormat:
    builder = ShapeBuilder()
    shared = builder.fields(Claim, [name for name in Claim.model_fields if name != TAG])
    own = {kind: builder.fields(record, [name for name in record.model_fields if name not in Claim.model_fields]) for kind, record in kinds}
    branches = [object_schema({kind: object_schema({name: shape.schema for name, shape in own[kind].items()})}) for kind in own]
    tag = {"anyOf": branches} if len(branches) > 1 else branches[0]
    item = object_schema({name: tag if name == TAG else shared[name].schema for name in _ordered(shared)})
    schema = {
        **object_schema({"claims": {"type": "array", "items": item}, "replaces": {"type": "array", "items": {"type": "integer"}}}),
        "$defs": builder.definitions,
    }
    digest = hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:16]
    return WireFormat(schema, digest, shared, own)


def wire_format(domain: Domain) -> WireFormat:
    """The wire format of a domain, generated on first use and kept."""
    return _format(tuple(domain.kinds.items()))


def _ordered(shared: Mapping[str, Shape]) -> list[str]:
    return [*FIRST, *(name for name in shared if name not in FIRST)]
