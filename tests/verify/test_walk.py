"""Every kind of change to a release is detected and named. `forge` makes the files agree with each other again after a change."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.claims.conflict import CONFLICT
from extractor.errors import UsageError
from extractor.published import PublishedDocument
from extractor.receipts import PrintedClaim, PrintedDocument, Sibling
from extractor.snapshot import table_line
from extractor.verify import Difference, Verdict, verify_release
from tests.releases import (
    ALL,
    BRIDGE,
    CLINIC,
    DEAD,
    DIVERS,
    GUARDS,
    HARBOUR,
    HURT,
    change,
    forge,
    lines_of,
    printed,
    record,
    released,
    reseal,
    write_lines,
)

DEAD_ID, HURT_ID, CLINIC_ID = (record(claim)["id"] for claim in (DEAD, HURT, CLINIC))
GUARDS_ID = record(GUARDS, BRIDGE)["id"]
Rows = list[dict[str, Any]]


@dataclass
class Texts:
    """The documents' texts, by hash."""

    known: tuple[str, ...] = (HARBOUR.text, BRIDGE.text)

    def find(self, document: PublishedDocument) -> str | None:
        return next((text for text in self.known if replace(HARBOUR, text=text).sha256 == document.sha256), None)

    def instead(self, document: PublishedDocument) -> str:
        return f"no {document.name}"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return released(tmp_path / "0001")


def verify(folder: Path, *, texts: bool = False) -> Verdict:
    return verify_release(folder, CONFLICT, Texts() if texts else None)


def found(folder: Path, *, texts: bool = False) -> Difference:
    difference = verify(folder, texts=texts).difference
    assert difference is not None
    return difference


def where(difference: Difference) -> tuple[str | None, str | None, str]:
    return difference.file, difference.claim, difference.field


def row_of(rows: Rows, claim: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == claim)


def set_at(claim: str, path: str, value: Any) -> Callable[[Rows], None]:
    """Set a field of a claim's line."""

    def edit(rows: Rows) -> None:
        part: Any = row_of(rows, claim)
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in steps:
            part = part[step]
        part[last] = value

    return edit


@pytest.mark.parametrize("texts", [False, True])
def test_a_release_as_it_was_written_is_verified(release: Path, *, texts: bool) -> None:
    verdict = verify(release, texts=texts)
    assert verdict.difference is None
    assert (verdict.release, verdict.claims, verdict.documents, verdict.same_checks) == ("1", 4, 2, True)
    assert verdict.seal == json.loads((release / "datapackage.json").read_text())["seal"]


def test_a_release_with_all_three_states_and_siblings_is_verified(tmp_path: Path) -> None:
    corrected = PrintedClaim(record(HURT, state="corrected", version=2), edited=True)
    gone = PrintedClaim(record(CLINIC, state="retracted"))
    document = PrintedDocument(HARBOUR.text, (corrected, gone), (Sibling(1, record(DEAD)),))
    release = released(tmp_path / "0002", document, ALL[1], number=2)
    assert verify(release, texts=True).difference is None
    assert verify(release).claims == 3


WRONG_QUOTE = DEAD.evidence[0].text.replace("12", "13")
CHANGES = [
    pytest.param("evidence.0.text", WRONG_QUOTE, id="a digit of a quote"),
    pytest.param("figure.low", 11, id="a bound"),
    pytest.param("figure.text", "13", id="the figure's words"),
    pytest.param("attribution.source.text", "A union spokeswoman", id="the source"),
    pytest.param("attribution.source.name", "The navy", id="the source's name"),
    pytest.param("attribution.said_on.edtf", "2026-05-05", id="a date"),
    pytest.param("outcome", "wounded", id="an enumerated value"),
    pytest.param("statement", "12 sailors were killed.", id="the statement"),
    pytest.param("stance", "denied", id="the stance"),
    pytest.param("review.reviewer", "bo", id="the reviewer"),
    pytest.param("review.decided_at", "2026-05-06T13:00:00Z", id="the time of the decision"),
    pytest.param("document.outlet", "The Tern", id="the outlet"),
    pytest.param("extraction.model", "openai/x", id="the model"),
    pytest.param("version", 2, id="the version"),
]


@pytest.mark.parametrize(("path", "value"), CHANGES)
@pytest.mark.parametrize("resealed", [False, True])
def test_a_changed_field_is_named_with_both_values(release: Path, path: str, value: Any, *, resealed: bool) -> None:
    """The table beside the rows still has what was published."""
    before = lines_of(release / "claims.jsonl")
    change(release / "claims.jsonl", set_at(DEAD_ID, path, value))
    if resealed:
        reseal(release)
    difference = found(release)
    assert difference.claim == DEAD_ID
    assert difference.file == "claims.jsonl"
    assert (difference.field, difference.found) == (path, str(value))
    part: Any = row_of(before, DEAD_ID)
    for step in path.split("."):
        part = part[int(step) if step.isdigit() else step]
    assert difference.expected == ("" if part is None else str(part))


def test_a_field_that_was_null_and_has_no_columns_is_found_by_the_claims_hash(release: Path) -> None:
    change(release / "claims.jsonl", set_at(DEAD_ID, "place", {"text": "terminal", "name": None, "precision": "exact"}))
    assert where(found(release)) == (None, DEAD_ID, "claim")


NAMED = {
    "evidence.0.text": "evidence.0.text",
    "figure.low": "figure",
    "figure.text": "figure.text",
    "attribution.source.text": "attribution.source.text",
    "attribution.said_on.edtf": "attribution.said_on.edtf",
    "review.reviewer": "review",
    "version": "version",
    "outcome": "id",
    "statement": "claim",
    "document.outlet": "document",
    "extraction.model": "extraction",
}


@pytest.mark.parametrize(("path", "field"), NAMED.items())
def test_a_field_changed_in_the_table_too_is_named_as_far_as_the_receipt_knows_it(release: Path, path: str, field: str) -> None:
    value = next(case.values[1] for case in CHANGES if case.values[0] == path)
    receipts = (release / "receipts.jsonl").read_bytes()
    change(release / "claims.jsonl", set_at(DEAD_ID, path, value))
    forge(release)
    (release / "receipts.jsonl").write_bytes(receipts)
    reseal(release)
    difference = found(release)
    assert (difference.claim, difference.field) == (DEAD_ID, field)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("evidence.0.text", WRONG_QUOTE, "figure.text"),
        ("figure.low", 11, "figure"),
        ("figure.text", "13", "figure.text"),
        ("attribution.source.text", "A union spokeswoman", "attribution.source.text"),
        ("attribution.said_on.edtf", "2026-05-05", "attribution.said_on.edtf"),
        ("outcome", "wounded", "id"),
    ],
)
def test_some_changes_are_found_in_the_release_alone_though_every_hash_was_forged(release: Path, path: str, value: Any, field: str) -> None:
    change(release / "claims.jsonl", set_at(DEAD_ID, path, value))
    forge(release)
    assert where(found(release)) == (None, DEAD_ID, field)


def test_two_quotes_that_contradict_each_other_about_one_place_are_found_though_every_hash_was_forged(release: Path) -> None:
    change(release / "claims.jsonl", set_at(DEAD_ID, "evidence.0.text", DEAD.evidence[0].text.replace("terminal", "granaries")[:127]))
    forge(release)
    change(release / "claims.jsonl", set_at(DEAD_ID, "evidence.0.text", DEAD.evidence[0].text.replace("a shell", "a stone")))
    forge(release)
    difference = found(release)
    assert difference.field == "evidence.0"
    assert {difference.claim, str(difference.expected).rsplit(" ", 1)[-1].rstrip(")")} == {DEAD_ID, HURT_ID}


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("evidence.0.text", GUARDS.evidence[0].text.replace("northern", "southern"), "evidence.0.text"),
        ("evidence.0.prefix", "\nBridge guards attacked\n\n", "evidence.0.prefix"),
        ("evidence.0.suffix", "", None),
        ("attribution.source.name", "The army", None),
        ("statement", "six guards were killed.", "findings"),
        ("stance", "denied", "findings.0"),
    ],
)
def test_with_the_documents_what_they_do_not_say_is_found_though_every_hash_was_forged(
    release: Path, path: str, value: Any, field: str | None
) -> None:
    """What no document can tell (a canonical name, less context) only the seal can: see docs/RECEIPTS.md."""
    change(release / "claims.jsonl", set_at(GUARDS_ID, path, value))
    forge(release)
    difference = verify(release, texts=True).difference
    if field is None:
        assert difference is None
    else:
        assert difference is not None
        assert difference.claim == GUARDS_ID
        assert difference.field.startswith(field)


def test_another_text_is_not_taken_for_the_document(release: Path) -> None:
    texts = Texts((HARBOUR.text, BRIDGE.text.replace("five", "nine")))
    difference = verify_release(release, CONFLICT, texts).difference
    assert difference == Difference("document.sha256", BRIDGE.sha256, "no bridge.txt", GUARDS_ID)


def test_a_forged_document_hash_does_not_make_another_text_the_document(release: Path) -> None:
    other = replace(BRIDGE, text=BRIDGE.text.replace("five", "nine"))
    change(release / "claims.jsonl", set_at(GUARDS_ID, "document", record(GUARDS, other)["document"]))
    forge(release)
    assert found(release).field == "id"
    change(release / "claims.jsonl", set_at(GUARDS_ID, "id", record(GUARDS, other)["id"]))
    change(release / "receipts.jsonl", set_at(GUARDS_ID, "id", record(GUARDS, other)["id"]))
    forge(release)
    difference = verify_release(release, CONFLICT, Texts((HARBOUR.text, other.text))).difference
    assert difference is not None
    assert difference.field == "evidence.0.text"


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


def sibling_release(folder: Path) -> Path:
    document = replace(printed(HARBOUR, CLINIC), siblings=(Sibling(1, record(DEAD)), Sibling(1, record(HURT))))
    return released(folder, document, number=2)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda rows: rows.pop(), "together"),
        (lambda rows: rows[0]["record"].update(statement="Something else."), "together"),
        (lambda rows: rows[0].update(release=2), "release"),
        (lambda rows: rows[0].update(release="1"), "release"),
        (lambda rows: rows[0].update(mine=1), "record"),
        (lambda rows: rows[0]["record"]["review"].update(reviewer=""), "review.reviewer"),
        (lambda rows: rows.append({"release": 1, "record": record(GUARDS, BRIDGE)}), "document.sha256"),
        (lambda rows: rows.append({"release": 1, "record": record(CLINIC)}), "id"),
        (lambda rows: rows.append({"release": 1, "record": record(DIVERS, state="retracted")}), "state"),
    ],
)
def test_changed_siblings_are_found(tmp_path: Path, edit: Callable[[Rows], Any], field: str) -> None:
    release = sibling_release(tmp_path / "0002")
    assert verify(release, texts=True).difference is None
    change(release / "siblings.jsonl", edit)
    reseal(release)
    assert found(release).field == field


def test_a_siblings_quote_is_held_against_the_text(tmp_path: Path) -> None:
    quote = DIVERS.evidence[0].model_copy(update={"text": DIVERS.evidence[0].text.replace("3", "8"), "prefix": "", "suffix": ""})
    assert DIVERS.figure is not None
    figure = DIVERS.figure.model_copy(update={"text": "8", "low": 8, "high": 8})
    forged = DIVERS.model_copy(update={"evidence": (quote,), "figure": figure})
    release = released(tmp_path / "0002", replace(printed(HARBOUR, DEAD), siblings=(Sibling(1, record(forged)),)), number=2)
    assert verify(release).difference is None
    assert where(found(release, texts=True)) == (None, record(forged)["id"], "evidence.0.text")


def older(release: Path, *edits: Callable[[Rows], None]) -> None:
    """As made with other checks."""

    def other(rows: Rows) -> None:
        for row in rows:
            row["checks"] = "0"
        for edit in edits:
            edit(rows)

    change(release / "receipts.jsonl", other)
    path = release / "datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "checks": "0"}))
    reseal(release)


def test_findings_of_other_checks_are_compared_and_counted_but_are_no_difference(release: Path) -> None:
    older(release, lambda rows: row_of(rows, CLINIC_ID)["findings"].append({**row_of(rows, CLINIC_ID)["findings"][0], "code": "time.old"}))
    verdict = verify(release, texts=True)
    assert verdict.difference is None
    assert (verdict.checks, verdict.same_checks) == ("0", False)
    assert verdict.comparison is not None
    assert (verdict.comparison.same, verdict.comparison.new, verdict.comparison.gone) == (1, 0, 1)


def test_other_checks_are_no_way_around_what_the_installed_ones_block(release: Path) -> None:
    change(release / "claims.jsonl", set_at(GUARDS_ID, "outcome", "wounded"))
    forge(release)
    older(release)
    difference = found(release, texts=True)
    assert (difference.claim, difference.field) == (GUARDS_ID, "findings")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_one_character_changed_in_any_file_is_found_and_crashes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    release = sibling_release(tmp_path_factory.mktemp("fuzz") / "0002")
    path = release / data.draw(st.sampled_from(sorted(file.name for file in release.iterdir())))
    encoding, errors = ("latin-1", "replace") if path.suffix == ".parquet" else ("utf-8", "surrogatepass")
    before = path.read_bytes().decode(encoding)
    at = data.draw(st.integers(0, len(before) - 1))
    after = before[:at] + data.draw(st.sampled_from(["", "0", "9", "x", '"', "}", "[", "\n", "\\", ",", "–", "\ud800"])) + before[at + 1 :]
    assume(after != before)
    path.write_bytes(after.encode(encoding, errors))
    if path.name == "datapackage.json" and same_json(before, after):
        assert verify(release, texts=True).difference is None
        return
    with contextlib.suppress(UsageError):
        assert verify(release, texts=True).difference is not None


def same_json(before: str, after: str) -> bool:
    try:
        return bool(json.loads(before) == json.loads(after))
    except ValueError:
        return False


WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_put_anywhere_into_a_release_crashes_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    release = sibling_release(tmp_path_factory.mktemp("fuzz") / "0002")
    name = data.draw(st.sampled_from(["claims.jsonl", "receipts.jsonl", "siblings.jsonl", "datapackage.json"]))
    path = release / name
    rows = lines_of(path) if name.endswith("l") else [json.loads(path.read_text())]
    replace_somewhere(rows[0], data)
    if name.endswith("l"):
        write_lines(path, rows)
    else:
        path.write_text(json.dumps(rows[0]))
    with contextlib.suppress(UsageError):
        verify(release, texts=True)


def replace_somewhere(part: Any, data: st.DataObject) -> None:
    """Put something else at some depth of a JSON value."""
    keys = sorted(part) if isinstance(part, dict) else list(range(len(part)))
    key = data.draw(st.sampled_from(keys))
    inner = part[key]
    if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
        replace_somewhere(inner, data)
    else:
        part[key] = data.draw(WILD)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("claims.jsonl", b'{"id": 1}\n{"id": \n', "claims.jsonl, line 1: not JSON"),
        ("claims.jsonl", b"[1]\n", "claims.jsonl, line 1: not a JSON object"),
        ("receipts.jsonl", b"\xff\n", "receipts.jsonl, line 1: not UTF-8"),
        ("claims.csv", b"id\n\xff\n", "claims.csv: not UTF-8"),
        ("datapackage.json", b"{", "datapackage.json: not JSON"),
        ("datapackage.json", b'{"name": "else"}', "not the manifest of a quotebound release"),
        ("datapackage.json", b"[" * 100_000, "datapackage.json: not JSON"),
    ],
)
def test_a_damaged_file_is_bad_input_and_named(release: Path, name: str, content: bytes, complaint: str) -> None:
    if name == "claims.jsonl" and content.startswith(b"{"):
        content = content.split(b"\n", 1)[1]
    (release / name).write_bytes(content)
    with pytest.raises(UsageError, match=complaint):
        verify(release)


def test_a_damaged_line_is_named_by_its_number(release: Path) -> None:
    path = release / "claims.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:2], lines[2][:40] + "\n", lines[3]]))
    with pytest.raises(UsageError, match=r"claims\.jsonl, line 3: not JSON"):
        verify(release)


def test_a_folder_that_is_no_release_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a release: it has no datapackage"):
        verify(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        verify(tmp_path / "0009")
