"""CPU per call of a language model: our wrapper with SDK and instructor, against each alone, in one run.

    python -m benches.llm_cpu [--calls 400]

The endpoint runs in a process of its own, so that process time here is the client's alone: request body, HTTP, parsing, validation
of the claims, ledger (in memory). Target: ≤ 3.5 ms a call (issue "language model's side"), at concurrency 16, median of five runs.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable
from multiprocessing.synchronize import Event
from typing import Any

import instructor
from openai import AsyncOpenAI, DefaultAioHttpClient

from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.models.endpoint.exchange import Envelope
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.models.wire import Answer
from extractor.protocol import ProposeRequest
from extractor.text.document import Document
from extractor.text.reading import Reading
from prompts import Source, load, render
from tests.endpoint import ScriptedEndpoint, answer, statement
from tests.models.memory import MemoryLedger

TEXT = "The army said on Monday that at least 12 soldiers had been killed near Dorrin and 20 others wounded. " * 30
CLAIMS = [statement("The army said on Monday that at least 12 soldiers had been killed near Dorrin")] * 8
CONCURRENCY = 16
RUNS = 5
Call = Callable[[int], Awaitable[Any]]


def serve(address: Any, stop: Event) -> None:
    """The scripted endpoint, until told to stop."""
    with ScriptedEndpoint(answer(CLAIMS)) as endpoint:
        address.send(endpoint.url)
        stop.wait()


async def cpu(call: Call, calls: int) -> float:
    """Milliseconds of process time a call."""
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one(number: int) -> None:
        async with gate:
            await call(number)

    await one(-1)
    started = time.process_time()
    await asyncio.gather(*(one(number) for number in range(calls)))
    return (time.process_time() - started) * 1000 / calls


async def measure(url: str, calls: int) -> dict[str, float]:
    """Median CPU a call of: the SDK alone, instructor with a plain response model, and our model."""
    client = AsyncOpenAI(api_key="none", base_url=url, max_retries=0, http_client=DefaultAioHttpClient())
    plain = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
    model = OpenAICompatibleModel(EndpointOptions("test", base_url=url, fresh=True), MemoryLedger())
    prompt = load("conflict")

    def messages(number: int) -> Any:
        return [{"role": one.role, "content": one.content} for one in render(prompt, Source(f"{number} {TEXT}"))]

    async def ours(number: int) -> None:
        text = f"{number} {TEXT}"
        proposal = await model.propose(ProposeRequest(Reading.of(Document(text, "a")), CONFLICT, Span(0, len(text))))
        assert len(proposal.claims) == len(CLAIMS)

    contenders: dict[str, Call] = {
        "openai SDK alone": lambda number: client.chat.completions.create(model="test", messages=messages(number)),
        "instructor, a plain model": lambda number: plain.create(response_model=Answer, messages=messages(number), model="test"),
        "instructor, prepared model": lambda number: plain.create(response_model=Envelope, messages=messages(number), model="test"),
        "quotebound, all in": ours,
    }
    found = {name: statistics.median([await cpu(call, calls) for _ in range(RUNS)]) for name, call in contenders.items()}
    await client.close()
    await model.aclose()
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=400)
    calls = parser.parse_args().calls
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    stop = context.Event()
    server = context.Process(target=serve, args=(there, stop), daemon=True)
    server.start()
    found = asyncio.run(measure(here.recv(), calls))
    stop.set()
    server.join()
    ours = found["quotebound, all in"]
    for name, milliseconds in found.items():
        print(f"{name:28} {milliseconds:6.2f} ms CPU a call   {milliseconds / ours:5.2f} × ours")


if __name__ == "__main__":
    main()
