"""An article of our own with everything that makes offsets go wrong, and claims about it, through the real pipeline."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from extractor.claims.conflict import CONFLICT, Casualties, CasualtyOutcome
from extractor.claims.core import Attribution, Claim, Evidence, Figure, Mention
from extractor.pipeline import extract_document
from extractor.protocol import Proposal, Proposed, ProposeRequest
from extractor.store import RunInfo, Store
from extractor.text.document import Document
from extractor.text.reading import Reading

TEXT = (
    "Ferry capsizes in the Strait of Orm\r\n"
    "\r\n"
    "PORT LYSANDER 🚢🌊 — Fourteen passengers drowned on Sunday when the ferry “Sen\u0303ora del Mar” capsized, the harbour authority "
    "said. Rescuers pulled 31 survivors out of the water, it added.\r\n"
    "\r\n"
    "Dr Ame\u0301lie Nore\u0301n of the island hospital 👩🏽‍⚕️ said that 22 people had been injured, two of them badly. "
    "A fisherman, Tomas Brek, told reporters he had counted nine bodies on the beach.\r\n"
    "\r\n"
    "The coast guard said on Monday that six passengers were missing. Later it said that five passengers were missing.\r\n"
    "\r\n"
    "The police said 3 crew members died on the bridge of the ship.\r\n"
)
DOCUMENT = Document(TEXT, "ferry.txt", title="Ferry capsizes in the Strait of Orm", outlet="The Orm Gazette", published="2025-05-12")


def casualties(quote: str, figure: Figure, outcome: CasualtyOutcome, source: str, statement: str) -> Casualties:
    """A claim as a model proposes it: words, no offsets."""
    return Casualties(
        statement=statement,
        evidence=(Evidence(text=quote),),
        attribution=Attribution(source=Mention(text=source), source_type="official", cue="said"),
        figure=figure,
        outcome=outcome,
    )


def exactly(words: str, number: int) -> Figure:
    """An exact figure."""
    return Figure(text=words, low=number, high=number, qualifier="exact")


DROWNED = casualties(
    "Fourteen passengers drowned on Sunday when the ferry “Sen\u0303ora del Mar” capsized, the harbour authority said.",
    exactly("Fourteen", 14),
    "killed",
    "the harbour authority",
    "Fourteen passengers of the ferry drowned.",
)
INJURED = casualties(
    "Dr Ame\u0301lie Nore\u0301n of the island hospital 👩🏽‍⚕️ said that 22 people had been injured",
    exactly("22", 22),
    "wounded",
    "Dr Ame\u0301lie Nore\u0301n",
    "22 people were injured when the ferry capsized.",
)
SIX_MISSING = casualties(
    "The coast guard said on Monday that six passengers were missing.",
    exactly("six", 6),
    "missing",
    "The coast guard",
    "Six passengers of the ferry are missing.",
)
FIVE_MISSING = casualties(
    "Later it said that five passengers were missing.",
    exactly("five", 5),
    "missing",
    "The coast guard",
    "Five passengers of the ferry are missing.",
)
CREW = casualties(
    "The police said 3 crew members died on the bridge of the ship.",
    exactly("3", 3),
    "killed",
    "The police",
    "Three crew members died on the bridge.",
)
INVENTED = casualties(
    "Nine bodies were counted on the beach by a fisherman, Tomas Brek",
    exactly("nine", 9),
    "killed",
    "Tomas Brek",
    "Nine bodies lay on the beach.",
)
SOUND = (DROWNED, INJURED, SIX_MISSING, FIVE_MISSING, CREW)


class Scripted:
    """A model that proposes what it was given."""

    name = "scripted"
    version = "1"
    max_chars = 100_000

    def __init__(self, claims: tuple[Claim, ...], trace: dict[str, Any]) -> None:
        self._claims = claims
        self._trace = trace

    async def propose(self, request: ProposeRequest) -> Proposal:
        """The claims, whatever is asked."""
        del request
        return Proposal(tuple(Proposed(claim, self._trace) for claim in self._claims))

    async def aclose(self) -> None:
        """Nothing to release."""


def fill(store: Store, *claims: Claim, document: Document = DOCUMENT, trace: dict[str, Any] | None = None) -> None:
    """Have the pipeline locate and check the claims, and store what comes of it."""
    with ThreadPoolExecutor(1) as thread:  # Playwright has a loop running in this one
        result = thread.submit(asyncio.run, extract_document(Reading.of(document), Scripted(claims, trace or {}), CONFLICT)).result()
    run = store.runs.start(RunInfo("scripted", "1", "1"))
    store.claims.save(run, store.documents.put(document), result.claims)
    store.runs.finish(run, "done")
