"""A real server: llama-cpp-python's, with a tiny random model made on the spot. `make test-llama` builds it; optional."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.models.endpoint.learned import PROBE
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.pipeline import DocumentResult, extract_document
from extractor.text.document import Document
from extractor.text.reading import Reading
from tests.models.memory import MemoryLedger

PYTHON = os.environ.get("QUOTEBOUND_LLAMA_PYTHON")
PATIENCE = 120.0
TEXTS = [f"On day {number} the army said that {number + 3} soldiers were killed near Dorrin." for number in range(1, 3)]

pytestmark = [
    pytest.mark.skipif(PYTHON is None, reason="optional: make test-llama builds the server and runs this"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has just been started."""
    folder = tmp_path_factory.mktemp("llama")
    model, log = folder / "tiny.gguf", folder / "server.log"
    subprocess.run([str(PYTHON), str(Path(__file__).with_name("tiny_model.py")), str(model)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "llama_cpp.server", "--model", str(model), "--model_alias", "tiny", "--n_ctx", "65536", "--chat_format", "chatml"]
    with log.open("wb") as out:
        server = subprocess.Popen([str(PYTHON), *words, "--host", "127.0.0.1", "--port", str(port)], stdout=out, stderr=out)
    try:
        _await(f"http://127.0.0.1:{port}/v1", server, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


async def extracted(url: str, ledger: MemoryLedger, texts: list[str]) -> list[DocumentResult]:
    """Every text read with a seed of its own, or the noise would be the same."""
    results = []
    for seed, text in enumerate(texts):
        options = EndpointOptions("tiny", base_url=url, temperature=1.0, seed=seed, max_tokens=4000, timeout=600.0)
        model = OpenAICompatibleModel(options, ledger)
        results.append(await extract_document(Reading.of(Document(text, "a.txt")), model, CONFLICT))
        await model.aclose()
    return results


async def test_a_real_server_is_probed_once_held_to_the_schema_and_none_of_its_noise_gets_past_the_quote_check(url: str) -> None:
    ledger = MemoryLedger()
    results = await extracted(url, ledger, TEXTS)
    claims = [claim for result in results for claim in result.claims]
    assert [result.failure for result in results] == [None] * len(TEXTS)
    (probe,) = [call for call in ledger.calls if call.prompt_version == PROBE]
    assert probe.response is not None
    assert probe.response["rung"] == "object_with_schema", (
        "json_schema is answered with HTTP 500, a json_object with its schema is enforced"
    )
    answers = [call for call in ledger.calls if call.prompt_version != PROBE]
    assert all(call.usage.prompt_tokens and call.usage.completion_tokens for call in answers)
    assert claims, "the grammar let no claim through"
    assert all(claim.blocked for claim in claims)
    assert {"quote.absent"} <= {finding.code for claim in claims for finding in claim.findings}

    again = MemoryLedger()
    again.calls = [probe]
    await extracted(url, again, TEXTS[:1])
    assert again.calls[0] is probe
    assert [call.attempts for call in again.calls[1:]] == [1] * (len(again.calls) - 1), "the next run knows how to ask"
