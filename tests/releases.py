"""A release without a database: two documents of our own writing, claims that the checks let pass, and what is printed of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor.claims.checked import claim_id
from extractor.claims.conflict import CONFLICT, Casualties, CasualtyOutcome
from extractor.claims.core import Attribution, Claim, Evidence, Figure, Mention, TimeRef
from extractor.claims.domain import Domain
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Finding
from extractor.published import Row
from extractor.receipts import PrintedClaim, PrintedDocument, parts, standing, together
from extractor.release import write_release
from extractor.snapshot import Columns, cells_of, file_sha256, seal_of, table_line
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading

HARBOUR = Document(
    "Shell hits the grain terminal\n\n"
    "Harbour officials said on Monday that 12 dock workers were killed and at least 20 others wounded when a shell hit the terminal.\n\n"
    "The regional clinic counted 40 wounded patients by nightfall. A union spokeswoman said 3 divers were missing.\n",
    "harbour.txt",
    title="Terminal hit",
    outlet="The Gull",
    published="2026-05-05",
)
BRIDGE = Document(
    "Bridge guards attacked\n\nThe provincial police said that five guards were killed at the northern bridge.\n",
    "bridge.txt",
    outlet="The Gull",
    published="2026-05-06",
)
_FIRST = "Harbour officials said on Monday that 12 dock workers were killed and at least 20 others wounded when a shell hit the terminal."
_MONDAY = TimeRef(text="on Monday", edtf="2026-05-04", resolved_from="publication_date")


def casualties(quote: str, figure: str, outcome: CasualtyOutcome, source: str, cue: str, population: str) -> Casualties:
    """A claim as a model proposes it."""
    return Casualties(
        statement=f"{figure} {population} were {outcome}.",
        evidence=(Evidence(text=quote),),
        attribution=Attribution(source=Mention(text=source), source_type="official", cue=cue),
        outcome=outcome,
        population=Mention(text=population),
        figure=parse_figure(figure) or Figure(text=figure, low=None, high=None, qualifier="vague"),
    )


def placed(claim: Claim, document: Document) -> Claim:
    """The claim with its quotes in place."""
    return ground([claim], Reading.of(document))[0].claim


def _said_on_monday(claim: Casualties) -> Casualties:
    return claim.model_copy(update={"attribution": claim.attribution.model_copy(update={"said_on": _MONDAY})})


DEAD = placed(_said_on_monday(casualties(_FIRST, "12", "killed", "Harbour officials", "said", "dock workers")), HARBOUR)
HURT = placed(_said_on_monday(casualties(_FIRST, "at least 20", "wounded", "Harbour officials", "said", "others")), HARBOUR)
CLINIC = placed(
    casualties(
        "The regional clinic counted 40 wounded patients by nightfall.", "40", "wounded", "The regional clinic", "counted", "patients"
    ).model_copy(update={"event_time": TimeRef(text="by nightfall")}),
    HARBOUR,
)
"""Has a finding: its time stays unresolved."""
DIVERS = placed(
    casualties("A union spokeswoman said 3 divers were missing.", "3", "missing", "A union spokeswoman", "said", "divers"), HARBOUR
)
GUARDS = placed(
    casualties(
        "The provincial police said that five guards were killed at the northern bridge.",
        "five",
        "killed",
        "The provincial police",
        "said",
        "guards",
    ),
    BRIDGE,
)


def record(claim: Claim, document: Document = HARBOUR, state: str = "published", **fields: Any) -> dict[str, Any]:
    """The published record of a claim."""
    decision = "reject" if state == "retracted" else "accept"
    return {
        "id": claim_id(document.id, claim),
        "version": 1,
        "state": state,
        **claim.model_dump(mode="json"),
        "document": {name: getattr(document, name) for name in ("id", "sha256", "name", "title", "url", "outlet", "published")},
        "review": {
            "decision": decision,
            "reviewer": "ada",
            "decided_at": "2026-05-06T12:00:00Z",
            "reason": None if decision == "accept" else "the list was wrong",
        },
        "extraction": {"model": "rules", "prompt_version": "7", "run_id": "r1"},
        **fields,
    }


def printed(document: Document, *claims: Claim, findings: tuple[Finding, ...] = ()) -> PrintedDocument:
    """What a release prints of a document."""
    return PrintedDocument(document.text, tuple(PrintedClaim(record(claim, document), findings) for claim in claims))


ALL = (printed(HARBOUR, DEAD, HURT, CLINIC), printed(BRIDGE, GUARDS))


@dataclass(frozen=True)
class Planned:
    """A release as the store decides it."""

    number: int
    note: str | None = "first"
    created_at: datetime = datetime(2026, 5, 7, 3, 4, 5, tzinfo=UTC)


@dataclass
class Releases:
    """Releases as the store would give them: one of `documents`, once."""

    made: list[Planned] = field(default_factory=list)
    documents: tuple[PrintedDocument, ...] = ALL
    domain: Domain = CONFLICT
    held: frozenset[str] = frozenset()

    def due(self) -> Iterator[PrintedDocument]:
        return iter(() if self.made else self.documents)

    def create(self, note: str | None, held: frozenset[str], publisher: str | None) -> Planned | None:
        del publisher
        left = [item for document in self.due() for item in document.claims if item.record["id"] not in held]
        if not left:
            return None
        self.held = held
        self.made.append(Planned(len(self.made) + 1, note))
        return self.made[-1]

    def latest(self) -> Planned | None:
        return self.made[-1] if self.made else None

    def printed(self, number: int) -> Iterator[PrintedDocument]:
        assert number == self.made[-1].number
        for document in self.documents:
            kept = tuple(item for item in document.claims if item.record["id"] not in self.held)
            if kept:
                yield PrintedDocument(document.text, kept, document.siblings)


def released(folder: Path, *documents: PrintedDocument, number: int = 1) -> Path:
    """A release of `documents` in `folder`."""
    return write_release(Planned(number), documents or ALL, folder, CONFLICT).folder


def texts_in(folder: Path) -> Path:
    """The documents, as files in `folder`."""
    folder.mkdir()
    for document in (HARBOUR, BRIDGE):
        (folder / document.name).write_bytes(document.text.encode())
    return folder


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_lines(path: Path, rows: list[Any]) -> None:
    """Write objects as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def change(path: Path, edit: Callable[[list[dict[str, Any]]], None]) -> None:
    """Edit the objects of a JSON-lines file."""
    rows = lines_of(path)
    edit(rows)
    write_lines(path, rows)


def forge(folder: Path) -> None:
    """Make a changed release agree with itself again, as somebody would who knows how: table, receipts' hashes, manifest, seal."""
    rows, receipts = lines_of(folder / "claims.jsonl"), {receipt["id"]: receipt for receipt in lines_of(folder / "receipts.jsonl")}
    columns = Columns()
    for row in rows:
        columns.add(row)
    table = [table_line(columns.names), *(table_line(cells_of(row, columns.names)) for row in rows)]
    (folder / "claims.csv").write_text("".join(table), encoding="utf-8", newline="")
    write_lines(folder / "receipts.jsonl", [_forged(receipts[row["id"]], row, rows) for row in rows])
    reseal(folder)


def _forged(receipt: dict[str, Any], row: Row, rows: list[dict[str, Any]]) -> dict[str, Any]:
    company = together(standing([one for one in rows if one["document"] == row["document"]], CONFLICT))
    evidence = [{"start": one["start"], "end": one["end"], "sha256": Document(one["text"], "").sha256} for one in row["evidence"]]
    fresh = {"sha256": parts(row).model_dump(), "evidence": evidence, "document": row["document"]["sha256"]}
    return {**receipt, **fresh, "together": company.model_dump() if company else None}


def reseal(folder: Path) -> None:
    """Give the manifest the hashes of the files as they are, and its seal."""
    path = folder / "datapackage.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for resource in manifest["resources"]:
        file = folder / resource["path"]
        resource |= {"bytes": file.stat().st_size, "hash": f"sha256:{file_sha256(file)}"}
    manifest["seal"] = seal_of(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
