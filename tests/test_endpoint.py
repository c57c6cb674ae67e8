"""The scripted endpoint speaks the API well enough for the SDK itself."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest

from tests.endpoint import ScriptedEndpoint, answer, by_text, content, error, first_sentence, sequence, statement

TEXT = "12 soldiers were killed near Dorrin."
BODY: dict[str, Any] = {"model": "test", "messages": [{"role": "user", "content": f"TEXT 0123abcd\n{TEXT}\nEND 0123abcd"}]}


def client(endpoint: ScriptedEndpoint) -> openai.OpenAI:
    return openai.OpenAI(api_key="none", base_url=endpoint.url, max_retries=0)


def test_it_answers_the_sdk_and_keeps_what_was_asked() -> None:
    with ScriptedEndpoint() as endpoint, client(endpoint) as sdk:
        completion = sdk.chat.completions.create(**BODY)
        assert [model.id for model in sdk.models.list()] == ["test"]
    assert json.loads(completion.choices[0].message.content or "")["claims"] == [statement(TEXT)]
    assert endpoint.requests[0].document == TEXT
    assert endpoint.requests[0].headers["authorization"] == "Bearer none"


def test_an_unknown_path_is_not_found() -> None:
    with ScriptedEndpoint() as endpoint, client(endpoint) as sdk, pytest.raises(openai.NotFoundError):
        sdk.embeddings.create(model="test", input="x")


def test_a_sequence_repeats_its_last_reply() -> None:
    with ScriptedEndpoint(sequence(content("1"), content("2"))) as endpoint, client(endpoint) as sdk:
        said = [sdk.chat.completions.create(**BODY).choices[0].message.content for _ in range(3)]
    assert said == ["1", "2", "2"]


def test_replies_can_depend_on_the_document() -> None:
    with ScriptedEndpoint(by_text({"Dorrin": answer([])}, otherwise=first_sentence)) as endpoint, client(endpoint) as sdk:
        assert sdk.chat.completions.create(**BODY).choices[0].message.content == '{"claims": [], "replaces": []}'


def batch_of(sdk: openai.OpenAI, count: int) -> Any:
    """Upload `count` lines and start a batch."""
    lines = [{"custom_id": f"line-{number}", "method": "POST", "url": "/v1/chat/completions", "body": BODY} for number in range(count)]
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    file = sdk.files.create(file=("requests.jsonl", content), purpose="batch")
    return sdk.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")


def read(sdk: openai.OpenAI, file_id: str | None) -> list[dict[str, Any]]:
    """The lines of an output or error file."""
    return [json.loads(line) for line in sdk.files.content(file_id).text.splitlines()] if file_id else []


def test_a_batch_is_worked_off_by_the_same_script_in_no_particular_order() -> None:
    with ScriptedEndpoint() as endpoint, client(endpoint) as sdk:
        batch = batch_of(sdk, 3)
        assert sdk.batches.retrieve(batch.id).status == "in_progress"
        done = sdk.batches.retrieve(batch.id)
        output = read(sdk, done.output_file_id)
    assert done.status == "completed"
    assert [line["custom_id"] for line in output] == ["line-2", "line-1", "line-0"]
    assert TEXT in output[0]["response"]["body"]["choices"][0]["message"]["content"]
    assert len(endpoint.requests) == 3


def test_an_expired_batch_delivers_what_was_done_and_names_the_rest() -> None:
    with ScriptedEndpoint() as endpoint, client(endpoint) as sdk:
        endpoint.batches.polls, endpoint.batches.expire_after = 0, 1
        done = sdk.batches.retrieve(batch_of(sdk, 3).id)
        output, errors = read(sdk, done.output_file_id), read(sdk, done.error_file_id)
    assert done.status == "expired"
    assert [line["custom_id"] for line in output] == ["line-0"]
    assert [(line["custom_id"], line["error"]["code"]) for line in errors] == [("line-1", "batch_expired"), ("line-2", "batch_expired")]


def test_lines_that_fail_stand_in_the_error_file() -> None:
    with ScriptedEndpoint(sequence(error(400, "bad"), content("fine"))) as endpoint, client(endpoint) as sdk:
        endpoint.batches.polls = 0
        done = sdk.batches.retrieve(batch_of(sdk, 2).id)
        output, errors = read(sdk, done.output_file_id), read(sdk, done.error_file_id)
    assert [line["custom_id"] for line in output] == ["line-1"]
    assert [(line["custom_id"], line["response"]["status_code"]) for line in errors] == [("line-0", 400)]


def test_a_batch_can_be_cancelled_and_an_unknown_one_is_not_found() -> None:
    with ScriptedEndpoint() as endpoint, client(endpoint) as sdk:
        assert sdk.batches.cancel(batch_of(sdk, 1).id).status == "cancelled"
        with pytest.raises(openai.NotFoundError):
            sdk.batches.retrieve("batch-99")
        with pytest.raises(openai.BadRequestError, match="no such input file"):
            sdk.batches.create(input_file_id="file-99", endpoint="/v1/chat/completions", completion_window="24h")
