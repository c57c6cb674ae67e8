from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.errors import InputError, UsageError
from extractor.ingest import Metadata, Opening, ReadOptions, Source, discover, read_source
from extractor.text.document import Document

ROWS = [
    {"id": "first", "body": "Rebels killed 12 soldiers.", "published": "2024-12-19", "outlet": "The Courier"},
    {"id": "second", "body": "A bridge was closed.", "published": "", "outlet": ""},
]


def found(path: Path, column: str = "body") -> dict[str, Document | str]:
    """Name → document, or the code of what was wrong."""
    return {source.name: _document(source) for source in discover([path], Opening(column, 10_000))}


def _document(source: Source) -> Document | str:
    try:
        return read_source(source, Metadata(), ReadOptions(10_000))
    except InputError as error:
        return error.code


def _jsonl(path: Path) -> Path:
    path = path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def _csv(path: Path) -> Path:
    path = path / "rows.csv"
    lines = [",".join(ROWS[0]), *(",".join(f'"{value}"' for value in row.values()) for row in ROWS)]
    path.write_text("\n".join(lines))
    return path


def _parquet(path: Path) -> Path:
    path = path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), path)
    return path


@pytest.mark.parametrize("make", [_jsonl, _csv, _parquet])
def test_rows_are_documents_with_what_they_say_of_themselves(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    first, second = found(make(tmp_path)).values()
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.published, first.outlet) == ("Rebels killed 12 soldiers.", "2024-12-19", "The Courier")
    assert (second.name, second.text, second.published) == ("second", "A bridge was closed.", None)


def test_each_bad_record_has_its_own_error_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        '{"body": "One."}',
        '{"body": ',
        "[1]",
        '{"text": "in another column"}',
        '{"body": "Two.", "published": "yesterday"}',
        json.dumps({"body": "x" * 10_001}),
        '{"body": "nul \\u0000 character"}',
        "",
        '{"body": "Three.", "id": 7}',
    ]
    path.write_text("\n".join(lines))
    documents = found(path)
    assert {name: value if isinstance(value, str) else value.text for name, value in documents.items()} == {
        "rows.jsonl:1": "One.",
        "rows.jsonl:2": "input.unreadable",
        "rows.jsonl:3": "input.unreadable",
        "rows.jsonl:4": "input.empty",
        "rows.jsonl:5": "input.unreadable",
        "rows.jsonl:6": "input.too_large",
        "rows.jsonl:7": "input.binary",
        "7": "Three.",
    }


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"body": ""}', "rows.jsonl:1, field body: no text in it"),
        ('{"body": 42}', "rows.jsonl:1, field body: int, not text"),
        ('{"text": "A."}', "rows.jsonl:1: no column 'body' (there are: text)"),
    ],
)
def test_a_record_without_text_says_whether_its_column_is_missing_or_empty(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line)
    [source] = discover([path], Opening("body"))
    assert str(source.problem) == complaint


@pytest.mark.parametrize("value", [42, b"Words.", ["Words."]])
def test_a_parquet_column_that_holds_no_text_is_never_made_into_text(tmp_path: Path, value: object) -> None:
    pq.write_table(pa.table({"body": [value]}), tmp_path / "rows.parquet")
    assert list(found(tmp_path / "rows.parquet").values()) == ["input.unreadable"]


@pytest.mark.parametrize("day", [date(2024, 12, 19), datetime(2024, 12, 19)])  # noqa: DTZ001 - Parquet has moments without a zone
def test_a_parquet_column_of_days_is_the_date(tmp_path: Path, day: date) -> None:
    pq.write_table(pa.table({"body": ["A bridge was closed."], "published": [day]}), tmp_path / "rows.parquet")
    (document,) = found(tmp_path / "rows.parquet").values()
    assert isinstance(document, Document)
    assert document.published == "2024-12-19"


def test_a_quotation_mark_that_is_never_closed_is_an_error_and_swallows_nothing_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('id,body\n1,"A ""quoted"" word."\n2,"A "bad" row."\n3,Whole.\n4,"never closed\n5,Swallowed.\n')
    documents = found(path)
    assert {name: value if isinstance(value, str) else value.text for name, value in documents.items()} == {
        "1": 'A "quoted" word.',
        "rows.csv:2": "input.unreadable",
        "3": "Whole.",
        "rows.csv:4": "input.unreadable",
    }


def test_a_table_that_is_not_utf_8_says_so_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes("body\nNeuf tués.\n".encode("latin-1"))
    [source] = discover([tmp_path / "rows.csv"], Opening("body"))
    assert source.problem is not None
    assert source.problem.message.endswith("rows.csv: can't be read: not UTF-8 (byte 0xe9)")
    assert source.problem.hint == "Save the file as UTF-8."


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", b""), ("a.csv", b"id,body\n"), ("a.jsonl", b"\n"), ("a.warc", b""), ("a.tar", bytes(10240))]
)
def test_a_file_without_a_single_record_is_an_error_like_a_text_without_a_word(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path / name) == {name: "input.empty"}


@pytest.mark.parametrize("named", ["../secret.txt", "{folder}/secret.txt", "link.txt"])
def test_records_reach_no_file_outside_their_folder(tmp_path: Path, named: str) -> None:
    (tmp_path / "secret.txt").write_text("Not for them.")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "link.txt").symlink_to(tmp_path / "secret.txt")
    path = tmp_path / "inner" / "rows.jsonl"
    path.write_text(json.dumps({"id": "x", "path": named.format(folder=tmp_path)}))
    assert found(path) == {"x": "input.unreadable"}


def test_a_manifest_names_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels killed 12 soldiers.")
    path = tmp_path / "list.jsonl"
    path.write_text('{"path": "a.txt", "published": "2024-12-19"}\n{"path": "missing.txt"}\n')
    first, second = found(path).values()
    assert isinstance(first, Document)
    assert (first.text, first.published) == ("Rebels killed 12 soldiers.", "2024-12-19")
    assert second == "input.unreadable"


@pytest.mark.parametrize("name", ["rows.parquet", "pages.tar.gz", "crawl.warc.gz"])
def test_a_file_that_is_not_what_its_name_says_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no such thing")
    assert list(found(tmp_path / name).values()) == ["input.unreadable"]


def test_patterns_and_folders(tmp_path: Path) -> None:
    _jsonl(tmp_path)
    (tmp_path / "a.txt").write_text("A text.")
    assert [source.name for source in discover([tmp_path], Opening("body"))] == ["a.txt"], "files with many documents are to be named"
    assert [source.name for source in discover([tmp_path / "*.jsonl"], Opening("body"))] == ["first", "second"]
    with pytest.raises(UsageError, match="no such file"):
        list(discover([tmp_path / "*.odd"], Opening("body")))


@pytest.mark.parametrize("named", [[], ["a.txt", "b.txt"]])
def test_a_pipe_in_a_folder_or_by_its_name_is_one_error_for_reading_it_would_wait_for_ever(tmp_path: Path, named: list[str]) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("A text.")
    pipe, text = discover([tmp_path / name for name in named] or [tmp_path])
    assert str(pipe.problem) == f"{tmp_path / 'a.txt'}: not a regular file"
    assert (text.name, text.problem) == ("b.txt", None)


def test_reading_many_records_takes_no_more_memory_than_reading_few(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(json.dumps({"text": f"Report {n}. " + "Nothing happened. " * 20}) + "\n" for n in range(number)))
        tracemalloc.start()
        count = sum(1 for _ in discover([path], Opening()))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == number
        return most

    few = peak(300)
    assert peak(6000) < few + 200_000


def test_a_gzip_of_a_text_is_not_an_archive_of_many(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"A text."))
    (source,) = discover([tmp_path / "a.txt.gz"], Opening())
    assert source.name == "a.txt.gz"
