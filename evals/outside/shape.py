"""Gold lines out of another format's: the columns it has, and the passage of the text that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.agree import COLUMNS
from evals.gold import KEYS, Corpus, GoldClaim, occurrences
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.text.document import Document
from extractor.text.reading import Reading

_EMPTY: dict[str, Any] = dict.fromkeys(KEYS) | {
    "relays": [],
    "source_type": "unknown",
    "stance": "asserted",
    "verification": "none",
    "salience": "core",
    "note": "",
}


@dataclass(frozen=True)
class Outside:
    """A corpus read from another format, and what of the format has no place here, in sentences."""

    corpus: Corpus
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Mapped:
    """One claim of another format: where its quote stands, its columns, and other values that are right too."""

    kind: str
    statement: str
    span: Span
    columns: Mapping[str, Any]
    alt: Mapping[str, Sequence[Any]]
    minor: bool = False


def gold_claim(document: Document, number: int, one: Mapped, measured: Iterable[str]) -> GoldClaim:
    """The gold line of a mapped claim. `measured` are the columns that the format speaks of (`quote` too); the others are left out."""
    quote = document.text[one.span.start : one.span.end]
    name = f"{document.name}-{number}"
    row = {**_EMPTY, **one.columns, "doc": document.name, "id": name, "kind": one.kind, "statement": one.statement, "quote": quote}
    row["salience"] = "minor" if one.minor else "core"
    spans = (one.span, *(span for span in occurrences(document.text, quote) if span != one.span))
    unmeasured = frozenset([*COLUMNS, "quote"]) - frozenset(measured)
    return GoldClaim(name, document.name, row, spans, {column: tuple(values) for column, values in one.alt.items()}, unmeasured)


def corpus_of(
    path: Path, documents: Sequence[tuple[Document, Sequence[Mapped]]], measured: Iterable[str], kinds: frozenset[str] | None = None
) -> Corpus:
    """A corpus of documents with their mapped claims. Raises `UsageError` if there is no document."""
    if not documents:
        raise UsageError(f"{path}: no document in it", hint="docs/EVALS.md says what each --format expects.")
    gold = {
        document.name: tuple(gold_claim(document, number, one, measured) for number, one in enumerate(claims, start=1))
        for document, claims in documents
    }
    return Corpus(path.stem, tuple(document for document, _ in documents), gold, kinds)


def passage(text: str, words: Iterable[str]) -> Span:
    """The sentence that holds most of `words` (the first of equals); the whole text if none holds any.

    For formats that don't say where in the text a fact stands.
    """
    wanted = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in words if word]
    found = Reading.of(Document(text=text, name="passage")).sentences
    scores = [sum(bool(pattern.search(text, span.start, span.end)) for pattern in wanted) for span in found]
    best = max(scores, default=0)
    return found[scores.index(best)] if best else Span(0, len(text))


def read_text(path: Path) -> str:
    """A file's text. Raises `UsageError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path} is missing", hint="Every annotation belongs to a text.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start})", hint="Convert the file to UTF-8.") from None
