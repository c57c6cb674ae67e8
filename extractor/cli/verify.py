"""`quotebound verify`: does a release say what was published, and do its documents say what it says?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer
from rich.text import Text

from extractor.checks import CHECKS_VERSION
from extractor.cli.console import plural, results
from extractor.domain import DOMAIN
from extractor.errors import InputError, UsageError
from extractor.ingest import Metadata, ReadOptions, Source, read_source
from extractor.ingest.plain import require_encoding
from extractor.published import PublishedDocument
from extractor.verify import Comparison, Texts, Verdict, printable, shown, verify_release

_LARGEST = 1 << 31
"""Bytes: the files are the reader's own, so that no limit of ours keeps a document from being verified."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("verify")(verify)


def verify(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of one release, e.g. releases/0001.")],
    *,
    documents: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with the documents: verify quotes and findings against their texts.")
    ] = None,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Encoding of plain-text documents; never guessed.")] = "utf-8",
    seal: Annotated[
        str | None, typer.Option(metavar="SEAL", help="The seal that the publisher announced: the release must have it.")
    ] = None,
) -> int:
    """Verify a release: hashes, records and receipts; with --documents also every quote and every finding. Needs no database."""
    require_encoding(encoding)
    texts = FolderTexts(documents, encoding) if documents else None
    verdict = verify_release(release, DOMAIN, texts)
    for line in told(release, verdict, texts, seal):
        results().print(Text(printable(line)), highlight=False, soft_wrap=True)
    return 0 if verdict.difference is None and seal in (None, verdict.seal) else 1


def told(release: Path, verdict: Verdict, texts: Texts | None, seal: str | None) -> Iterator[str]:
    """What there is to say about a verdict, line by line; the last one sums it up."""
    yield from _told_checks(verdict, beside_texts=texts is not None)
    done = f"{plural(verdict.claims, 'claim')} of {plural(verdict.documents, 'document')} verified"
    if verdict.difference is not None:
        yield from _told_difference(release, verdict)
        yield f"{release}: NOT verified. Stopped at the first difference; {done} before it, against checks version {verdict.checks}."
    elif seal not in (None, verdict.seal):
        yield from (f"{release}: seal", f"  expected  {seal}", f"  found     {verdict.seal}")
        yield f"{release}: NOT verified. It is whole, but it is not the release with that seal."
    else:
        what = "quotes and findings derived again" if texts else "without documents: give --documents DIR to verify quotes and findings"
        yield f"{release}: {done} against checks version {verdict.checks}; {what}. Seal {verdict.seal}"


def _told_difference(release: Path, verdict: Verdict) -> Iterator[str]:
    difference = verdict.difference
    if difference is None:
        return
    file = f"{difference.file}, " if difference.file else ""
    claim = f"claim {difference.claim}, " if difference.claim else ""
    expected, found = shown(difference.expected, difference.found)
    yield f"{release}: {file}{claim}field {difference.field}"
    yield f"  expected  {expected}"
    yield f"  found     {found}"


def _told_checks(verdict: Verdict, *, beside_texts: bool) -> Iterator[str]:
    """How findings compare where other checks made them."""
    if verdict.same_checks:
        return
    yield f"The receipts were made with checks version {verdict.checks}; version {CHECKS_VERSION} is installed."
    compared = verdict.comparison
    if beside_texts and compared is not None:
        yield _told_comparison(compared)
    else:
        yield "What depends on the version (times, identifiers, findings) is not compared."


def _told_comparison(compared: Comparison) -> str:
    now = f"{compared.same} findings are the same, {compared.new} are new, {compared.gone} are found no more"
    return f"By the installed checks {now}; that is no difference, unless one of the new ones blocks a claim."


class FolderTexts:
    """Documents of a folder, found by the hash of their text, whatever they are called there; nothing is fetched from the web.

    First the file that has the document's name is tried, then all are read once, and only their hashes and names kept. However many
    files there are, as long as they have their documents' names, nothing is kept of them.
    """

    def __init__(self, folder: Path, encoding: str) -> None:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder", hint="Give the folder with the documents that the release was made from.")
        self._folder = folder
        self._options = ReadOptions(max_bytes=_LARGEST, encoding=encoding)
        if next(self._files(), None) is None:
            raise UsageError(f"{folder}: nothing to read in this folder", hint="Give the folder with the release's documents.")
        self._by_hash: dict[str, str] | None = None
        self._problems: dict[str, str] = {}

    def find(self, document: PublishedDocument) -> str | None:
        """The text that has the document's hash, or null."""
        named = self._named(document.name)
        if named is not None and (text := self._read(named, document.sha256)) is not None:
            return text
        if self._by_hash is None:
            self._by_hash = {sha256: source.name for source in self._files() if (sha256 := self._hash(source)) is not None}
        known = self._by_hash.get(document.sha256)
        return self._read(self._source(known), document.sha256) if known is not None else None

    def instead(self, document: PublishedDocument) -> str:
        """What the file with the document's name has instead; else that no file has its text."""
        if document.name in self._problems:
            return f"unreadable: {self._problems[document.name]}"
        named = self._named(document.name)
        if named is not None:
            return f"{self._hash(named)}, in {document.name}"
        return f"no such text in {self._folder} ({plural(sum(1 for _ in self._files()), 'file')})"

    def _files(self) -> Iterator[Source]:
        """Every file, whatever its ending, for `extract` takes any that is named to it; hidden ones apart."""
        return (self._source(path.relative_to(self._folder).as_posix()) for path in self._folder.rglob("*") if self._is_open(path))

    def _named(self, name: str) -> Source | None:
        """The file of that name. A release is anybody's: no name of its leads out of the folder."""
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or path.as_posix() != name:
            return None
        with suppress(OSError):  # a name that no file can have
            return self._source(name) if self._is_open(self._folder / name) else None
        return None

    def _is_open(self, path: Path) -> bool:
        return path.is_file() and not any(part.startswith(".") for part in path.relative_to(self._folder).parts)

    def _source(self, name: str) -> Source:
        return Source(name, path=self._folder / name)

    def _read(self, source: Source, sha256: str) -> str | None:
        try:
            document = read_source(source, Metadata(), self._options)
        except InputError as error:
            self._problems[source.name] = f"{error.message}. {error.hint}"
            return None
        return document.text if document.sha256 == sha256 else None

    def _hash(self, source: Source) -> str | None:
        try:
            return read_source(source, Metadata(), self._options).sha256
        except InputError as error:
            self._problems[source.name] = f"{error.message}. {error.hint}"
            return None
