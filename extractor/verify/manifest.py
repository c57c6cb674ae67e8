"""The manifest of a release, read back: its shape, the files that it names, and its seal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from extractor.errors import UsageError
from extractor.published import MANIFEST
from extractor.snapshot import file_sha256, seal_of
from extractor.snapshot import read_json as parse_json
from extractor.verify.difference import Difference, misshapen

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Resource(_Part):
    """One file of the release; `path` is its bare name."""

    path: Annotated[str, StringConstraints(pattern=r"^[^/\\.][^/\\]*$")]
    bytes: Count
    hash: Digest


class Counts(_Part):
    """How many claims the release prints, corrects and takes back."""

    published: Count
    corrected: Count
    retracted: Count


class Manifest(_Part):
    """What a release says of itself; `checks` is the version of the checks that made its receipts."""

    name: Annotated[str, StringConstraints(pattern=r"^quotebound-release-[0-9]{4,}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*$")]
    profile: Literal["https://datapackage.org/profiles/2.0/datapackage.json"] = Field(alias="$schema")
    created: AwareDatetime
    counts: Counts
    checks: Annotated[str, StringConstraints(min_length=1)]
    resources: tuple[Resource, ...]
    seal: Digest


def read_json(folder: Path) -> dict[str, Any]:
    """The manifest of the release in `folder`, as it stands there. Raises `UsageError` if there is none, or no release of ours."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", hint="Give the folder of one release, e.g. releases/0001.")
    if not path.is_file():
        raise UsageError(f"{folder}: not a release: it has no {MANIFEST}", hint="Give the folder of one release, e.g. releases/0001.")
    try:
        manifest = parse_json(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not JSON ({error})", hint="The file is damaged: get the release again.") from error
    if not isinstance(manifest, dict) or not str(manifest.get("name", "")).startswith("quotebound-release-"):
        raise UsageError(f"{path}: not the manifest of a quotebound release", hint="Give the folder of one release, e.g. releases/0001.")
    return manifest


def of_manifest(manifest: dict[str, Any]) -> Iterator[Difference]:
    """What of a manifest has not the right shape."""
    try:
        Manifest.model_validate(manifest)
    except ValidationError as error:
        yield from misshapen(error, file=MANIFEST)


def of_files(folder: Path, manifest: Manifest) -> Iterator[Difference]:
    """Files that are missing, that nobody listed, or whose bytes aren't those that the manifest has the hash of."""
    listed = {resource.path: resource for resource in manifest.resources}
    for name, resource in listed.items():
        path = folder / name
        if not path.is_file():
            yield Difference("file", "a file that the manifest lists", None, file=name)
            continue
        size, digest = path.stat().st_size, f"sha256:{file_sha256(path)}"
        if digest != resource.hash:
            yield Difference("hash", resource.hash, digest, file=name)
        if size != resource.bytes:
            yield Difference("bytes", resource.bytes, size, file=name)
    for path in sorted(folder.iterdir()):
        if path.name not in {*listed, MANIFEST} and not path.name.startswith("."):
            yield Difference("file", "only files that the manifest lists", path.name, file=MANIFEST)


def of_seal(manifest: dict[str, Any]) -> Iterator[Difference]:
    """Whether the seal is the one of all that the manifest says."""
    expected = seal_of(manifest)
    if manifest.get("seal") != expected:
        yield Difference("seal", expected, manifest.get("seal"), file=MANIFEST)
