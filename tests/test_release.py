from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.release import publish, read_rows, write_release


@dataclass(frozen=True)
class Planned:
    number: int
    note: str | None = "first"
    created_at: datetime = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


ROWS: list[dict[str, Any]] = [
    {"id": "a", "state": "published", "statement": "Zwölf – killed", "figure": {"text": "12", "low": 12}, "evidence": [{"text": "q"}]},
    {"id": "b", "state": "corrected", "statement": '=HYPERLINK("x")', "figure": None, "evidence": [{"text": "q"}, {"text": "r"}]},
    {"id": "c", "state": "retracted", "statement": "x", "figure": None, "evidence": [{"text": "q"}]},
]


@dataclass
class Releases:
    """Releases as the store would give them."""

    made: list[Planned]
    pending: bool = True

    def create(self, note: str | None) -> Planned | None:
        if not self.pending:
            return None
        self.pending = False
        self.made.append(Planned(len(self.made) + 1, note))
        return self.made[-1]

    def latest(self) -> Planned | None:
        return self.made[-1] if self.made else None

    def items(self, number: int) -> Iterator[Mapping[str, Any]]:
        assert number == self.made[-1].number
        return iter(ROWS)


def test_the_manifest_gives_size_and_sha256_of_each_file(tmp_path: Path) -> None:
    report = write_release(Planned(1), ROWS, tmp_path / "0001")
    manifest = json.loads((report.folder / "datapackage.json").read_text())
    assert [resource["path"] for resource in manifest["resources"]] == ["claims.csv", "claims.jsonl"]
    for resource in manifest["resources"]:
        data = (report.folder / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["bytes"] == len(data)
    assert manifest["counts"] == {"published": 1, "corrected": 1, "retracted": 1}
    assert manifest["created"] == "2025-01-02T03:04:05+00:00"


def test_lines_and_csv_hold_the_same_rows_and_the_csv_has_dotted_names(tmp_path: Path) -> None:
    write_release(Planned(1), ROWS, tmp_path / "r")
    assert list(read_rows(tmp_path / "r" / "claims.jsonl")) == ROWS
    with (tmp_path / "r" / "claims.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert rows[0]["figure.low"] == "12"
    assert rows[1]["evidence.1.text"] == "r"


def test_a_spreadsheet_does_not_run_text_as_a_formula_but_the_lines_keep_it(tmp_path: Path) -> None:
    write_release(Planned(1), ROWS, tmp_path / "r")
    with (tmp_path / "r" / "claims.csv").open(newline="", encoding="utf-8") as lines:
        assert [row["statement"] for row in csv.DictReader(lines)][1] == '\'=HYPERLINK("x")'


def test_a_failure_while_writing_leaves_no_half_release(tmp_path: Path) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield ROWS[0]
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        write_release(Planned(1), broken(), tmp_path / "r")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_and_unharmed(tmp_path: Path) -> None:
    (tmp_path / "0001").mkdir()
    (tmp_path / "0001" / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="not empty"):
        publish(Releases([]), tmp_path, None)
    assert (tmp_path / "0001" / "mine.txt").read_text() == "keep"


def test_publishing_again_without_changes_writes_nothing_and_says_so(tmp_path: Path) -> None:
    releases = Releases([])
    first = publish(releases, tmp_path, "note")
    second = publish(releases, tmp_path, "note")
    assert first is not None
    assert (first.new, first.number, first.published) == (True, 1, 1)
    assert second is not None
    assert (second.new, second.files) == (False, ())


def test_a_release_whose_folder_is_missing_is_written_again(tmp_path: Path) -> None:
    """As after a process killed between the database and the folder."""
    report = publish(Releases([Planned(1)], pending=False), tmp_path, None)
    assert report is not None
    assert not report.new
    assert (tmp_path / "0001" / "claims.jsonl").exists()


def test_nothing_to_publish_is_null(tmp_path: Path) -> None:
    assert publish(Releases([], pending=False), tmp_path, None) is None
