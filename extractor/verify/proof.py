"""What must hold of a release whatever its documents say: rules over a record and its receipt, and over a document's records. Pure.

Each rule yields what differs; the callers stop at the first. Rules that a check shares (figures, times, identifiers) are the check's own
functions, so that a verifier finds what the check finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from extractor.checks import CHECKS_VERSION
from extractor.claims.checked import claim_id
from extractor.claims.core import Claim, Evidence
from extractor.claims.dates import resolve_time, time_disagreement
from extractor.claims.domain import Domain
from extractor.claims.fields import verbatim_fields
from extractor.claims.figures import bounds_disagreement
from extractor.claims.finding import Finding, Span
from extractor.published import RECEIPTS, SIBLINGS, Publication, Row, claim_of, publication_of
from extractor.receipts import Parts, Receipt, Sibling, parts, quote_of, standing, together
from extractor.text.locate import TextIndex
from extractor.verify.difference import Difference, misshapen


@dataclass(frozen=True)
class Entry:
    """A published record with its receipt, both of the right shape."""

    record: Row
    publication: Publication
    claim: Claim
    receipt: Receipt


def of_shape(record: Row, domain: Domain) -> Iterator[Difference]:
    """What of a published record has not the codebook's shape: fields, types, EDTF, bounds in order, spans as long as their quotes."""
    name = record.get("id") if isinstance(record.get("id"), str) else None
    try:
        publication_of(record)
        claim_of(record, domain)
    except ValidationError as error:
        yield from misshapen(error, claim=name)


def of_receipt(receipt: Any) -> Iterator[Difference]:
    """What of a receipt has not the right shape."""
    name = receipt.get("id") if isinstance(receipt, dict) and isinstance(receipt.get("id"), str) else None
    try:
        Receipt.model_validate(receipt)
    except ValidationError as error:
        yield from misshapen(error, claim=name, file=RECEIPTS)


def of_sibling(row: Mapping[str, Any], number: int, domain: Domain) -> Iterator[Difference]:
    """What of a sibling of release `number` has not the right shape, or can't be: it is in print, and an earlier release printed it."""
    release, record = row.get("release"), row.get("record")
    if set(row) != {"release", "record"} or not isinstance(record, dict):
        yield Difference("record", "release and record", ", ".join(row), file=SIBLINGS)
        return
    yield from (replace(one, file=SIBLINGS) for one in of_shape(record, domain))
    if type(release) is not int or not 1 <= release < number:
        yield Difference("release", f"a release before {number}", release, record["id"], SIBLINGS)
    if record["state"] == "retracted":
        yield Difference("state", "in print", "retracted", record["id"], SIBLINGS)


def of_entry(entry: Entry) -> Iterator[Difference]:
    """What a record and its receipt say differently, and what in them breaks a rule that needs no document."""
    yield from _identity(entry)
    yield from _quotes(entry)
    yield from _words(entry)
    if entry.publication.in_print:
        yield from _figure(entry)
        yield from _times(entry)
    yield from _name(entry)
    yield from _parts(entry)
    yield from _grounding(entry)
    yield from _blocks(entry)


def _identity(entry: Entry) -> Iterator[Difference]:
    publication, receipt = entry.publication, entry.receipt
    pairs: dict[str, tuple[Any, Any]] = {
        "version": (receipt.version, publication.version),
        "state": (receipt.state, publication.state),
        "document.sha256": (receipt.document, publication.document.sha256),
    }
    for field, (expected, found) in pairs.items():
        if expected != found:
            yield Difference(field, expected, found, publication.id)


def _quotes(entry: Entry) -> Iterator[Difference]:
    receipt, evidence = entry.receipt, entry.claim.evidence
    if len(evidence) != len(receipt.evidence):
        yield Difference("evidence", f"{len(receipt.evidence)} quotes", f"{len(evidence)} quotes", receipt.id)
        return
    for place, (quote, item) in enumerate(zip(receipt.evidence, evidence, strict=True)):
        if item.start is None:
            yield Difference(f"evidence.{place}.start", quote.start, None, receipt.id)
            continue
        given = quote_of(item)
        for field, path in (("start", "start"), ("end", "end"), ("sha256", "text")):
            expected, found = getattr(quote, field), getattr(given, field)
            if expected != found:
                shown = item.text if path == "text" else found
                yield Difference(f"evidence.{place}.{path}", f"sha256 {expected}" if path == "text" else expected, shown, receipt.id)


def _words(entry: Entry) -> Iterator[Difference]:
    """Each verbatim field's words, where the receipt has them stand inside a quote."""
    words = dict(verbatim_fields(entry.claim))
    for path, span in entry.receipt.words.items():
        if path not in words:
            yield Difference(path, "words, for the receipt says where they stand", None, entry.receipt.id)
            continue
        there = _inside(entry.claim.evidence, span)
        if there is not None and not says(there, words[path]):
            yield Difference(path, there, words[path], entry.receipt.id)


def _inside(evidence: Iterable[Evidence], span: Span) -> str | None:
    """The characters at `span` as a quote has them; null if it lies in none."""
    for item in evidence:
        if item.start is not None and item.end is not None and item.start <= span.start <= span.end <= item.end:
            return item.text[span.start - item.start : span.end - item.start]
    return None


def says(there: str, words: str) -> bool:
    """Whether `there` has `words`, in the same or in another spelling of spaces and typography."""
    if there == words:
        return True
    found = TextIndex(there).locate(words)
    return found.tier in {"exact", "whitespace", "typography"} and bool(found.spans)


def _figure(entry: Entry) -> Iterator[Difference]:
    figure = entry.claim.figure
    if figure is None:
        return
    if not any(figure.text in item.text for item in entry.claim.evidence):
        yield Difference("figure.text", "words that stand in the quote", figure.text, entry.receipt.id)
    reason = bounds_disagreement(figure)
    if reason is not None:
        yield Difference("figure", reason, f"low {figure.low}, high {figure.high}, {figure.qualifier}", entry.receipt.id)


def _times(entry: Entry) -> Iterator[Difference]:
    """A value that its words don't mean has a finding that says so, and none else has."""
    if entry.receipt.checks != CHECKS_VERSION:
        return
    published, claim = entry.publication.document.published, entry.claim
    named = {finding.field for finding in entry.receipt.findings if finding.code == "time.disagrees"}
    for field, time in (("event_time.edtf", claim.event_time), ("attribution.said_on.edtf", claim.attribution.said_on)):
        reason = time_disagreement(time, published) if time else None
        if time is None or (reason is not None) == (field in named):
            continue
        expected = resolve_time(time.text, published).edtf if reason else "a value that its words don't mean, as a finding says"
        yield Difference(field, expected or reason, time.edtf, entry.receipt.id)


def _name(entry: Entry) -> Iterator[Difference]:
    """A claim that nobody edited has the identifier that its content gives (`claims.checked.claim_id`)."""
    receipt = entry.receipt
    if receipt.edited or receipt.checks != CHECKS_VERSION:
        return
    expected = claim_id(entry.publication.document.id, entry.claim)
    if expected != receipt.id:
        yield Difference("id", f"{expected}, by document, kind, quote, figure and source", receipt.id, receipt.id)


def _parts(entry: Entry) -> Iterator[Difference]:
    found = parts(entry.record)
    for part in Parts.model_fields:
        expected, actual = getattr(entry.receipt.sha256, part), getattr(found, part)
        if expected != actual:
            yield Difference(part, f"sha256 {expected}", f"sha256 {actual}", entry.receipt.id)


def _grounding(entry: Entry) -> Iterator[Difference]:
    """Words that were put as the document has them differ from the proposed ones in spaces and typography only."""
    for place, finding in enumerate(entry.receipt.grounding):
        if finding.code.endswith(".normalised") and not _respelled(finding):
            yield Difference(f"grounding.{place}", finding.expected, finding.found, entry.receipt.id, RECEIPTS)


def _respelled(finding: Finding) -> bool:
    expected, found = finding.expected, finding.found
    if expected is None or found is None or finding.span is None:
        return False
    return expected.endswith("…") or found.endswith("…") or says(found, expected)


def _blocks(entry: Entry) -> Iterator[Difference]:
    """Nothing that a check blocks is accepted, nor in print."""
    if not entry.publication.in_print:
        return
    receipt = entry.receipt
    for place, reviewed in enumerate(receipt.reviewed):
        if reviewed.severity == "block":
            yield Difference(f"reviewed.{place}", "no finding that blocks", reviewed.code, receipt.id, RECEIPTS)
    for place, finding in enumerate(receipt.findings):
        if finding.severity == "block":
            yield Difference(f"findings.{place}", "no finding that blocks", f"{finding.code}: {finding.message}", receipt.id, RECEIPTS)


def of_document(entries: Sequence[Entry], siblings: Sequence[Sibling], domain: Domain) -> Iterator[Difference]:
    """What the records of one document say differently of it, and whether they are the ones that were checked together."""
    yield from _siblings(entries, siblings)
    expected = together(standing([*(entry.record for entry in entries), *(sibling.record for sibling in siblings)], domain))
    for entry in entries:
        named = expected if entry.publication.in_print else None
        if entry.receipt.together != named:
            yield Difference("together", entry.receipt.together, named, entry.receipt.id, RECEIPTS)
    evidence = [(entry.publication.id, entry.claim.evidence) for entry in entries]
    evidence += [(sibling.record["id"], claim_of(sibling.record, domain).evidence) for sibling in siblings]
    yield from contradictions(evidence)


def _siblings(entries: Sequence[Entry], siblings: Sequence[Sibling]) -> Iterator[Difference]:
    seen = set[str]()
    for entry in entries:
        if entry.receipt.id in seen:
            yield Difference("id", "a claim once", "twice", entry.receipt.id)
        seen.add(entry.receipt.id)
    for sibling in siblings:
        name = sibling.record["id"]
        if name in seen:
            yield Difference("id", "a claim that this release does nothing with", "one of its own, or twice", name, SIBLINGS)
        seen.add(name)


def contradictions(evidence: Iterable[tuple[str, Sequence[Evidence]]]) -> Iterator[Difference]:
    """Where two quotes of one document, or the words around them, have other characters at the same place. Linear in the quotes."""
    pieces = sorted(
        (item.start - len(item.prefix), f"{item.prefix}{item.text}{item.suffix}", name, f"evidence.{place}")
        for name, items in evidence
        for place, item in enumerate(items)
        if item.start is not None
    )
    base, known, owner = 0, "", ""
    for start, words, name, field in pieces:
        before = known[start - base : start - base + len(words)] if start - base < len(known) else ""
        if not words.startswith(before):
            yield Difference(field, f"{before} (as in claim {owner})" if owner != name else before, words[: len(before)], name)
        if len(before) < len(words):
            base, known, owner = start, words, name
