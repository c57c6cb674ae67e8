from __future__ import annotations

from pathlib import Path

import pytest

from evals.agree import COLUMNS
from evals.gold import load_corpus
from evals.record import claim_of
from extractor.claims.conflict import CONFLICT
from extractor.errors import UsageError
from tests.evals.examples import gold

OWN = sorted(path.parent for path in Path("evals/corpora").glob("*/gold.jsonl"))


@pytest.mark.parametrize("corpus", OWN, ids=lambda path: path.name)
def test_every_line_of_our_own_gold_is_a_claim_that_agrees_with_itself(corpus: Path) -> None:
    for line in load_corpus(corpus).claims:
        claim = claim_of(line, CONFLICT)
        roles = CONFLICT.roles.get(line.kind, {})
        held = [column for column in COLUMNS if column not in {"population", "attacker"} or (column in roles and line.row[column])]
        wrong = [column for column in held if COLUMNS[column](line, claim, CONFLICT) is False]
        assert wrong == [], line.id


def test_a_line_that_states_no_claim_is_named_with_its_field() -> None:
    with pytest.raises(UsageError, match="g: 'weather' is no kind"):
        claim_of(gold(kind="weather"), CONFLICT)
    with pytest.raises(UsageError, match=r"g: .*outcome: "):
        claim_of(gold(outcome="eaten"), CONFLICT)
