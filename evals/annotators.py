"""How far two annotators of one corpus agree: on claims (F1, γ), on fields (share, Krippendorff's α) (pure).

The second annotation is matched with the first as a model's claims are matched with gold, except that a minor claim counts like any other.
A field agrees where either annotator's own value is right by the other's line, alternatives included; α compares their own values only, so
it is the stricter of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import krippendorff
import numpy as np

from evals.agree import COLUMNS, plain
from evals.gamma import Continuum, Unit, gamma
from evals.gold import Corpus, GoldClaim
from evals.match import Pair
from evals.metrics import Estimate, Resampling, f1, summarise
from evals.record import claim_of
from evals.tally import is_strict, score
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain

Annotation = Mapping[str, tuple[GoldClaim, ...]]
"""The claims that one annotator found, by document."""

_F1 = (
    f1("claim_f1", "claims", "relaxed", "said", "due"),
    f1("strict_claim_f1", "claims", "strict", "said", "due"),
    f1("exact_quote_f1", "quotes", "exact", "said", "due"),
)
FIELDS = tuple(column for column in COLUMNS if column != "chain")


@dataclass(frozen=True)
class Doubled:
    """One document annotated twice, and which claim of one is which of the other."""

    name: str
    text: str
    first: tuple[GoldClaim, ...]
    second: tuple[GoldClaim, ...]
    claims: tuple[tuple[Claim, ...], tuple[Claim, ...]]
    pairs: tuple[Pair, ...]

    @property
    def matched(self) -> list[tuple[GoldClaim, GoldClaim]]:
        """The claims that both found."""
        return [(self.first[pair.gold], self.second[pair.predicted]) for pair in self.pairs]

    @property
    def only_first(self) -> list[GoldClaim]:
        """What only the first annotator claimed."""
        return _without(self.first, {pair.gold for pair in self.pairs})

    @property
    def only_second(self) -> list[GoldClaim]:
        """What only the second annotator claimed."""
        return _without(self.second, {pair.predicted for pair in self.pairs})


@dataclass(frozen=True)
class FieldAgreement:
    """Matched claims in which either gives the field; the shares with equal and with equal or alternative values; α of the values.

    Null for 0/0; α is null too where there is only one value in all.
    """

    n: int
    same: float | None
    agree: float | None
    alpha: float | None


@dataclass(frozen=True)
class Agreement:
    """What two annotations have in common."""

    documents: int
    first: int
    second: int
    matched: int
    f1: Mapping[str, Estimate]
    gamma: float | None
    fields: Mapping[str, FieldAgreement]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def _without(claims: Sequence[GoldClaim], taken: set[int]) -> list[GoldClaim]:
    return [claim for index, claim in enumerate(claims) if index not in taken]


def doubled(corpus: Corpus, second: Annotation, domain: Domain) -> list[Doubled]:
    """Every document that `second` speaks of, with both annotations paired. Raises `UsageError` for a line that states no claim."""
    return [_paired(document.name, document.text, corpus, second, domain) for document in corpus.documents if document.name in second]


def _paired(name: str, text: str, corpus: Corpus, second: Annotation, domain: Domain) -> Doubled:
    ours, theirs = corpus.gold[name], second[name]
    first_claims, second_claims = (tuple(claim_of(gold, domain) for gold in golds) for golds in (ours, theirs))
    scored = score(name, ours, [CheckedClaim(gold.id, claim) for gold, claim in zip(theirs, second_claims, strict=True)])
    return Doubled(name, text, ours, theirs, (first_claims, second_claims), scored.matching.pairs)


def agreement(documents: Sequence[Doubled], domain: Domain, resampling: Resampling | None = None) -> Agreement:
    """Claim F1 with intervals over documents, γ, and each field over the claims that both found."""
    return Agreement(
        documents=len(documents),
        first=sum(len(document.first) for document in documents),
        second=sum(len(document.second) for document in documents),
        matched=sum(len(document.pairs) for document in documents),
        f1=summarise([_counts(document) for document in documents], resampling, _F1),
        gamma=gamma([_continuum(document) for document in documents]),
        fields={column: field_agreement(documents, column, domain) for column in FIELDS},
    )


def _counts(document: Doubled) -> dict[str, float]:
    both = [(pair, document.first[pair.gold], document.claims[1][pair.predicted]) for pair in document.pairs]
    return {
        "due": len(document.first),
        "said": len(document.second),
        "relaxed": len(document.pairs),
        "strict": sum(is_strict(*one) for one in both),
        "exact": sum(one.row["quote"] == two.row["quote"] for one, two in document.matched),
    }


def _continuum(document: Doubled) -> Continuum:
    """Claims as units: their quote under kind and outcome. A quote that doesn't stand in the text is no unit."""
    first, second = (
        tuple(Unit(claim.spans[0], f"{claim.kind} {claim.row['outcome']}") for claim in claims if claim.spans)
        for claims in (document.first, document.second)
    )
    return Continuum(len(document.text), first, second)


def field_agreement(documents: Sequence[Doubled], column: str, domain: Domain) -> FieldAgreement:
    """One field over every claim that both annotators found."""
    verdicts, values = [], []
    for document in documents:
        for pair in document.pairs:
            verdict = agrees(document, pair, column, domain)
            if verdict is not None:
                verdicts.append(verdict)
                values.append((value(document.first[pair.gold], column), value(document.second[pair.predicted], column)))
    same = [one == two for one, two in values]
    return FieldAgreement(len(verdicts), _share(same), _share(verdicts), nominal_alpha(values))


def agrees(document: Doubled, pair: Pair, column: str, domain: Domain) -> bool | None:
    """Whether either annotator's value is right by the other's line; null where neither has one."""
    ours, theirs = document.first[pair.gold], document.second[pair.predicted]
    one = COLUMNS[column](ours, document.claims[1][pair.predicted], domain)
    other = COLUMNS[column](theirs, document.claims[0][pair.gold], domain)
    return None if one is None and other is None else bool(one or other)


def value(gold: GoldClaim, column: str) -> Hashable:
    """An annotator's own value of a field, words without what is only spelling."""
    if column == "figure":
        return gold.bounds if gold.has_figure else None
    said = gold.row[column]
    normal: Callable[[Any], Any] = lambda words: plain(words) if isinstance(words, str) else words  # noqa: E731 (one line, used twice)
    return tuple(map(normal, said)) if isinstance(said, list) else normal(said)


def _share(verdicts: Sequence[bool]) -> float | None:
    return sum(verdicts) / len(verdicts) if verdicts else None


def nominal_alpha(values: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Krippendorff's α for two annotators and unordered values; null where nothing varies, since α is 0/0 there."""
    codes = {one: code for code, one in enumerate(dict.fromkeys(one for pair in values for one in pair))}
    if len(codes) < 2:  # noqa: PLR2004 (two values are the least that can differ)
        return None
    table = np.array([[codes[pair[who]] for pair in values] for who in (0, 1)])
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))
