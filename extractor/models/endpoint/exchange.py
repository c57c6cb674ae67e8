"""A question → a reply, through instructor: it parses the envelope, and asks once more if its shape is wrong.

Every HTTP response, also of a second asking, is committed to the ledger before anything is parsed, and looked up before anything is
sent. A refusal, a filtered, cut-off or empty answer is a typed error before instructor sees it, which would take it for bad JSON and
pay for it again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import instructor
from instructor.core import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice
from pydantic import ValidationError

from extractor.errors import ModelAnswerError, ModelError
from extractor.models.batch_files import RequestFiles
from extractor.models.endpoint.body import messages_of
from extractor.models.endpoint.caller import Called, Caller
from extractor.models.endpoint.completion import content_of
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

    def __init__(self, options: EndpointOptions, ledger: Ledger, deferred: RequestFiles | None = None) -> None:
        self._options = options
        self._caller = Caller(options, ledger, deferred)

    async def ask(self, question: Question) -> Reply:
        """Answer `question`. Raises `ModelError`; what was paid for is in the ledger either way."""
        called: list[Called] = []
        try:
            answer = await self._answer(question, called)
        except ModelAnswerError:
            if not self._ask_otherwise(called):
                raise
            answer = await self._answer(question, called, fresh=True)
        if any(one.paid for one in called):
            await self._caller.learned.settle()
        return Reply(answer, tuple(one.call for one in called if one.paid))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._caller.aclose()

    def _ask_otherwise(self, called: list[Called]) -> bool:
        """Whether the endpoint seems to have ignored how it was told the schema, and there is another way of telling it."""
        return bool(called) and _is_prose(called[-1]) and self._caller.learned.adapt_to_prose(called[-1].capability)

    async def _answer(self, question: Question, called: list[Called], *, fresh: bool = False) -> Answer:
        async def content(messages: list[dict[str, Any]]) -> str:
            called.append(await self._caller.call(question, messages, fresh=fresh))
            self._record(question, called[-1].call)
            return content_of(called[-1].call.response or {})

        first = await content(messages_of(question))
        try:
            return Envelope.from_response(_said(first), strict=True, mode=instructor.Mode.JSON_SCHEMA)
        except ValidationError:
            return await self._reshaped(question, first, content)

    async def _reshaped(self, question: Question, first: str, content: Callable[[list[dict[str, Any]]], Awaitable[str]]) -> Answer:
        """Have instructor say what is wrong with `first`, and ask again. Its loop costs a millisecond, so it runs only where it must."""
        given = iter([first])

        async def create(messages: list[dict[str, Any]], **_kwargs: Any) -> ChatCompletion:
            try:
                return _completion(next(given, None) or await content(messages))
            except ModelError as error:
                raise _Stopped(error) from None

        asked: Any = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
        try:
            answer: Answer = await asked(response_model=Envelope, messages=messages_of(question), max_retries=self._options.shape_retries)
        except _Stopped as stopped:
            raise stopped.error from None
        except InstructorRetryException as error:
            if isinstance(error.__cause__, ValidationError):
                raise not_an_answer(error.__cause__) from None
            raise error.__cause__ or error from None
        return answer

    def _record(self, question: Question, call: Call) -> None:
        """Also write the exchange to a folder of recordings, if one is asked for."""
        if self._options.record_to is not None and call.response is not None:
            how = {"model": self._options.model, "recorded_at": datetime.now(UTC).isoformat(timespec="seconds")}
            save_recording(self._options.record_to, question, call.response, how)


def _said(content: str) -> Any:
    """What instructor looks at in a completion to parse it; the SDK's own record costs as much to make as the parsing."""
    choice = SimpleNamespace(message=SimpleNamespace(content=content), finish_reason="stop")
    return SimpleNamespace(choices=[choice])


def _completion(content: str) -> ChatCompletion:
    """A completion that instructor can also quote when it asks again."""
    message = ChatCompletionMessage.model_construct(role="assistant", content=content)
    choice = Choice.model_construct(finish_reason="stop", index=0, message=message)
    return ChatCompletion.model_construct(id="", choices=[choice], created=0, model="", object="chat.completion", usage=None)


def _is_prose(called: Called) -> bool:
    """Whether an answer, paid for now, was not even meant as JSON."""
    try:
        return called.paid and content_of(called.call.response or {}).lstrip()[:1] not in ("{", "[", "`")
    except ModelError:
        return False
