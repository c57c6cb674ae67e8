"""What an endpoint understands: how it can be told the schema (a ladder), and which parameters it refuses.

Compatible servers differ: some know strict schemas, some only plain ones, some only "a JSON object", some take a schema nowhere but
in a tool or in the prompt. The first rung is assumed until an endpoint objects; then a probe of a few tokens finds the first rung
that works, and the ledger remembers it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from extractor.models.endpoint.faults import Fault

RUNGS: Final = ("strict", "schema", "object_with_schema", "object", "tool", "prompt")
"""From the most to the least enforced: strict json_schema; json_schema; json_object that carries the schema (llama.cpp's servers);
json_object with the schema in the prompt; a forced tool; nothing but the prompt."""

TOKEN_LIMITS: Final = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
"""The two names of the same parameter; an endpoint that refuses one may know the other."""

_NAME: Final = "claims"
_OBJECTS: Final = frozenset({400, 404, 415, 422, 500, 501})
_SCHEMA_WORDS: Final = re.compile(r"response_format|json_schema|json_object|schema|grammar|tool|strict|\$ref|anyOf", re.IGNORECASE)


@dataclass(frozen=True)
class Capability:
    """How to talk to one endpoint and model: the ladder's `rung`, and `refused` parameter names, which are left out or renamed."""

    rung: str = RUNGS[0]
    refused: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {"rung": self.rung, "refused": sorted(self.refused)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Capability:
        """From what the ledger kept; a rung that is no longer known starts anew."""
        rung = data.get("rung")
        return cls(rung if rung in RUNGS else RUNGS[0], frozenset(data.get("refused", ())))

    def without(self, parameter: str) -> Capability:
        """The same, with one parameter more that is refused."""
        return replace(self, refused=self.refused | {parameter})


def allowed(parameters: Mapping[str, Any], capability: Capability) -> dict[str, Any]:
    """`parameters` as the endpoint takes them: refused ones dropped, a token limit under its other name."""
    kept = {}
    for name, value in parameters.items():
        other = TOKEN_LIMITS.get(name)
        if name not in capability.refused:
            kept[name] = value
        elif other is not None and other not in capability.refused:
            kept[other] = value
    return kept


def refused_parameter(fault: Fault, sent: Sequence[str]) -> str | None:
    """The parameter that an endpoint objects to by name, among those that were `sent`."""
    if fault.status not in (400, 422):
        return None
    return next((name for name in sent if re.search(rf"(?<!\w){name}(?!\w)", fault.said)), None)


def objects_to_schema(fault: Fault) -> bool:
    """Whether the fault may mean that the endpoint does not understand how it was told the schema.

    A 500 says nothing, but is what some servers answer to a response format that they don't know; the probe tells.
    """
    if fault.status not in _OBJECTS or (fault.fatal and not _SCHEMA_WORDS.search(fault.said)):
        return False
    return fault.status in (500, 501) or bool(_SCHEMA_WORDS.search(fault.said)) or not fault.said


def with_schema(messages: list[dict[str, Any]], schema: dict[str, Any], rung: str) -> dict[str, Any]:
    """The part of a request body that tells messages and schema on `rung`."""
    if rung == "strict":
        return {"messages": messages, "response_format": _format({"name": _NAME, "strict": True, "schema": schema})}
    if rung == "schema":
        return {"messages": messages, "response_format": _format({"name": _NAME, "schema": schema})}
    if rung == "object_with_schema":
        return {"messages": messages, "response_format": {"type": "json_object", "schema": schema}}
    if rung == "object":
        return {"messages": _told(messages, schema), "response_format": {"type": "json_object"}}
    if rung == "tool":
        function = {"name": _NAME, "description": "Hands in the claims.", "parameters": schema}
        choice = {"type": "function", "function": {"name": _NAME}}
        return {"messages": messages, "tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {"messages": _told(messages, schema)}


def _format(json_schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": json_schema}


def _told(messages: list[dict[str, Any]], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema in words, at the end of the unchanging first message, so that it is cached with it."""
    words = json.dumps(schema, separators=(",", ":"))
    first = {**messages[0], "content": f"{messages[0]['content']}\n\nAnswer with nothing but JSON that matches this JSON Schema:\n{words}"}
    return [first, *messages[1:]]
