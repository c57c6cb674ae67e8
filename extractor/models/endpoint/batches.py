"""Batch files to an endpoint and back, through the SDK: submit, look, download; answers counted at the batch's price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from openai import AsyncOpenAI, OpenAIError

from extractor.models.batch_files import URL, Collected
from extractor.models.endpoint.completion import status_of, usage_of
from extractor.models.endpoint.faults import fault_of
from extractor.models.endpoint.prices import priced
from extractor.models.endpoint.transport import connected
from extractor.models.options import EndpointOptions
from extractor.protocol import Call

WINDOW: Final = "24h"
SHARE = 0.5
"""A batch costs half of the online price."""
FINAL = frozenset({"completed", "failed", "expired", "cancelled"})


@dataclass(frozen=True)
class BatchState:
    """How a batch stands: its `status` in the API's words, and the files it has delivered so far."""

    id: str
    status: str
    files: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Whether nothing more will come of it; `files` may be there all the same."""
        return self.status in FINAL


class BatchEndpoint:
    """The batches of one endpoint. Every method raises `ModelError` with a way out; an endpoint without batches says 404."""

    def __init__(self, options: EndpointOptions) -> None:
        self._options = options
        self._client: AsyncOpenAI = connected(options)

    async def submit(self, requests: Path) -> BatchState:
        """Upload a request file and start its batch."""
        try:
            file = await self._client.files.create(file=requests, purpose="batch")
            batch = await self._client.batches.create(input_file_id=file.id, endpoint=URL, completion_window=WINDOW)
        except OpenAIError as error:
            raise fault_of(error, self._options).error from None
        return BatchState(batch.id, batch.status)

    async def look(self, batch_id: str) -> BatchState:
        """How a batch stands now."""
        try:
            batch = await self._client.batches.retrieve(batch_id)
        except OpenAIError as error:
            raise fault_of(error, self._options).error from None
        return BatchState(batch.id, batch.status, tuple(name for name in (batch.output_file_id, batch.error_file_id) if name))

    async def download(self, state: BatchState, folder: Path) -> list[Path]:
        """Save what a batch has delivered, as `BATCH-FILE.jsonl` each."""
        saved = []
        for name in state.files:
            try:
                content = await self._client.files.content(name)
            except OpenAIError as error:
                raise fault_of(error, self._options).error from None
            path = folder / f"{state.id}-{name}.jsonl"
            path.write_bytes(content.content)
            saved.append(path)
        return saved

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()


def batch_calls(collected: Collected, options: EndpointOptions) -> tuple[Call, ...]:
    """The calls to record in the ledger: answers with status, usage and half the price, failures as they are."""
    return (*(_counted(call, options) for call in collected.answered), *collected.failed)


def _counted(call: Call, options: EndpointOptions) -> Call:
    data = call.response or {}
    usage = priced(usage_of(data), options)
    if usage.cost_usd is not None:
        usage = replace(usage, cost_usd=usage.cost_usd * SHARE)
    return replace(call, status=status_of(data), usage=usage)
