"""Published snapshots: a folder of files that anyone can read without us.

    releases/0001/
      claims.jsonl           one claim a line (CODEBOOK.md, "Published record")
      claims.csv             the same rows, flattened with dotted names
      datapackage.json       manifest: Frictionless Data Package with the sha256 and size of each file

The store decides what a release holds (and the database refuses what has no accepting decision); this module only writes it out.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from extractor.claims.fields import flatten_record
from extractor.errors import UsageError

Row = Mapping[str, Any]


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

    def create(self, note: str | None) -> PlannedRelease | None:
        """Make a release of what is accepted or fixed and not yet published so; null if nothing changed."""
        ...

    def latest(self) -> PlannedRelease | None:
        """The newest release, or null."""
        ...

    def items(self, number: int) -> Iterator[Row]:
        """The published records of a release, in a stable order."""
        ...


@dataclass(frozen=True)
class PublishReport:
    """What a release holds: claims by state, and where it was written.

    `new` is false where nothing had changed since release `number`; then `files` is empty unless its folder was missing and has
    been written again.
    """

    number: int
    new: bool
    folder: Path
    published: int
    corrected: int
    retracted: int
    files: tuple[Path, ...]


def publish(releases: Releases, to: Path, note: str | None) -> PublishReport | None:
    """Publish what is accepted or fixed into `to`/NNNN; null if there is nothing to publish and never was.

    The release is decided in the database first, then written. A process killed in between leaves a release without its
    folder: the next call writes it.
    """
    created = releases.create(note)
    release = created or releases.latest()
    if release is None:
        return None
    folder = to / f"{release.number:04d}"
    if created is None and folder.exists():
        return PublishReport(release.number, False, folder, 0, 0, 0, ())
    return write_release(release, releases.items(release.number), folder, new=created is not None)


def write_release(release: PlannedRelease, rows: Iterable[Row], folder: Path, *, new: bool = True) -> PublishReport:
    """Write `rows` and the manifest into `folder`; it appears whole or not at all.

    Raises `UsageError` if `folder` is already there and holds something else.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder}: already there and not empty", hint="Give another folder with --to, or move this one away.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        counts = _write_rows(scratch, rows)
        _write_manifest(scratch, release, counts)
        scratch.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    files = tuple(sorted(folder.iterdir()))
    return PublishReport(release.number, new, folder, counts["published"], counts["corrected"], counts["retracted"], files)


def _write_rows(folder: Path, rows: Iterable[Row]) -> dict[str, int]:
    """Stream the rows into claims.jsonl, then the CSV out of it: its columns are known only at the end. Flat in memory."""
    counts = {"published": 0, "corrected": 0, "retracted": 0}
    columns: dict[str, None] = {}
    lines = folder / "claims.jsonl"
    with lines.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            counts[row["state"]] += 1
            columns.update(dict.fromkeys(flatten_record(row)))
        _sync(out.fileno())
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as out:
        # A null part (`place`) and its fields (`place.text`) would both be columns: only the fields are.
        names = [name for name in columns if not any(other.startswith(f"{name}.") for other in columns)]
        writer = csv.DictWriter(out, fieldnames=names, lineterminator="\n", restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(_spreadsheet_safe(flatten_record(row)) for row in read_rows(lines))
        out.flush()
        _sync(out.fileno())
    return counts


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a `claims.jsonl`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _spreadsheet_safe(row: Mapping[str, Any]) -> dict[str, Any]:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV injection"); JSONL keeps it as it is."""
    return {name: f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value for name, value in row.items()}


def _write_manifest(folder: Path, release: PlannedRelease, counts: Mapping[str, int]) -> None:
    resources = [_resource(path) for path in sorted(folder.iterdir())]
    manifest = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"quotebound-release-{release.number:04d}",
        "title": f"Reviewed claims, release {release.number}",
        "description": release.note or "",
        "version": str(release.number),
        "created": release.created_at.isoformat(),
        "counts": dict(counts),
        "resources": resources,
    }
    with (folder / "datapackage.json").open("w", encoding="utf-8", newline="\n") as out:
        json.dump(manifest, out, ensure_ascii=False, indent=2)
        out.write("\n")
        out.flush()
        _sync(out.fileno())


def _resource(path: Path) -> dict[str, Any]:
    kinds = {".jsonl": ("jsonl", "application/x-ndjson"), ".csv": ("csv", "text/csv")}
    form, media_type = kinds[path.suffix]
    return {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": form,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
    }


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)
