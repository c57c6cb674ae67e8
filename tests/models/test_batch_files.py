from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ModelDeferredError, ModelUnavailableError, UsageError
from extractor.models.batch_files import Collected, RequestFiles, collect
from extractor.models.endpoint.batches import BatchEndpoint, batch_calls
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.protocol import Call, Usage
from tests.endpoint import ScriptedEndpoint, by_text, completion, error, first_sentence
from tests.models.memory import MemoryLedger, asking

TEXTS = [f"Report {number}: 12 soldiers were killed near Dorrin." for number in range(4)]


async def defer(folder: Path, ledger: MemoryLedger, texts: list[str], url: str, **limits: int) -> list[Path]:
    """Write the requests for `texts` that are not stored yet."""
    with RequestFiles(folder, **limits) as files:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=url), ledger, files)
        for text in texts:
            with pytest.raises(ModelDeferredError, match="waits in a batch file"):
                await model.propose(asking(text))
        await model.aclose()
    return files.written


async def claims(ledger: MemoryLedger, url: str) -> list[str]:
    """What a run after the batch finds, asking online for nothing."""
    model = OpenAICompatibleModel(EndpointOptions("test", base_url=url), ledger)
    found = [claim.claim.statement for text in TEXTS for claim in (await model.propose(asking(text))).claims]
    await model.aclose()
    return found


async def test_a_night_with_batch_files_end_to_end(tmp_path: Path) -> None:
    ledger, options = MemoryLedger(), EndpointOptions("test")
    with ScriptedEndpoint(first_sentence) as endpoint:
        options = EndpointOptions("test", base_url=endpoint.url)
        (requests,) = await defer(tmp_path, ledger, [*TEXTS, TEXTS[0]], endpoint.url)
        assert endpoint.requests == []
        batches = BatchEndpoint(options)
        state = await batches.submit(requests)
        assert not state.final
        while not (state := await batches.look(state.id)).final:
            pass
        collected = collect(requests, await batches.download(state, tmp_path))
        for call in batch_calls(collected, options):
            await ledger.record(call)
        await batches.aclose()
        assert len(endpoint.requests) == 4
        assert await claims(ledger, endpoint.url) == TEXTS
        assert len(endpoint.requests) == 4
    assert (collected.failed, collected.missing, collected.unknown) == ((), (), ())
    assert {call.document_id for call in ledger.calls} == {asking(text).reading.document.id for text in TEXTS}


async def test_of_an_expired_batch_what_was_done_is_kept_and_only_the_rest_waits_again(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(first_sentence) as endpoint:
        endpoint.batches.polls, endpoint.batches.expire_after = 0, 3
        options = EndpointOptions("test", base_url=endpoint.url)
        (requests,) = await defer(tmp_path, ledger, TEXTS, endpoint.url)
        batches = BatchEndpoint(options)
        state = await batches.look((await batches.submit(requests)).id)
        collected = collect(requests, await batches.download(state, tmp_path))
        for call in batch_calls(collected, options):
            await ledger.record(call)
        await batches.aclose()
        assert (state.status, len(collected.answered), len(collected.missing)) == ("expired", 3, 1)
        (second,) = await defer(tmp_path, ledger, TEXTS[3:], endpoint.url)
    assert second.name == "requests-002.jsonl"
    assert [json.loads(line)["custom_id"] for line in second.read_text().splitlines()] == list(collected.missing)


async def test_a_line_of_a_batch_file_is_the_request_that_would_be_sent(tmp_path: Path) -> None:
    with ScriptedEndpoint(first_sentence) as endpoint:
        (requests,) = await defer(tmp_path, MemoryLedger(), TEXTS[:1], endpoint.url)
        ledger = MemoryLedger()
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        await model.propose(asking(TEXTS[0]))
        await model.aclose()
    line = json.loads(requests.read_text())
    assert line == {"custom_id": ledger.calls[0].key, "method": "POST", "url": "/v1/chat/completions", "body": endpoint.requests[0].body}


@pytest.mark.parametrize(
    ("limits", "sizes"), [({"max_lines": 3}, [3, 1]), ({"max_bytes": 60_000}, [2, 2]), ({"max_bytes": 1}, [1, 1, 1, 1])]
)
async def test_files_are_split_by_the_providers_limits(tmp_path: Path, limits: dict[str, int], sizes: list[int]) -> None:
    written = await defer(tmp_path, MemoryLedger(), TEXTS, "http://127.0.0.1:9/v1", **limits)
    assert [len(path.read_text().splitlines()) for path in written] == sizes
    assert [path.name for path in written] == [f"requests-{number:03d}.jsonl" for number in range(1, len(sizes) + 1)]
    if "max_bytes" in limits and limits["max_bytes"] > 1:
        assert all(path.stat().st_size <= limits["max_bytes"] for path in written)


async def test_a_run_with_nothing_new_writes_no_file(tmp_path: Path) -> None:
    with RequestFiles(tmp_path / "batch") as files:
        pass
    assert files.written == []
    assert len(files) == 0


async def test_what_an_endpoint_refuses_of_a_batch_has_a_way_out(tmp_path: Path) -> None:
    batches = BatchEndpoint(EndpointOptions("test", base_url="http://127.0.0.1:9/v1"))
    with pytest.raises(ModelUnavailableError, match="nothing listens"):
        await batches.look("batch-1")
    (tmp_path / "requests-001.jsonl").write_text("{}\n")
    with pytest.raises(ModelUnavailableError, match="nothing listens"):
        await batches.submit(tmp_path / "requests-001.jsonl")
    await batches.aclose()


def line(key: str, status: int | None, body: Any = None) -> dict[str, Any]:
    response = None if status is None else {"status_code": status, "body": body}
    return {"custom_id": key, "response": response, "error": None if status else {"code": "batch_expired"}}


@pytest.fixture
async def requests(tmp_path: Path) -> Path:
    (path,) = await defer(tmp_path / "batch", MemoryLedger(), TEXTS, "http://127.0.0.1:9/v1")
    return path


def keys(requests: Path) -> list[str]:
    return [json.loads(one)["custom_id"] for one in requests.read_text().splitlines()]


def outputs(path: Path, *lines: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


def test_lines_in_any_order_twice_or_unknown_are_matched_by_their_key(requests: Path, tmp_path: Path) -> None:
    first, second, third, fourth = keys(requests)
    good, bad = completion('{"claims": []}'), {"error": {"message": "bad  request"}}
    out = outputs(
        tmp_path / "out", line(third, 200, good), line(first, 200, good), line("somebody else's", 200, good), line(first, 200, good)
    )
    err = outputs(tmp_path / "err", line(second, 400, bad), line(fourth, None))
    collected = collect(requests, [out, err])
    assert {call.key for call in collected.answered} == {first, third}
    assert [(call.key, call.status, call.error) for call in collected.failed] == [(second, "error", "HTTP 400 in the batch: bad request")]
    assert collected.missing == (fourth,)
    assert collected.unknown == ("somebody else's",)


def test_a_line_that_failed_first_and_was_answered_later_is_answered(requests: Path, tmp_path: Path) -> None:
    first = keys(requests)[0]
    out = outputs(tmp_path / "out", line(first, 500, {}), line(first, 200, completion("{}")))
    collected = collect(requests, [out])
    assert [call.key for call in collected.answered] == [first]
    assert collected.failed == ()


@pytest.mark.parametrize("content", [b"not json\n", b"[1]\n", b"\xff\xfe\n"])
def test_a_file_that_is_no_output_is_named(requests: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "out").write_bytes(content)
    with pytest.raises(UsageError, match="out"):
        collect(requests, [tmp_path / "out"])


def test_a_request_file_without_its_calls_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"calls-001\.jsonl"):
        collect(tmp_path / "requests-001.jsonl", [])
    (tmp_path / "calls-001.jsonl").write_text('{"key": 1}\n')
    with pytest.raises(UsageError, match="not the calls of a batch file"):
        collect(tmp_path / "requests-001.jsonl", [])


def test_a_batch_costs_half_and_a_refusal_in_it_is_one() -> None:
    def call(content: str | None, **message: Any) -> Call:
        data = completion(content, usage={"prompt_tokens": 1_000_000, "completion_tokens": 0}, **message)
        return Call(key="k", model="m", prompt_version="p", request={}, response=data, status="ok")

    options = EndpointOptions("gpt-4o-mini")
    good, refused = batch_calls(Collected((call("{}"), call(None, refusal="no")), (), (), ()), options)
    assert good.usage == Usage(1_000_000, 0, None, good.usage.cost_usd)
    assert good.usage.cost_usd == pytest.approx(0.075)
    assert (good.status, refused.status) == ("ok", "refused")


async def test_a_failed_line_is_asked_again_by_the_next_run(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    with ScriptedEndpoint(by_text({"Report 1": error(400, "flagged", code="content_filter")}, first_sentence)) as endpoint:
        endpoint.batches.polls = 0
        options = EndpointOptions("test", base_url=endpoint.url)
        (requests,) = await defer(tmp_path, ledger, TEXTS, endpoint.url)
        batches = BatchEndpoint(options)
        state = await batches.look((await batches.submit(requests)).id)
        for call in batch_calls(collect(requests, await batches.download(state, tmp_path)), options):
            await ledger.record(call)
        await batches.aclose()
        (second,) = await defer(tmp_path, ledger, [TEXTS[1]], endpoint.url)
    assert len(second.read_text().splitlines()) == 1
