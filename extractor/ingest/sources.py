"""What there is to read: files, folders, and lists of web addresses, found lazily."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import InputError, UsageError
from extractor.text.document import Document

READABLE = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})
"""Endings that are taken from a folder. A file named on the command line is read whatever its ending."""
URL_LIST = ".urls"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, a web address out of a list, or a document that is there already. `name` is what metadata files call it.

    `problem` is why it can't be read, where that is known before it is opened; reading it raises that.
    """

    name: str
    path: Path | None = None
    url: str | None = None
    problem: InputError | None = None
    document: Document | None = None


def discover(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield the sources under `paths` in a stable order, without opening a document.

    A folder is searched through all its levels for files with a readable ending; hidden files and links out of it are passed
    over. Raises `UsageError` for a path that does not exist, and for a folder that holds nothing to read.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder", hint="Check the path; folders and files can both be given.")
        if path.is_dir():
            yield from _in_folder(path)
        elif path.suffix.lower() == URL_LIST:
            yield from _in_url_list(path)
        else:
            yield Source(path.name, path=path)


def check_paths(paths: Iterable[Path]) -> None:
    """Raise what `discover` would raise for `paths` before anything is run; opens no document."""
    for path in paths:
        for _ in discover([path]):
            break


def _in_folder(folder: Path) -> Iterator[Source]:
    found = False
    for source in _walk(folder, folder):
        found = True
        yield source
    if not found:
        endings = ", ".join(sorted(READABLE))
        raise UsageError(f"{folder}: nothing to read in this folder", hint=f"Files are read by their ending: {endings}.")


def _walk(folder: Path, top: Path) -> Iterator[Source]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        problem = InputError(f"{folder}: {error.strerror}", code="input.unreadable", hint="Check the folder's permissions.")
        yield Source(folder.name, path=folder, problem=problem)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, top)
        elif entry.suffix.lower() == URL_LIST:
            yield from _in_url_list(entry)
        elif entry.suffix.lower() in READABLE:
            yield Source(entry.relative_to(top).as_posix(), path=entry)


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
        if not url.startswith(("http://", "https://")):
            hint = "One http(s) address a line; # starts a comment."
            problem = InputError(f"{path}, line {number}: {url!r} is no web address", code="input.unreadable", hint=hint)
            yield Source(url, problem=problem)
        else:
            yield Source(url, url=url)
