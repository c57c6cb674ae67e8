"""Every change to a release's files is detected and named: lines, the table, the manifest, receipts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.snapshot import table_line
from extractor.verify import Difference
from tests.releases import (
    change,
    forge,
    lines_of,
    reseal,
    write_lines,
)
from tests.verify.verified import CLINIC_ID, DEAD_ID, GUARDS_ID, HURT_ID, found, row_of, set_at, verify, where


@pytest.mark.parametrize("name", ["claims.jsonl", "receipts.jsonl", "claims.csv"])
@pytest.mark.parametrize("line", [0, 1, -1])
def test_a_dropped_line_is_named_by_its_claim(release: Path, name: str, line: int) -> None:
    if name == "claims.csv":
        change_table(release, lambda rows: rows.pop(line if line < 0 else line + 1))
    else:
        change(release / name, lambda rows: rows.remove(rows[line]))
    reseal(release)
    difference = found(release)
    ids = [DEAD_ID, HURT_ID, CLINIC_ID, GUARDS_ID]
    assert ids[line] in (difference.claim, difference.expected, difference.found)
    assert difference.field in ("id", "line")


def test_a_claim_dropped_everywhere_is_missed_by_those_it_was_checked_with(release: Path) -> None:
    change(release / "claims.jsonl", lambda rows: rows.remove(row_of(rows, HURT_ID)))
    receipts = lines_of(release / "receipts.jsonl")
    forge(release)
    kept = [receipt for receipt in receipts if receipt["id"] != HURT_ID]
    write_lines(release / "receipts.jsonl", kept)
    reseal(release)
    difference = found(release)
    assert where(difference) == ("receipts.jsonl", DEAD_ID, "together")


def test_a_line_put_in_twice_or_elsewhere_is_found(release: Path) -> None:
    change(release / "claims.jsonl", lambda rows: rows.append(rows[0]))
    change(release / "receipts.jsonl", lambda rows: rows.append(rows[0]))
    forge(release)
    assert found(release).field in ("document.sha256", "together")


def change_table(release: Path, edit: Callable[[list[list[str]]], Any]) -> None:
    """Edit the cells of the table; the first row is its header."""
    path = release / "claims.csv"
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    edit(rows)
    path.write_text("".join(table_line(row) for row in rows), encoding="utf-8", newline="")


@pytest.mark.parametrize(("column", "cell", "value"), [("figure.low", "12", "14"), ("review.reviewer", "ada", "eve"), ("id", DEAD_ID, "x")])
def test_a_change_in_the_table_alone_is_the_tables(release: Path, column: str, cell: str, value: str) -> None:
    def edit(rows: list[list[str]]) -> None:
        at = rows[0].index(column)
        assert rows[1][at] == cell
        rows[1][at] = value

    change_table(release, edit)
    assert found(release) == Difference(column, cell, value, DEAD_ID, "claims.csv")


def test_a_cell_quoted_otherwise_is_found_in_its_line(release: Path) -> None:
    path = release / "claims.csv"
    path.write_text(path.read_text().replace(f"\n{DEAD_ID},", f'\n"{DEAD_ID}",'), newline="")
    assert where(found(release)) == ("claims.csv", DEAD_ID, "line")


def test_a_column_renamed_or_left_out_of_the_table_is_found(release: Path) -> None:
    path = release / "claims.csv"
    whole = path.read_text()
    path.write_text(whole.replace("figure.low", "figure.least", 1))
    assert found(release).field == "figure.least"
    path.write_text(whole + "tail\n")
    assert where(found(release)) == ("claims.csv", None, "line")


@pytest.mark.parametrize(
    ("edit", "file", "field"),
    [
        (lambda m: m["counts"].update(published=5), "datapackage.json", "counts.published"),
        (lambda m: m["resources"][1].update(hash="sha256:" + "0" * 64), "claims.jsonl", "hash"),
        (lambda m: m["resources"][0].update(bytes=1), "claims.csv", "bytes"),
        (lambda m: m["resources"].pop(2), "datapackage.json", "file"),
        (lambda m: m["resources"].append({**m["resources"][0], "path": "more.csv"}), "more.csv", "file"),
        (lambda m: m["resources"].append({**m["resources"][0], "path": "../../etc/passwd"}), "datapackage.json", "resources.4.path"),
        (lambda m: m.update(description="changed afterwards"), "datapackage.json", "seal"),
        (lambda m: m.update(created="2026-05-08T00:00:00+00:00"), "datapackage.json", "seal"),
        (lambda m: m.update(checks="0"), "receipts.jsonl", "checks"),
        (lambda m: m.pop("seal"), "datapackage.json", "seal"),
        (lambda m: m.update(version="one"), "datapackage.json", "version"),
    ],
)
def test_an_edited_manifest_is_found(release: Path, edit: Callable[[dict[str, Any]], Any], file: str, field: str) -> None:
    path = release / "datapackage.json"
    manifest = json.loads(path.read_text())
    edit(manifest)
    path.write_text(json.dumps(manifest))
    difference = found(release)
    assert (difference.file, difference.field) == (file, field)


def test_bytes_that_change_nothing_said_are_found_by_the_files_hash(release: Path) -> None:
    path = release / "claims.jsonl"
    path.write_text(path.read_text().replace('": ', '":  ', 1))
    assert where(found(release)) == ("claims.jsonl", None, "hash")


def test_a_file_that_nobody_listed_is_found_and_a_hidden_one_is_none_of_ours(release: Path) -> None:
    (release / ".DS_Store").write_text("x")
    assert verify(release).difference is None
    (release / "extra.csv").write_text("x")
    assert found(release).found == "extra.csv"


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.csv", "receipts.jsonl"])
def test_a_missing_file_is_named(release: Path, name: str) -> None:
    (release / name).unlink()
    assert where(found(release)) == (name, None, "file")


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda receipt: receipt["findings"].clear(), "findings.0"),
        (lambda receipt: receipt["findings"][0].update(severity="warn"), "findings.0.severity"),
        (lambda receipt: receipt["findings"][0].update(message="All is well."), "findings.0.message"),
        (lambda receipt: receipt["findings"].append({**receipt["findings"][0], "code": "time.other"}), "findings.1"),
        (lambda receipt: receipt["words"].update({"figure.text": [0, 2]}), "figure.text"),
    ],
)
def test_a_changed_receipt_is_found_beside_the_documents(release: Path, edit: Callable[[dict[str, Any]], Any], field: str) -> None:
    change(release / "receipts.jsonl", lambda rows: edit(row_of(rows, CLINIC_ID)))
    reseal(release)
    assert where(found(release, texts=True))[1:] == (CLINIC_ID, field)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda receipt: receipt["findings"][0].update(severity="block"), "findings.0"),
        (lambda receipt: receipt["reviewed"].append({"code": "quote.absent", "severity": "block", "field": "evidence"}), "reviewed.0"),
        (lambda receipt: receipt["evidence"][0].update(start=1), "evidence.0.start"),
        (lambda receipt: receipt["evidence"].clear(), "evidence"),
        (lambda receipt: receipt["sha256"].update(claim="0" * 64), "claim"),
        (lambda receipt: receipt["words"].update({"place.text": [1, 2]}), "place.text"),
        (lambda receipt: receipt["together"].update(claims=9), "together"),
        (lambda receipt: receipt.update(state="corrected"), "state"),
        (lambda receipt: receipt.update(mine=1), "mine"),
        (lambda receipt: receipt.pop("words"), "words"),
    ],
)
def test_a_changed_receipt_is_found_in_the_release_alone(release: Path, edit: Callable[[dict[str, Any]], Any], field: str) -> None:
    change(release / "receipts.jsonl", lambda rows: edit(row_of(rows, CLINIC_ID)))
    reseal(release)
    assert where(found(release))[1:] == (CLINIC_ID, field)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("review", None, "review"),
        ("review.decision", "reject", "review"),
        ("state", "printed", "state"),
        ("state", "retracted", ""),
        ("mine", 1, "casualties.mine"),
        ("kind", "rumour", "record"),
        ("figure.low", 99, "casualties.figure"),
        ("attribution.said_on.edtf", "2026-02-30", "casualties.attribution.said_on.edtf"),
        ("document.id", "0" * 16, "document"),
    ],
)
def test_a_record_that_the_codebook_does_not_know_is_named_by_field(release: Path, path: str, value: Any, field: str) -> None:
    change(release / "claims.jsonl", set_at(DEAD_ID, path, value))
    reseal(release)
    difference = found(release)
    assert difference.claim == DEAD_ID
    assert difference.field.startswith(field)


@pytest.mark.parametrize("name", ["claims.jsonl", "receipts.jsonl", "datapackage.json"])
def test_a_name_that_is_there_twice_is_refused_for_readers_would_differ_about_its_value(release: Path, name: str) -> None:
    path = release / name
    path.write_text(path.read_text().replace("{", '{"id": "forged", "id": "forged", ', 1))
    if name != "datapackage.json":
        reseal(release)
    with pytest.raises(UsageError, match="a name is there twice"):
        verify(release)
