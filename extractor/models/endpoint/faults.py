"""Everything that can go wrong with an HTTP request to an endpoint, as one typed value: what it was, whether to try again, and when.

Messages name the endpoint and the way out. They never contain a key, a password of the address, or more than a line of what the
endpoint said.
"""

from __future__ import annotations

import re
import socket
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import openai

from extractor.errors import ModelError, ModelLengthError, ModelRefusedError, ModelUnavailableError
from extractor.models.endpoint.headers import retry_after
from extractor.models.options import EndpointOptions

_SHOWN = 240
_KEY = re.compile(r"(?:\b(?:sk|pk|rk|gsk|xai|key|api[-_]?key)[-_]|\bBearer\s+)[^\s\"',;]{4,}", re.IGNORECASE)
_CAUSE_LIMIT = 20


@dataclass
class Fault(Exception):  # noqa: N818 - a value that is raised one level up and caught there; the error is inside it
    """A request that gave no answer.

    `retryable`: it may go better the next time; `wait`: seconds that the endpoint asks for, null = it did not say; `throttled`: the
    whole endpoint asks for a pause; `fatal`: no other request will go better either (a refused key, an unknown model).
    """

    error: ModelError
    retryable: bool = False
    wait: float | None = None
    throttled: bool = False
    fatal: bool = False
    status: int | None = None
    said: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.error.message


@dataclass(frozen=True)
class _Said:
    """An HTTP error: status, the endpoint's own words (one line, no keys) and its error code."""

    status: int
    words: str
    code: str


@dataclass(frozen=True)
class _Meaning:
    """What an HTTP error means; `message` may name {url}, {model} and {status}."""

    applies: Callable[[_Said], bool]
    message: str
    hint: str
    error: type[ModelError] = ModelUnavailableError
    retryable: bool = False
    throttled: bool = False
    fatal: bool = False


_MEANINGS = (
    _Meaning(
        lambda said: said.code == "context_length_exceeded" or said.status == 413 or "context length" in said.words.lower(),  # noqa: PLR2004
        "the request is too long for {model} (HTTP {status})",
        "Use a model with a larger context.",
        ModelLengthError,
    ),
    _Meaning(
        lambda said: said.code in ("content_filter", "content_policy_violation"),
        "the endpoint's content filter refused the request",
        "Read the document yourself, or try another model.",
        ModelRefusedError,
    ),
    _Meaning(
        lambda said: said.status in (401, 403),
        "{url} does not accept the key (HTTP {status})",
        "Check OPENAI_API_KEY and OPENAI_BASE_URL.",
        fatal=True,
    ),
    _Meaning(
        lambda said: said.status == 404,  # noqa: PLR2004
        "{url} does not know the model {model!r}, or has no chat completions (HTTP {status})",
        "Check the name after openai/ and OPENAI_BASE_URL, which usually ends in /v1.",
        fatal=True,
    ),
    _Meaning(
        lambda said: said.code in ("insufficient_quota", "billing_hard_limit_reached"),
        "the account at {url} has no credit left",
        "Top it up, or use another endpoint or model.",
        fatal=True,
    ),
    _Meaning(
        lambda said: said.status == 429,  # noqa: PLR2004
        "{url} limits requests (HTTP {status})",
        "Lower --concurrency, or run again later: answers already paid for are kept.",
        retryable=True,
        throttled=True,
    ),
    _Meaning(
        lambda said: said.status >= 500 or said.status in (408, 409, 425),  # noqa: PLR2004
        "{url} failed (HTTP {status})",
        "Run again later: answers already paid for are kept.",
        retryable=True,
    ),
    _Meaning(
        lambda _said: True,
        "{url} refuses the request (HTTP {status})",
        "The endpoint may not support what is asked of it; `quotebound doctor` tries.",
    ),
)


def fault_of(error: Exception, options: EndpointOptions) -> Fault:
    """What `error`, raised by the SDK or the network for one request, means."""
    if isinstance(error, openai.APIStatusError):
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        return status_fault(error.status_code, error.body if error.body is not None else error.response.text, headers, options)
    return _connection_fault(list(_causes(error)), options)


def status_fault(status: int, body: object, headers: Mapping[str, str], options: EndpointOptions) -> Fault:
    """What an HTTP status other than 2xx means, or an error object inside a 200. `headers` by lower-case names."""
    words, code = _said(body, options)
    meaning = next(one for one in _MEANINGS if one.applies(_Said(status, words, code)))
    message = meaning.message.format(url=options.shown_url, model=options.model, status=status)
    return Fault(
        meaning.error(f"{message}: {words}" if words else message, hint=meaning.hint),
        retryable=meaning.retryable,
        wait=retry_after(headers) if meaning.retryable else None,
        throttled=meaning.throttled,
        fatal=meaning.fatal,
        status=status,
        said=words,
        headers=headers,
    )


def not_json(content_type: str, options: EndpointOptions) -> Fault:
    """A 200 whose body is no JSON object."""
    named = content_type.partition(";")[0].strip()
    what = "broken JSON" if named.endswith("json") else f"{named or 'something without a content type'} instead of JSON"
    error = ModelUnavailableError(
        f"{options.shown_url} answered with {what}",
        hint="Check OPENAI_BASE_URL: it usually ends in /v1, and a proxy may stand before it.",
    )
    return Fault(error, retryable=True)


def redacted(text: str, options: EndpointOptions) -> str:
    """One line of `text` without anything that looks like a key."""
    key = options.api_key.get_secret_value() if options.api_key else ""
    line = " ".join(_KEY.sub("[key]", text.replace(key, "[key]") if key else text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


_START = "Start the server, or correct OPENAI_BASE_URL."
_CONNECTIONS: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    ((socket.gaierror,), "the host of {url} is not known", "Correct OPENAI_BASE_URL, or check the network."),
    ((ConnectionRefusedError,), "nothing listens at {url} (connection refused)", _START),
    ((aiohttp.ConnectionTimeoutError,), "{url} can't be reached within {connect:g} s", _START),
    ((TimeoutError,), "{url} gave no complete answer within {timeout:g} s", "Raise QUOTEBOUND_TIMEOUT, or use a faster model."),
    (
        (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, ConnectionResetError, BrokenPipeError),
        "{url} broke off before its answer was complete",
        "Run again: answers already paid for are kept.",
    ),
    ((OSError,), "{url} can't be reached", _START),
    ((zlib.error,), "{url} answered with a body that can't be unpacked", "Look at the proxy before it, if there is one."),
)
"""What lies at the bottom of a failed connection, in the order in which it is looked for (TimeoutError is an OSError too)."""


def _connection_fault(causes: list[BaseException], options: EndpointOptions) -> Fault:
    message, hint = f"the request to {{url}} failed ({type(causes[-1]).__name__})", _START
    for types, said, way_out in _CONNECTIONS:
        if any(isinstance(cause, types) for cause in causes):
            message, hint = said, way_out
            break
    told = message.format(url=options.shown_url, timeout=options.timeout, connect=options.connect_timeout)
    return Fault(ModelUnavailableError(told, hint=hint), retryable=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(_CAUSE_LIMIT):
        if seen is None:
            return
        yield seen
        if isinstance(seen, aiohttp.ClientConnectorError):
            yield seen.os_error
        seen = seen.__cause__ or seen.__context__


def _said(body: object, options: EndpointOptions) -> tuple[str, str]:
    inner: Any = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(inner, dict):
        message, code = inner.get("message") or inner.get("detail") or "", inner.get("code") or inner.get("type") or ""
        return redacted(str(message), options), str(code)
    text = str(inner or "")
    return ("" if text.lstrip().startswith("<") else redacted(text, options)), ""
