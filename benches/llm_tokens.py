"""Tokens sent and received a document, against langextract on the same documents, endpoint, instructions and examples.

    python -m benches.llm_tokens [--peer PYTHON]

`--peer` is the Python of an environment with `langextract[openai]`; without it only our own side is counted. Both sides are given the
prompt's instructions and worked examples, and the endpoint answers both with the same claims (those of the rules model), each in its
own format. Counted are the characters of messages, schemas and answers, four to a token. langextract runs with its defaults.
Target: ≤ 1/2, the prompt's prefix counted in full; stated also with the prefix counted once, as a cache would bill it at the most.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.fields import flatten
from extractor.claims.finding import Span
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.models.rules import RulesModel
from extractor.models.wire import Answer, read_claims, wire_format
from extractor.protocol import ProposeRequest
from extractor.text.document import Document
from extractor.text.reading import Reading
from prompts import load
from tests.endpoint import Received, Reply, ScriptedEndpoint, content
from tests.models.memory import MemoryLedger

CORPORA = Path(__file__).parents[1] / "evals" / "corpora"
FOLDERS = ("samples", "tune")
LEFT_OUT = ("evidence", "kind")


@dataclass
class Count:
    """Calls, and characters sent, received, and sent again although they never change."""

    calls: int = 0
    sent: int = 0
    received: int = 0
    repeated: int = 0

    def tokens(self, documents: int, *, cached: bool = False) -> float:
        """Tokens a document."""
        return (self.sent + self.received - (self.repeated if cached else 0)) / 4 / documents


def peer_form(claim: Claim) -> dict[str, Any]:
    """A claim as langextract is to give it: the same words and values, offsets and what the program derives left out."""
    fields = {name: value for name, value in flatten(claim).items() if not name.startswith(LEFT_OUT) and value not in (None, "")}
    derived = ("bounds_from", "resolved_from")
    return {"kind": claim.kind, "quote": claim.evidence[0].text, "fields": {n: v for n, v in fields.items() if not n.endswith(derived)}}


async def proposed(readings: list[Reading]) -> dict[str, list[Claim]]:
    """The rules model's claims by document, first quote per claim."""
    model = RulesModel()
    found = {}
    for reading in readings:
        request = ProposeRequest(reading, CONFLICT, Span(0, len(reading.document.text)))
        found[reading.document.text] = [one.claim for one in (await model.propose(request)).claims]
    return found


def prefix_length(body: dict[str, Any], document: str) -> int:
    """Characters of a request that are the same for every document."""
    whole = sum(len(message["content"]) for message in body["messages"]) + len(json.dumps(body.get("response_format", "")))
    return max(0, whole - len(document))


def counting(count: Count, claims: dict[str, list[Claim]], form: str) -> Any:
    """A script that answers with the claims whose quote stands in what is asked about, and counts."""
    wire = wire_format(CONFLICT)

    def script(request: Received) -> Reply:
        asked = request.document if form == "ours" else request.prompt.rpartition("Q: ")[2].rpartition("\nA: ")[0]
        every = [claim for text, found in claims.items() if asked.strip() and asked.strip() in text for claim in found]
        here = [claim for claim in every if claim.evidence[0].text in asked]
        if form == "ours":
            reply = json.dumps({"claims": [wire.write(claim) for claim in here], "replaces": []}, ensure_ascii=False, separators=(",", ":"))
        else:
            peers = [peer_form(claim) for claim in here]
            listed = [{one["kind"]: one["quote"], f"{one['kind']}_attributes": one["fields"]} for one in peers]
            reply = json.dumps({"extractions": listed}, ensure_ascii=False, separators=(",", ":"))
        prefix = prefix_length(request.body, asked)
        count.repeated += prefix if count.calls else 0
        count.calls += 1
        count.sent += prefix + len(asked)
        count.received += len(reply)
        return content(reply)

    return script


async def ours(readings: list[Reading], claims: dict[str, list[Claim]]) -> Count:
    """Our own side."""
    count = Count()
    with ScriptedEndpoint(counting(count, claims, "ours")) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("gpt-4o-mini", base_url=endpoint.url), MemoryLedger())
        for reading in readings:
            await model.propose(ProposeRequest(reading, CONFLICT, Span(0, len(reading.document.text))))
        await model.aclose()
    return count


def theirs(python: str, readings: list[Reading], claims: dict[str, list[Claim]]) -> Count:
    """Langextract's."""
    count, prompt = Count(), load(CONFLICT.name)
    worked = [
        {
            "text": example.text,
            "claims": [peer_form(one.claim) for one in read_claims(Answer(**example.answer), CONFLICT, example.published).claims],
        }
        for example in prompt.examples
    ]
    with ScriptedEndpoint(counting(count, claims, "theirs")) as endpoint:
        given = {
            "url": endpoint.url,
            "prompt": prompt.instructions,
            "examples": worked,
            "documents": [one.document.text for one in readings],
        }
        script = Path(__file__).with_name("peer_langextract.py")
        subprocess.run([python, str(script)], input=json.dumps(given), text=True, check=True, stdout=subprocess.DEVNULL)
    return count


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="Python of an environment with langextract[openai]")
    peer = parser.parse_args().peer
    paths = sorted(path for folder in FOLDERS for path in (CORPORA / folder / "documents").glob("*.txt"))
    readings = [Reading.of(Document(path.read_text(encoding="utf-8"), path.name)) for path in paths]
    claims = asyncio.run(proposed(readings))
    counts = {"quotebound": asyncio.run(ours(readings, claims))}
    if peer:
        counts["langextract"] = theirs(peer, readings, claims)
    total = sum(len(reading.document.text) for reading in readings)
    print(f"{len(readings)} documents of {total / len(readings):,.0f} characters, {sum(map(len, claims.values()))} claims")
    for name, count in counts.items():
        full, cached = (count.tokens(len(readings), cached=cached) for cached in (False, True))
        print(f"{name:12} {count.calls / len(readings):5.2f} calls, {full:8,.0f} tokens a document ({cached:6,.0f} beyond one prefix)")
    if len(counts) > 1:
        full, cached = (counts["quotebound"].tokens(1, cached=c) / counts["langextract"].tokens(1, cached=c) for c in (False, True))
        print(f"ratio        {full:.2f} with the prefix counted in full, {cached:.2f} with it counted once")


if __name__ == "__main__":
    main()
