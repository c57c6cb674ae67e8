"""The one interface behind which every proposer of claims stands: rules, a language model, a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Span
from extractor.text.reading import Reading


@dataclass(frozen=True)
class Usage:
    """Tokens of one call, as the endpoint counted them; null = it did not say. `cost_usd` is null for unknown prices."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    cost_usd: float | None = None


@dataclass(frozen=True)
class Call:
    """One paid exchange, committed to the ledger on receipt, before anything is parsed.

    `key` is the hash of endpoint family, model, parameters, prompt version, schema and text; `request` and `response` are the
    JSON bodies (never headers, never keys). `status` is ok, error or refused; `attempts` counts HTTP requests.
    """

    key: str
    model: str
    prompt_version: str
    request: dict[str, Any]
    response: dict[str, Any] | None
    status: str
    usage: Usage = Usage()
    attempts: int = 1
    latency_ms: float | None = None
    error: str | None = None
    document_id: str | None = None


class Ledger(Protocol):
    """Where paid answers are kept; the store implements it."""

    async def find(self, key: str) -> Call | None:
        """The stored successful call under `key`, or null."""
        ...

    async def record(self, call: Call) -> None:
        """Commit `call`; returns when it is durable."""
        ...


@runtime_checkable
class Turns(Protocol):
    """A ledger that several processes share may also keep the line before an endpoint."""

    async def take_turn(self, endpoint: str, spacing: Mapping[str, float]) -> float:
        """Take a place; seconds until it comes up. `spacing`: requests, tokens → seconds for which this request uses them up."""
        ...

    async def pause_turns(self, endpoint: str, seconds: float) -> None:
        """Let nobody send for so long who has not taken a place yet."""
        ...


@dataclass(frozen=True)
class ProposeRequest:
    """Ask for the claims in `reading.document.text[chunk.start:chunk.end]` (the whole document for most articles)."""

    reading: Reading
    domain: Domain
    chunk: Span


@dataclass(frozen=True)
class Proposed:
    """A claim as the model words it: evidence has no offsets yet (`start` is null) unless the model computes them itself.

    `trace` says how the model came to it (JSON): pattern and words for `rules`, nothing for a language model.
    """

    claim: Claim
    trace: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Malformed:
    """One item of an answer that is no valid claim: its raw JSON and why. The other items of the answer are kept."""

    raw: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """What a model proposes for one request. `calls` are in order; empty for models that cost nothing."""

    claims: tuple[Proposed, ...]
    malformed: tuple[Malformed, ...] = ()
    calls: tuple[Call, ...] = ()


class Model(Protocol):
    """Anything that proposes claims.

    `name` is the spec users give (`rules`, `openai/NAME`, `recorded/DIR`); `version` changes when the same input may give other
    claims (rules: engine and lexicon; language models: the prompt version). `max_chars` is the longest chunk it takes.
    """

    @property
    def name(self) -> str:
        """What users give as `--model`."""
        ...

    @property
    def version(self) -> str:
        """Changes when the same input may give other claims."""
        ...

    @property
    def max_chars(self) -> int:
        """The longest chunk, in code points."""
        ...

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Propose claims. Raises `ModelError`."""
        ...

    async def aclose(self) -> None:
        """Release connections."""
        ...
