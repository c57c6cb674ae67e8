"""One document, scored: what was matched, and the counts that every metric is made of (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from evals.agree import COLUMNS, date_agreement, date_of, word_overlap
from evals.gold import GoldClaim
from evals.kinds import choice_of, choices
from evals.match import Matching, Pair, bounds_of, figure_similarity, match, same_class
from evals.splits import SAME_QUOTE, mergeable, merges, splits
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Span
from extractor.errors import Failure
from extractor.protocol import Call

Tally = dict[str, float]


@dataclass(frozen=True)
class Spent:
    """What a document cost: seconds, and tokens and dollars as far as the endpoint said."""

    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True)
class ScoredDocument:
    """Gold and predictions of one document and how they pair up; a failed document has no predictions.

    `numbers` are the spans of the document's counts and shares outside furniture.
    """

    name: str
    gold: tuple[GoldClaim, ...]
    predicted: tuple[CheckedClaim, ...]
    matching: Matching
    numbers: tuple[Span, ...] = ()
    failure: Failure | None = None
    malformed: int = 0
    spent: Spent = field(default_factory=Spent)
    exchange: tuple[Call, ...] = ()

    @property
    def pairs(self) -> list[tuple[Pair, GoldClaim, Claim]]:
        """Every pair with its two claims."""
        return [(pair, self.gold[pair.gold], self.predicted[pair.predicted].claim) for pair in self.matching.pairs]

    @property
    def claims(self) -> list[Claim]:
        """The predicted claims."""
        return [item.claim for item in self.predicted]

    @property
    def counted(self) -> list[GoldClaim]:
        """The gold that counts: all but minor claims that were not found."""
        missed = set(self.matching.missed)
        return [claim for index, claim in enumerate(self.gold) if not (claim.minor and index in missed)]


def score(name: str, gold: Sequence[GoldClaim], predicted: Sequence[CheckedClaim]) -> ScoredDocument:
    """Pair the predictions of a document with its gold."""
    return ScoredDocument(name, tuple(gold), tuple(predicted), match(gold, [item.claim for item in predicted]))


def is_strict(pair: Pair, gold: GoldClaim, claim: Claim) -> bool:
    """A strict match: the same passage, kind, outcome and figure bounds."""
    return pair.overlap >= SAME_QUOTE and same_class(gold, claim) and bounds_of(claim) in gold.bounds_right


def exact_span(gold: GoldClaim, claim: Claim) -> bool:
    """Whether the primary quote is the gold quote, to the character."""
    primary = claim.evidence[0]
    return any((primary.start, primary.end) == span for span in gold.spans)


def tally(document: ScoredDocument, domain: Domain) -> Tally:
    """The counts of one document, by name; sums of them over documents give every metric."""
    counts: Tally = {
        "documents": 1,
        "failed": float(document.failure is not None),
        "malformed": document.malformed,
        **_matches(document),
        **_figures(document, "figures", frozenset(domain.kinds)),
        **_figures(document, "outcome_figures", with_outcome(domain)),
        **_quotes(document),
        **_fields(document, domain),
        **_dates(document),
        **_attribution(document),
        **_confusions(document),
        **_classes(document, domain),
        **_silence(document),
        "numbers": len(document.numbers),
        "numbers_covered": _covered(document.numbers, [_spans(claim) for claim in document.claims]),
        "numbers_covered_by_gold": _covered(document.numbers, [claim.spans for claim in document.gold]),
        "prompt_tokens": document.spent.prompt_tokens,
        "completion_tokens": document.spent.completion_tokens,
    }
    return counts


def _matches(document: ScoredDocument) -> Tally:
    return {
        "gold": len(document.counted),
        "gold_core": sum(not claim.minor for claim in document.gold),
        "predicted": len(document.predicted),
        "relaxed": len(document.matching.pairs),
        "strict": sum(is_strict(*pair) for pair in document.pairs),
        "soft": sum(pair.weight for pair in document.matching.pairs),
        "duplicates": len(duplicates(document)),
        "blocked": sum(item.blocked for item in document.predicted),
    }


def duplicates(document: ScoredDocument) -> list[int]:
    """Spurious predictions that say again what a matched prediction says: the same passage, kind, outcome and bounds."""
    taken = [document.predicted[pair.predicted].claim for pair in document.matching.pairs]
    return [index for index in document.matching.spurious if any(_repeats(document.predicted[index].claim, other) for other in taken)]


def _repeats(claim: Claim, other: Claim) -> bool:
    said = (claim.kind, bounds_of(claim), getattr(claim, "outcome", None), claim.attribution.source)
    if said != (other.kind, bounds_of(other), getattr(other, "outcome", None), other.attribution.source):
        return False
    return any(one == two or _overlaps(one, two) for one in _spans(claim) for two in _spans(other))


def _overlaps(one: Span, two: Span) -> bool:
    shared = min(one.end, two.end) - max(one.start, two.start)
    return shared > 0 and shared / max(one.end - one.start, two.end - two.start) >= SAME_QUOTE


def _spans(claim: Claim) -> tuple[Span, ...]:
    return tuple(Span(item.start, item.end) for item in claim.evidence if item.start is not None and item.end is not None)


def with_outcome(domain: Domain) -> frozenset[str]:
    """The kinds that have an outcome out of a fixed set."""
    return frozenset(kind for kind, model in domain.kinds.items() if choices(model, "outcome"))


def _figures(document: ScoredDocument, name: str, kinds: frozenset[str]) -> Tally:
    """Figures of some kinds: right (equal bounds), stated by the model, and in gold.

    A figure that gold only grants as an alternative counts in gold if it was stated; one that gold allows to be left out doesn't if it was.
    """
    if any("figure" in gold.unmeasured for gold in document.gold):
        return {}
    pairs = [(gold, claim) for _, gold, claim in document.pairs]
    right = [gold.id for gold, claim in pairs if claim.figure and claim.kind in kinds and bounds_of(claim) in gold.bounds_right]
    excused = {gold.id for gold, claim in pairs if claim.figure is None and (None, None) in gold.bounds_right}
    due = [gold for gold in document.counted if gold.kind in kinds and gold.has_figure and gold.id not in excused]
    granted = {gold.id for gold in document.counted if not (gold.kind in kinds and gold.has_figure)} & set(right)
    stated = sum(claim.figure is not None and claim.kind in kinds for claim in document.claims)
    both = [figure_similarity(gold, bounds_of(claim)) for gold, claim in pairs if claim.figure and claim.kind in kinds and gold.has_figure]
    counts = {f"{name}_right": len(right), f"{name}_stated": stated, f"{name}_gold": len(due) + len(granted)}
    return {**counts, f"{name}_near": sum(both), f"{name}_both": len(both)}


def _quotes(document: ScoredDocument) -> Tally:
    return {
        "exact_spans": sum(exact_span(gold, claim) for _, gold, claim in document.pairs),
        "overlap": sum(pair.overlap for pair in document.matching.pairs),
        "absent_quotes": sum(any(item.start is None for item in claim.evidence) for claim in document.claims),
    }


def _fields(document: ScoredDocument, domain: Domain) -> Tally:
    """Per column: right, measured (of matched claims), and due (measured, and gold that was not found and has the column)."""
    counts: Tally = {}
    missed = [document.gold[index] for index in document.matching.missed if not document.gold[index].minor]
    for column, agree in COLUMNS.items():
        found = [None if column in gold.unmeasured else agree(gold, claim, domain) for _, gold, claim in document.pairs]
        measured = sum(one is not None for one in found)
        counts[f"{column}_right"] = sum(one is True for one in found)
        counts[f"{column}_measured"] = measured
        counts[f"{column}_due"] = measured + sum(_has(gold, column) for gold in missed)
    return counts


_OPTIONAL = {"outcome": "outcome", "scope": "scope", "population": "population", "attacker": "attacker"}


def _has(gold: GoldClaim, column: str) -> bool:
    if column in gold.unmeasured:
        return False
    if column in {"figure", "qualifier", "unit"}:
        return gold.has_figure
    return column not in _OPTIONAL or gold.row[column] is not None


def _dates(document: ScoredDocument) -> Tally:
    """Dates that gold gives, over matched claims: exact, coarser but right, wrong, unresolved."""
    counts: Tally = {}
    for column in ("said_on", "event_time"):
        found = [
            date_agreement(gold.right(column), date_of(claim, column)) for _, gold, claim in document.pairs if gold.row[column] is not None
        ]
        for grade in ("exact", "coarser", "wrong", "unresolved"):
            counts[f"{column}_{grade}"] = found.count(grade)
        counts[f"{column}_dated"] = len(found)
    return counts


def _attribution(document: ScoredDocument) -> Tally:
    pairs = document.pairs
    sourced = [one for one in pairs if "source" not in one[1].unmeasured]
    return {
        "source_overlap": sum(word_overlap(gold.right("source"), claim.attribution.source) for _, gold, claim in sourced),
        "sourced": len(sourced),
        "relay_as_source": sum(relay_as_source(gold, claim) for _, gold, claim in pairs),
        "qualified": sum(_qualified(gold, claim) for _, gold, claim in pairs),
        "qualifier_dropped": sum(qualifier_dropped(gold, claim) for _, gold, claim in pairs),
    }


def relay_as_source(gold: GoldClaim, claim: Claim) -> bool:
    """Whether the prediction names as source who only carried the claim."""
    source = claim.attribution.source
    relays = [relay for right in gold.right("relays") for relay in right]
    return source is not None and word_overlap(gold.right("source"), source) < 1 and word_overlap(relays, source) == 1


def _qualified(gold: GoldClaim, claim: Claim) -> bool:
    return gold.has_figure and claim.figure is not None and "exact" not in gold.right("qualifier")


def qualifier_dropped(gold: GoldClaim, claim: Claim) -> bool:
    """Whether "at least 30" became "30"."""
    return _qualified(gold, claim) and claim.figure is not None and claim.figure.qualifier == "exact"


def _confusions(document: ScoredDocument) -> Tally:
    """Confusions of stance and verification as `stance:gold:said`; an alternative that was said counts as right."""
    counts: Tally = {}
    for _, gold, claim in document.pairs:
        for column, said in (("stance", claim.stance), ("verification", claim.verification.status)):
            if column in gold.unmeasured:
                continue
            key = f"{column}:{said if said in gold.right(column) else gold.row[column]}:{said}"
            counts[key] = counts.get(key, 0) + 1
    counts["denied"] = sum(gold.right("stance") == ("denied",) for _, gold, _claim in document.pairs)
    counts["denied_asserted"] = sum(gold.right("stance") == ("denied",) and claim.stance == "asserted" for _, gold, claim in document.pairs)
    return counts


def _classes(document: ScoredDocument, domain: Domain) -> Tally:
    """Merged classes that were taken apart, simple ones that were put together, and how many of each there are."""
    whole, simple = mergeable(document.gold, domain)
    return {
        "merged_classes": len(whole),
        "split": len(set(splits(document.gold, document.predicted, domain).values())),
        "simple_classes": len(simple),
        "merged": len(merges(document.gold, document.predicted, domain)),
    }


def _silence(document: ScoredDocument) -> Tally:
    """Documents without claims, apart: how many, those left in peace, and what was claimed from them."""
    empty = not document.gold
    return {
        "without_claims": float(empty),
        "without_claims_silent": float(empty and not document.predicted and document.failure is None),
        "without_claims_predicted": len(document.predicted) if empty else 0,
    }


def _covered(numbers: Sequence[Span], quotes: Sequence[Sequence[Span]]) -> int:
    """How many of the numbers lie inside a quote."""
    spans = sorted(span for item in quotes for span in item)
    return sum(any(span.start <= number.start and number.end <= span.end for span in spans) for number in numbers)


def claim_key(claim: Claim) -> tuple[object, ...]:
    """What two repeats must share to have stated the same claim: kind, outcome, bounds, and where the primary quote stands."""
    quote = claim.evidence[0]
    return claim.kind, choice_of(claim, "outcome"), bounds_of(claim), quote.start, quote.text


def repeated_alike(repeats: Sequence[ScoredDocument]) -> Tally:
    """Over every two repeats of a document: claims that both state (twice each), and all claims of the two."""
    stated = [{claim_key(item.claim) for item in one.predicted} for one in repeats]
    both = [(len(one & other), len(one) + len(other)) for one, other in combinations(stated, 2)]
    return {"repeated_alike": 2 * sum(alike for alike, _ in both), "repeated": sum(whole for _, whole in both)}
