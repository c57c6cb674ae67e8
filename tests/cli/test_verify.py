"""`quotebound publish` and `quotebound verify` from a database to a verdict, over two releases."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.checks import CHECKS_VERSION, check_claims
from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.cli.verify import FolderTexts
from extractor.published import PublishedDocument
from extractor.review import Action, Decision
from extractor.store import RunInfo, Store, open_store
from extractor.text.document import Document
from extractor.text.reading import Reading
from tests.cli.run import CommandLine
from tests.releases import BRIDGE, CLINIC, DEAD, DIVERS, GUARDS, HARBOUR, HURT, change, forge, record, texts_in

RULES = RunInfo("rules", "7", "1")
DEAD_ID = record(DEAD)["id"]


def save(store: Store, document: Document, *claims: Claim) -> None:
    """As a run would: with what the checks find."""
    found = check_claims(claims, Reading.of(document), CONFLICT)
    checked = [CheckedClaim(claim_id(document.id, claim), claim, findings) for claim, findings in zip(claims, found, strict=True)]
    store.claims.save(store.runs.start(RULES), store.documents.put(document), checked)


def decide(store: Store, claims: Iterable[Claim], action: Action = "accept", document: Document = HARBOUR) -> None:
    for claim in claims:
        row = store.claims.get(claim_id(document.id, claim))
        decision = Decision(
            id=str(uuid.uuid4()),
            claim_id=row.id,
            action=action,
            reviewer="ada",
            decided_at=datetime(2026, 5, 6, 12, tzinfo=UTC),
            version=row.version,
            revision=row.revision,
            reason="the list was wrong" if action == "reject" else None,
        )
        store.reviews.decide(decision)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return texts_in(tmp_path / "documents")


@pytest.fixture
def published(quotebound: CommandLine) -> CommandLine:
    """A database with a release of four claims in releases/0001."""
    with open_store(quotebound.db) as store:
        save(store, HARBOUR, DEAD, HURT, CLINIC, DIVERS)
        save(store, BRIDGE, GUARDS)
        decide(store, [DEAD, HURT, CLINIC])
        decide(store, [GUARDS], document=BRIDGE)
    assert quotebound("publish").code == 0
    return quotebound


def edit_manifest(release: Path, **values: Any) -> None:
    path = release / "datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_a_release_is_verified_by_itself_and_says_what_that_leaves_open(published: CommandLine) -> None:
    ended = published.bare("verify", "releases/0001")
    assert ended.code == 0
    assert f"4 claims of 2 documents verified against checks version {CHECKS_VERSION}" in ended.out
    assert "give --documents DIR" in ended.out


def test_a_release_is_verified_beside_its_documents(published: CommandLine, documents: Path) -> None:
    ended = published.bare("verify", "releases/0001", "--documents", documents)
    assert ended.code == 0
    assert "quotes and findings derived again" in ended.out


def test_no_database_is_needed_nor_made(published: CommandLine, documents: Path) -> None:
    shutil.move(published.folder / "releases" / "0001", published.folder / "elsewhere")
    before = sorted(path.name for path in published.folder.iterdir())
    assert published.bare("verify", "elsewhere", "--documents", documents).code == 0
    assert sorted(path.name for path in published.folder.iterdir()) == before


def test_a_later_release_stands_beside_what_the_first_printed(published: CommandLine, documents: Path) -> None:
    with open_store(published.db) as store:
        decide(store, [DIVERS])
        decide(store, [CLINIC], "reject")
    assert "1 claim published, 1 retracted" in published("publish").err
    assert published.bare("verify", "releases/0002", "--documents", documents).code == 0
    [one, two] = (json.loads(line) for line in (published.folder / "releases/0002/siblings.jsonl").read_text().splitlines())
    assert {one["release"], two["release"]} == {1}
    assert {one["record"]["id"], two["record"]["id"]} == {DEAD_ID, record(HURT)["id"]}


def test_a_release_written_again_is_the_same(published: CommandLine) -> None:
    folder = published.folder / "releases" / "0001"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.rmtree(folder)
    published("publish")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_was_rejected_or_is_undecided_is_in_no_file_of_the_release(published: CommandLine) -> None:
    with open_store(published.db) as store:
        decide(store, [DIVERS], "reject")
    for path in (published.folder / "releases" / "0001").iterdir():
        assert DIVERS.statement.encode() not in path.read_bytes()
    statements = pq.read_table(published.folder / "releases" / "0001" / "claims.parquet").column("statement").to_pylist()
    assert DIVERS.statement not in statements


def test_the_first_difference_is_named_by_release_file_claim_field_and_both_values(published: CommandLine) -> None:
    path = published.folder / "releases" / "0001" / "claims.jsonl"
    path.write_text(path.read_text().replace('"low": 12, "high": 12', '"low": 12, "high": 13'))
    ended = published.bare("verify", "releases/0001")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[0] == f"releases/0001: claims.jsonl, claim {DEAD_ID}, field figure.high"
    assert lines[1:3] == ["  expected  '12'", "  found     '13'"]
    assert lines[-1].startswith("releases/0001: NOT verified. Stopped at the first difference; 0 claims of 0 documents verified")


def test_a_difference_in_a_long_quote_is_shown_where_it_is(published: CommandLine) -> None:
    folder = published.folder / "releases" / "0001"
    change(folder / "claims.jsonl", lambda rows: rows[0]["evidence"][0].update(text=DEAD.evidence[0].text.replace("20", "30")))
    forge(folder)
    text = texts_in(published.folder / "texts")
    ended = published.bare("verify", folder, "--documents", text)
    assert ended.code == 1
    assert "at least 20" in ended.out
    assert "at least 30" in ended.out


def test_another_text_under_the_documents_name_is_told_with_its_hash(published: CommandLine, documents: Path) -> None:
    (documents / "harbour.txt").write_text(HARBOUR.text.replace("12", "13"))
    ended = published.bare("verify", "releases/0001", "--documents", documents)
    assert ended.code == 1
    assert HARBOUR.sha256 in ended.out
    assert "in harbour.txt" in ended.out


def test_a_document_that_is_not_there_is_no_success(published: CommandLine, documents: Path) -> None:
    (documents / "bridge.txt").unlink()
    ended = published.bare("verify", "releases/0001", "--documents", documents)
    assert ended.code == 1
    assert f"no such text in {documents} (1 file)" in ended.out
    assert "3 claims of 1 document verified" in ended.out


def test_a_document_that_cannot_be_read_is_told_with_the_way_out(published: CommandLine, documents: Path) -> None:
    (documents / "bridge.txt").write_bytes("Brücke".encode("latin-1"))
    ended = published.bare("verify", "releases/0001", "--documents", documents)
    assert ended.code == 1
    assert "unreadable: bridge.txt: not utf-8" in ended.out


def test_documents_are_found_under_other_names_and_beside_what_is_none(published: CommandLine, documents: Path) -> None:
    (documents / "deep").mkdir()
    (documents / "harbour.txt").rename(documents / "deep" / "a.report")
    (documents / "picture.png").write_bytes(b"\x89PNG\x00\x01")
    (documents / "pages.urls").write_text("https://example.invalid/a\n")
    (documents / ".hidden").write_text("x")
    assert published.bare("verify", "releases/0001", "--documents", documents).code == 0


def test_of_a_folder_with_the_documents_under_their_own_names_nothing_is_kept(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (documents / f"other {number}.txt").write_text(f"Notice {number}.")
    looked_at: list[Path] = []
    walk = Path.rglob

    def counted(folder: Path, pattern: str) -> Iterator[Path]:
        for path in walk(folder, pattern):
            looked_at.append(path)
            yield path

    monkeypatch.setattr(Path, "rglob", counted)
    texts = FolderTexts(documents, "utf-8")
    assert texts.find(PublishedDocument.model_validate(record(DEAD)["document"])) == HARBOUR.text
    assert len(looked_at) == 1, "that there is anything"


@pytest.mark.parametrize("name", ["../harbour.txt", "deep/../../harbour.txt", ".hidden/harbour.txt", "x" * 300, "a\0b"])
def test_no_name_in_a_release_leads_out_of_the_folder_or_to_what_is_hidden(documents: Path, name: str) -> None:
    folder = documents / "inside"
    (folder / "deep").mkdir(parents=True)
    (folder / "notes.txt").write_text("Nothing.")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "harbour.txt").write_text(HARBOUR.text)
    texts = FolderTexts(folder, "utf-8")
    document = PublishedDocument.model_validate({**record(DEAD)["document"], "name": name})
    assert texts.find(document) is None
    assert texts.instead(document) == f"no such text in {folder} (1 file)"


def test_the_seal_that_was_announced_tells_this_release_from_one_forged_with_care(published: CommandLine, documents: Path) -> None:
    folder = published.folder / "releases" / "0001"
    seal = json.loads((folder / "datapackage.json").read_text())["seal"]
    assert published.bare("verify", folder, "--seal", seal).code == 0
    change(folder / "claims.jsonl", lambda rows: rows[0]["review"].update(reviewer="eve"))
    forge(folder)
    assert published.bare("verify", folder, "--documents", documents).code == 0, "nothing but the seal knows who decided"
    ended = published.bare("verify", folder, "--documents", documents, "--seal", seal)
    assert ended.code == 1
    assert seal in ended.out
    assert "not the release with that seal" in ended.out


def test_receipts_of_other_checks_are_told_so_and_their_findings_compared(published: CommandLine, documents: Path) -> None:
    folder = published.folder / "releases" / "0001"

    def older(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row.update(checks="0", findings=[])

    change(folder / "receipts.jsonl", older)
    edit_manifest(folder, checks="0")
    forge(folder)
    ended = published.bare("verify", folder, "--documents", documents)
    assert ended.code == 0
    assert f"made with checks version 0; version {CHECKS_VERSION} is installed" in ended.out
    assert "0 findings are the same, 1 are new, 0 are found no more" in ended.out
    alone = published.bare("verify", folder)
    assert alone.code == 0
    assert "is not compared" in alone.out


def test_publishing_says_the_seal_and_what_is_held_back(quotebound: CommandLine) -> None:
    """Accepted as undated; then the date came to be known, and its Monday is another one."""
    undated = Document(HARBOUR.text, HARBOUR.name)
    with open_store(quotebound.db) as store:
        save(store, undated, DEAD, CLINIC)
        decide(store, [DEAD, CLINIC])
        store.documents.put(Document(HARBOUR.text, HARBOUR.name, published="2026-06-05"))
    ended = quotebound("publish")
    assert ended.code == 1
    assert "1 claim published" in ended.err
    assert "Seal sha256:" in ended.err
    assert f"held back: claim {DEAD_ID} of harbour.txt: time.disagrees" in ended.err
    again = quotebound("publish")
    assert again.code == 1
    assert "Nothing has changed" in again.err
    assert "held back" in again.err


@pytest.mark.parametrize(
    ("words", "complaint", "way_out"),
    [
        (["releases/0009"], "releases/0009: no such folder", "releases/0001"),
        (["releases"], "releases: not a release: it has no datapackage.json", "releases/0001"),
        (["releases/0001", "--documents", "nowhere"], "nowhere: no such folder", "documents"),
        (["releases/0001", "--documents", "empty"], "empty: nothing to read", "documents"),
    ],
)
def test_bad_usage_is_said_with_the_way_out(published: CommandLine, words: list[str], complaint: str, way_out: str) -> None:
    (published.folder / "empty").mkdir()
    ended = published.bare("verify", *words)
    assert ended.code == 2
    assert complaint in ended.err
    assert way_out in ended.err


def test_a_damaged_line_is_bad_input_named_by_its_number(published: CommandLine) -> None:
    path = published.folder / "releases" / "0001" / "claims.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[1][:-30], "\n", *lines[2:]]))
    ended = published.bare("verify", "releases/0001")
    assert ended.code == 2
    assert "claims.jsonl, line 2: not JSON" in ended.err


def test_escape_sequences_in_a_forged_release_do_not_reach_the_terminal(published: CommandLine) -> None:
    folder = published.folder / "releases" / "0001"
    change(folder / "claims.jsonl", lambda rows: rows[0].update(statement="\x1b[2J\u202e[bold]gone"))
    ended = published.bare("verify", folder)
    assert ended.code == 1
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out
    assert "[bold]gone" in ended.out
    edit_manifest(folder, checks="\x1b]0;title\x07")
    assert "\x1b" not in published.bare("verify", folder).out


def test_a_release_that_cannot_be_written_says_so_and_is_written_by_the_next_call(published: CommandLine) -> None:
    shutil.rmtree(published.folder / "releases")
    published.write("releases", "a file")
    ended = published("publish")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: releases/0001: can't be written: File exists")
    (published.folder / "releases").unlink()
    assert published("publish").code == 0
    assert published.bare("verify", "releases/0001").code == 0
