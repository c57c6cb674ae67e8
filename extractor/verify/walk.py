"""Verify a release folder: read it as anybody would, and stop at the first thing that is not as it should be (docs/RECEIPTS.md).

First what the rows say (each with its receipt and its line of the table, document by document, beside the documents' texts if there are
any), then the manifest: counts, each file's size and hash, the seal. So a change is named by claim and field, not only as a wrong hash.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any, Protocol

from extractor.checks import CHECKS_VERSION
from extractor.claims.domain import Domain
from extractor.published import CLAIMS, MANIFEST, RECEIPTS, SIBLINGS, TABLE, PublishedDocument, claim_of, publication_of
from extractor.receipts import Receipt, Sibling, parts
from extractor.snapshot import json_rows
from extractor.verify.difference import Difference
from extractor.verify.manifest import Manifest, of_files, of_manifest, of_seal, read_json
from extractor.verify.proof import Entry, of_document, of_entry, of_receipt, of_shape, of_sibling
from extractor.verify.rederive import Comparison, again, compare, of_findings, of_quotes, of_text
from extractor.verify.table import Table

Row = dict[str, Any]


class Texts(Protocol):
    """Where the documents' texts are found again."""

    def find(self, document: PublishedDocument) -> str | None:
        """The text that has the document's hash, or null."""
        ...

    def instead(self, document: PublishedDocument) -> str:
        """What there is instead, in a few words."""
        ...


@dataclass(frozen=True)
class Verdict:
    """How a verification ended: at the first `difference`, or with all claims verified.

    `checks` is the version of the checks that made the receipts. `comparison` says how their findings compare with those of the
    installed ones; null if no documents were given.
    """

    release: str
    claims: int
    documents: int
    checks: str
    seal: str
    difference: Difference | None = None
    comparison: Comparison | None = None

    @property
    def same_checks(self) -> bool:
        """Whether the installed checks made the receipts, so that every finding had to be the same."""
        return self.checks == CHECKS_VERSION


def verify_release(folder: Path, domain: Domain, texts: Texts | None = None) -> Verdict:
    """Verify the release in `folder`, beside the documents' `texts` if given.

    Raises `UsageError` if it is no release, or if a file of it can't be read as what it is.
    """
    manifest = read_json(folder)
    walk = _Walk(folder, domain, texts)
    try:
        walk.all(manifest)
        difference = None
    except _DifferenceError as error:
        difference = error.difference
    return Verdict(
        release=str(manifest.get("version")),
        claims=walk.claims,
        documents=walk.documents,
        checks=str(manifest.get("checks")),
        seal=str(manifest.get("seal")),
        difference=difference,
        comparison=walk.comparison if texts is not None else None,
    )


class _DifferenceError(Exception):
    """Ends a walk; never leaves this module."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference)
        self.difference = difference


def _demand(differences: Iterable[Difference]) -> None:
    """Go on only if there is no difference."""
    for difference in differences:
        raise _DifferenceError(difference)


class _Walk:
    """One way through a release, that counts what has been verified. Flat in memory: a document at a time."""

    def __init__(self, folder: Path, domain: Domain, texts: Texts | None) -> None:
        self._folder, self._domain, self._texts = folder, domain, texts
        self._counts: Counter[str] = Counter()
        self._seen = _Seen()
        self.claims = 0
        self.documents = 0
        self.comparison = Comparison()

    def all(self, manifest: Row) -> None:
        """Look at everything. Raises `_DifferenceError` at the first difference."""
        _demand(Difference("file", "a file of the release", None, file=name) for name in self._missing())
        _demand(of_manifest(manifest))
        known = Manifest.model_validate(manifest)
        with Table(self._folder / TABLE) as table:
            siblings = _Siblings(self._folder / SIBLINGS, int(known.version), self._domain)
            for document, pairs in groupby(self._pairs(), key=_document_of):
                entries = [self._entry(row, receipt, table, known.checks) for row, receipt in pairs]
                self._document(document, entries, siblings.of(document))
            _demand(siblings.left())
            _demand(table.end())
        _demand(self._differing_counts(known))
        _demand(of_files(self._folder, known))
        _demand(of_seal(manifest))

    def _missing(self) -> Iterator[str]:
        return (name for name in (CLAIMS, TABLE, RECEIPTS) if not (self._folder / name).is_file())

    def _pairs(self) -> Iterator[tuple[Row | None, Row | None]]:
        return zip_longest(json_rows(self._folder / CLAIMS), json_rows(self._folder / RECEIPTS))

    def _entry(self, row: Row | None, receipt: Row | None, table: Table, checks: str) -> Entry:
        """A row and its receipt, each found right by itself and beside the other. Their order is that of the files."""
        _demand(_unpaired(row, receipt))
        record, proof = row or {}, receipt or {}
        _demand(of_shape(record, self._domain))
        _demand(of_receipt(proof))
        entry = Entry(record, publication_of(record), claim_of(record, self._domain), Receipt.model_validate(proof))
        table.columns.add(record)
        _demand(table.next(record, intact=_intact(entry)))
        _demand(of_entry(entry))
        if entry.receipt.checks != checks:
            _demand([Difference("checks", checks, entry.receipt.checks, entry.receipt.id, RECEIPTS)])
        self._counts[entry.publication.state] += 1
        return entry

    def _document(self, document: str, entries: list[Entry], siblings: tuple[Sibling, ...]) -> None:
        if not self._seen.add(document):
            name = entries[0].receipt.id
            _demand([Difference("document.sha256", "the claims of a document together", "some of them further up", name, CLAIMS)])
        _demand(of_document(entries, siblings, self._domain))
        if self._texts is not None:
            self._beside_text(entries, siblings, self._texts)
        self.claims += len(entries)
        self.documents += 1

    def _beside_text(self, entries: list[Entry], siblings: tuple[Sibling, ...], texts: Texts) -> None:
        first = entries[0].publication
        text = texts.find(first.document)
        if text is None:
            _demand([Difference("document.sha256", first.document.sha256, texts.instead(first.document), first.id)])
            return
        for entry in entries:
            _demand(of_text(entry, text))
        for sibling in siblings:
            _demand(of_quotes(sibling.record["id"], claim_of(sibling.record, self._domain), text))
        for entry, derived in zip(entries, again(entries, siblings, text, self._domain), strict=True):
            _demand(of_findings(entry.receipt, derived))
            self.comparison += compare(entry.receipt, derived)

    def _differing_counts(self, manifest: Manifest) -> Iterator[Difference]:
        for state in ("published", "corrected", "retracted"):
            found = getattr(manifest.counts, state)
            if found != self._counts[state]:
                yield Difference(f"counts.{state}", self._counts[state], found, file=MANIFEST)


def _document_of(pair: tuple[Row | None, Row | None]) -> str:
    """The document of a row, or of its receipt where there is no row; whatever shape they have."""
    row, receipt = pair
    if row is None:
        return str((receipt or {}).get("document"))
    document = row.get("document")
    return str(document.get("sha256")) if isinstance(document, dict) else ""


def _intact(entry: Entry) -> bool:
    """Whether a record is the one that its receipt was made for."""
    receipt, publication = entry.receipt, entry.publication
    return (receipt.version, receipt.state) == (publication.version, publication.state) and receipt.sha256 == parts(entry.record)


def _unpaired(row: Row | None, receipt: Row | None) -> Iterator[Difference]:
    """Rows and receipts match one to one, in the same order."""
    if row is None or receipt is None:
        there, file = (receipt, CLAIMS) if row is None else (row, RECEIPTS)
        yield Difference("id", "a line for this claim", None, str((there or {}).get("id")), file)
    elif row.get("id") != receipt.get("id"):
        yield Difference("id", receipt.get("id"), row.get("id"), str(receipt.get("id")), CLAIMS)


class _Seen:
    """Which documents there were, in a file of SQLite's own that nobody else sees: a million of them would be too many for memory."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("PRAGMA journal_mode=OFF")
        self._kept.execute("CREATE TABLE seen (document TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, document: str) -> bool:
        """Whether it was not there yet."""
        return self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?)", (document,)).rowcount == 1


class _Siblings:
    """The siblings of a release, handed out by document, in the order of the documents."""

    def __init__(self, path: Path, number: int, domain: Domain) -> None:
        self._rows = json_rows(path) if path.is_file() else iter(())
        self._number, self._domain = number, domain
        self._next = self._read()

    def of(self, document: str) -> tuple[Sibling, ...]:
        """Those that come next, as far as they are of `document`."""
        found = []
        while self._next is not None and self._next.record["document"]["sha256"] == document:
            found.append(self._next)
            self._next = self._read()
        return tuple(found)

    def left(self) -> Iterator[Difference]:
        """One that is of no document of the release."""
        if self._next is not None:
            sha256 = self._next.record["document"]["sha256"]
            yield Difference("document.sha256", "a document of this release, in its order", sha256, self._next.record["id"], SIBLINGS)

    def _read(self) -> Sibling | None:
        row = next(self._rows, None)
        if row is None:
            return None
        _demand(of_sibling(row, self._number, self._domain))
        return Sibling(row["release"], row["record"])
