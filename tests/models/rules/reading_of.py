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

PUBLISHED = "2021-06-10"  # a Thursday


def proposals_of(
    text: str, *, published: str | None = PUBLISHED, outlet: str | None = None, within: Span | None = None
) -> tuple[Proposed, ...]:
    """What the rules propose for `text`."""
    document = Document(text, "test.txt", outlet=outlet, published=published)
    request = ProposeRequest(Reading.of(document), CONFLICT, within or Span(0, len(text)))
    return asyncio.run(RulesModel().propose(request)).claims


def claims_of(text: str, *, published: str | None = PUBLISHED, outlet: str | None = None) -> list[Claim]:
    """The claims that the rules propose for `text`."""
    return [item.claim for item in proposals_of(text, published=published, outlet=outlet)]


def casualties_in(text: str, *, published: str | None = PUBLISHED, outlet: str | None = None) -> list[Casualties]:
    """The casualties claims of `text`, in order."""
    return [claim for claim in claims_of(text, published=published, outlet=outlet) if isinstance(claim, Casualties)]


def the_one_in(text: str) -> Casualties:
    """The only casualties claim of `text`."""
    (claim,) = casualties_in(text)
    return claim


def harm_in(text: str) -> list[str]:
    """Outcome and figure's words of each casualties claim of `text`, in order: "killed 12", "denied: captured -"."""
    return [
        f"{'denied: ' if claim.stance == 'denied' else ''}{claim.outcome} {claim.figure.text if claim.figure else '-'}"
        for claim in casualties_in(text)
    ]
