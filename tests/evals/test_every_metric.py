"""Every metric there is, computed by hand on one small corpus, and its 0/0.

The corpus has four documents:

a  three gold claims: 1 is found and right; 2 (a denial, "at least 12", carried by an agency) is found with every field wrong; 3 is missed.
   Said besides: a claim whose quote is not in the text, and the first claim once more.
b  a merged class (killed or wounded), given as killed and, in a second claim, as wounded; a simple class, given as the merged one.
c  no claims, and one is said.
d  one gold claim, and the document failed.

So 6 gold claims are due, 8 are said, and 4 pairs match: a1, a2, b1 and b2.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.agree import COLUMNS
from evals.metrics import METRICS, Resampling, summarise
from evals.result import report_of
from evals.tally import Spent, Tally, repeated_alike, tally
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import Failure
from tests.evals.examples import counts, document, figure, gold, predicted

QUICK = Resampling(samples=2)
ALL_WRONG = {
    "outcome": "wounded",
    "population": {"text": "guards"},
    "attacker": {"text": "the owners"},
    "figure": {**figure(12, 12), "unit": "villages"},
    "scope": "cumulative",
    "attribution": {
        "source": {"text": "the agency"},
        "source_type": "media",
        "cue": "claimed",
        "said_on": {"text": "on Friday", "edtf": "2024-12-20", "resolved_from": "text"},
    },
    "event_time": {"text": "in December", "edtf": "2024-12", "resolved_from": "text"},
    "place": None,
    "stance": "asserted",
    "verification": {"status": "unverified"},
    "salience": "minor",
}


def corpus() -> list[Tally]:
    denial = gold("2", 200, 300, stance="denied", qualifier="at_least", high=None, relays=["the agency"], attacker="the army")
    said = [
        predicted("right"),
        predicted("wrong", 200, 280, **ALL_WRONG),
        predicted("absent", start=None, blocked=True, outcome="wounded"),
        predicted("again"),
    ]
    numbers = (Span(10, 12), Span(250, 252), Span(290, 292), Span(450, 452))
    a = replace(document([gold("1"), denial, gold("3", 400, 500)], said), numbers=numbers)
    merged, simple = gold("b1", outcome="killed_or_wounded"), gold("b2", 400, 500)
    b = document(
        [merged, simple], [predicted("k"), predicted("w", outcome="wounded"), predicted("kw", 400, 500, outcome="killed_or_wounded")]
    )
    c = document([], [predicted("c")])
    d = replace(document([gold("d")], []), failure=Failure("model.refused", "refused"))
    repeats = [document([], claims) for claims in ([predicted("a"), predicted("b", 200, 300)], [predicted("a")])]
    return [tally(a, CONFLICT), tally(b, CONFLICT), tally(c, CONFLICT), tally(d, CONFLICT) | repeated_alike(repeats)]


# One of four pairs has the field wrong (a2), or, for outcome, three; end to end the two that were missed are due as well.
FIELDS = {f"{column}_accuracy": 3 / 4 for column in COLUMNS} | {f"{column}_end_to_end": 3 / 6 for column in COLUMNS}
BY_HAND: dict[str, float] = {
    **FIELDS,
    "kind_accuracy": 4 / 4,
    "kind_end_to_end": 4 / 6,
    "outcome_accuracy": 1 / 4,
    "outcome_end_to_end": 1 / 6,
    "attacker_accuracy": 0 / 1,  # only a2 has one, on either side
    "attacker_end_to_end": 0 / 1,
    "relaxed_precision": 4 / 8,
    "relaxed_recall": 4 / 6,
    "relaxed_f1": 8 / 14,
    "strict_precision": 1 / 8,
    "strict_recall": 1 / 6,
    "strict_f1": 2 / 14,
    "soft_precision": (1 + 0.54 + 0.75 + 0.75) / 8,  # a2: .55 of .8 quote + .20 of half a figure; b1, b2: all but the outcome's .25
    "soft_recall": (1 + 0.54 + 0.75 + 0.75) / 6,
    "soft_f1": 2 * (1 + 0.54 + 0.75 + 0.75) / 14,
    "macro_relaxed_precision": (2 / 4 + 2 / 3 + 0) / 3,  # a, b, d; c has no claims
    "macro_relaxed_recall": (2 / 3 + 2 / 2 + 0) / 3,
    "macro_relaxed_f1": (4 / 7 + 4 / 5 + 0) / 3,
    "figure_precision": 3 / 8,
    "figure_recall": 3 / 6,
    "figure_f1": 6 / 14,
    "outcome_figure_precision": 3 / 8,
    "outcome_figure_recall": 3 / 6,
    "outcome_figure_f1": 6 / 14,
    "figure_similarity": (1 + 0.5 + 1 + 1) / 4,  # a2 has one of two bounds
    "qualifier_dropped_rate": 1 / 1,
    "exact_span_rate": 3 / 4,
    "mean_overlap": 3.8 / 4,  # a2 covers 80 of 100
    "absent_quote_rate": 1 / 8,
    "duplicate_rate": 1 / 8,
    "split_rate": 1 / 1,
    "merged_rate": 1 / 5,
    "blocked_rate": 1 / 8,
    "said_on_exact_rate": 3 / 4,
    "said_on_coarser_rate": 0 / 4,
    "said_on_wrong_rate": 1 / 4,
    "said_on_unresolved_rate": 0 / 4,
    "event_time_exact_rate": 3 / 4,
    "event_time_coarser_rate": 1 / 4,
    "event_time_wrong_rate": 0 / 4,
    "event_time_unresolved_rate": 0 / 4,
    "source_word_overlap": 3 / 4,
    "relay_as_source_rate": 1 / 4,
    "denied_asserted_rate": 1 / 1,
    "number_coverage": 2 / 4,  # a2 ends at 280
    "number_coverage_of_gold": 4 / 4,
    "self_consistency": 2 / 3,
    "failure_rate": 1 / 4,
    "silent_without_claims_rate": 0 / 1,
    "claims_per_document_without_claims": 1 / 1,
}
ASKED_OF_EVERY_DOCUMENT = {"failure_rate"}
ASKED_OF_DOCUMENTS_WITHOUT_CLAIMS = {"silent_without_claims_rate", "claims_per_document_without_claims"}


def test_the_table_has_every_metric() -> None:
    assert set(BY_HAND) == {metric.name for metric in METRICS}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_metric_is_what_it_is_by_hand(name: str) -> None:
    assert summarise(corpus(), QUICK)[name].value == pytest.approx(BY_HAND[name])


@pytest.mark.parametrize("name", sorted(set(BY_HAND) - ASKED_OF_EVERY_DOCUMENT - ASKED_OF_DOCUMENTS_WITHOUT_CLAIMS))
def test_a_metric_of_a_document_in_which_nothing_is_due_and_nothing_said_is_null(name: str) -> None:
    nothing = summarise([counts([], [])], QUICK)[name]
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)


@pytest.mark.parametrize("name", sorted(ASKED_OF_DOCUMENTS_WITHOUT_CLAIMS))
def test_what_is_asked_of_documents_without_claims_is_null_where_all_have_some(name: str) -> None:
    assert summarise([counts([gold()], [predicted()])], QUICK)[name].value is None


@pytest.mark.parametrize("name", sorted(ASKED_OF_EVERY_DOCUMENT))
def test_what_is_asked_of_every_document_is_null_without_documents(name: str) -> None:
    assert summarise([], QUICK)[name].value is None
    assert summarise([counts([], [])], QUICK)[name].value == 0


def test_tokens_and_cost_are_sums_and_latency_nearest_ranks_with_one_unknown_price_the_cost_is_unknown() -> None:
    spent = [Spent(seconds, 100, 20, 0.01) for seconds in (4.0, 1.0, 2.0)]
    documents = [replace(document([], [], name), spent=one) for name, one in zip("abc", spent, strict=True)]
    report = report_of("corpus", ("m", "1"), documents, CONFLICT, QUICK)
    assert report.spent() == {"prompt_tokens": 300, "completion_tokens": 60, "cost_usd": 0.03, "seconds_p50": 2.0, "seconds_p95": 4.0}
    unpriced = [*documents, replace(document([], [], "d"), spent=Spent(1.0, 100, 20, None))]
    assert report_of("corpus", ("m", "1"), unpriced, CONFLICT, QUICK).spent()["cost_usd"] is None


def test_nothing_run_has_no_cost_and_no_latency() -> None:
    nothing = report_of("corpus", ("m", "1"), [], CONFLICT, QUICK).spent()
    assert nothing == {"prompt_tokens": 0, "completion_tokens": 0, "cost_usd": None, "seconds_p50": None, "seconds_p95": None}
