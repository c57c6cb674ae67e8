"""The limit on claims: by number, and by the text that all their quotes may have to be looked for in."""

from __future__ import annotations

import pytest

from extractor.checks import check_claims
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Evidence
from extractor.text import limit
from extractor.text.ground import ground
from tests.checks.cases import harm, reading

TEXT = "Shells killed 12 men."


def test_an_ordinary_document_has_all_its_claims_read() -> None:
    assert limit.readable([harm(TEXT, "12")] * 4_000, TEXT * 1_000) == 4_000


def test_a_long_text_has_fewer_claims_read_than_a_short_one() -> None:
    claims = [harm(TEXT, "12")] * 10_000
    assert limit.readable(claims, "x" * 5_000_000) == 3_000
    assert limit.readable(claims, "x" * 50_000) == limit.MAX_CLAIMS


def test_a_claim_with_many_quotes_counts_as_so_many() -> None:
    many = harm(TEXT, "12").model_copy(update={"evidence": (Evidence(text=TEXT),) * 100})
    assert limit.readable([many] * 100, "x" * 5_000_000) == 30


def test_names_that_the_quote_does_not_hold_count_once_each() -> None:
    inside = [harm(TEXT, "12", place={"text": "Shells", "precision": "locality"})] * 5_000
    same = [harm(TEXT, "12", place={"text": "Olm", "precision": "locality"})] * 5_000
    other = [harm(TEXT, "12", place={"text": f"Olm {number}", "precision": "locality"}) for number in range(5_000)]
    assert [limit.readable(claims, "x" * 5_000_000) for claims in (inside, same, other)] == [3_000, 2_999, 1_500]


def test_a_quote_in_pieces_counts_for_each() -> None:
    pieces = harm(TEXT).model_copy(update={"evidence": (Evidence(text=" … ".join(["Shells killed"] * 10)),)})
    assert limit.readable([pieces] * 5_000, "x" * 5_000_000) == 300


def test_what_is_beyond_the_limit_is_left_as_it_is_and_blocked_with_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, "MAX_READ", 2 * len(TEXT))
    read = reading(TEXT)
    grounded = [item.claim for item in ground([harm(TEXT, "12")] * 3, read)]
    assert [claim.evidence[0].start for claim in grounded] == [0, 0, None]
    (finding,) = check_claims(grounded, read, CONFLICT)[2]
    assert (finding.code, finding.severity) == ("claim.too_many", "block")
    assert "has 3 claims" in finding.message
    assert "first 2 are checked" in finding.message
