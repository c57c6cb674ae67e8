from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks import CHECKS_VERSION, check_claims
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Evidence
from extractor.claims.finding import Finding, Span
from extractor.published import json_sha256
from extractor.receipts import PrintedClaim, PrintedDocument, Receipt, Sibling, derive, examine, quote_of, surrounded
from extractor.text.document import Document, text_sha256
from extractor.text.reading import Reading
from tests.releases import CLINIC, DEAD, HARBOUR, HURT, printed, record

NORMALISED = Finding(
    code="quote.normalised",
    severity="info",
    field="evidence.0.text",
    message="Spaces differ.",
    expected="12  dock workers",
    found="12 dock workers",
    span=Span(70, 85),
)
DUPLICATE = Finding(
    code="claim.duplicate",
    severity="warn",
    field="evidence",
    message="The document has it: “Nobody may read this.”",
    found="Nobody may read this.",
)


def test_a_receipt_holds_what_its_findings_are_derived_from() -> None:
    [receipt] = derive(printed(HARBOUR, CLINIC), CONFLICT)
    quote = CLINIC.evidence[0]
    assert (receipt.id, receipt.version, receipt.state) == (record(CLINIC)["id"], 1, "published")
    assert receipt.document == HARBOUR.sha256
    assert [(item.start, item.end, item.sha256) for item in receipt.evidence] == [(quote.start, quote.end, text_sha256(quote.text))]
    assert receipt.sha256.review == json_sha256(record(CLINIC)["review"])
    assert receipt.checks == CHECKS_VERSION
    assert receipt.together is not None
    assert receipt.together.claims == 1


def test_the_words_of_every_verbatim_field_are_where_the_receipt_says() -> None:
    [receipt] = derive(printed(HARBOUR, DEAD), CONFLICT)
    assert {path: HARBOUR.text[span.start : span.end] for path, span in receipt.words.items()} == {
        "figure.text": "12",
        "attribution.source.text": "Harbour officials",
        "attribution.cue": "said",
        "attribution.said_on.text": "on Monday",
        "population.text": "dock workers",
    }


def test_the_findings_are_those_of_the_checks_over_what_is_in_print_together() -> None:
    receipts = derive(printed(HARBOUR, HURT, DEAD, CLINIC), CONFLICT)
    expected = check_claims([DEAD, HURT, CLINIC], Reading.of(HARBOUR), CONFLICT)
    by_id = {receipt.id: receipt.findings for receipt in receipts}
    assert [by_id[record(claim)["id"]] for claim in (DEAD, HURT, CLINIC)] == expected
    assert any(expected), "one of them has something to say"


def test_a_claim_in_print_since_an_earlier_release_counts_among_those_checked_together() -> None:
    again = DEAD.model_copy(update={"evidence": (DEAD.evidence[0], CLINIC.evidence[0])})
    beside = Sibling(1, {**record(DEAD), "id": "0" * 20})
    [alone] = derive(printed(HARBOUR, again), CONFLICT)
    [together] = derive(replace(printed(HARBOUR, again), siblings=(beside,)), CONFLICT)
    assert alone.together != together.together
    assert "claim.duplicate" not in {finding.code for finding in alone.findings}
    assert "claim.duplicate" in {finding.code for finding in together.findings}


def test_what_is_taken_back_is_neither_checked_nor_counted() -> None:
    gone = PrintedClaim(record(DEAD, state="retracted"))
    kept = PrintedClaim(record(CLINIC))
    receipts = derive(PrintedDocument(HARBOUR.text, (gone, kept)), CONFLICT)
    assert (receipts[0].together, receipts[0].findings) == (None, ())
    assert receipts[1] == derive(printed(HARBOUR, CLINIC), CONFLICT)[0]


def test_times_are_checked_against_the_date_that_the_record_gives_its_document() -> None:
    may, june = record(DEAD), record(HURT, replace(HARBOUR, published="2026-06-05"))
    receipts = derive(PrintedDocument(HARBOUR.text, (PrintedClaim(may), PrintedClaim(june))), CONFLICT)
    assert ["time.disagrees" in {finding.code for finding in receipt.findings} for receipt in receipts] == [False, True]


def test_how_the_words_were_put_into_the_documents_own_is_kept_whole_and_what_reviewers_saw_as_codes_only() -> None:
    """A finding that reviewers saw may quote a claim that was never published."""
    [receipt] = derive(printed(HARBOUR, DEAD, findings=(NORMALISED, DUPLICATE)), CONFLICT)
    assert receipt.grounding == (NORMALISED,)
    assert [item.model_dump() for item in receipt.reviewed] == [{"code": "claim.duplicate", "severity": "warn", "field": "evidence"}]
    assert "Nobody may read this" not in receipt.model_dump_json()


def test_a_receipt_comes_back_from_json_as_it_was() -> None:
    for receipt in derive(printed(HARBOUR, DEAD, CLINIC, findings=(NORMALISED,)), CONFLICT):
        assert Receipt.model_validate(json.loads(json.dumps(receipt.model_dump(mode="json")))) == receipt


def test_a_receipt_is_small() -> None:
    [receipt] = derive(printed(HARBOUR, DEAD), CONFLICT)
    assert len(receipt.model_dump_json()) < 1500


def test_nothing_is_refused_that_the_checks_let_pass() -> None:
    assert examine(printed(HARBOUR, DEAD, HURT, CLINIC), CONFLICT).refused == {}


def test_a_claim_that_a_check_blocks_is_refused_with_the_finding() -> None:
    assert DEAD.figure is not None
    wrong = DEAD.model_copy(update={"figure": DEAD.figure.model_copy(update={"low": 13, "high": 13})})
    refused = examine(printed(HARBOUR, wrong, CLINIC), CONFLICT).refused
    assert list(refused) == [record(wrong)["id"]]
    assert refused[record(wrong)["id"]].startswith("figure.bounds_disagree")


def test_a_quote_that_stands_nowhere_has_no_receipt() -> None:
    with pytest.raises(ValueError, match="has a place"):
        quote_of(Evidence(text="lost"))


@given(st.text(min_size=1, max_size=60), st.data())
def test_words_around_a_quote_are_the_documents_exactly_if_it_was_cut_out_of_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, behind = data.draw(st.integers(0, start)), data.draw(st.integers(end, len(text)))
    quote = Evidence(text=text[start:end], start=start, end=end, prefix=text[before:start], suffix=text[end:behind])
    assert surrounded(quote, text)
    assert not surrounded(quote.model_copy(update={"prefix": f"x{text[:start]}"}), text)
    assert not surrounded(quote.model_copy(update={"suffix": f"{text[end:]}x"}), text)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_the_hash_of_json_does_not_hang_on_who_wrote_it(value: object) -> None:
    assert json_sha256(value) == json_sha256(json.loads(json.dumps(value, ensure_ascii=False, indent=2)))


def test_the_hash_of_a_documents_text_is_that_of_its_utf8() -> None:
    assert Document("ü", "u.txt").sha256 == text_sha256("ü")
