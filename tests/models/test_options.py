from __future__ import annotations

import pytest
from pydantic import SecretStr

from extractor.errors import UsageError
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.settings import read_settings
from extractor.wiring import endpoint_options
from prompts import load
from tests.models.memory import MemoryLedger, asking


@pytest.mark.parametrize(
    "url", ["localhost:8000/v1", "file:///etc", "http://", "http://user:hunter2@host/v1", "https://host/v1?key=hunter2", "nonsense"]
)
def test_an_address_that_cannot_be_used_is_refused_before_anything_runs(url: str) -> None:
    with pytest.raises(UsageError, match="is not the address of an endpoint") as caught:
        EndpointOptions("test", base_url=url)
    assert "hunter2" not in f"{caught.value}{caught.value.hint}"
    assert "https://host/v1" in caught.value.hint


@pytest.mark.parametrize("options", [{"model": ""}, {"model": "test", "attempts": 0}])
def test_a_model_needs_a_name_and_an_attempt(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        EndpointOptions(**options)  # type: ignore[arg-type]


def test_the_vendors_endpoint_needs_a_key() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY is not set") as caught:
        OpenAICompatibleModel(EndpointOptions("gpt-5-mini"), MemoryLedger())
    assert "--model rules" in caught.value.hint


def test_an_endpoint_of_ones_own_needs_none() -> None:
    assert OpenAICompatibleModel(EndpointOptions("test", base_url="http://127.0.0.1:8000/v1"), MemoryLedger()).name == "openai/test"


def test_the_key_is_not_shown() -> None:
    assert "sk-secret" not in repr(EndpointOptions("test", api_key=SecretStr("sk-secret")))


def test_endpoints_of_one_host_share_answers_unless_a_family_is_named() -> None:
    ports = {EndpointOptions("m", base_url=f"http://127.0.0.1:{port}/v1").endpoint_family for port in (8000, 8001)}
    assert ports == {"127.0.0.1"}
    assert EndpointOptions("m", family="vllm").endpoint_family == "vllm"
    assert EndpointOptions("m").endpoint_family == "api.openai.com"


def test_the_version_of_a_language_model_is_its_prompts() -> None:
    assert OpenAICompatibleModel(EndpointOptions("m", base_url="http://h/v1", prompt_version=3), MemoryLedger()).version == "extract.v3"


def test_without_a_version_the_newest_prompt_is_asked_with_and_settings_name_another(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = load("conflict", "extract").version
    assert EndpointOptions("m").prompt_version == newest > 1
    monkeypatch.setenv("OPENAI_BASE_URL", "http://h/v1")
    assert endpoint_options("openai/m", read_settings()).prompt_version == newest
    monkeypatch.setenv("QUOTEBOUND_PROMPT_VERSION", "1")
    assert endpoint_options("openai/m", read_settings()).prompt_version == 1


async def test_a_prompt_version_that_is_not_there_names_those_that_are() -> None:
    model = OpenAICompatibleModel(EndpointOptions("m", base_url="http://127.0.0.1:9/v1", prompt_version=99), MemoryLedger())
    with pytest.raises(UsageError, match=r"there are: conflict/extract\.v1"):
        await model.propose(asking("A text."))
