from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.checks import CHECKS_VERSION
from extractor.claims.conflict import CONFLICT
from extractor.claims.fields import flatten_record
from extractor.columnar import Kinds, write_columnar
from extractor.errors import RuleError, UsageError
from extractor.receipts import PrintedClaim, PrintedDocument, Sibling
from extractor.release import publish, write_release
from extractor.snapshot import json_rows, seal_of
from tests import releases
from tests.releases import ALL, BRIDGE, CLINIC, DEAD, GUARDS, HARBOUR, Planned, Releases, placed, printed, record, released


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return manifest


def table_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "claims.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_manifest_gives_size_and_sha256_of_each_file(tmp_path: Path) -> None:
    manifest = manifest_of(released(tmp_path / "0001"))
    assert [resource["path"] for resource in manifest["resources"]] == ["claims.csv", "claims.jsonl", "claims.parquet", "receipts.jsonl"]
    for resource in manifest["resources"]:
        data = (tmp_path / "0001" / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["bytes"] == len(data)
    assert manifest["counts"] == {"published": 4, "corrected": 0, "retracted": 0}
    assert manifest["created"] == "2026-05-07T03:04:05+00:00"
    assert manifest["checks"] == CHECKS_VERSION


def test_the_seal_is_over_all_that_the_manifest_says(tmp_path: Path) -> None:
    report = write_release(Planned(1), ALL, tmp_path / "r", CONFLICT)
    manifest = manifest_of(report.folder)
    assert report.seal == manifest["seal"] == seal_of(manifest)
    assert seal_of({**manifest, "description": "second"}) != report.seal


def test_the_same_release_written_again_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    one, two = released(tmp_path / "one"), released(tmp_path / "two")
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {path.name: path.read_bytes() for path in two.iterdir()}


def test_lines_and_csv_hold_the_same_rows_and_the_csv_has_dotted_names(tmp_path: Path) -> None:
    folder = released(tmp_path / "r")
    rows = [item.record for document in ALL for item in document.claims]
    assert list(json_rows(folder / "claims.jsonl")) == rows
    table = table_of(folder)
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert table[0]["figure.low"] == "12"
    assert table[1]["figure.high"] == ""
    assert "event_time" not in table[0], "a null part has no column where its fields have one"
    assert table[2]["event_time.text"] == "by nightfall"


def test_every_claim_has_a_receipt_in_the_same_order(tmp_path: Path) -> None:
    folder = released(tmp_path / "r")
    claims, receipts = list(json_rows(folder / "claims.jsonl")), list(json_rows(folder / "receipts.jsonl"))
    assert [receipt["id"] for receipt in receipts] == [claim["id"] for claim in claims]
    assert [finding["code"] for finding in receipts[2]["findings"]] == ["time.unresolved"]


def test_what_earlier_releases_printed_of_a_document_stands_beside_its_claims(tmp_path: Path) -> None:
    earlier = record(DEAD)
    document = replace(printed(HARBOUR, CLINIC), siblings=(Sibling(1, earlier),))
    folder = released(tmp_path / "r", document, number=2)
    assert list(json_rows(folder / "siblings.jsonl")) == [{"release": 1, "record": earlier}]
    assert "siblings.jsonl" in {resource["path"] for resource in manifest_of(folder)["resources"]}


def test_a_spreadsheet_does_not_run_text_as_a_formula_but_the_lines_keep_it(tmp_path: Path) -> None:
    formula = DEAD.model_copy(update={"statement": '=HYPERLINK("x")'})
    folder = released(tmp_path / "r", printed(HARBOUR, formula))
    assert table_of(folder)[0]["statement"] == '\'=HYPERLINK("x")'
    assert next(json_rows(folder / "claims.jsonl"))["statement"] == '=HYPERLINK("x")'


def test_words_that_utf8_cannot_hold_are_written_escaped(tmp_path: Path) -> None:
    odd = {**record(DEAD), "review": {**record(DEAD)["review"], "reason": "half \ud83d a character"}}
    folder = released(tmp_path / "r", PrintedDocument(HARBOUR.text, (PrintedClaim(odd),)))
    assert list(json_rows(folder / "claims.jsonl")) == [odd]


def test_a_failure_while_writing_leaves_no_half_release(tmp_path: Path) -> None:
    def broken() -> Iterator[PrintedDocument]:
        yield ALL[0]
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        write_release(Planned(1), broken(), tmp_path / "r", CONFLICT)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_and_unharmed(tmp_path: Path) -> None:
    (tmp_path / "0001").mkdir()
    (tmp_path / "0001" / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="not empty"):
        publish(Releases(), tmp_path, None)
    assert (tmp_path / "0001" / "mine.txt").read_text() == "keep"


def test_publishing_again_without_changes_writes_nothing_and_says_so(tmp_path: Path) -> None:
    source = Releases()
    first, second = publish(source, tmp_path, "note"), publish(source, tmp_path, "note")
    assert first is not None
    assert (first.new, first.number, first.published) == (True, 1, 4)
    assert second is not None
    assert (second.new, second.files) == (False, ())


def test_a_release_whose_folder_is_missing_is_written_again(tmp_path: Path) -> None:
    """As after a process killed between the database and the folder."""
    report = publish(Releases([Planned(1)]), tmp_path, None)
    assert report is not None
    assert not report.new
    assert (tmp_path / "0001" / "claims.jsonl").exists()


def test_nothing_to_publish_is_null(tmp_path: Path) -> None:
    assert publish(Releases(documents=()), tmp_path, None) is None


def wrong_bounds() -> PrintedDocument:
    """As accepted under checks that knew less: the words say five, the bounds six."""
    assert GUARDS.figure is not None
    wrong = GUARDS.model_copy(update={"figure": GUARDS.figure.model_copy(update={"low": 6, "high": 6})})
    return printed(BRIDGE, wrong)


def test_an_accepted_claim_that_a_check_now_forbids_is_held_back_and_the_others_are_published(tmp_path: Path) -> None:
    report = publish(Releases(documents=(ALL[0], wrong_bounds())), tmp_path, None)
    assert report is not None
    assert report.published == 3
    [held] = report.held
    assert held.document == "bridge.txt"
    assert held.reason.startswith("figure.bounds_disagree: ")


def test_a_release_of_nothing_but_claims_held_back_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"bridge\.txt is held back \(figure\.bounds_disagree"):
        publish(Releases(documents=(wrong_bounds(),)), tmp_path, None)
    assert list(tmp_path.iterdir()) == []


def test_a_quote_with_foreign_words_around_it_is_held_back(tmp_path: Path) -> None:
    quote = GUARDS.evidence[0].model_copy(update={"prefix": "Nobody believes that "})
    foreign = printed(BRIDGE, GUARDS.model_copy(update={"evidence": (quote,)}))
    report = publish(Releases(documents=(ALL[0], foreign)), tmp_path, None)
    assert report is not None
    assert [one.reason for one in report.held] == ["evidence.0: the words before or behind the quote are not the document's."]


def test_two_claims_for_one_number_are_both_held_back_until_one_is_gone(tmp_path: Path) -> None:
    """Two models may each have proposed one: they meet only here."""
    other = placed(
        releases.casualties("five guards were killed at the northern bridge", "five", "killed", "The provincial police", "said", "guards"),
        BRIDGE,
    ).model_copy(update={"statement": "The police reported five dead."})
    report = publish(Releases(documents=(ALL[0], printed(BRIDGE, GUARDS, other))), tmp_path, None)
    assert report is not None
    assert {one.reason.split(":")[0] for one in report.held} == {"figure.reused"}
    assert len(report.held) == 2


def test_the_parquet_holds_the_rows_with_their_types(tmp_path: Path) -> None:
    folder = released(tmp_path / "r")
    table = pq.read_table(folder / "claims.parquet")
    rows = list(json_rows(folder / "claims.jsonl"))
    assert table.num_rows == len(rows)
    assert table.column_names == list(table_of(folder)[0])
    assert str(table.schema.field("figure.low").type) == "int64"
    for row, found in zip(rows, table.to_pylist(), strict=True):
        flat = flatten_record(row)
        assert found == {name: flat.get(name) for name in table.column_names}


def test_a_large_table_is_written_in_few_groups_whose_end_parquet_keeps_in_memory(tmp_path: Path) -> None:
    kinds = Kinds()
    kinds.add({"id": "a"})
    write_columnar(tmp_path / "many.parquet", ({"id": str(number)} for number in range(12_000)), ["id"], kinds)
    written = pq.ParquetFile(tmp_path / "many.parquet")
    assert (written.metadata.num_rows, written.num_row_groups) == (12_000, 3)


def test_values_of_several_kinds_are_text_and_none_is_read_as_anything_but_what_it_is(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"text": "12", "mixed": 7, "count": 9_007_199_254_740_993, "share": 0.1},
        {"text": 'a "b"\n\ttrue', "mixed": "null", "count": None, "share": -2.5e-300},
        {"text": "\ud800 ✓ \0", "mixed": True, "count": -1, "share": None},
        {"text": "2026-05-04"},
    ]
    kinds = Kinds()
    for row in rows:
        kinds.add(row)
    names = ["text", "mixed", "count", "share"]
    write_columnar(tmp_path / "values.parquet", rows, names, kinds)
    written = pq.read_table(tmp_path / "values.parquet")
    assert [str(field.type) for field in written.schema] == ["string", "string", "int64", "double"]
    assert written.to_pydict() == {
        "text": ["12", 'a "b"\n\ttrue', "\\ud800 ✓ \0", "2026-05-04"],
        "mixed": ["7", "null", "True", None],
        "count": [9_007_199_254_740_993, None, -1, None],
        "share": [0.1, -2.5e-300, None, None],
    }


def test_the_parquet_is_written_without_pandas(tmp_path: Path) -> None:
    write = (
        "import sys; from pathlib import Path; from extractor.columnar import Kinds, write_columnar\n"
        "kinds = Kinds(); kinds.add({'id': 'a'})\n"
        "write_columnar(Path(sys.argv[1]), [{'id': 'a'}], ['id'], kinds); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", write, tmp_path / "one.parquet"], check=False).returncode == 0
