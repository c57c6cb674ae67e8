"""A corpus and its gold: a folder of texts and one JSON object a claim (CODEBOOK.md, "A corpus and its gold")."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.claims.edtf import is_edtf
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.text.document import Document

Bounds = tuple[int | None, int | None]

TEXTS = ("outcome", "population", "attacker", "figure_text", "qualifier", "unit", "scope", "source", "cue", "said_on", "event_time")
REQUIRED = ("doc", "id", "kind", "statement", "quote", "source_type", "stance", "verification", "salience")
KEYS = frozenset([*REQUIRED, *TEXTS, "low", "high", "relays", "event_time_text", "place", "note"])
"""The keys of a gold line, all of which must be present; `alt` may be."""


@dataclass(frozen=True)
class GoldClaim:
    """One claim that annotators found, and where its quote stands (every occurrence; empty if it is not in the text).

    `alt` maps a column to the other values that are right too; `figure` there is a list of bounds. `unmeasured` are the columns of which
    the gold's own format says nothing.
    """

    id: str
    document: str
    row: Mapping[str, Any]
    spans: tuple[Span, ...]
    alt: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    unmeasured: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The kind of the claim."""
        return str(self.row["kind"])

    @property
    def minor(self) -> bool:
        """Background: costs nothing if it is not found."""
        return bool(self.row["salience"] == "minor")

    @property
    def bounds(self) -> Bounds:
        """(low, high); (null, null) also where there is no figure."""
        return self.row["low"], self.row["high"]

    @property
    def has_figure(self) -> bool:
        """Whether the claim states a figure."""
        return self.row["figure_text"] is not None

    @property
    def bounds_right(self) -> tuple[Bounds, ...]:
        """Every pair of bounds that is right, the annotators' own first."""
        return self.bounds, *((low, high) for low, high in self.alt.get("figure", ()))

    def right(self, column: str) -> tuple[Any, ...]:
        """Every value of a column that is right, the annotators' own first."""
        return self.row[column], *self.alt.get(column, ())


@dataclass(frozen=True)
class Corpus:
    """Documents with their gold, by the documents' file names; a document without claims has an empty tuple.

    `kinds` are those that the gold annotates, null for all of them: claims of other kinds are not measured.
    """

    name: str
    documents: tuple[Document, ...]
    gold: Mapping[str, tuple[GoldClaim, ...]]
    kinds: frozenset[str] | None = None

    @property
    def claims(self) -> Iterator[GoldClaim]:
        """Every gold claim, in the documents' order."""
        return (claim for document in self.documents for claim in self.gold[document.name])


def load_corpus(directory: Path) -> Corpus:
    """Read a corpus folder. Raises `UsageError`, naming file, line and field, for what can't be used at all.

    What can be used but contradicts the codebook is left to `validate_corpus`.
    """
    texts = directory / "documents"
    if not texts.is_dir() or not (directory / "gold.jsonl").is_file() or not (directory / "documents.jsonl").is_file():
        raise UsageError(
            f"{directory} is no corpus",
            hint="A corpus is a folder with documents/*.txt, documents.jsonl and gold.jsonl (docs/CODEBOOK.md).",
        )
    documents = {row["doc"]: _document(texts / row["doc"], row, where) for where, row in read_rows(directory / "documents.jsonl", ("doc",))}
    if unlisted := sorted(path.name for path in texts.glob("*.txt") if path.name not in documents):
        raise UsageError(f"{directory / 'documents.jsonl'}: no line for {unlisted[0]}", hint="Give every document a line.")
    return Corpus(directory.name, tuple(documents.values()), read_gold(directory / "gold.jsonl", documents))


def read_gold(path: Path, documents: Mapping[str, Document]) -> dict[str, tuple[GoldClaim, ...]]:
    """The claims of a file of gold lines about `documents`, by document. Raises `UsageError` as `load_corpus` does."""
    gold: dict[str, list[GoldClaim]] = {name: [] for name in documents}
    seen: dict[str, str] = {}
    for where, row in read_rows(path, sorted(KEYS)):
        claim = _claim(row, where, documents)
        if claim.id in seen:
            raise UsageError(f"{where}: id {claim.id!r} is also on {seen[claim.id]}", hint="Gold ids are unique in a file.")
        seen[claim.id] = where
        gold[claim.document].append(claim)
    return {name: tuple(claims) for name, claims in gold.items()}


def read_rows(path: Path, required: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of every line that isn't blank. Raises `UsageError` for what is no object or lacks a required key."""
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{where}: not JSON ({error})", hint="One JSON object a line.") from None
        if not isinstance(row, dict):
            raise UsageError(f"{where}: not a JSON object", hint="One JSON object a line.")
        if missing := [key for key in required if key not in row]:
            raise UsageError(f"{where}: {', '.join(missing)} missing", hint="All keys are present; what is not said is null.")
        yield where, row


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path} is missing", hint="Check the path, or the `doc` that names it in documents/.") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="Check the file and its permissions.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start})", hint="Convert the file to UTF-8.") from None


def _document(path: Path, row: Mapping[str, Any], where: str) -> Document:
    published = row.get("published")
    if published is not None and not (isinstance(published, str) and is_edtf(published)):
        raise UsageError(f"{where}: published {published!r} is no EDTF date", hint="For example 2024-12-19, or null.")
    return Document(text=_text(path), name=str(row["doc"]), outlet=row.get("outlet"), url=row.get("url"), published=published)


def _claim(row: dict[str, Any], where: str, documents: Mapping[str, Document]) -> GoldClaim:
    document = documents.get(row["doc"])
    if document is None:
        raise UsageError(f"{where}: doc {row['doc']!r} is not in documents.jsonl", hint="Gold speaks of listed documents only.")
    if problem := _ill_typed(row):
        raise UsageError(f"{where}: {problem}", hint="See docs/CODEBOOK.md, “A corpus and its gold”.")
    alt = {column: tuple(values) for column, values in (row.get("alt") or {}).items()}
    return GoldClaim(str(row["id"]), document.name, row, occurrences(document.text, row["quote"]), alt)


def _ill_typed(row: Mapping[str, Any]) -> str | None:
    """The first field of a gold line whose type is not what the codebook says."""
    for key in REQUIRED:
        if not isinstance(row[key], str) or not row[key]:
            return f"{key} must be a non-empty string"
    for key in (*TEXTS, "place", "event_time_text"):
        if row[key] is not None and not isinstance(row[key], str):
            return f"{key} must be a string or null"
    for key in ("low", "high"):
        if row[key] is not None and (not isinstance(row[key], int) or isinstance(row[key], bool)):
            return f"{key} must be an integer or null"
    if not isinstance(row["relays"], list) or not all(isinstance(relay, str) for relay in row["relays"]):
        return "relays must be a list of strings"
    return _ill_typed_alt(row.get("alt"))


def _ill_typed_alt(alt: Any) -> str | None:
    if alt is None:
        return None
    if not isinstance(alt, dict) or not all(isinstance(values, list) for values in alt.values()):
        return "alt must map fields to lists of values"
    if unknown := [key for key in alt if key not in KEYS and key != "figure"]:
        return f"alt.{unknown[0]} is no field"
    pairs = alt.get("figure", [])
    if not all(isinstance(pair, list) and [type(bound) in {int, type(None)} for bound in pair] == [True, True] for pair in pairs):
        return "alt.figure must be a list of [low, high]"
    return None


def occurrences(text: str, quote: str) -> tuple[Span, ...]:
    """Every place where `quote` stands in `text`, word for word."""
    spans, at = [], text.find(quote)
    while at != -1:
        spans.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(spans)
