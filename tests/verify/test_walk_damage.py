"""Siblings, other checks, characters and values changed anywhere, files that are no release: named, and nothing crashes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.errors import UsageError
from extractor.receipts import Sibling
from tests.releases import (
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
from tests.verify.verified import CLINIC_ID, GUARDS_ID, Rows, found, row_of, set_at, verify, where


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
