"""A question → a reply, through instructor: it checks the envelope's shape and asks once more if that is wrong.

Every HTTP response, also of a second asking, is committed to the ledger before anything is parsed, and looked up before anything is
sent. A refusal, a filtered, cut-off or empty answer is a typed error before instructor sees it, which would take it for bad JSON and
pay for it again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import instructor
from instructor.core import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice
from pydantic import ValidationError

from extractor.errors import ModelError
from extractor.models.endpoint.body import ledger_key, messages_of, request_body, stored_request
from extractor.models.endpoint.completion import content_of, status_of, usage_of
from extractor.models.endpoint.limiter import Limiter
from extractor.models.endpoint.retry import Sent, send
from extractor.models.endpoint.transport import Transport
from extractor.models.flow import Question, Reply
from extractor.models.options import EndpointOptions
from extractor.models.recordings import save_recording
from extractor.models.wire import Answer, not_an_answer
from extractor.protocol import Call, Ledger

logging.getLogger("instructor.v2.retry").addFilter(lambda _record: False)  # it logs answers, and with them documents


class Envelope(Answer, instructor.OpenAISchema):
    """The answer's envelope as instructor wants it. Wrapped once here, and without a schema: a call would spend milliseconds on both."""

    @classmethod
    def model_json_schema(cls, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        """Nothing: the schema on the wire is the domain's."""
        return {}


class _Stopped(IncompleteOutputException):
    """Carries a typed error through instructor, which neither retries nor logs nor wraps this one exception."""

    def __init__(self, error: ModelError) -> None:
        super().__init__()
        self.error = error


class Exchange:
    """Asks one endpoint; shared by all workers of a run."""

    def __init__(self, options: EndpointOptions, ledger: Ledger) -> None:
        self._options, self._ledger = options, ledger
        self._transport = Transport(options)
        self._limiter = Limiter(options.requests_per_minute, options.tokens_per_minute)
        self._under_way: dict[str, asyncio.Lock] = {}

    async def ask(self, question: Question) -> Reply:
        """Answer `question`. Raises `ModelError`; what was paid for is in the ledger either way."""
        calls: list[Call] = []

        async def create(messages: list[dict[str, Any]], **_kwargs: Any) -> ChatCompletion:
            call, paid = await self._call(question, messages)
            if paid:
                calls.append(call)
            self._record(question, call)
            return _completion(call)

        asked = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
        try:
            answer = await asked(response_model=Envelope, messages=messages_of(question), max_retries=self._options.shape_retries)
        except _Stopped as stopped:
            raise stopped.error from None
        except InstructorRetryException as error:
            if isinstance(error.__cause__, ValidationError):
                raise not_an_answer(error.__cause__) from None
            raise
        return Reply(answer, tuple(calls))

    def _record(self, question: Question, call: Call) -> None:
        """Also write the exchange to a folder of recordings, if one is asked for."""
        if self._options.record_to is not None and call.response is not None:
            how = {"model": self._options.model, "recorded_at": datetime.now(UTC).isoformat(timespec="seconds")}
            save_recording(self._options.record_to, question, call.response, how)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _call(self, question: Question, messages: list[dict[str, Any]]) -> tuple[Call, bool]:
        """The stored call for these messages, or a new one, and whether it was paid for now."""
        key = ledger_key(self._options, question, messages)
        lock = self._under_way.setdefault(key, asyncio.Lock())
        try:
            async with lock:  # the same text twice in one run is paid for once
                found = None if self._options.fresh else await self._ledger.find(key)
                if found is not None and found.response is not None:
                    return found, False
                return await self._pay(key, question, messages), True
        finally:
            if not lock.locked():
                self._under_way.pop(key, None)

    async def _pay(self, key: str, question: Question, messages: list[dict[str, Any]]) -> Call:
        body = request_body(self._options, question, messages)
        started = time.monotonic()
        sent = await send(body, self._transport, self._limiter, self._options)
        blank = Call(
            key=key,
            model=f"openai/{self._options.model}",
            prompt_version=question.prompt_version,
            request=stored_request(body, question),
            response=None,
            status="error",
            attempts=sent.attempts,
            latency_ms=round((time.monotonic() - started) * 1000, 1),
            document_id=question.document_id,
        )
        call = _filled(blank, sent)
        await asyncio.shield(self._ledger.record(call))
        if sent.error is not None:
            raise _Stopped(sent.error)
        return call


def _filled(call: Call, sent: Sent) -> Call:
    if sent.received is None:
        return replace(call, error=str(sent.error))
    data = sent.received.data
    return replace(call, response=data, status=status_of(data), usage=usage_of(data))


def _completion(call: Call) -> ChatCompletion:
    """What instructor needs to see of a completion: its text. Raises `_Stopped` for a completion that holds no answer."""
    try:
        content = content_of(call.response or {})
    except ModelError as error:
        raise _Stopped(error) from None
    message = ChatCompletionMessage.model_construct(role="assistant", content=content)
    choice = Choice.model_construct(finish_reason="stop", index=0, message=message)
    return ChatCompletion.model_construct(id="", choices=[choice], created=0, model="", object="chat.completion", usage=None)
