"""Buckets (S3 and what speaks its protocol, Google Cloud Storage, Azure): objects under an address, listed page by page, read one by one.

By obstore, which takes keys and endpoints from the environment variables that the vendors' own tools use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractor.errors import InputError, UsageError
from extractor.ingest.source import Source, unreadable

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SCHEMES = ("s3", "gs", "az")
AT_ONCE = 1000
"""Objects that are listed together: a page of the vendors'."""


def address_of(path: Path | str) -> str | None:
    """The address that `path` is, of a bucket or of something in it; null for a path of this machine.

    As a path an address has lost a slash: `s3:/bucket/key`.
    """
    scheme, colon, rest = str(path).partition(":")
    return f"{scheme}://{rest.lstrip('/')}" if colon and scheme in SCHEMES and rest.startswith("/") else None


def is_address(line: str) -> bool:
    """Whether a line of a list is an address of an object."""
    return line.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def list_bucket(address: str, endings: frozenset[str], passed: Counter[str]) -> Iterator[Source]:
    """The objects under `address` that have one of these `endings`, or the one that it names; others are counted in `passed`.

    Sources are named by the rest of their key. Raises `UsageError` for what can't be listed and for an address with nothing to read.
    """
    root, prefix = _parts(address.rstrip("/"))
    found = False
    try:
        for key, size in _objects(root, prefix):
            for source in _source(root, key, size, prefix, endings, passed):
                found = True
                yield source
    except (OSError, ValueError, _faults()) as error:
        if not found:
            raise UsageError(f"{address}: can't be listed: {_reason(error)}", hint=_HINT) from error
        yield unreadable(
            address, f"{address}: the listing broke off: {_reason(error)}", "Run the same command again: what is done is skipped."
        )
    if not found:
        kinds = f"Check the bucket and the prefix, which ends at a slash; objects are read by their ending: {', '.join(sorted(endings))}."
        raise UsageError(f"{address}: nothing to read of this name or under it", hint=kinds)


def read_object(address: str, *, max_bytes: int) -> bytes:
    """The bytes of an object. Raises `InputError`."""
    root, key = _parts(address)
    try:
        found = _opened(root).get(key)
        if found.meta["size"] <= max_bytes:
            return bytes(found.bytes())
    except (OSError, ValueError, _faults()) as error:
        raise InputError(f"{address}: {_reason(error)}", code="input.unreachable", hint=_HINT) from error
    size = f"{found.meta['size'] / 1e6:.1f} MB is more than the limit of {max_bytes / 1e6:.1f} MB"
    raise InputError(f"{address}: {size}", code="input.too_large", hint="Raise the limit with --max-bytes.")


def save_object(address: str, path: Path) -> None:
    """Fetch an object of any size into a file. Raises `UsageError`."""
    root, key = _parts(address)
    try:
        with path.open("wb") as out:
            out.writelines(_opened(root).get(key))
    except (OSError, ValueError, _faults()) as error:
        raise UsageError(f"{address}: {_reason(error)}", hint=_HINT) from error


_HINT = "Check the name, the network, and the keys in the environment (AWS_…, GOOGLE_…, AZURE_…; docs/SETTINGS.md)."


def _parts(address: str) -> tuple[str, str]:
    """The bucket's address, and the key or prefix in it."""
    scheme, _, rest = address.partition("://")
    bucket, _, key = rest.partition("/")
    return f"{scheme}://{bucket}", key


def _objects(root: str, prefix: str) -> Iterator[tuple[str, int]]:
    """Key and size of what is under `prefix`, else of the object that has it as its name."""
    store, empty = _opened(root), True
    for page in store.list(prefix or None, chunk_size=AT_ONCE):
        for one in page:
            if one["path"] != prefix:  # else what a vendor's console makes for a folder: an object of its name and a slash
                empty = False
                yield one["path"], one["size"]
    if empty and prefix:
        one = store.head(prefix)
        yield one["path"], one["size"]


def _source(root: str, key: str, size: int, prefix: str, endings: frozenset[str], passed: Counter[str]) -> Iterator[Source]:
    name = key.removeprefix(f"{prefix}/") if key != prefix else PurePosixPath(key).name
    ending = PurePosixPath(key).suffix.lower()
    if key == prefix or ending in endings:
        yield Source(name, url=f"{root}/{key}", size=size)
    elif not PurePosixPath(key).name.startswith("."):
        passed[ending or "without an ending"] += 1


@lru_cache(maxsize=16)
def _opened(root: str) -> ObjectStore:
    try:
        from obstore.store import from_url  # noqa: PLC0415 - it comes with the extra `buckets`
    except ImportError as error:
        raise UsageError(f"{root}: buckets need the extra `buckets`", hint="pip install 'quotebound[buckets]'") from error
    return from_url(root)


def _faults() -> type[Exception]:
    """What the library raises besides the interpreter's own errors."""
    try:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - as above
    except ImportError:
        return OSError
    return BaseError


def _reason(error: Exception) -> str:
    """The first line of what the library says; it adds a page of its own innards."""
    return str(error).strip().partition("\n")[0]
