"""Where other packages measure the same, they get the same."""

from __future__ import annotations

import random
from typing import Any

import pytest
from nervaluate import Evaluator
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from stickler import ComparableField, ExactComparator, StructuredModel

from evals.gold import GoldClaim
from evals.metrics import confusion, summarise
from evals.tally import Tally, score, tally
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from tests.evals.examples import figure, gold, predicted

OUTCOMES = ("killed", "wounded")
STANCES = ("asserted", "hedged", "denied")
Case = tuple[list[GoldClaim], list[CheckedClaim]]


def case(draw: random.Random) -> Case:
    """One document of up to eight claims, each in a passage of its own; some missed, invented, moved, of another outcome or stance."""
    golds, claims = [], []
    for place in range(draw.randint(1, 8)):
        start, outcome, stance = 1000 * place, draw.choice(OUTCOMES), draw.choice(STANCES)
        if draw.random() < 0.85:
            golds.append(gold(f"g{place}", start, start + 100, outcome=outcome, stance=stance))
        if draw.random() < 0.85:
            said = outcome if draw.random() < 0.7 else draw.choice(OUTCOMES)
            begin = start + draw.choice([0, 0, 0, 5])
            claims.append(predicted(f"p{place}", begin, start + 100, outcome=said, stance=draw.choice(STANCES), figure=figure(12, 12)))
    return golds, claims


CASES = [case(random.Random(seed)) for seed in range(40)]  # noqa: S311 (not for secrets)


def counts(cases: list[Case]) -> list[Tally]:
    return [tally(score(f"{number}.txt", *one), CONFLICT) for number, one in enumerate(cases)]


def spans(one: Case) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    true = [{"label": item.row["outcome"], "start": item.spans[0].start, "end": item.spans[0].end} for item in one[0]]
    quotes = [(item.claim.evidence[0], item.claim.model_dump()["outcome"]) for item in one[1]]
    return true, [{"label": outcome, "start": quote.start, "end": quote.end} for quote, outcome in quotes]


def test_nervaluate_counts_the_same_exact_spans_and_the_same_relaxed_matches() -> None:
    true, said = zip(*map(spans, CASES), strict=True)
    found = Evaluator(list(true), list(said), tags=list(OUTCOMES), loader="dict").evaluate()["overall"]
    ours = counts(CASES)
    exact = sum(one["exact_spans"] for one in ours)
    relaxed = sum(one["relaxed"] for one in ours)
    assert (found["exact"].correct, found["exact"].actual, found["exact"].possible) == (
        exact,
        sum(one["predicted"] for one in ours),
        sum(one["gold"] for one in ours),
    )
    assert found["partial"].correct + found["partial"].partial == relaxed
    assert (found["exact"].missed, found["exact"].spurious) == (
        sum(one["gold"] - one["relaxed"] for one in ours),
        sum(one["predicted"] - one["relaxed"] for one in ours),
    )


class Said(StructuredModel):  # type: ignore[misc, unused-ignore]
    match_threshold = 1.0
    what: str = ComparableField(comparator=ExactComparator(), threshold=1.0)


class Document(StructuredModel):  # type: ignore[misc, unused-ignore]
    claims: list[Said] = ComparableField()


def test_stickler_has_the_same_strict_precision_recall_and_f1() -> None:
    """Passage and outcome as one exact key: a strict match is a pair of equal keys."""
    right, wrong, missed = 0, 0, 0
    for golds, claims in CASES:
        true = Document(claims=[Said(what=f"{item.spans[0].start} {item.row['outcome']}") for item in golds])
        said = Document(
            claims=[Said(what=f"{item.claim.evidence[0].end - 100} {item.claim.model_dump()['outcome']}") for item in claims]  # type: ignore[operator]
        )
        found = true.compare_with(said, include_confusion_matrix=True)["confusion_matrix"]["fields"]["claims"]["overall"]
        right, wrong = right + found["tp"], wrong + found["fp"]
        missed += len(golds) - found["tp"]
    ours = summarise(counts(CASES))
    assert ours["strict_precision"].value == pytest.approx(right / (right + wrong))
    assert ours["strict_recall"].value == pytest.approx(right / (right + missed))
    assert ours["strict_f1"].value == pytest.approx(2 * right / (2 * right + wrong + missed))


def test_scikit_learn_has_the_same_confusions_and_accuracy_of_stance_over_matched_claims() -> None:
    pairs = [(gold.row["stance"], claim.stance) for one in CASES for _, gold, claim in score("a.txt", *one).pairs]
    truth, said = zip(*pairs, strict=True)
    table = confusion(counts(CASES), "stance")
    assert [[table[one].get(other, 0) for other in STANCES] for one in STANCES] == confusion_matrix(truth, said, labels=STANCES).tolist()
    assert summarise(counts(CASES))["stance_accuracy"].value == pytest.approx(accuracy_score(truth, said))


def test_scikit_learn_has_the_same_relaxed_precision_recall_and_f1() -> None:
    """Every gold claim and every prediction as one decision: matched is both, missed gold alone, spurious predicted alone."""
    truth, said = [], []
    for one in CASES:
        matching = score("a.txt", *one).matching
        truth += [1] * (len(matching.pairs) + len(matching.missed)) + [0] * len(matching.spurious)
        said += [1] * len(matching.pairs) + [0] * len(matching.missed) + [1] * len(matching.spurious)
    precision, recall, f1, _ = precision_recall_fscore_support(truth, said, average="binary")
    ours = summarise(counts(CASES))
    found = [ours[f"relaxed_{name}"].value for name in ("precision", "recall", "f1")]
    assert found == [pytest.approx(value) for value in (precision, recall, f1)]
