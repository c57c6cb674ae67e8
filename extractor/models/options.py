"""How to reach a language model: one frozen object, filled by whoever reads settings or a command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from extractor.errors import UsageError
from extractor.models.prompted import newest_version

VENDOR_URL = "https://api.openai.com/v1"


@dataclass(frozen=True)
class EndpointOptions:
    """An OpenAI-compatible endpoint and how to treat it. Null = not sent, not limited, or the endpoint's own default.

    `timeout` is for one whole HTTP request, `connect_timeout` for reaching the endpoint, `max_wait` the longest pause an endpoint may
    ask for, `backoff` the first pause before trying again (doubled each time), all in seconds. `attempts` counts HTTP requests for
    one call, `shape_retries` how often an answer of the wrong shape is asked for again. `family` names endpoints that give the same
    answers and so share stored ones; null: the endpoint's host. `max_total_tokens` and `max_cost_usd` are what one run may spend.
    `fresh` asks again although an answer is stored. `record_to` is a folder that every exchange is also written to, for
    `recorded/DIR`. Raises `UsageError` for an address that is none.
    """

    model: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    family: str | None = None
    prompt_version: int = field(default_factory=newest_version)
    max_tokens: int | None = None
    temperature: float | None = None
    reasoning_effort: str | None = None
    seed: int | None = None
    timeout: float = 120.0
    connect_timeout: float = 10.0
    attempts: int = 5
    backoff: float = 0.5
    shape_retries: int = 1
    max_wait: float = 300.0
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    max_chars: int = 12_000
    max_total_tokens: int | None = None
    max_cost_usd: float | None = None
    fresh: bool = False
    record_to: Path | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password or parts.query:
            raise UsageError(
                f"OPENAI_BASE_URL: {self.shown_url!r} is not the address of an endpoint",
                hint="Give it like https://host/v1 or http://127.0.0.1:8000/v1, without user, password or query.",
            )
        if not self.model or self.attempts < 1:
            raise UsageError("an endpoint needs the name of a model and at least one attempt", hint="Give --model openai/NAME.")

    @property
    def url(self) -> str:
        """The endpoint's address, as requests use it."""
        return self.base_url or VENDOR_URL

    @property
    def shown_url(self) -> str:
        """The endpoint's address for messages: without user, password and query."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    @property
    def endpoint_family(self) -> str:
        """What stored answers are shared by."""
        return self.family or urlsplit(self.url).hostname or self.url
