"""Receipts: for each published claim what anybody needs to derive again what was found about it (docs/RECEIPTS.md). Pure.

Checks look at all claims of a document together. A receipt's findings are therefore those of the checks over the document's claims
that are in print after the release, and of nothing else: what reviewers rejected or haven't seen yet is nobody's business, and is
neither named nor quoted. What the reviewers were shown is kept as bare codes (`reviewed`), for it may have been found beside such
claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from extractor.checks import CHECKS_VERSION, check_claims
from extractor.checks.registry import GROUNDING
from extractor.claims.core import Claim, Evidence, Record
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding, Severity, Span
from extractor.published import PARTS, Name, PublishedDocument, Row, Sha256, claim_of, claim_part, document_of, json_sha256
from extractor.text.anchors import anchors
from extractor.text.document import text_sha256
from extractor.text.reading import Reading


class Parts(Record):
    """SHA-256 of each part of the published record (`published.json_sha256`)."""

    claim: Sha256
    document: Sha256
    review: Sha256
    extraction: Sha256


class Quote(Record):
    """Where a quote stands in the document, and the SHA-256 of its UTF-8 bytes."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Reviewed(Record):
    """A finding that the reviewers had before them when they decided."""

    code: str
    severity: Severity
    field: str


class Together(Record):
    """Which claims were checked together: how many, and the SHA-256 of their identifiers, versions and contents, in order."""

    claims: Annotated[int, Field(ge=1)]
    sha256: Sha256


class Receipt(Record):
    """What was found about one published claim, and out of what.

    `words` is where each verbatim field stands in the document, by dotted path; `edited` whether a reviewer's edit made the version;
    `grounding` what had to be changed in the words as proposed. Of what is taken back there is nothing to check: `together` is null
    and `findings` are empty.
    """

    id: Name
    version: Annotated[int, Field(ge=1)]
    state: str
    sha256: Parts
    document: Sha256
    edited: bool
    evidence: tuple[Quote, ...]
    words: Mapping[str, Span]
    grounding: tuple[Finding, ...]
    reviewed: tuple[Reviewed, ...]
    checks: Name
    together: Together | None
    findings: tuple[Finding, ...]


class Derivation(Record):
    """What takes time about a claim's receipt: where its words stand, and what the checks find.

    `document`: SHA-256 of what the record says of its document, which the words are read with.
    """

    document: Sha256
    words: dict[str, Span]
    findings: tuple[Finding, ...]


Derivations = Mapping[str, Derivation]
"""By the claim's identifier, for claims that are checked together."""


@dataclass(frozen=True)
class Examined:
    """Claims about to be printed, looked at: why some can't be (identifier → what a check says today that forbids it).

    `together`: the SHA-256 of the others with what is in print already, and `derivations` of those others.
    """

    refused: dict[str, str]
    together: str | None
    derivations: Derivations


@dataclass(frozen=True)
class PrintedClaim:
    """A published record, the findings stored with its version, and whether a reviewer's edit made that version."""

    record: Row
    findings: tuple[Finding, ...] = ()
    edited: bool = False


@dataclass(frozen=True)
class Sibling:
    """A record of the same document that an earlier `release` printed and that is still in print."""

    release: int
    record: Row


@dataclass(frozen=True)
class PrintedDocument:
    """What a release prints of one document, with its text, beside what of it is in print already."""

    text: str
    claims: tuple[PrintedClaim, ...]
    siblings: tuple[Sibling, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A claim in print."""

    record: Row
    claim: Claim

    @property
    def key(self) -> tuple[int, str]:
        """Its place among the claims that are checked together: by where the primary quote starts, then by identifier."""
        return self.claim.evidence[0].start or 0, self.record["id"]

    @property
    def name(self) -> str:
        """Identifier, version and content."""
        return f"{self.record['id']} {self.record['version']} {json_sha256(claim_part(self.record))}"


def standing(records: Iterable[Row], domain: Domain) -> list[Standing]:
    """The claims of `records` that are in print, in the order in which they are checked together."""
    found = [Standing(record, claim_of(record, domain)) for record in records if record["state"] != "retracted"]
    return sorted(found, key=lambda one: one.key)


def together(claims: Sequence[Standing]) -> Together | None:
    """Which claims are checked together; null for none."""
    names = "\n".join(one.name for one in claims)
    return Together(claims=len(claims), sha256=text_sha256(names)) if claims else None


def derive(printed: PrintedDocument, domain: Domain, known: Callable[[str], Derivations] | None = None) -> tuple[Receipt, ...]:
    """The receipts of a document's claims, in their order. `known`: what `examine` derived before, by the hash of `together`."""
    checking = _Checking(printed, domain, known)
    return tuple(checking.receipt(item) for item in printed.claims)


def examine(printed: PrintedDocument, domain: Domain) -> Examined:
    """Which of a document's claims can't be printed, and what is found about those that can.

    A claim may have been accepted under other checks, another publication date, or beside other claims than those that are printed
    with it. Without the refused ones the others are checked again, until nothing more is refused.
    """
    refused: dict[str, str] = {}
    while True:
        rest = replace(printed, claims=tuple(item for item in printed.claims if item.record["id"] not in refused))
        checking = _Checking(rest, domain)
        more = {item.record["id"]: reason for item in rest.claims if (reason := checking.refusal(item.record))}
        if not more:
            found = {item.record["id"]: checking.derivation(item.record) for item in rest.claims}
            return Examined(refused, checking.together.sha256 if checking.together else None, found)
        refused |= more


class _Checking:
    """A document's claims in print, checked together; once for each way in which the records describe the document."""

    def __init__(self, printed: PrintedDocument, domain: Domain, known: Callable[[str], Derivations] | None = None) -> None:
        self._text = printed.text
        self._domain = domain
        records = [*(item.record for item in printed.claims), *(sibling.record for sibling in printed.siblings)]
        self._claims = standing(records, domain)
        self._standing = {one.record["id"]: one for one in self._claims}
        self.together = together(self._claims)
        self._known = known(self.together.sha256) if known and self.together else {}
        self._readings: dict[PublishedDocument, Reading] = {}
        self._found: dict[PublishedDocument, dict[str, tuple[Finding, ...]]] = {}

    def receipt(self, item: PrintedClaim) -> Receipt:
        record, claim, hashes = item.record, self._claim(item.record), parts(item.record)
        in_print = record["state"] != "retracted"
        derived = self._known.get(record["id"]) if in_print else None
        if derived is None or derived.document != hashes.document:
            derived = self.derivation(record)
        return Receipt(
            id=record["id"],
            version=record["version"],
            state=record["state"],
            sha256=hashes,
            document=record["document"]["sha256"],
            edited=item.edited,
            evidence=tuple(quote_of(evidence) for evidence in claim.evidence),
            words=derived.words,
            grounding=tuple(finding for finding in item.findings if finding.code in GROUNDING),
            reviewed=tuple(_reviewed(finding) for finding in item.findings if finding.code not in GROUNDING),
            checks=CHECKS_VERSION,
            together=self.together if in_print else None,
            findings=derived.findings,
        )

    def derivation(self, record: Row) -> Derivation:
        """Look for the claim's words, and at what the checks find; nothing of what is taken back."""
        words = anchors(self._claim(record), self._reading(document_of(record)))
        findings = self._findings(record) if record["state"] != "retracted" else ()
        return Derivation(document=json_sha256(record["document"]), words=words, findings=findings)

    def refusal(self, record: Row) -> str | None:
        """Why the claim can't be printed: a finding that blocks it, or words around a quote that aren't the document's."""
        block = next((finding for finding in self._findings(record) if finding.severity == "block"), None)
        if block is not None:
            return f"{block.code}: {block.message}"
        for place, evidence in enumerate(self._claim(record).evidence):
            if not surrounded(evidence, self._text):
                return f"evidence.{place}: the words before or behind the quote are not the document's."
        return None

    def _claim(self, record: Row) -> Claim:
        there = self._standing.get(record["id"])
        return there.claim if there is not None and there.record is record else claim_of(record, self._domain)

    def _reading(self, document: PublishedDocument) -> Reading:
        if document not in self._readings:
            self._readings[document] = Reading.of(document.with_text(self._text))
        return self._readings[document]

    def _findings(self, record: Row) -> tuple[Finding, ...]:
        document = document_of(record)
        if document not in self._found:
            results = check_claims([one.claim for one in self._claims], self._reading(document), self._domain)
            self._found[document] = {one.record["id"]: found for one, found in zip(self._claims, results, strict=True)}
        return self._found[document][record["id"]]


def parts(record: Row) -> Parts:
    """The hashes of a record's parts."""
    return Parts(claim=json_sha256(claim_part(record)), **{name: json_sha256(record[name]) for name in PARTS})


def quote_of(evidence: Evidence) -> Quote:
    """Where a quote stands, and its hash. Raises `ValueError` for a quote that stands nowhere: it can't have been published."""
    if evidence.start is None or evidence.end is None:
        raise ValueError("a published quote has a place in its document")
    return Quote(start=evidence.start, end=evidence.end, sha256=text_sha256(evidence.text))


def surrounded(evidence: Evidence, text: str) -> bool:
    """Whether the words that the evidence has before and behind the quote stand there in `text`."""
    if evidence.start is None or evidence.end is None:
        return False
    return text.endswith(evidence.prefix, 0, evidence.start) and text.startswith(evidence.suffix, evidence.end)


def _reviewed(finding: Finding) -> Reviewed:
    return Reviewed(code=finding.code, severity=finding.severity, field=finding.field)
