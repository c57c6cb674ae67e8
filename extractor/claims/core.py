"""What every claim has, whatever its domain (CODEBOOK.md, "The record").

Frozen, no I/O. Fields named `text`, and strings marked `Verbatim`, are verbatim, contiguous substrings of the document; everything
else is derived. Offsets are Unicode code points into the stored text, half-open.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from extractor.claims.edtf import check_edtf


class VerbatimMarker:
    """Marks a plain string field whose words must stand in the document."""


Text = Annotated[str, StringConstraints(min_length=1)]
"""Words of the document, kept exactly as they stand there (never stripped)."""
Verbatim = Annotated[Text, VerbatimMarker()]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Edtf = Annotated[str, check_edtf]
"""An EDTF (ISO 8601-2, level 0 to 2) date, interval or season: `2024-12-14/2024-12-15`, `2024-12~`, `XXXX-12-19`."""

SourceType = Literal[
    "official",
    "military",
    "intelligence",
    "armed_group",
    "civil_society",
    "media",
    "witness",
    "expert",
    "anonymous",
    "outlet",
    "unknown",
]
Stance = Literal["asserted", "hedged", "denied", "disputed", "retracted"]
Salience = Literal["core", "minor"]
Qualifier = Literal["exact", "at_least", "more_than", "at_most", "fewer_than", "range", "approximate", "vague"]
Precision = Literal["exact", "locality", "district", "region", "country"]
ResolvedFrom = Literal["text", "publication_date", "context"]
VerificationStatus = Literal["none", "unverified", "confirmed"]


class Record(BaseModel):
    """A frozen part of the record; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Record):
    """A quote and where it stands: a W3C TextQuoteSelector and TextPositionSelector in one.

    `start` and `end` are both null while a quote has not been found in the document; such a claim is blocked (`quote.absent`)
    and can never be published.
    """

    text: Text
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    prefix: str = ""
    suffix: str = ""

    @model_validator(mode="after")
    def _span_fits_text(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end are given together or not at all")
        if self.start is not None and self.end is not None and self.end - self.start != len(self.text):
            raise ValueError(f"the span {self.start}:{self.end} is not as long as the quote ({len(self.text)} code points)")
        return self


class Mention(Record):
    """Somebody or something, in the document's words (`text`) and under a canonical `name` (null: the words are the name)."""

    text: Text
    name: str | None = None


class Figure(Record):
    """A quantity as the text words it, with integer bounds; a null bound is open (CODEBOOK.md, table "Figure").

    `bounds_from` is `convention` where the words are vague and the bounds serve sorting and comparison only.
    """

    text: Text
    low: Annotated[int, Field(ge=0)] | None
    high: Annotated[int, Field(ge=0)] | None
    qualifier: Qualifier
    unit: Text = "persons"
    bounds_from: Literal["text", "convention"] = "text"

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is greater than high {self.high}")
        return self


class TimeRef(Record):
    """When, in the document's words and as EDTF; null `edtf` = unresolved, never guessed."""

    text: Text
    edtf: Edtf | None = None
    resolved_from: ResolvedFrom | None = None

    @model_validator(mode="after")
    def _resolution_has_origin(self) -> Self:
        if self.edtf is None and self.resolved_from is not None:
            raise ValueError("resolved_from is set, but edtf is null")
        return self


class PlaceRef(Record):
    """Where, in the document's words, under a canonical `name` (null: the words are the name)."""

    text: Text
    name: str | None = None
    precision: Precision


class Verification(Record):
    """What the outlet or a third party says of checking the claim; `by` names who."""

    status: VerificationStatus = "none"
    text: Text | None = None
    by: str | None = None


class Attribution(Record):
    """Who says it: the originator, the words that attribute, and who carried it (outermost relay last)."""

    source: Mention | None = None
    source_type: SourceType = "unknown"
    cue: Verbatim | None = None
    basis: Verbatim | None = None
    said_on: TimeRef | None = None
    relays: tuple[Mention, ...] = ()


class Claim(Record):
    """One source asserting one thing with at most one quantity, backed by one exact quote.

    Domains subclass it, one class a `kind`. `evidence[0]` is the primary quote.
    """

    kind: str
    statement: Sentence
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    attribution: Attribution = Attribution()
    event_time: TimeRef | None = None
    place: PlaceRef | None = None
    stance: Stance = "asserted"
    verification: Verification = Verification()
    salience: Salience = "core"
    figure: Figure | None = None
