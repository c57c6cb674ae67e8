from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ModelLengthError, ModelRefusedError, RecordingMissingError, UsageError
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.models.recorded import RecordedModel
from extractor.models.recordings import read_recordings
from extractor.protocol import Proposal, ProposeRequest
from extractor.repair import Failed, RepairRequest
from prompts import list_versions, load
from tests import endpoint as scripted
from tests.endpoint import Reply, Script, ScriptedEndpoint, answer, statement
from tests.models.memory import MemoryLedger, asking

TEXT = "The army said on Monday that 12 soldiers were killed near Dorrin."


async def record(directory: Path, request: ProposeRequest, script: Script | Reply, ledger: MemoryLedger | None = None) -> Any:
    """Ask an endpoint with recording on; the proposal or the error."""
    with ScriptedEndpoint(script) as endpoint:
        options = EndpointOptions("test", base_url=endpoint.url, record_to=directory, shape_retries=1, backoff=0.001)
        model = OpenAICompatibleModel(options, ledger or MemoryLedger())
        try:
            return await model.propose(request)
        finally:
            await model.aclose()


async def test_what_was_recorded_is_replayed_without_an_endpoint(tmp_path: Path) -> None:
    recorded: Proposal = await record(tmp_path, asking(TEXT), scripted.first_sentence)
    model = RecordedModel(tmp_path)
    replayed = await model.propose(asking(TEXT))
    await model.aclose()
    assert replayed.claims == recorded.claims
    assert replayed.calls == ()
    assert model.name == f"recorded/{tmp_path.as_posix()}"
    assert model.version == f"extract.v{load('conflict').version}"


async def test_a_stored_answer_is_recorded_without_paying_again(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    await record(tmp_path / "one", asking(TEXT), scripted.first_sentence, ledger)
    await record(tmp_path / "two", asking(TEXT), scripted.error(500), ledger)
    assert [path.name for path in (tmp_path / "one").iterdir()] == [path.name for path in (tmp_path / "two").iterdir()]


async def test_a_miss_says_what_is_missing_and_how_to_record_it(tmp_path: Path) -> None:
    await record(tmp_path, asking(TEXT), scripted.first_sentence)
    request = asking("Another text.")
    with pytest.raises(RecordingMissingError, match=request.reading.document.id) as caught:
        await RecordedModel(tmp_path).propose(request)
    assert load("conflict").id in caught.value.message
    assert "--record" in caught.value.hint


async def test_a_document_with_other_metadata_is_a_miss_that_names_the_recording_there_is(tmp_path: Path) -> None:
    await record(tmp_path, asking(TEXT), scripted.first_sentence)
    with pytest.raises(RecordingMissingError, match=r"there is one of this document for conflict/extract\.v\d"):
        await RecordedModel(tmp_path).propose(asking(TEXT, published=None))


@pytest.mark.parametrize(("reply", "error"), [(scripted.refusal(), ModelRefusedError), (scripted.cut_off(), ModelLengthError)])
async def test_refusals_and_cut_off_answers_are_replayed_as_such(tmp_path: Path, reply: Reply, error: type[Exception]) -> None:
    with pytest.raises(error):
        await record(tmp_path, asking(TEXT), reply)
    with pytest.raises(error):
        await RecordedModel(tmp_path).propose(asking(TEXT))


async def test_of_an_answer_asked_for_twice_the_right_one_is_kept(tmp_path: Path) -> None:
    await record(tmp_path, asking(TEXT), scripted.sequence(scripted.content("{"), answer([statement(TEXT)])))
    assert len((await RecordedModel(tmp_path).propose(asking(TEXT))).claims) == 1


async def test_a_repair_is_recorded_and_replayed_too(tmp_path: Path) -> None:
    first = await record(tmp_path, asking(TEXT), answer([statement(TEXT)]))
    request = RepairRequest(asking(TEXT), (Failed(first.claims[0].claim),))
    with pytest.raises(RecordingMissingError):
        await RecordedModel(tmp_path).repair(request)
    with ScriptedEndpoint(answer([statement(TEXT)], replaces=[1])) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url, record_to=tmp_path), MemoryLedger())
        await model.repair(request)
        await model.aclose()
    repaired = await RecordedModel(tmp_path).repair(request)
    assert [one.replaces for one in repaired.claims] == [0]


async def test_a_recording_says_how_it_came_about_and_holds_no_address(tmp_path: Path) -> None:
    await record(tmp_path, asking(TEXT), scripted.first_sentence)
    (path,) = list(tmp_path.iterdir())  # noqa: ASYNC240 - a test may
    data = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == f"{asking(TEXT).reading.document.id}-{data['digest'][:20]}.json"
    assert data["how"]["model"] == "test"
    assert data["how"]["recorded_at"]
    assert "127.0.0.1" not in path.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        RecordedModel(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"digest": "x"}', '{"unknown": 1}'])
def test_a_file_that_is_no_recording_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.json: not a recording"):
        read_recordings(tmp_path)


def test_an_empty_folder_has_no_answers_but_the_newest_version(tmp_path: Path) -> None:
    assert f"conflict/{RecordedModel(tmp_path).version}" == list_versions("conflict")[-1]
