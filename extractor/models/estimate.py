"""What reading a text will cost, before it is read: counted in characters, four to a token, and so only about right."""

from __future__ import annotations

import json
from dataclasses import dataclass

from extractor.claims.domain import Domain
from extractor.models.endpoint.prices import priced
from extractor.models.options import EndpointOptions
from extractor.models.prompted import prompt_of
from extractor.models.wire import wire_format
from extractor.protocol import Usage
from prompts import Source, render

CHARS_PER_TOKEN = 4
ANSWER_SHARE = 1.6
"""Tokens of answer to a token of text: about one claim in 90 tokens of news, at about 140 tokens a claim."""


@dataclass(frozen=True)
class Estimate:
    """Calls, tokens and dollars (null: price unknown); without repairs, and without what the ledger already has."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


def estimate(calls: int, chars: int, domain: Domain, options: EndpointOptions) -> Estimate:
    """What so many calls about so many code points of text in all will take."""
    prefix = render(prompt_of(domain, options.prompt_version), Source(""))
    fixed = sum(len(message.content) for message in prefix) + len(json.dumps(wire_format(domain).schema, separators=(",", ":")))
    prompt = (fixed * calls + chars) // CHARS_PER_TOKEN
    completion = round(chars / CHARS_PER_TOKEN * ANSWER_SHARE)
    return Estimate(calls, prompt, completion, priced(Usage(prompt, completion), options).cost_usd)
