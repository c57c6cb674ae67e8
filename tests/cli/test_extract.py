from __future__ import annotations

import csv
import gc
import io
import json
import subprocess
import sys
from importlib import metadata
from os import fsdecode, mkfifo
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.app import COMMANDS, loaded, main
from tests.cli.run import CommandLine

ARTICLE = (
    "The Interior Ministry said on Monday that 14 soldiers were killed and at least 20 others wounded when a column came under fire "
    "near the town of Karsa on Sunday.\n\nOfficials could not say how many civilians were hurt.\n"
)
LATIN = "Der Bürgermeister sagte, fünf Menschen seien getötet worden.".encode("latin-1")


def claims_of(quotebound: CommandLine, *words: str) -> list[dict[str, Any]]:
    ended = quotebound("claims", "--format", "jsonl", *words)
    assert ended.code == 0
    return [json.loads(line) for line in ended.out.splitlines()]


def test_documents_go_in_and_claims_with_exact_quotes_come_out(quotebound: CommandLine) -> None:
    path = quotebound.write("a.txt", ARTICLE)
    assert quotebound("extract", path, "--published", "2023-03-07", "--outlet", "The Courier").code == 0
    claims = claims_of(quotebound)
    figures = {claim["outcome"]: (claim["figure"]["low"], claim["figure"]["high"]) for claim in claims if claim["figure"]}
    assert figures == {"killed": (14, 14), "wounded": (20, None)}
    for claim in claims:
        for quote in claim["evidence"]:
            assert ARTICLE[quote["start"] : quote["end"]] == quote["text"]
        assert claim["state"] == "pending"
        assert claim["document"]["name"] == "a.txt"
        assert claim["extraction"]["model"] == "rules"


def test_results_go_to_stdout_and_messages_to_stderr(quotebound: CommandLine) -> None:
    path = quotebound.write("a.txt", ARTICLE)
    extracted = quotebound("extract", path)
    assert extracted.out == ""
    assert "1 document done" in extracted.err
    table = quotebound("claims")
    assert "at least 20" in table.out
    assert "Interior Ministry" in table.out


def test_running_again_does_nothing_twice_unless_fresh(quotebound: CommandLine) -> None:
    path = quotebound.write("a.txt", ARTICLE)
    quotebound("extract", path)
    before = claims_of(quotebound)
    again = quotebound("extract", path)
    assert "1 already done" in again.err
    fresh = quotebound("extract", path, "--fresh")
    assert "1 document done" in fresh.err
    assert claims_of(quotebound) == before


def test_a_bad_document_is_listed_with_reason_and_way_out_and_harms_no_other(quotebound: CommandLine) -> None:
    quotebound.write("docs/good.txt", ARTICLE)
    quotebound.write("docs/empty.txt", "")
    quotebound.write("docs/latin.txt", LATIN)
    quotebound.write("docs/program.txt", b"\x7fELF\x02\x01\x00\x00\x00")
    quotebound.write("docs/huge.txt", "Twelve people died. " * 1_000_000)
    ended = quotebound("extract", "docs")
    assert ended.code == 1
    assert "1 document done" in ended.err
    assert "4 failed" in ended.err
    for words in (
        "empty.txt: no text in it",
        "latin.txt: not utf-8 (byte 0xfc at 5)",
        "--encoding windows-1252",
        "program.txt: a binary file",
        "huge.txt: 20.0 MB is more than the limit of 8.0 MB",
        "--max-bytes",
    ):
        assert words in ended.err
    assert {claim["document"]["name"] for claim in claims_of(quotebound)} == {"good.txt"}
    run = quotebound("status").out.split()
    assert "rules" in run


def test_what_is_no_file_to_read_is_named_and_stops_nothing(quotebound: CommandLine) -> None:
    quotebound.write("docs/good.txt", ARTICLE)
    folder = quotebound.folder / "docs"
    with (folder / "big.txt").open("wb") as big:
        big.truncate(2_200_000_000)
    mkfifo(folder / "pipe.txt")
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "around").symlink_to("..")
    (folder / "two\nlines.txt").write_bytes(b"")
    with Path(fsdecode(bytes(folder) + b"/not\xff\xfeutf.txt")).open("wb") as odd:
        odd.write(b"Nine soldiers died, the army said.")
    (folder / "packed.txt").write_bytes(b"PK\x03\x04\x14\0\1\0\x08\0" + b"a" * 30)
    ended = quotebound("extract", "docs")
    assert ended.code == 1
    assert "2 documents done" in ended.err
    assert "6 failed" in ended.err
    for words in (
        "big.txt: 2200.0 MB is more than the limit of 8.0 MB",
        "pipe.txt: not a regular file",
        "a.txt: Too many levels of symbolic links",
        "b.txt: Too many levels of symbolic links",
        "packed.txt: a zip archive with a password",
        "lines.txt: no text in it",
        "links out of the folder 1",
    ):
        assert words in ended.err
    named = quotebound("extract", "docs/a.txt")
    assert named.code == 2
    assert "a.txt: a link that leads nowhere, or in a circle" in named.err
    assert "The link leads to b.txt" in named.err


def test_status_of_a_run_lists_how_each_document_ended(quotebound: CommandLine) -> None:
    quotebound.write("docs/good.txt", ARTICLE)
    quotebound.write("docs/empty.txt", "")
    quotebound("extract", "docs")
    line = next(line for line in quotebound("status").out.splitlines() if " rules " in line)
    ended = quotebound("status", line.split()[0])
    assert ended.code == 0
    assert "empty.txt" in ended.out
    assert "no text in it" in ended.out


@pytest.mark.parametrize(
    ("words", "complaint", "way_out"),
    [
        (["extract", "nowhere.txt"], "nowhere.txt: no such file or folder", "Check the path"),
        (["extract", "empty_folder"], "nothing to read", ".txt"),
        (["extract", "a.txt", "--model", "gpt-9"], "--model gpt-9: no such model", "openai/NAME"),
        (["extract", "a.txt", "--model", "openai/gpt-9"], "needs a key or an endpoint", "OPENAI_API_KEY"),
        (["extract", "a.txt", "--model", "recorded/none"], "none is no folder", "recorded/DIR"),
        (["extract", "a.txt", "--published", "yesterday"], "--published yesterday: not an EDTF date", "2024-12-19"),
        (["extract", "a.txt", "--metadata", "wrong.jsonl"], "wrong.jsonl, line 2, field published", "Correct the line"),
        (["claims", "--state", "lost"], "--state lost: no such state", "pending"),
        (["claims", "--doc", "zzz"], "--doc zzz: no such document", "names"),
        (["status", "zzz"], "no run zzz", "quotebound status"),
    ],
)
def test_bad_usage_ends_with_2_one_line_and_a_way_out(quotebound: CommandLine, words: list[str], complaint: str, way_out: str) -> None:
    quotebound("db", "upgrade")
    quotebound.write("a.txt", ARTICLE)
    (quotebound.folder / "empty_folder").mkdir()
    quotebound.write("wrong.jsonl", '{"doc": "a.txt"}\n{"doc": "b.txt", "published": "soon"}\n')
    ended = quotebound(*words)
    flat = " ".join(ended.err.split())
    assert ended.code == 2
    assert complaint in flat
    assert way_out in flat
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("sqlite:////nowhere/at/all.db", "nowhere"),
        ("sqlite:///notes.txt", "notes.txt"),
        ("mysql://localhost/x", "mysql"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named(quotebound: CommandLine, url: str, complaint: str) -> None:
    quotebound.write("notes.txt", "These are my notes, no database at all. " * 50)
    ended = quotebound.bare("claims", "--db", url)
    assert ended.code == 2
    assert complaint in ended.err
    assert "→" in ended.err


def test_metadata_of_a_document_gives_its_date_and_outlet(quotebound: CommandLine) -> None:
    path = quotebound.write("a.txt", ARTICLE)
    metadata = quotebound.write("documents.jsonl", '{"doc": "a.txt", "published": "2023-03-07", "outlet": "The Courier", "url": null}\n')
    quotebound("extract", path, "--metadata", metadata)
    said = {claim["attribution"]["said_on"]["edtf"] for claim in claims_of(quotebound) if claim["attribution"]["said_on"]}
    assert said == {"2023-03-06"}, "on Monday, published on Tuesday 7 March"


def test_csv_has_a_header_and_a_row_for_each_claim(quotebound: CommandLine) -> None:
    quotebound("extract", quotebound.write("a.txt", ARTICLE))
    rows = list(csv.DictReader(io.StringIO(quotebound("claims", "--format", "csv").out)))
    assert len(rows) == len(claims_of(quotebound))
    assert {row["figure.text"] for row in rows} >= {"14", "at least 20"}


def test_a_spreadsheet_does_not_run_text_of_the_csv_as_a_formula(quotebound: CommandLine) -> None:
    quotebound("extract", quotebound.write("a.txt", '=HYPERLINK("x") said that five people were killed in Sol.'))
    [row] = csv.DictReader(io.StringIO(quotebound("claims", "--format", "csv").out))
    assert row["quote.text"].startswith("'=HYPERLINK")


def test_an_empty_database_says_what_to_do(quotebound: CommandLine) -> None:
    quotebound("db", "upgrade")
    ended = quotebound("claims")
    assert (ended.code, ended.out) == (0, "")
    assert "quotebound extract" in ended.err
    assert "Nothing to publish" in quotebound("publish").err


def test_hostile_text_is_stored_as_it_is_and_printed_without_effect(quotebound: CommandLine) -> None:
    text = "Rebels said 12 soldiers were killed in [bold red]Karsa[/bold red] {{x}} {% raw %} \x1b[31m on Sunday.\n"
    quotebound("extract", quotebound.write("[red]a.txt", text))
    claims = claims_of(quotebound)
    assert claims
    assert all(text[quote["start"] : quote["end"]] == quote["text"] for claim in claims for quote in claim["evidence"])
    table = quotebound("claims")
    assert "\x1b[31m" not in table.out
    assert "[red]a.txt" in table.out


def test_debug_shows_the_traceback(quotebound: CommandLine) -> None:
    with pytest.raises(Exception, match="no such file"):
        quotebound.bare("extract", "nowhere", "--debug")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["extract", "--nope"], "No such option: --nope"),
        (["extract"], "Missing argument"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["extract", "a.txt", "--concurrency", "many"], "--concurrency"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_points_to_help(quotebound: CommandLine, words: list[str], complaint: str) -> None:
    ended = quotebound.bare(*words)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.split())
    assert "--help" in ended.err


def test_without_a_command_the_help_is_printed(quotebound: CommandLine) -> None:
    ended = quotebound.bare()
    assert ended.code == 2
    assert "extract" in ended.out


def imported_by(*words: str) -> set[str]:
    """Every module that is loaded once `quotebound` has run with `words`, in a process of its own."""
    script = f"import sys; from extractor.cli.app import application; application()({words!r}, standalone_mode=False); print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())


def test_one_command_does_not_wait_for_what_others_need() -> None:
    modules = imported_by("status", "--help")
    assert "extractor.cli.runs" in modules
    assert not {"streamlit", "extractor.cli.extract"} & modules


def test_what_only_some_documents_or_an_old_schema_need_is_not_imported_for_all() -> None:
    modules = imported_by("extract", "--help")
    assert "extractor.cli.extract" in modules
    assert not {"scipy", "openai", "instructor", "trafilatura", "alembic", "pyarrow", "streamlit"} & modules


def test_a_command_seldom_goes_through_all_objects_looking_for_cycles() -> None:
    before = gc.get_threshold()
    try:
        with pytest.raises(SystemExit):
            main(["--version"])
        assert gc.get_threshold()[0] > 10 * 2_000  # 700 or 2,000 by itself, by version
    finally:
        gc.set_threshold(*before)


def test_the_list_of_commands_waits_for_none_of_them() -> None:
    assert not {"sqlalchemy", "pydantic", "extractor.cli.runs", "extractor.cli.extract"} & imported_by("--help")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_paragraph_of_its_own_help(name: str) -> None:
    own = loaded(name).help or ""
    assert COMMANDS[name].help == " ".join(own.partition("\n\n")[0].split())


def test_the_version_is_that_of_the_installed_package(quotebound: CommandLine) -> None:
    ended = quotebound.bare("--version")
    assert (ended.code, ended.out) == (0, f"quotebound {metadata.version('quotebound')}\n")


def test_help_lists_every_command_of_the_contract(quotebound: CommandLine) -> None:
    ended = quotebound.bare("--help")
    assert ended.code == 0
    for command in ("extract", "claims", "review", "publish", "eval", "status", "cost", "prompts", "batch", "db", "doctor", "demo"):
        assert command in ended.out


def test_every_command_and_setting_is_documented() -> None:
    root = Path(__file__).parents[2]
    readme = (root / "README.md").read_text(encoding="utf-8")
    for command in ("extract", "claims", "review", "publish", "eval", "status", "cost", "prompts", "batch", "doctor"):
        assert f"quotebound {command}" in readme


def test_what_a_folder_holds_besides_is_counted_by_ending_and_never_passed_over_in_silence(quotebound: CommandLine) -> None:
    quotebound.write("docs/a.txt", ARTICLE)
    quotebound.write("docs/deep/table.csv", "text\nNobody was hurt.\n")
    quotebound.write("docs/one.docx", b"PK")
    quotebound.write("docs/two.DOCX", b"PK")
    ended = quotebound("extract", quotebound.folder / "docs")
    assert ended.code == 0
    told = " ".join(ended.err.split())
    assert "Passed over in folders: 3 files of other kinds (.docx 2, .csv 1). Name a file to have it read." in told
    assert "Passed over" not in quotebound("extract", quotebound.folder / "docs" / "a.txt").err


@pytest.mark.parametrize("words", [["extract", "a.txt"], ["verify", "release", "--documents", "."]])
def test_an_encoding_that_does_not_exist_is_bad_usage_and_no_failed_document(quotebound: CommandLine, words: list[str]) -> None:
    quotebound.write("a.txt", ARTICLE)
    ended = quotebound.bare(*words, "--encoding", "klingon")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: --encoding klingon: no such encoding")


def test_a_date_given_for_all_that_is_not_what_a_document_says_is_told(quotebound: CommandLine) -> None:
    quotebound.write("a.txt", ARTICLE)
    rows = quotebound.write("rows.jsonl", '{"text": "A bridge was closed on Monday.", "published": "2024-12-01"}\n')
    listed = quotebound.write("documents.jsonl", '{"doc": "a.txt", "published": "2024-12-02"}\n')
    words = ("extract", "a.txt", rows, "--metadata", listed)
    told = " ".join(quotebound(*words, "--published", "2024-12-03").err.split())
    assert "--published 2024-12-03 stands in place of the date that 2 documents had from elsewhere, e.g. " in told
    assert "stands in place" not in quotebound(*words).err
    assert "stands in place" not in quotebound("extract", "a.txt", "--published", "2024-12-03").err


def test_a_line_of_metadata_that_names_no_document_is_told(quotebound: CommandLine) -> None:
    quotebound.write("a.txt", ARTICLE)
    listed = quotebound.write("documents.jsonl", '{"doc": "a.txt", "published": "2024-12-02"}\n{"doc": "aa.txt"}\n')
    told = " ".join(quotebound("extract", "a.txt", "--metadata", listed).err.split())
    assert told.endswith(f"1 line of {listed} named no document that was read: aa.txt")


def test_a_second_reader_that_does_not_exist_is_named_by_its_own_option(quotebound: CommandLine) -> None:
    ended = quotebound("extract", quotebound.write("a.txt", ARTICLE), "--second-opinion", "x")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: --second-opinion x: no such model")
