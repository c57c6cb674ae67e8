"""What a check has to say about a claim."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from extractor.claims.core import Record

Severity = Literal["block", "warn", "info"]


class Span(NamedTuple):
    """A half-open range of Unicode code points of the document's text."""

    start: int
    end: int


class Finding(Record):
    """What one check found: a stable code, where, and what to do about it.

    `code` is documented in docs/FINDINGS.md, `field` is the dotted path of the record's field it speaks of, `message` one sentence
    for the reviewer, what was `expected` and `found`, and where in the text to look.

    A claim with a `block` finding can't be accepted as it stands.
    """

    code: Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z_]+)+$")]
    severity: Severity
    field: str
    message: str
    expected: str | None = None
    found: str | None = None
    span: Span | None = None
