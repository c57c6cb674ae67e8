"""A made-up domain, so that these tests hold for any: nothing of the conflict domain is known here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from extractor.claims.core import Attribution, Claim, Evidence, Figure, Mention, PlaceRef, TimeRef
from extractor.claims.domain import Domain
from extractor.text.document import Document
from extractor.text.reading import Reading


class Harvest(Claim):
    """A crop that was brought in."""

    kind: Literal["harvest"] = "harvest"
    crop: Mention
    season: Literal["wet_season", "dry_season"] = "wet_season"


class Price(Claim):
    """What something costs."""

    kind: Literal["price"] = "price"
    goods: Mention | None = None


FARMING = Domain(
    name="farming",
    kinds={"harvest": Harvest, "price": Price},
    adapter=TypeAdapter(Annotated[Harvest | Price, Field(discriminator="kind")]),
)

TEXT = """Rice on the Anwe plain

The cooperative at Loma said on Friday that at least 400 tonnes of red rice were brought in, radio Anwe reported.
A trader put the price of beans at 30 shillings.
"""
DOCUMENT = Document(TEXT, "rice.txt", outlet="The Loma Post", published="2025-10-12")
READING = Reading.of(DOCUMENT)
QUOTE = "The cooperative at Loma said on Friday that at least 400 tonnes of red rice were brought in"


def harvest(**changes: object) -> Harvest:
    """A claim with every part of the record in use, its quote located."""
    start = TEXT.index(QUOTE)
    given: dict[str, object] = {
        "statement": "At least 400 tonnes of red rice were brought in.",
        "evidence": (Evidence(text=QUOTE, start=start, end=start + len(QUOTE)),),
        "attribution": Attribution(
            source=Mention(text="The cooperative at Loma", name="Loma cooperative"),
            source_type="civil_society",
            cue="said",
            said_on=TimeRef(text="on Friday", edtf="2025-10-10", resolved_from="publication_date"),
            relays=(Mention(text="radio Anwe"),),
        ),
        "place": PlaceRef(text="Loma", precision="locality"),
        "figure": Figure(text="at least 400 tonnes", low=400, high=None, qualifier="at_least", unit="tonnes"),
        "crop": Mention(text="red rice"),
        "stance": "hedged",
    }
    return Harvest.model_validate(given | changes)
