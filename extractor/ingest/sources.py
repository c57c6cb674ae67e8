"""What there is to read: files, folders, buckets, and lists of addresses, found lazily."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic, iglob
from itertools import islice
from os import scandir
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from extractor.errors import InputError, UsageError
from extractor.ingest.buckets import address_of, is_address, list_bucket, save_object
from extractor.ingest.records import is_record_file, read_records
from extractor.ingest.source import Source

READABLE = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})
"""Endings that are taken from a folder. A file named on the command line is read whatever its ending."""
URL_LIST = ".urls"
_STDIN = "Standard input is not read, for every document needs a name: save it as a file."
SORTED = 10_000
"""Entries of a folder that are put in order together: a folder of a million must not be held in memory."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How files with many documents are opened: the column of the text, and the largest record in bytes."""

    text_column: str = "text"
    largest: int = 8_000_000


def discover(paths: Iterable[Path], opening: Opening | None = None, passed: Counter[str] | None = None) -> Iterator[Source]:
    """Yield the sources under `paths` in a stable order, without opening a document.

    A path may be an address in a bucket (`s3://bucket/reports`), of which the same is taken as of a folder, or a pattern
    (`reports/**/*.txt`). A folder is searched through all its levels for files with a readable ending; hidden files, links out of it and
    files with many documents are passed over: those (`records.py`) are opened where they are named or matched by a pattern, and only
    with `opening`; without, each is one source. `passed` counts the files of folders that are passed over, by ending. Raises
    `UsageError` for a path that does not exist, and for a folder that holds nothing to read.
    """
    for path in paths:
        yield from _under(path, opening, Counter() if passed is None else passed)


def _under(path: Path, opening: Opening | None, passed: Counter[str]) -> Iterator[Source]:
    if address := address_of(path):
        yield from _in_bucket(address, opening, passed)
    elif not path.exists():
        yield from _matching(path, opening, passed)
    elif path.is_dir():
        yield from _in_folder(path, passed)
    elif not path.is_file():
        yield _irregular(path, path.name)
    elif path.suffix.lower() == URL_LIST:
        yield from _in_url_list(path)
    elif opening is not None and is_record_file(path):
        yield from read_records(path, opening.text_column, opening.largest)
    else:
        yield Source(path.name, path=path)


def _matching(pattern: Path, opening: Opening | None, passed: Counter[str]) -> Iterator[Source]:
    """What a pattern matches that no shell has written out; each under its path, for names alone may be the same."""
    found = False
    for match in iglob(str(pattern), recursive=True) if has_magic(str(pattern)) else ():  # noqa: PTH207 - Path.glob knows no absolute patterns
        path = Path(match)
        if path.is_file():
            found = True
            yield from (Source(match, path=path),) if _is_document(path) else _under(path, opening, passed)
    if not found:
        if pattern.is_symlink():
            hint = f"The link leads to {pattern.readlink()}; give the file itself."
            raise UsageError(f"{pattern}: a link that leads nowhere, or in a circle", hint=hint)
        hint = "Check the path; files, folders and patterns in quotes can be given."
        raise UsageError(f"{pattern}: no such file or folder", hint=_STDIN if str(pattern) == "-" else hint)


def _in_bucket(address: str, opening: Opening | None, passed: Counter[str]) -> Iterator[Source]:
    """What is under an address; a file with many documents that is named by it is fetched whole and opened."""
    name = PurePosixPath(address).name
    if opening is None or not is_record_file(Path(name)):
        yield from list_bucket(address, READABLE, passed)
        return
    with TemporaryDirectory(prefix="quotebound-") as folder:
        copy = Path(folder, name)
        save_object(address, copy)
        yield from read_records(copy, opening.text_column, opening.largest)


def _is_document(path: Path) -> bool:
    return path.suffix.lower() != URL_LIST and not is_record_file(path)


def check_paths(paths: Iterable[Path]) -> None:
    """Raise what `discover` would raise for `paths` before anything is run; opens no document."""
    for path in paths:
        for _ in discover([path]):
            break


def _in_folder(folder: Path, passed: Counter[str]) -> Iterator[Source]:
    found = False
    for source in _walk(folder, folder, passed):
        found = True
        yield source
    if not found:
        endings = ", ".join(sorted(READABLE))
        raise UsageError(f"{folder}: nothing to read in this folder", hint=f"Files are read by their ending: {endings}.")


def _walk(folder: Path, top: Path, passed: Counter[str]) -> Iterator[Source]:
    try:
        entries = scandir(folder)
    except OSError as error:
        problem = InputError(f"{folder}: {error.strerror}", code="input.unreadable", hint="Check the folder's permissions.")
        yield Source(folder.name, path=folder, problem=problem)
        return
    with entries:
        while names := sorted(entry.name for entry in islice(entries, SORTED)):
            yield from _listed([folder / name for name in names], top, passed)


def _listed(entries: Iterable[Path], top: Path, passed: Counter[str]) -> Iterator[Source]:
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _leads_elsewhere(entry, top):
            passed["links out of the folder"] += 1
        elif entry.is_dir():
            yield from _walk(entry, top, passed)
        elif entry.suffix.lower() not in {*READABLE, URL_LIST}:
            passed[entry.suffix.lower() or "without an ending"] += 1
        elif entry.exists() and not entry.is_file():
            yield _irregular(entry, entry.relative_to(top).as_posix())
        elif entry.suffix.lower() == URL_LIST:
            yield from _in_url_list(entry)
        else:
            yield Source(entry.relative_to(top).as_posix(), path=entry)


def _leads_elsewhere(entry: Path, top: Path) -> bool:
    """Whether an entry is a link to a folder, which might lead around in a circle, or to a file outside."""
    return entry.is_symlink() and entry.exists() and (entry.is_dir() or not entry.resolve().is_relative_to(top.resolve()))


def _irregular(path: Path, name: str) -> Source:
    """A pipe or device: to read it might wait for ever, and a run that is given again would find nothing there."""
    problem = InputError(f"{path}: not a regular file", code="input.unreadable", hint="Give its text as a file.")
    return Source(name, path=path, problem=problem)


def _in_url_list(path: Path) -> Iterator[Source]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = InputError(f"{path}: the list can't be read: {error}", code="input.unreadable", hint="Save it as UTF-8 text.")
        yield Source(path.name, path=path, problem=problem)
        return
    for number, line in enumerate(lines, start=1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if not url.startswith(("http://", "https://")) and not is_address(url):
            hint = "One address a line (https://, s3://, gs://, az://); # starts a comment."
            problem = InputError(f"{path}, line {number}: {url!r} is no web address", code="input.unreadable", hint=hint)
            yield Source(url, problem=problem)
        else:
            yield Source(url, url=url)
