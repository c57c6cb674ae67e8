"""Which models an endpoint offers: GET /models, which costs nothing and shows that address and key are right."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

import httpx2
from openai import OpenAIError

from extractor.models.endpoint.faults import fault_of, not_json
from extractor.models.endpoint.transport import connected
from extractor.models.options import EndpointOptions

_NO_LIST: Final = frozenset({404, 405, 501})


async def offered_models(options: EndpointOptions) -> tuple[str, ...] | None:
    """Names of an endpoint's models, sorted; null where it answers but has no such list. Raises `ModelError` with a way out."""
    client = connected(options)
    try:
        async with asyncio.timeout(options.timeout):
            response = await client.get("/models", cast_to=httpx2.Response)
            content = await response.aread()
    except (OpenAIError, TimeoutError, httpx2.HTTPError, OSError) as error:
        fault = fault_of(error, options)
        if fault.status in _NO_LIST:
            return None
        raise fault.error from None
    finally:
        await client.close()
    listed = _listed(content)
    if listed is None:
        raise not_json(response.headers.get("content-type", ""), options).error
    return tuple(sorted(str(one.get("id")) for one in listed if isinstance(one, dict)))


def _listed(content: bytes) -> list[Any] | None:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    found = data.get("data") if isinstance(data, dict) else None
    return found if isinstance(found, list) else None
