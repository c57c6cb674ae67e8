"""The published record: its shape, and the claim in it (CODEBOOK.md, "Published record"). Pure.

A record is a claim with `id`, `version`, `state`, and the parts `document`, `review` and `extraction`, in JSON types.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from extractor.claims.core import Claim, Record
from extractor.claims.domain import Domain
from extractor.text.document import Document

Row = Mapping[str, Any]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1)]

CLAIMS, TABLE, RECEIPTS, SIBLINGS, MANIFEST = "claims.jsonl", "claims.csv", "receipts.jsonl", "siblings.jsonl", "datapackage.json"
COLUMNAR = "claims.parquet"
"""The files of a release."""

PARTS = ("document", "review", "extraction")
_ADDED = frozenset({"id", "version", "state", *PARTS})
_DECISIONS = {True: ("accept", "fix", "undo"), False: ("reject", "undo")}
"""What the last decision on a claim can be, by whether it is in print; an undo brings back whatever stood before it."""


class PublishedDocument(Record):
    """What a release says of a document; its text stays where it is, and is known by its hash."""

    id: Name
    sha256: Sha256
    name: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None

    @model_validator(mode="after")
    def _id_is_of_the_hash(self) -> Self:
        if self.id != self.sha256[:16]:
            raise ValueError(f"a document's id is the first 16 digits of its sha256, {self.sha256[:16]}")
        return self

    def with_text(self, text: str) -> Document:
        """The document as it was when its claims were printed."""
        return Document(text, self.name, self.title, self.url, self.outlet, self.published)


class PublishedReview(Record):
    """Who decided what, when and why."""

    decision: Literal["accept", "fix", "reject", "undo"]
    reviewer: Name
    decided_at: AwareDatetime
    reason: str | None

    @model_validator(mode="after")
    def _rejection_has_a_reason(self) -> Self:
        if self.decision == "reject" and not self.reason:
            raise ValueError("a rejection has a reason")
        return self


class PublishedExtraction(Record):
    """Which run of which model proposed the claim."""

    model: Name
    prompt_version: str
    run_id: Name


class Publication(Record):
    """What a published record has besides the claim: what is in print was accepted, what is taken back is so no longer."""

    id: Name
    version: Annotated[int, Field(ge=1)]
    state: Literal["published", "corrected", "retracted"]
    document: PublishedDocument
    review: PublishedReview
    extraction: PublishedExtraction

    @model_validator(mode="after")
    def _decision_fits_state(self) -> Self:
        if self.review.decision not in _DECISIONS[self.in_print]:
            raise ValueError(f"a claim that is {self.state} can't rest on the decision {self.review.decision!r}")
        return self

    @property
    def in_print(self) -> bool:
        """Whether the release prints the claim, or else takes it back."""
        return self.state != "retracted"


def publication_of(record: Row) -> Publication:
    """What `record` says besides the claim. Raises `pydantic.ValidationError`."""
    return Publication.model_validate({name: value for name, value in record.items() if name in _ADDED})


def document_of(record: Row) -> PublishedDocument:
    """The document that `record` names. Raises `pydantic.ValidationError`."""
    return PublishedDocument.model_validate(record["document"])


def claim_part(record: Row) -> dict[str, Any]:
    """The claim in `record`, in JSON types."""
    return {name: value for name, value in record.items() if name not in _ADDED}


def claim_of(record: Row, domain: Domain) -> Claim:
    """The claim in `record`. Raises `pydantic.ValidationError`."""
    return domain.parse(claim_part(record))


def json_sha256(value: Any) -> str:
    """SHA-256 of a JSON value written with sorted keys, without blanks, in ASCII: equal content, equal hash, whoever wrote it."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
