"""What must hold of a release beside its documents: quotes and words stand where they are said to, and the checks find the same. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.checks import CHECKS_VERSION
from extractor.claims.core import Claim, Evidence
from extractor.claims.domain import Domain
from extractor.claims.fields import verbatim_fields
from extractor.claims.finding import Finding
from extractor.published import RECEIPTS
from extractor.receipts import PrintedClaim, PrintedDocument, Receipt, Sibling, derive
from extractor.verify.difference import Difference
from extractor.verify.proof import Entry, says

Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How findings of other checks compare with those of the installed ones: how many are the same, new, or found no more."""

    same: int = 0
    new: int = 0
    gone: int = 0

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(self.same + other.same, self.new + other.new, self.gone + other.gone)


def of_text(entry: Entry, text: str) -> Iterator[Difference]:
    """What a record says of its document that the document's text doesn't say."""
    yield from of_quotes(entry.receipt.id, entry.claim, text)
    words = dict(verbatim_fields(entry.claim))
    for path, span in entry.receipt.words.items():
        there = text[span.start : span.end]
        if not says(there, words[path]):
            yield Difference(path, there, words[path], entry.receipt.id)
    for place, finding in enumerate(entry.receipt.grounding):
        if finding.span is not None and finding.code.endswith(".normalised") and finding.found is not None:
            there = text[finding.span.start : finding.span.end]
            if not there.startswith(finding.found.removesuffix("…")):
                yield Difference(f"grounding.{place}.found", there, finding.found, entry.receipt.id, RECEIPTS)


def of_quotes(name: str, claim: Claim, text: str) -> Iterator[Difference]:
    """Quotes of the claim `name`, and the words around them, that don't stand in the text where they are said to."""
    for place, item in enumerate(claim.evidence):
        yield from _quote(name, f"evidence.{place}", item, text)


def _quote(claim: str, field: str, item: Evidence, text: str) -> Iterator[Difference]:
    if item.start is None or item.end is None:
        yield Difference(f"{field}.start", "an offset", None, claim)
        return
    before, behind = max(0, item.start - len(item.prefix)), item.end + len(item.suffix)
    for path, there, given in (
        ("text", text[item.start : item.end], item.text),
        ("prefix", text[before : item.start], item.prefix),
        ("suffix", text[item.end : behind], item.suffix),
    ):
        if there != given:
            yield Difference(f"{field}.{path}", there, given, claim)


def again(entries: Sequence[Entry], siblings: Sequence[Sibling], text: str, domain: Domain) -> tuple[Receipt, ...]:
    """The receipts that the installed checks give for a document's records."""
    claims = tuple(PrintedClaim(entry.record, entry.receipt.grounding, entry.receipt.edited) for entry in entries)
    return derive(PrintedDocument(text, claims, tuple(siblings)), domain)


def of_findings(receipt: Receipt, derived: Receipt) -> Iterator[Difference]:
    """Where the findings of a receipt are not those that the installed checks give.

    Of a receipt that other checks made only this is asked: that the installed ones block nothing.
    """
    if receipt.checks != CHECKS_VERSION:
        for finding in derived.findings:
            if finding.severity == "block":
                yield Difference(
                    "findings", f"no finding that blocks, by checks version {derived.checks}", _told(finding), receipt.id, RECEIPTS
                )
        return
    for place, (expected, found) in enumerate(zip(derived.findings, receipt.findings, strict=False)):
        if expected != found:
            yield from _finding(f"findings.{place}", expected, found, receipt.id)
    if len(derived.findings) > len(receipt.findings):
        missing = derived.findings[len(receipt.findings)]
        yield Difference(f"findings.{len(receipt.findings)}", _told(missing), None, receipt.id, RECEIPTS)
    if len(derived.findings) < len(receipt.findings):
        extra = receipt.findings[len(derived.findings)]
        yield Difference(f"findings.{len(derived.findings)}", None, _told(extra), receipt.id, RECEIPTS)


def _finding(field: str, expected: Finding, found: Finding, claim: str) -> Iterator[Difference]:
    if (expected.code, expected.field) != (found.code, found.field):
        yield Difference(field, _told(expected), _told(found), claim, RECEIPTS)
        return
    for name in Finding.model_fields:
        if getattr(expected, name) != getattr(found, name):
            yield Difference(f"{field}.{name}", getattr(expected, name), getattr(found, name), claim, RECEIPTS)


def _told(finding: Finding) -> str:
    return f"{finding.severity} {finding.code} at {finding.field}: {finding.message}"


def compare(receipt: Receipt, derived: Receipt) -> Comparison:
    """How a receipt's findings compare with those of the installed checks, by code, severity and field."""
    before, now = _kinds(receipt), _kinds(derived)
    return Comparison(same=(before & now).total(), new=(now - before).total(), gone=(before - now).total())


def _kinds(receipt: Receipt) -> Counter[Kind]:
    return Counter((finding.code, finding.severity, finding.field) for finding in receipt.findings)
