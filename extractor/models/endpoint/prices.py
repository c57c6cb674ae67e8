"""What a call costs: genai-prices by the endpoint's address; an endpoint or model that it does not know has no price."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from genai_prices import Usage as PricedUsage
from genai_prices import calc_price

from extractor.models.options import EndpointOptions
from extractor.protocol import Usage

_OWN = ("localhost", "127.0.0.1", "::1")


def priced(usage: Usage, options: EndpointOptions) -> Usage:
    """`usage` with its cost in US dollars, null where the price or the tokens are unknown."""
    if usage.prompt_tokens is None or usage.completion_tokens is None or urlsplit(options.url).hostname in _OWN:
        return usage
    counted = PricedUsage(
        input_tokens=usage.prompt_tokens, output_tokens=usage.completion_tokens, cache_read_tokens=usage.cached_tokens or None
    )
    try:
        price = calc_price(counted, model_ref=options.model, provider_api_url=options.url)
    except LookupError:
        return usage
    return replace(usage, cost_usd=float(price.total_price))
