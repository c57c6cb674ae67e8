"""Checks of claims against their document. Pure: no network, file, clock or environment.

One check a file; `registry.py` lists them in order. Checks work from the record's fields and the `Domain`: none names a kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks.check import Check, block
from extractor.checks.docket import MAX_CLAIMS, Docket
from extractor.checks.registry import CHECKS, CHECKS_VERSION, codes
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding
from extractor.text.reading import Reading

__all__ = ["CHECKS", "CHECKS_VERSION", "Check", "check_claims", "codes"]


def check_claims(claims: Sequence[Claim], reading: Reading, domain: Domain) -> list[tuple[Finding, ...]]:
    """What every check finds about each of a document's claims, in the order of `claims`; all claims are looked at together.

    Time and memory grow with the text and with the claims, not with their product. Of more than `MAX_CLAIMS` claims the rest is
    blocked unchecked (`claim.too_many`).
    """
    docket = Docket.of(claims[:MAX_CLAIMS], reading, domain)
    found = [tuple(dict.fromkeys(finding for check in CHECKS for finding in check.run(case))) for case in docket.cases]
    return found + [(_too_many(len(claims)),)] * (len(claims) - len(found))


def _too_many(count: int) -> Finding:
    return block(
        "claim.too_many",
        "evidence",
        f"The document has {count:,} claims; only the first {MAX_CLAIMS:,} are checked, and this one is not among them.",
        expected=f"at most {MAX_CLAIMS:,} claims a document",
        found=f"{count:,}",
    )
