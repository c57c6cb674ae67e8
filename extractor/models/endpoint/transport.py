"""One HTTP request to an endpoint, through the openai SDK: body → JSON object, or a `Fault`. No retries here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from openai import AsyncOpenAI, DefaultAioHttpClient, OpenAIError
from pydantic_core import to_json

from extractor.errors import UsageError
from extractor.models.endpoint.faults import Fault, fault_of, not_json, status_fault
from extractor.models.options import EndpointOptions

_NO_KEY = "none"
_OK = 200
_SECRET = 8
"""Characters that a key has at least; what is shorter ("none", "x") is a stand-in, and may be a word of the answer."""


@dataclass(frozen=True)
class Received:
    """A JSON object that an endpoint sent with status 200, and its response headers (lower case)."""

    data: dict[str, Any]
    headers: Mapping[str, str]


class Transport:
    """Sends bodies to one endpoint. Connections are made on first use and belong to the event loop of that use."""

    def __init__(self, options: EndpointOptions) -> None:
        if options.api_key is None and options.base_url is None:
            raise UsageError(
                "OPENAI_API_KEY is not set",
                hint="Set it, set OPENAI_BASE_URL to a server that needs none, or use --model rules, which needs neither.",
            )
        self._options = options
        self._client: AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def post(self, path: str, body: dict[str, Any]) -> Received:
        """POST `body` as JSON, which pydantic writes in a third of the time that the SDK takes. Raises `Fault`."""
        try:
            async with asyncio.timeout(self._options.timeout):
                response = await self._connected().post(path, cast_to=httpx2.Response, content=to_json(body))
                content = await response.aread()
        except (OpenAIError, TimeoutError, httpx2.HTTPError, OSError) as error:
            raise fault_of(error, self._options) from None
        return self._read(content, {name.lower(): value for name, value in response.headers.items()})

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _read(self, content: bytes, headers: Mapping[str, str]) -> Received:
        try:
            data = json.loads(self._without_key(content))
        except (ValueError, RecursionError):
            raise not_json(headers.get("content-type", ""), self._options) from None
        if not isinstance(data, dict):
            raise not_json(headers.get("content-type", ""), self._options)
        if data.get("error") and not data.get("choices"):
            raise self._error_in_200(data, headers)
        return Received(data, headers)

    def _without_key(self, content: bytes) -> bytes:
        """An answer that repeats our key, as some gateways' diagnostics do, is stored without it."""
        key = self._options.api_key.get_secret_value().encode() if self._options.api_key else b""
        return content.replace(key, b"[key]") if len(key) >= _SECRET else content

    def _error_in_200(self, data: dict[str, Any], headers: Mapping[str, str]) -> Fault:
        """Some gateways send their errors with status 200 and the real status as code."""
        error = data["error"]
        code = error.get("code") if isinstance(error, dict) else None
        status = code if isinstance(code, int) and code > _OK else 502
        return status_fault(status, data, headers, self._options)

    def _connected(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop, self._client = loop, connected(self._options)
        return self._client


def connected(options: EndpointOptions) -> AsyncOpenAI:
    """A client of the SDK for an endpoint: no retries of its own, aiohttp underneath."""
    return AsyncOpenAI(
        api_key=options.api_key.get_secret_value() if options.api_key else _NO_KEY,
        base_url=options.url,
        max_retries=0,
        timeout=httpx2.Timeout(options.timeout, connect=options.connect_timeout),
        http_client=DefaultAioHttpClient(),
    )
