"""A question → the body of a request, and the key under which its answer is stored. Shared by online calls and batch files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from extractor.models.endpoint.capability import Capability, allowed, with_schema
from extractor.models.flow import Question
from extractor.models.options import VENDOR_URL, EndpointOptions

_REASONING = re.compile(r"(?:^|/)(?:o\d|gpt-(?:[5-9]|\d\d))", re.IGNORECASE)

Messages = Sequence[dict[str, Any]]


def messages_of(question: Question) -> list[dict[str, Any]]:
    """The question's messages as the API has them."""
    return [asdict(message) for message in question.messages]


def request_body(options: EndpointOptions, question: Question, messages: Messages, capability: Capability) -> dict[str, Any]:
    """The body of a chat completion request, as the endpoint can take it; what is unset is not sent.

    `messages` are the question's, or longer when a shape is asked for again.
    """
    told = with_schema(list(messages), question.form.schema, capability.rung)
    cache = {"prompt_cache_key": question.prompt_version} if options.base_url in (None, VENDOR_URL) else {}
    return {"model": options.model, **told, **allowed(parameters(options), capability), **cache}


def parameters(options: EndpointOptions) -> dict[str, Any]:
    """Sampling parameters. Reasoning models refuse a temperature and know the token limit under another name."""
    reasoning = _REASONING.search(options.model) is not None
    temperature = options.temperature if options.temperature is not None or reasoning else 0.0
    limit = "max_completion_tokens" if reasoning else "max_tokens"
    values = {"temperature": temperature, limit: options.max_tokens, "reasoning_effort": options.reasoning_effort, "seed": options.seed}
    return {name: value for name, value in values.items() if value is not None}


def ledger_key(options: EndpointOptions, question: Question, messages: Messages) -> str:
    """Hash of endpoint family, model, parameters, prompt version, schema and text: the same key means the same answer will do.

    How the endpoint is told the schema is no part of it: an answer stays valid when an endpoint learns strict mode.
    """
    first, *others = ([message["role"], message["content"]] for message in messages)
    hashed = _begun(options, question.prompt_version, question.form.digest, *first).copy()
    for other in others:
        hashed.update(f", {json.dumps(other)}".encode())
    hashed.update(b"]]")
    return hashed.hexdigest()


@lru_cache(maxsize=16)
def _begun(options: EndpointOptions, prompt_version: str, form: str, role: str, content: str) -> hashlib._Hash:
    """The hash of what a run's questions begin with, the prompt's long prefix above all; to be copied and gone on with."""
    identity = [options.endpoint_family, options.model, parameters(options), prompt_version, form, [[role, content]]]
    return hashlib.sha256(json.dumps(identity, sort_keys=True).removesuffix("]]").encode())


def capability_key(options: EndpointOptions) -> str:
    """Under which the ledger keeps what was learnt about an endpoint and model."""
    return _hash(["capability", options.endpoint_family, options.model])


def stored_request(body: dict[str, Any], question: Question, capability: Capability) -> dict[str, Any]:
    """The body as the ledger keeps it: the prompt's static prefix and the schema by their hashes, both restorable from the version."""
    static = {"prompt": question.prompt_version, "sha256": _digest(question.messages[0].content)}
    messages = [{"role": message["role"], **static} if at == 0 else message for at, message in enumerate(body["messages"])]
    kept = {name: value for name, value in body.items() if name not in ("response_format", "tools", "tool_choice")}
    return {**kept, "messages": messages, "schema": {"sha256": question.form.digest, "told": capability.rung}}


@lru_cache(maxsize=16)
def _digest(prefix: str) -> str:
    return hashlib.sha256(prefix.encode()).hexdigest()


def _hash(identity: object) -> str:
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
