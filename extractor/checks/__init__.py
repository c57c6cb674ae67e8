"""Checks of claims against their document. Pure: no network, file, clock or environment.

One check a file; `registry.py` lists them in order. Checks work from the record's fields and the `Domain`: none names a kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks.check import Check, block
from extractor.checks.docket import Case, Docket
from extractor.checks.registry import CHECKS, CHECKS_VERSION, codes
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding
from extractor.text.limit import readable
from extractor.text.reading import Reading

__all__ = ["CHECKS", "CHECKS_VERSION", "Check", "check_claim", "check_claims", "codes"]


def check_claims(claims: Sequence[Claim], reading: Reading, domain: Domain) -> list[tuple[Finding, ...]]:
    """What every check finds about each of a document's claims, in the order of `claims`; all claims are looked at together.

    Time and memory grow with the text and with the claims, not with their product. Claims beyond the limit (text/limit.py) are
    blocked unchecked (`claim.too_many`).
    """
    docket = Docket.of(claims[: readable(claims, reading.text)], reading, domain)
    found = [_checked(case) for case in docket.cases]
    return found + [(_too_many(len(claims), len(found)),)] * (len(claims) - len(found))


def check_claim(claim: Claim, others: Sequence[Claim], reading: Reading, domain: Domain) -> tuple[Finding, ...]:
    """What `check_claims` finds about `claim`, the first of its document; of the `others` only what it needs is read."""
    claims = (claim, *others)
    checked = readable(claims, reading.text)
    return _checked(Docket.of(claims[:checked], reading, domain).cases[0]) if checked else (_too_many(len(claims), 0),)


def _checked(case: Case) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(finding for check in CHECKS for finding in check.run(case)))


def _too_many(count: int, checked: int) -> Finding:
    return block(
        "claim.too_many",
        "evidence",
        f"The document has {count:,} claims; at its length only the first {checked:,} are checked, and this one is not among them.",
        expected=f"at most {checked:,} claims in a document of this length",
        found=f"{count:,}",
    )
