"""Published snapshots: a folder of files that anyone can read, and verify, without us.

    releases/0001/
      claims.jsonl           one claim a line (CODEBOOK.md, "Published record")
      claims.csv             the same rows, flattened with dotted names
      claims.parquet         the same, with types
      receipts.jsonl         one receipt a claim: what the checks found, and out of what (docs/RECEIPTS.md)
      siblings.jsonl         claims of the same documents that earlier releases printed; only where there are any
      datapackage.json       manifest: Frictionless Data Package with the sha256 and size of each file, and a seal over all of it

The store decides what a release holds (and the database refuses what has no accepting decision); this module only writes it out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from extractor.checks import CHECKS_VERSION
from extractor.claims.domain import Domain
from extractor.columnar import Kinds, write_columnar
from extractor.derived import Derived
from extractor.errors import RuleError, UsageError
from extractor.published import CLAIMS, COLUMNAR, MANIFEST, RECEIPTS, SIBLINGS, TABLE
from extractor.receipts import PrintedDocument, derive, examine
from extractor.snapshot import SEAL, Columns, cells_of, file_sha256, json_line, json_rows, seal_of, table_line
from extractor.whole import whole_folder


class PlannedRelease(Protocol):
    """What the store knows of a release."""

    @property
    def number(self) -> int:
        """Counts from 1."""
        ...

    @property
    def created_at(self) -> datetime:
        """Aware, UTC."""
        ...

    @property
    def note(self) -> str | None:
        """What the publisher says about it."""
        ...


class Releases(Protocol):
    """Where releases are decided; the store implements it."""

    @property
    def domain(self) -> Domain:
        """What the claims are of."""
        ...

    def due(self) -> Iterator[PrintedDocument]:
        """What the next release would print, document by document."""
        ...

    def create(self, note: str | None, held: frozenset[str], publisher: str | None) -> PlannedRelease | None:
        """Make a release of what is accepted or fixed and not yet published so, without `held`; null if nothing changed."""
        ...

    def latest(self) -> PlannedRelease | None:
        """The newest release, or null."""
        ...

    def printed(self, number: int) -> Iterator[PrintedDocument]:
        """The published records of a release, document by document, in a stable order."""
        ...


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An accepted claim that is not published, because a check forbids it as things stand now."""

    claim_id: str
    document: str
    reason: str


@dataclass(frozen=True)
class PublishReport:
    """What a release holds: claims by state, where it was written, and the `seal` by which anybody knows it again.

    `new` is false where nothing had changed since release `number`; then `files` is empty unless its folder was missing and has
    been written again. `held` stay accepted, and wait for somebody to fix or reject them.
    """

    number: int
    new: bool
    folder: Path
    published: int
    corrected: int
    retracted: int
    files: tuple[Path, ...]
    seal: str | None = None
    held: tuple[HeldBack, ...] = ()


def publish(releases: Releases, to: Path, note: str | None, publisher: str | None = None) -> PublishReport | None:
    """Publish what is accepted or fixed into `to`/NNNN, in `publisher`'s name; null if there is nothing to publish and never was.

    What the checks forbid as things stand now is held back. The release is decided in the database first, then written. A process
    killed in between leaves a release without its folder: the next call writes it. Raises `RuleError` if all there is is held back.
    """
    with Derived() as derived:
        return _publish(releases, to, note, publisher, derived)


def _publish(releases: Releases, to: Path, note: str | None, publisher: str | None, derived: Derived) -> PublishReport | None:
    held = tuple(_held_back(releases, derived))
    created = releases.create(note, frozenset(one.claim_id for one in held), publisher)
    release = created or releases.latest()
    if release is None:
        if held:
            raise RuleError(f"Nothing is published: {told(held)}", hint="Fix or reject them in the review app.")
        return None
    folder = to / f"{release.number:04d}"
    if created is None and folder.exists():
        return PublishReport(release.number, False, folder, 0, 0, 0, (), held=held)
    report = write_release(release, releases.printed(release.number), folder, releases.domain, derived)
    return replace(report, new=created is not None, held=held)


def told(held: Iterable[HeldBack]) -> str:
    """Which claims are held back and why, in a sentence."""
    return "; ".join(f"claim {one.claim_id} of {one.document} is held back ({one.reason})" for one in held)


def _held_back(releases: Releases, derived: Derived) -> Iterator[HeldBack]:
    for document in releases.due():
        names = {item.record["id"]: item.record["document"]["name"] for item in document.claims}
        examined = examine(document, releases.domain)
        derived.keep(examined)
        for claim_id, reason in examined.refused.items():
            yield HeldBack(claim_id, names[claim_id], reason)


def write_release(
    release: PlannedRelease, documents: Iterable[PrintedDocument], folder: Path, domain: Domain, derived: Derived | None = None
) -> PublishReport:
    """Write what is printed of `documents`, its receipts and the manifest into `folder`; it appears whole or not at all.

    What is not among what was `derived` already is derived. Raises `UsageError` if `folder` is already there and holds something else.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder}: already there and not empty", hint="Give another folder with --to, or move this one away.")
    with whole_folder(folder) as scratch:
        written = _write_documents(scratch, documents, domain, derived)
        _write_table(scratch, written.columns)
        write_columnar(scratch / COLUMNAR, json_rows(scratch / CLAIMS), written.columns.names, written.kinds)
        _sync_path(scratch / COLUMNAR)
        seal = _write_manifest(scratch, release, written.counts)
    counts, files = written.counts, tuple(sorted(folder.iterdir()))
    return PublishReport(release.number, True, folder, counts["published"], counts["corrected"], counts["retracted"], files, seal)


@dataclass(frozen=True)
class _Written:
    """What has been written so far: claims by state, and the columns of the table, which are known only at the end."""

    counts: dict[str, int] = field(default_factory=lambda: {"published": 0, "corrected": 0, "retracted": 0})
    columns: Columns = field(default_factory=Columns)
    kinds: Kinds = field(default_factory=Kinds)


def _write_documents(folder: Path, documents: Iterable[PrintedDocument], domain: Domain, derived: Derived | None) -> _Written:
    """Stream claims, receipts and siblings into their files, a document at a time. Flat in memory."""
    written = _Written()
    with ExitStack() as stack:
        files = {name: stack.enter_context(_opened(folder / name)) for name in (CLAIMS, RECEIPTS, SIBLINGS)}
        for document in documents:
            for item in document.claims:
                files[CLAIMS].write(json_line(item.record))
                written.counts[item.record["state"]] += 1
                written.columns.add(item.record)
                written.kinds.add(item.record)
            receipts = derive(document, domain, derived.of if derived else None)
            files[RECEIPTS].writelines(json_line(receipt.model_dump(mode="json")) for receipt in receipts)
            files[SIBLINGS].writelines(json_line({"release": one.release, "record": one.record}) for one in document.siblings)
        for out in files.values():
            _sync(out)
    if (folder / SIBLINGS).stat().st_size == 0:
        (folder / SIBLINGS).unlink()
    return written


def _write_table(folder: Path, columns: Columns) -> None:
    names = columns.names
    with _opened(folder / TABLE) as out:
        out.write(table_line(names))
        out.writelines(table_line(cells_of(row, names)) for row in json_rows(folder / CLAIMS))
        _sync(out)


def _write_manifest(folder: Path, release: PlannedRelease, counts: Mapping[str, int]) -> str:
    """Write the manifest; returns its seal."""
    manifest: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"quotebound-release-{release.number:04d}",
        "title": f"Reviewed claims, release {release.number}",
        "description": release.note or "",
        "version": str(release.number),
        "created": release.created_at.isoformat(),
        "counts": dict(counts),
        "checks": CHECKS_VERSION,
        "resources": [_resource(path) for path in sorted(folder.iterdir())],
    }
    manifest[SEAL] = seal_of(manifest)
    with _opened(folder / MANIFEST) as out:
        json.dump(manifest, out, ensure_ascii=False, indent=2)
        out.write("\n")
        _sync(out)
    return str(manifest[SEAL])


def _resource(path: Path) -> dict[str, Any]:
    kinds = {
        ".jsonl": ("jsonl", "application/x-ndjson"),
        ".csv": ("csv", "text/csv"),
        ".parquet": ("parquet", "application/vnd.apache.parquet"),
    }
    form, media_type = kinds[path.suffix]
    return {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": form,
        "mediatype": media_type,
        **({} if form == "parquet" else {"encoding": "utf-8"}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
    }


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _sync_path(path: Path) -> None:
    with path.open("rb") as content:
        os.fsync(content.fileno())


def _sync(out: TextIO) -> None:
    out.flush()
    os.fsync(out.fileno())
