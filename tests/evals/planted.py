"""A model that is right about everything, one that errs at random, and regressions planted into it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from evals.compare import Data
from evals.gold import Corpus, GoldClaim, load_corpus
from evals.record import claim_of
from evals.result import report_of
from evals.tally import ScoredDocument, score
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.errors import Failure

CORPORA = Path("evals/corpora")
Change = Callable[[Claim], Sequence[Claim]]
"""What becomes of a claim: itself, another, several or none."""


@lru_cache(maxsize=4)
def corpus(name: str = "samples") -> Corpus:
    return load_corpus(CORPORA / name)


def right_claims(golds: Sequence[GoldClaim]) -> list[Claim]:
    """Gold as a model would state it: what is measured of each line is right."""
    return [claim_of(gold, CONFLICT) for gold in golds]


def documents(change: Change = lambda claim: [claim], *, name: str = "samples") -> list[ScoredDocument]:
    """Every document with its gold claims as predictions, each changed."""
    whole = corpus(name)
    return [scored(document.name, whole.gold[document.name], change) for document in whole.documents]


def scored(name: str, golds: Sequence[GoldClaim], change: Change) -> ScoredDocument:
    claims = [changed for claim in right_claims(golds) for changed in change(claim)]
    return score(name, golds, [CheckedClaim(f"{name}-{place}", claim) for place, claim in enumerate(claims)])


def row(scored_documents: Sequence[ScoredDocument], name: str = "samples") -> Data:
    """The report of a run as JSON has it."""
    texts = {document.name: document for document in corpus(name).documents}
    return report_of(name, ("planted", "1"), scored_documents, CONFLICT, texts=texts).to_dict()


def changed(claim: Claim, **fields: Any) -> Claim:
    return CONFLICT.parse({**claim.model_dump(), **fields})


def qualifiers_dropped(claim: Claim) -> list[Claim]:
    """“at least 30” becomes 30."""
    if claim.figure is None or claim.figure.qualifier != "at_least":
        return [claim]
    return [changed(claim, figure={**claim.figure.model_dump(), "qualifier": "exact", "high": claim.figure.low})]


def classes_split(claim: Claim) -> list[Claim]:
    """“killed or wounded” becomes killed, and wounded."""
    if getattr(claim, "outcome", None) != "killed_or_wounded":
        return [claim]
    return [changed(claim, outcome=outcome) for outcome in ("killed", "wounded")]


def spans_off_by_one(claim: Claim) -> list[Claim]:
    """Every quote begins one character late."""
    quote = claim.evidence[0]
    assert quote.start is not None
    return [changed(claim, evidence=[{"text": quote.text[1:], "start": quote.start + 1, "end": quote.end}])]


def with_a_failure(scored_documents: Sequence[ScoredDocument]) -> list[ScoredDocument]:
    """The first document fails."""
    first = scored_documents[0]
    failed = replace(score(first.name, first.gold, []), failure=Failure("model.refused", "the model refused", ""))
    return [failed, *scored_documents[1:]]


def noise(draw: random.Random) -> Change:
    """A model that errs now and then, as often in one run as in the next."""

    def change(claim: Claim) -> list[Claim]:
        if draw.random() < 0.06:
            return []
        fields: dict[str, Any] = {}
        if draw.random() < 0.05:
            fields["stance"] = "hedged"
        if draw.random() < 0.04 and claim.figure and claim.figure.low:
            fields["figure"] = {**claim.figure.model_dump(), "low": claim.figure.low - 1, "qualifier": "exact"}
        if draw.random() < 0.05:
            fields["attribution"] = {**claim.attribution.model_dump(), "source": None}
        if draw.random() < 0.06:
            fields["evidence"] = spans_off_by_one(claim)[0].model_dump()["evidence"]
        if draw.random() < 0.02 and getattr(claim, "outcome", None):
            fields["outcome"] = "killed"
        wrong = changed(claim, **fields) if fields else claim
        return [wrong, changed(claim, outcome="missing")] if draw.random() < 0.03 and hasattr(claim, "scope") else [wrong]

    return change
