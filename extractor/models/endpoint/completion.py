"""What can be wrong with a completion that arrived and was paid for; found before anything is parsed."""

from __future__ import annotations

from typing import Any

from extractor.errors import ModelAnswerError, ModelLengthError, ModelRefusedError
from extractor.protocol import Usage

_HINT_LENGTH = "Raise QUOTEBOUND_MAX_TOKENS, or use a model with a longer output."
_HINT_REFUSED = "Read the document yourself, or try another model."
_MOST_TOKENS = 2**31 - 1
"""What databases hold as a count; no endpoint counts more for one answer."""
_HINT_EMPTY = "Run again: it will be asked once more. Or try another model."


def content_of(data: dict[str, Any]) -> str:
    """The text of the first choice. Raises `ModelRefusedError`, `ModelLengthError`, `ModelAnswerError`."""
    choices = data.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise ModelAnswerError("the endpoint answered without any choice", hint=_HINT_EMPTY)
    choice: dict[str, Any] = choices[0]
    stated = choice.get("message")
    message: dict[str, Any] = stated if isinstance(stated, dict) else {}
    reason = choice.get("finish_reason")
    if message.get("refusal"):
        raise ModelRefusedError(f"the model refused: {_line(message['refusal'])}", hint=_HINT_REFUSED)
    if reason == "content_filter":
        raise ModelRefusedError("the endpoint's content filter stopped the answer", hint=_HINT_REFUSED)
    if reason == "length":
        raise ModelLengthError("the answer was cut off at the token limit", hint=_HINT_LENGTH)
    content = _text(message)
    if not content.strip():
        raise ModelAnswerError(f"the answer is empty (finish reason {reason!r})", hint=_HINT_EMPTY)
    return content


def status_of(data: dict[str, Any]) -> str:
    """What the ledger keeps a received completion under: `refused`, `error` where there is nothing in it, else `ok`.

    Only `ok` is found again: a later run asks once more what was refused or empty, and never what was cut off or of another shape.
    """
    try:
        content_of(data)
    except ModelRefusedError:
        return "refused"
    except ModelAnswerError:
        return "error"
    except ModelLengthError:
        return "ok"
    return "ok"


def usage_of(data: dict[str, Any]) -> Usage:
    """Tokens as the endpoint counted them for this one HTTP response."""
    usage = data.get("usage")
    if not isinstance(usage, dict):
        return Usage()
    details = usage.get("prompt_tokens_details")
    return Usage(
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
        cached_tokens=_count(details.get("cached_tokens")) if isinstance(details, dict) else None,
    )


def _text(message: dict[str, Any]) -> str:
    """The message's content: a string, text parts, or the arguments of a tool call."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    calls = message.get("tool_calls")
    for call in calls if isinstance(calls, list) else ():
        function = call.get("function") if isinstance(call, dict) else None
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if isinstance(arguments, str):
            return arguments
    return ""


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def _line(text: Any) -> str:
    return " ".join(str(text).split())[:200]
