"""Records to and from the text columns: JSON that both databases can hold, and digests of content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.claims.core import Claim
from extractor.claims.finding import Finding, Span


def to_json(value: Any) -> str:
    """Compact JSON. Lone surrogates and NUL, which a database can't hold, stay escaped; all else is readable."""
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return encoded if storable(encoded) else json.dumps(value, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Content:
    """A version's content: the record as JSON, fields in codebook order, and a SHA-256 over it and its findings."""

    body: str
    digest: str

    @classmethod
    def of(cls, claim: Claim, findings: Sequence[Finding]) -> Content:
        """Equal claims with equal findings have equal digests."""
        body = claim.model_dump_json()
        parts = [body, *(finding.model_dump_json() for finding in findings)]
        return cls(body, hashlib.sha256("\n".join(parts).encode()).hexdigest())


def storable(words: str) -> bool:
    """Whether both databases can hold `words` as text: no NUL, no lone surrogate."""
    if "\0" in words:
        return False
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(words: str) -> str:
    r"""`words` with what no database can hold written out (`\udc80`, `\x00`): for names and messages, never for texts."""
    return words.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def shown_or_none(words: str | None) -> str | None:
    """As `shown`; null stays null."""
    return None if words is None else shown(words)


def finding_values(finding: Finding) -> dict[str, object]:
    """The columns of a finding."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "message": shown(finding.message),
        "expected": shown_or_none(finding.expected),
        "found": shown_or_none(finding.found),
        "span_start": finding.span.start if finding.span else None,
        "span_end": finding.span.end if finding.span else None,
    }


def finding_of(row: Any) -> Finding:
    """The finding in a row of the table."""
    return Finding(
        code=row.code,
        severity=row.severity,
        field=row.field,
        message=row.message,
        expected=row.expected,
        found=row.found,
        span=Span(row.span_start, row.span_end) if row.span_start is not None else None,
    )
