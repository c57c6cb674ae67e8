"""The exchange with a language model as generators: they yield questions and receive replies, and know nothing of transport.

An endpoint, a folder of recordings and a provider's batch file drive the same flows. A reply that was cut off at the token limit is
thrown in as `ModelLengthError`: the flow then asks about each half.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from extractor.claims.finding import Span
from extractor.errors import ModelLengthError
from extractor.models.wire import Answer, WireFormat, read_claims, wire_format
from extractor.protocol import Call, Proposal, ProposeRequest
from extractor.repair import CoverRequest, Failed, Repair, Repaired, RepairRequest
from extractor.text.document import Document
from prompts import Message, Prompt, Source, render, render_cover, render_repair
from prompts import Repair as FailedItem

T = TypeVar("T")

SHORTEST = 400
"""Code points; a part shorter than twice this is not split again."""
LEAD = 300
"""Code points of the document's beginning, and of the text right before a part, that a later part is given as context."""
PASSAGE = 300
"""Code points either side of a quote that a repair is shown."""


@dataclass(frozen=True)
class Question:
    """One request to a language model: what is asked, in which form the answer is wanted, and where both come from."""

    messages: tuple[Message, ...]
    form: WireFormat
    prompt_version: str
    document_id: str

    @cached_property
    def digest(self) -> str:
        """Hash of all that the model is shown; the same for every model and endpoint. Recordings are kept under it."""
        shown = [[message.role, message.content] for message in self.messages]
        return hashlib.sha256(json.dumps([shown, self.form.digest]).encode()).hexdigest()


@dataclass(frozen=True)
class Reply:
    """The answer to a question, its envelope already validated, and what was paid for it now (nothing if it was stored)."""

    answer: Answer
    calls: tuple[Call, ...] = ()


class Asking(Protocol):
    """Whoever answers questions: an endpoint."""

    async def ask(self, question: Question) -> Reply:
        """Answer a question. Raises `ModelError`."""
        ...

    async def aclose(self) -> None:
        """Release connections."""
        ...


ProposeFlow = Generator[Question, Reply, Proposal]
RepairFlow = Generator[Question, Reply, Repair]


async def drive(flow: Generator[Question, Reply, T], ask: Callable[[Question], Awaitable[Reply]]) -> T:
    """Run a flow to its end, each question answered by `ask`. What `ask` raises is raised inside the flow."""
    try:
        question = next(flow)
        while True:
            try:
                reply = await ask(question)
            except ModelLengthError as error:
                question = flow.throw(error)
            else:
                question = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result


def propose_flow(request: ProposeRequest, prompt: Prompt) -> ProposeFlow:
    """Ask for the claims of a chunk; if the answer is cut off, of its halves. Raises `ModelLengthError` when it can't be halved."""
    document = request.reading.document
    source = _source(document, document.text[request.chunk.start : request.chunk.end], _context(document.text, request.chunk))
    try:
        reply = yield Question(render(prompt, source), wire_format(request.domain), prompt.id, document.id)
    except ModelLengthError:
        middle = _middle(document.text, request.chunk)
        if middle is None:
            raise
        first = yield from propose_flow(replace(request, chunk=Span(request.chunk.start, middle)), prompt)
        second = yield from propose_flow(replace(request, chunk=Span(middle, request.chunk.end)), prompt)
        return Proposal(first.claims + second.claims, first.malformed + second.malformed, first.calls + second.calls)
    parsed = read_claims(reply.answer, request.domain, document.published)
    return Proposal(parsed.claims, parsed.malformed, reply.calls)


def repair_flow(request: RepairRequest, prompt: Prompt) -> RepairFlow:
    """Ask once to correct failed claims."""
    document, domain = request.request.reading.document, request.request.domain
    form = wire_format(domain)
    items = [FailedItem(number, _shown(one, form), _problems(one, prompt)) for number, one in enumerate(request.failed, 1)]
    source = _source(document, _passages(document.text, request), "")
    reply = yield Question(render_repair(prompt, source, items), form, prompt.id, document.id)
    parsed = read_claims(reply.answer, domain, document.published)
    known = range(1, len(items) + 1)
    claims = tuple(
        Repaired(claim, number - 1 if number is not None and number in known else None)
        for claim, number in zip(parsed.claims, parsed.replaces, strict=True)
    )
    return Repair(claims, parsed.malformed, reply.calls)


def cover_flow(request: CoverRequest, prompt: Prompt) -> ProposeFlow:
    """Ask once about the passages from which nothing was claimed."""
    document, domain, chunk = request.request.reading.document, request.request.domain, request.request.chunk
    source = _source(document, _joined(document.text, request.gaps, chunk, 0), document.text[:LEAD])
    reply = yield Question(render_cover(prompt, source), wire_format(domain), prompt.id, document.id)
    parsed = read_claims(reply.answer, domain, document.published)
    return Proposal(parsed.claims, parsed.malformed, reply.calls)


def _source(document: Document, text: str, context: str) -> Source:
    return Source(text, document.title, document.outlet, document.published, context)


def _context(text: str, chunk: Span) -> str:
    """What a later part needs in order to know who "he" is: the document's beginning and what comes right before."""
    if chunk.start <= 2 * LEAD:
        return text[: chunk.start]
    return f"{text[:LEAD]} […] {text[chunk.start - LEAD : chunk.start]}"


def _middle(text: str, chunk: Span) -> int | None:
    """Where to halve a chunk: after the paragraph, else the line, else the space nearest to its middle."""
    if chunk.end - chunk.start < 2 * SHORTEST:
        return None
    low, high = chunk.start + SHORTEST // 2, chunk.end - SHORTEST // 2
    half = (chunk.start + chunk.end) // 2
    for separator in ("\n\n", "\n", " "):
        places = (text.rfind(separator, low, half), text.find(separator, half, high))
        ends = [place + len(separator) for place in places if place >= 0]
        if ends:
            return min(ends, key=lambda end: abs(end - half))
    return half


def _shown(failed: Failed, form: WireFormat) -> str:
    if failed.claim is not None:
        return json.dumps(form.write(failed.claim), ensure_ascii=False, separators=(",", ":"))
    return failed.malformed.raw if failed.malformed is not None else ""


def _problems(failed: Failed, prompt: Prompt) -> tuple[str, ...]:
    """What is wrong, a sentence each, as the prompt's version puts it."""
    if failed.malformed is not None:
        return (failed.malformed.reason,)
    return tuple(prompt.problem(one.field, one.message, one.found, one.expected) for one in failed.findings)


def _passages(text: str, request: RepairRequest) -> str:
    """The text around every quote that was found; the whole chunk if one was not, for then it may stand anywhere in it."""
    chunk = request.request.chunk
    quotes = [quote for one in request.failed if one.claim is not None for quote in one.claim.evidence]
    spans = [Span(quote.start, quote.end) for quote in quotes if quote.start is not None and quote.end is not None]
    if len(spans) < len(quotes) or any(one.claim is None for one in request.failed):
        return text[chunk.start : chunk.end]
    return _joined(text, spans, chunk, PASSAGE)


def _joined(text: str, spans: Sequence[Span], chunk: Span, margin: int) -> str:
    """The passages of a chunk that `spans` and about `margin` code points around them cover, with marks where text is left out."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        low, high = _widened(text, start, end, chunk, margin) if margin else (start, end)
        if merged and low <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    return "\n[…]\n".join(text[low:high] for low, high in merged)


def _widened(text: str, start: int, end: int, chunk: Span, margin: int) -> tuple[int, int]:
    """A span and its surroundings: to the border of a paragraph between one and two margins away, else to the nearest space."""
    low, high = max(chunk.start, start - 2 * margin), min(chunk.end, end + 2 * margin)
    before, after = text.rfind("\n", low, max(low, start - margin)), text.find("\n", min(high, end + margin), high)
    if before < 0 and low > chunk.start:
        before = text.rfind(" ", low, max(low, start - margin))
    if after < 0 and high < chunk.end:
        after = text.find(" ", min(high, end + margin), high)
    return low if before < 0 else before + 1, high if after < 0 else after
