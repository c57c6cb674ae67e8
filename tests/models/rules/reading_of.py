"""Short ways to ask the rules, for the tests of this folder."""

from __future__ import annotations

import asyncio

from extractor.claims.conflict import CONFLICT, Casualties
from extractor.claims.core import Claim
from extractor.claims.finding import Span
from extractor.models.rules import RulesModel
from extractor.protocol import Proposed, ProposeRequest
from extractor.text.document import Document
from extractor.text.reading import Reading


def proposals_of(text: str, *, published: str | None = "2021-06-10", outlet: str | None = None) -> tuple[Proposed, ...]:
    """What the rules propose for `text`."""
    document = Document(text, "test.txt", outlet=outlet, published=published)
    request = ProposeRequest(Reading.of(document), CONFLICT, Span(0, len(text)))
    return asyncio.run(RulesModel().propose(request)).claims


def claims_of(text: str, *, published: str | None = "2021-06-10", outlet: str | None = None) -> list[Claim]:
    """The claims that the rules propose for `text`."""
    return [item.claim for item in proposals_of(text, published=published, outlet=outlet)]


def casualties_in(text: str) -> list[Casualties]:
    """The casualties claims of `text`, in order."""
    return [claim for claim in claims_of(text) if isinstance(claim, Casualties)]


def harms_in(text: str) -> list[tuple[str, str | None, str | None]]:
    """(outcome, figure words, population words) of each casualties claim of `text`, in order."""
    return [
        (claim.outcome, claim.figure.text if claim.figure else None, claim.population.text if claim.population else None)
        for claim in casualties_in(text)
    ]
