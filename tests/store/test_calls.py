from __future__ import annotations

from dataclasses import replace

from extractor.protocol import Call, Usage
from extractor.store import Spend, Store
from tests.store import samples

CALL = Call(
    key="k1",
    model="openai/tern",
    prompt_version="extract.v1",
    request={"messages": [{"role": "user", "content": "Ça \0 \udc80 {{x}}"}]},
    response={"choices": [], "usage": {"prompt_tokens": 10}},
    status="ok",
    usage=Usage(10, 5, 2, 0.25),
    attempts=2,
    latency_ms=812.5,
    document_id="0123456789abcdef",
)


def test_a_call_is_found_again_exactly_as_it_was(store: Store) -> None:
    store.calls.record(CALL)
    assert store.calls.find("k1") == CALL
    assert store.calls.find("k2") is None


def test_a_failed_call_is_kept_but_never_found_as_an_answer(store: Store) -> None:
    failed = replace(CALL, status="error", response=None, error="HTTP 503", usage=Usage())
    store.calls.record(failed)
    assert store.calls.find("k1") is None
    assert list(store.calls.list()) == [failed]


def test_the_latest_answer_under_a_key_is_found_and_both_stay_in_the_ledger(store: Store) -> None:
    store.calls.record(CALL)
    again = replace(CALL, response={"choices": [1]})
    store.calls.record(again)
    assert store.calls.find("k1") == again
    assert list(store.calls.list()) == [CALL, again]


def test_spend_sums_tokens_and_says_how_many_calls_have_no_price(store: Store) -> None:
    run_id = store.runs.start(samples.RULES)
    store.calls.record(CALL, run_id)
    store.calls.record(replace(CALL, usage=Usage(7, 1, None, None)), run_id)
    store.calls.record(CALL)
    assert store.calls.spend(run_id) == Spend(2, 17, 6, 2, 0.25, 1)
    assert store.calls.spend().calls == 3
    assert store.calls.spend("none") == Spend(0, 0, 0, 0, 0.0, 0)


def test_spend_can_be_split_by_run_model_and_document(store: Store) -> None:
    one, two = store.runs.start(samples.RULES), store.runs.start(samples.RULES)
    store.calls.record(CALL, one)
    store.calls.record(replace(CALL, model="openai/plover", usage=Usage(7, 1, None, None)), one)
    store.calls.record(replace(CALL, document_id="fedcba9876543210"), two)
    store.calls.record(replace(CALL, document_id=None))
    paid, unpriced = Spend(1, 10, 5, 2, 0.25, 0), Spend(1, 7, 1, 0, 0.0, 1)
    assert list(store.calls.spend_by("run")) == [(one, Spend(2, 17, 6, 2, 0.25, 1)), (two, paid), (None, paid)]
    assert list(store.calls.spend_by("model", one)) == [("openai/tern", paid), ("openai/plover", unpriced)]
    assert dict(store.calls.spend_by("document")) == {
        "0123456789abcdef": Spend(2, 17, 6, 2, 0.25, 1),
        "fedcba9876543210": paid,
        None: paid,
    }
    assert list(store.calls.spend_by("run", "none")) == []


def test_a_request_that_was_never_answered_is_counted_but_has_no_unknown_price(store: Store) -> None:
    store.calls.record(replace(CALL, status="error", response=None, usage=Usage()))
    assert store.calls.spend() == Spend(1, 0, 0, 0, 0.0, 0)
