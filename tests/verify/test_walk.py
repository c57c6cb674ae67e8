"""Every change to what a release says of its claims is detected and named. `forge` makes its files agree again after a change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.receipts import PrintedClaim, PrintedDocument, Sibling
from extractor.verify import Difference, verify_release
from tests.releases import (
    ALL,
    BRIDGE,
    CLINIC,
    DEAD,
    GUARDS,
    HARBOUR,
    HURT,
    change,
    forge,
    lines_of,
    record,
    released,
    reseal,
)
from tests.verify.verified import DEAD_ID, GUARDS_ID, HURT_ID, Texts, found, row_of, set_at, verify, where


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
