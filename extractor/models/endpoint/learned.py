"""What was learnt about an endpoint: asked for once, kept in the ledger, shared by all workers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractor.errors import ModelError
from extractor.models.endpoint.body import capability_key, parameters
from extractor.models.endpoint.capability import RUNGS, Capability, allowed, objects_to_schema, refused_parameter, with_schema
from extractor.models.endpoint.completion import content_of, usage_of
from extractor.models.endpoint.faults import Fault
from extractor.models.endpoint.prices import priced
from extractor.models.endpoint.retry import Sender, Sent
from extractor.models.options import EndpointOptions
from extractor.protocol import Call, Ledger, Usage

_SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"], "additionalProperties": False}
_MESSAGES = [{"role": "system", "content": "You answer with JSON."}, {"role": "user", "content": 'Answer with {"ok": true}.'}]
PROBE = "probe"


class Learned:
    """The capability of one endpoint and model, as far as known; `settled` once a request has been answered with it.

    A probe is made at most once a run, and only before anything was answered.
    """

    def __init__(self, options: EndpointOptions, ledger: Ledger, sender: Sender) -> None:
        self._options, self._ledger, self._sender = options, ledger, sender
        self._capability: Capability | None = None
        self._kept: Capability | None = None
        self._lock = asyncio.Lock()
        self._probed = Probed()
        self.settled = False

    async def capability(self) -> Capability:
        """What is known; at first what an earlier run has learnt, else the best."""
        if self._capability is None:
            stored = await self._ledger.find(capability_key(self._options))
            if self._capability is None:
                self._capability = Capability.from_json(stored.response) if stored and stored.response else Capability()
                self._kept, self.settled = self._capability, stored is not None
        return self._capability

    def doubtful(self, fault: Fault) -> bool:
        """Whether a fault may be about how the endpoint was asked rather than about its state: then it is not tried again as it is."""
        return not self.settled and objects_to_schema(fault)

    async def adapt(self, used: Capability, sent: Mapping[str, Any], fault: Fault) -> Capability:
        """What to try instead of `used`, which led to `fault`; the same if nothing better is known."""
        async with self._lock:
            known = await self.capability()
            if known != used:
                return known  # another worker has learnt it meanwhile
            parameter = refused_parameter(fault, [name for name in allowed(parameters(self._options), used) if name in sent])
            if parameter is not None:
                self._capability = used.without(parameter)
            elif self.doubtful(fault):
                self._capability = await self._probe(used)
            return self._capability or used

    def adapt_to_prose(self, used: Capability) -> bool:
        """After an answer that was prose: tell the schema in the prompt from now on. False if that was how it was told."""
        if self.settled or used.rung == RUNGS[-1]:
            return False
        self._capability = Capability(RUNGS[-1], used.refused)
        return True

    async def settle(self) -> None:
        """A request was answered: keep what it took to ask it, and what the probe cost even where it changed nothing."""
        self.settled = True
        capability = await self.capability()
        if capability != self._kept or self._probed.attempts:
            call, self._kept, self._probed = self._call(capability), capability, Probed()
            await self._ledger.record(call)

    async def account(self) -> None:
        """At the end: keep what a probe cost after which no request was answered."""
        if self._probed.attempts:
            await self._fail("no request was answered after the probe")

    async def _probe(self, used: Capability) -> Capability:
        """The first rung on which a tiny request is answered with JSON; `used` if none is.

        Where that is not the first one, the first is tried again: it may have failed because the endpoint was unwell for a moment.
        """
        self.settled = True
        for rung in RUNGS:
            found = Capability(rung, used.refused)
            if await self._works(found):
                best = Capability(RUNGS[0], used.refused)
                return best if found != best and await self._works(best) else found
        await self._fail("no form of asking is understood")
        return used

    async def _fail(self, error: str) -> None:
        call, self._probed = replace(self._call(Capability()), response=None, status="error", error=error), Probed()
        await self._ledger.record(call)

    async def _works(self, capability: Capability) -> bool:
        told = with_schema(list(_MESSAGES), _SCHEMA, capability.rung)
        sent = await self._sender.send_once({"model": self._options.model, **told, **allowed(parameters(self._options), capability)})
        self._probed = self._probed.plus(sent)
        return sent.received is not None and _is_json(sent.received.data)

    def _call(self, capability: Capability) -> Call:
        return Call(
            key=capability_key(self._options),
            model=f"openai/{self._options.model}",
            prompt_version=PROBE,
            request={"probe": "how the endpoint can be asked", "rungs": list(RUNGS)},
            response=capability.to_json(),
            status="ok",
            usage=priced(self._probed.usage, self._options),
            attempts=self._probed.attempts,
        )


@dataclass(frozen=True)
class Probed:
    """What a probe took: HTTP requests and tokens."""

    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def usage(self) -> Usage:
        """The tokens of all its requests."""
        return Usage(self.prompt_tokens, self.completion_tokens)

    def plus(self, sent: Sent) -> Probed:
        """This and one request more."""
        usage = usage_of(sent.received.data) if sent.received else Usage()
        return Probed(
            self.attempts + sent.attempts,
            self.prompt_tokens + (usage.prompt_tokens or 0),
            self.completion_tokens + (usage.completion_tokens or 0),
        )


def _is_json(data: dict[str, Any]) -> bool:
    try:
        return isinstance(json.loads(content_of(data)), dict)
    except (ModelError, ValueError):
        return False
