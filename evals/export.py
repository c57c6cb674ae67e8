"""What reviewers decided as gold: what stands, and apart from it what two or more decided without seeing each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.record import row_of
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.text.document import Document
from extractor.whole import whole_folder

STANDING = frozenset({"accepted", "fixed", "published", "corrected"})
OPEN = frozenset({"proposed", "blocked", "pending", "disagreed"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Decided:
    """A claim and what came of it. `blind`: what each reviewer made of it without seeing the others (null: rejected it)."""

    id: str
    state: str
    claim: Claim
    blind: Mapping[str, Claim | None]


@dataclass(frozen=True)
class Exported:
    """Gold lines of documents that are wholly decided, the names of those that aren't, and each reviewer's lines of the blind slice."""

    gold: tuple[Row, ...]
    documents: tuple[Document, ...]
    undecided: tuple[str, ...]
    blind: Mapping[str, tuple[Row, ...]]
    blind_documents: tuple[Document, ...]


def exported(decided: Sequence[tuple[Document, Sequence[Decided]]], domain: Domain) -> Exported:
    """The gold that decisions add up to; a document with an open claim isn't gold yet."""
    whole = [(document, claims) for document, claims in decided if not any(claim.state in OPEN for claim in claims)]
    kept = [(document, claim) for document, claims in whole for claim in claims if claim.state in STANDING]
    doubly = [(document, claim) for document, claims in decided for claim in claims if len(claim.blind) > 1]
    reviewers = sorted({reviewer for _, claim in doubly for reviewer in claim.blind})
    return Exported(
        tuple(row_of(claim.claim, file_of(document), claim.id, domain) for document, claim in kept),
        tuple(document for document, _ in whole),
        tuple(document.name for document, claims in decided if any(claim.state in OPEN for claim in claims)),
        {reviewer: tuple(_seen_by(reviewer, doubly, domain)) for reviewer in reviewers},
        tuple(dict.fromkeys(document for document, _ in doubly)),
    )


def _seen_by(reviewer: str, doubly: Sequence[tuple[Document, Decided]], domain: Domain) -> list[Row]:
    found = [(document, one.id, one.blind.get(reviewer)) for document, one in doubly]
    return [row_of(claim, file_of(document), identifier, domain) for document, identifier, claim in found if claim is not None]


def file_of(document: Document) -> str:
    """The document's file in a corpus: its identifier, since names may be paths or addresses."""
    return f"{document.id}.txt"


def write(folder: Path, found: Exported) -> list[Path]:
    """Write the corpus, and under `blind/` one file of gold lines a reviewer beside its own documents; returns the folders written.

    The folder appears whole or not at all. Raises `UsageError` where it can't be written.
    """
    with whole_folder(folder) as scratch:
        _write_corpus(scratch, found.documents, {"gold": found.gold})
        if found.blind:
            _write_blind(scratch / "blind", found)
    return [folder, folder / "blind"] if found.blind else [folder]


def _write_blind(folder: Path, found: Exported) -> None:
    names = {reviewer: f"reviewer-{place}" for place, reviewer in enumerate(found.blind, start=1)}
    files = {"gold": next(iter(found.blind.values())), **{names[reviewer]: rows for reviewer, rows in found.blind.items()}}
    _write_corpus(folder, found.blind_documents, files)
    who = json.dumps({names[one]: one for one in names}, ensure_ascii=False)
    (folder / "reviewers.json").write_text(who + "\n", encoding="utf-8")


def _write_corpus(folder: Path, documents: Sequence[Document], files: Mapping[str, Sequence[Row]]) -> None:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    listed = []
    for document in documents:
        (folder / "documents" / file_of(document)).write_bytes(document.text.encode("utf-8", "surrogatepass"))
        listed.append({"doc": file_of(document), "published": document.published, "outlet": document.outlet, "url": document.url})
    for name, rows in {"documents": listed, **files}.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
