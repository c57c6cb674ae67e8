from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.annotators import Doubled, agreement, doubled, field_agreement, nominal_alpha
from evals.gold import load_corpus, read_gold
from extractor.claims.conflict import CONFLICT
from tests.evals.corpus import GOLD, write_corpus

HURT = {**GOLD, "id": "a-2", "quote": "At least 30 others were hurt.", "outcome": "wounded", "statement": "At least 30 were hurt."}
HURT |= {"figure_text": "At least 30", "low": 30, "high": None, "qualifier": "at_least", "population": "others"}


def pair_up(tmp_path: Path, first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[Doubled]:
    corpus = load_corpus(write_corpus(tmp_path / "corpus", first))
    path = tmp_path / "second.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in second), encoding="utf-8")
    return doubled(corpus, read_gold(path, {document.name: document for document in corpus.documents}), CONFLICT)


def test_two_equal_annotations_agree_in_everything(tmp_path: Path) -> None:
    found = agreement(pair_up(tmp_path, [GOLD, HURT], [GOLD, HURT]), CONFLICT)
    assert (found.documents, found.first, found.second, found.matched) == (2, 2, 2, 2)
    assert {name: one.value for name, one in found.f1.items()} == {"claim_f1": 1.0, "strict_claim_f1": 1.0, "exact_quote_f1": 1.0}
    assert found.gamma == 1.0
    assert all(one.agree in {1.0, None} for one in found.fields.values())
    assert found.fields["outcome"].alpha == 1.0
    assert found.fields["kind"].alpha is None  # one value in all: nothing that could differ
    assert found.fields["attacker"].n == 0
    assert found.fields["attacker"].same is None


def test_claim_f1_is_twice_the_common_claims_by_all_claims_minor_ones_too(tmp_path: Path) -> None:
    found = agreement(pair_up(tmp_path, [GOLD, {**HURT, "salience": "minor"}], [GOLD]), CONFLICT)
    assert found.f1["claim_f1"].value == pytest.approx(2 * 1 / (2 + 1))


def test_nothing_annotated_by_anybody_is_no_agreement_but_null(tmp_path: Path) -> None:
    found = agreement(pair_up(tmp_path, [], []), CONFLICT)
    assert found.f1["claim_f1"].value is None
    assert found.gamma is None


def test_an_alternative_of_either_agrees_but_is_not_the_same(tmp_path: Path) -> None:
    hedged = {**GOLD, "stance": "hedged", "alt": {"stance": ["asserted"]}}
    for first, second in ([GOLD, hedged], [hedged, GOLD]):
        one = field_agreement(pair_up(tmp_path / first["stance"], [first], [second]), "stance", CONFLICT)
        assert (one.n, one.same, one.agree) == (1, 0.0, 1.0)


def test_spelling_is_no_difference(tmp_path: Path) -> None:
    one = field_agreement(pair_up(tmp_path, [GOLD], [{**GOLD, "source": "The ministry’s"}]), "source", CONFLICT)
    assert (one.same, one.agree) == (1.0, 1.0)


def test_alpha_of_four_claims_one_of_them_labelled_differently() -> None:
    """Observed disagreement 2/8; expected 2·5·3/(8·7), from five a and three b."""
    assert nominal_alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]) == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_alpha_is_null_where_nothing_varies() -> None:
    assert nominal_alpha([]) is None
    assert nominal_alpha([("a", "a")]) is None
