"""propose → ground → check → repair, with a model scripted in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from extractor import pipeline
from extractor.checks import check_claims
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding
from extractor.errors import ModelBudgetError, ModelDeferredError, ModelError, ModelRefusedError, ModelUnavailableError
from extractor.models.wire import Answer, read_claims
from extractor.pipeline import PARTS_AT_ONCE, DocumentResult, extract_document
from extractor.protocol import Call, Malformed, Proposal, Proposed, ProposeRequest
from extractor.repair import CoverRequest, Repair, Repaired, RepairRequest
from extractor.text import limit
from extractor.text.document import Document
from extractor.text.reading import Reading
from tests.endpoint import statement

FIRST = "Rebels in the north said on Sunday that a bridge had been closed."
SECOND = "The mayor of Karsa promised a wider road by the spring of next year."
TEXT = f"{FIRST}\n\n{SECOND}\n"
GOOD, OTHER, ABSENT = "a bridge had been closed", "promised a wider road", "a bridge was shut"
BROKEN = Malformed('{"kind": "rumour"}', "kind: no such kind")


def claim(quote: str) -> Proposed:
    return read_claims(Answer(claims=[statement(quote)]), CONFLICT, None).claims[0]


def call(name: str) -> Call:
    return Call(key=name, model="m", prompt_version="p", request={}, response={}, status="ok")


def proposal(*quotes: str, malformed: Sequence[Malformed] = (), calls: Sequence[Call] = ()) -> Proposal:
    return Proposal(tuple(claim(quote) for quote in quotes), tuple(malformed), tuple(calls))


def repair(*repaired: tuple[str, int | None], calls: Sequence[Call] = ()) -> Repair:
    return Repair(tuple(Repaired(claim(quote), number) for quote, number in repaired), (), tuple(calls))


@dataclass
class Plain:
    """A model that can't repair; `answer` gives a proposal for the text of a chunk, or raises."""

    answer: Callable[[str], Proposal]
    max_chars: int = 10_000
    name: str = "scripted"
    version: str = "1"

    async def propose(self, request: ProposeRequest) -> Proposal:
        return self.answer(request.reading.text[request.chunk.start : request.chunk.end])

    async def aclose(self) -> None: ...


@dataclass
class Repairing(Plain):
    """A model that can; what it was asked to repair is kept."""

    mended: Repair | ModelError = field(default_factory=repair)
    asked: list[RepairRequest] = field(default_factory=list)

    async def repair(self, request: RepairRequest) -> Repair:
        self.asked.append(request)
        if isinstance(self.mended, ModelError):
            raise self.mended
        return self.mended


async def extracted(model: Plain, text: str = TEXT) -> DocumentResult:
    return await extract_document(Reading.of(Document(text, "a.txt")), model, CONFLICT)


def quotes(result: DocumentResult) -> list[str]:
    return [one.claim.evidence[0].text for one in result.claims]


def only(result: DocumentResult, quote: str) -> Claim:
    (found,) = [one.claim for one in result.claims if one.claim.evidence[0].text == quote]
    return found


async def test_claims_get_offsets_findings_and_an_identifier_each() -> None:
    result = await extracted(Plain(lambda _text: proposal(GOOD, ABSENT)))
    good, absent = result.claims
    (quote,) = good.claim.evidence
    assert TEXT[quote.start : quote.end] == GOOD
    assert not good.blocked
    assert absent.blocked
    assert absent.claim.evidence[0].start is None
    assert [finding.code for finding in absent.findings if finding.severity == "block"] == ["quote.absent"]
    assert good.id != absent.id


async def test_only_what_a_check_blocks_is_sent_to_repair_and_good_claims_are_never_changed() -> None:
    model = Repairing(lambda _text: proposal(GOOD, ABSENT), mended=repair((OTHER, 0)))
    result = await extracted(model)
    before = await extracted(Plain(lambda _text: proposal(GOOD)))
    (request,) = model.asked
    (failed,) = request.failed
    assert failed.claim is not None
    assert failed.claim.evidence[0].text == ABSENT
    assert ABSENT in failed.findings[0].message
    assert only(result, GOOD) == only(before, GOOD)
    assert quotes(result) == [GOOD, OTHER]
    assert not any(one.blocked for one in result.claims)


async def test_a_repair_without_reference_to_a_failed_claim_changes_nothing() -> None:
    model = Repairing(lambda _text: proposal(GOOD, ABSENT), mended=repair((OTHER, None), (OTHER, 7)))
    assert quotes(await extracted(model)) == [GOOD, ABSENT]


async def test_a_repaired_claim_is_kept_only_if_no_check_blocks_it() -> None:
    model = Repairing(lambda _text: proposal(GOOD, ABSENT), mended=repair(("a bridge stayed shut", 0)))
    result = await extracted(model)
    assert quotes(result) == [GOOD, ABSENT], "the reviewer sees the model's first words, blocked"
    assert [one.blocked for one in result.claims] == [False, True]


async def test_a_claim_that_the_model_gives_again_unchanged_or_leaves_out_goes_to_review_blocked_with_its_findings() -> None:
    unasked = await extracted(Plain(lambda _text: proposal(GOOD, ABSENT)))
    for answer in (repair((ABSENT, 0)), repair()):
        result = await extracted(Repairing(lambda _text: proposal(GOOD, ABSENT), mended=answer))
        assert result.claims == unasked.claims
        assert [one.blocked for one in result.claims] == [False, True]


async def test_a_failed_claim_may_become_several_and_none_is_lost() -> None:
    model = Repairing(lambda _text: proposal(ABSENT, GOOD), mended=repair((OTHER, 0), ("a wider road", 0), ("a bridge stayed shut", 0)))
    result = await extracted(model)
    assert quotes(result) == [OTHER, "a wider road", "a bridge stayed shut", GOOD]
    assert [one.blocked for one in result.claims] == [False, False, True, False]


async def test_a_repair_that_repeats_a_claim_that_passed_drops_the_failed_one_and_leaves_the_other_as_it_was() -> None:
    passed = await extracted(Plain(lambda _text: proposal(GOOD)))
    again = Proposed(only(passed, GOOD).model_copy(update={"salience": "minor", "evidence": claim(GOOD).claim.evidence}))
    answer = Repair((Repaired(again, 0),))
    result = await extracted(Repairing(lambda _text: proposal(ABSENT, GOOD), mended=answer))
    assert result.claims == passed.claims


async def test_where_all_is_well_no_repair_is_asked_for() -> None:
    model = Repairing(lambda _text: proposal(GOOD, OTHER))
    await extracted(model)
    assert model.asked == []


async def test_a_malformed_item_is_mended_and_one_that_is_not_stays_listed() -> None:
    other = Malformed("[]", "not an object")
    model = Repairing(lambda _text: proposal(GOOD, malformed=[BROKEN, other]), mended=repair((OTHER, 0)))
    result = await extracted(model)
    assert [failed.malformed for failed in model.asked[0].failed] == [BROKEN, other]
    assert quotes(result) == [GOOD, OTHER]
    assert result.malformed == (other,)


async def test_blocked_claims_come_before_malformed_items_in_a_repair() -> None:
    model = Repairing(lambda _text: proposal(ABSENT, malformed=[BROKEN]), mended=repair((OTHER, 1), (GOOD, 0)))
    result = await extracted(model)
    assert sorted(quotes(result)) == sorted([GOOD, OTHER])
    assert result.malformed == ()


@pytest.mark.parametrize("error", [ModelUnavailableError("no answer"), ModelRefusedError("no")])
async def test_a_repair_that_fails_leaves_the_claims_as_they_were(error: ModelError) -> None:
    result = await extracted(Repairing(lambda _text: proposal(GOOD, ABSENT), mended=error))
    assert quotes(result) == [GOOD, ABSENT]
    assert result.failure is None


@pytest.mark.parametrize("error", [ModelBudgetError("spent"), ModelDeferredError("waits")])
async def test_a_repair_that_can_not_be_paid_now_leaves_the_document_undone(error: ModelError) -> None:
    result = await extracted(Repairing(lambda _text: proposal(GOOD, ABSENT), mended=error))
    assert result.failure is not None
    assert result.failure.code == error.code


async def test_every_call_is_counted_whoever_made_it() -> None:
    model = Repairing(lambda _text: proposal(ABSENT, calls=[call("1"), call("2")]), mended=repair((GOOD, 0), calls=[call("3")]))
    assert [one.key for one in (await extracted(model)).calls] == ["1", "2", "3"]


def failing(text: str) -> Proposal:
    """Refuses the part about the mayor."""
    if "mayor" in text:
        raise ModelRefusedError("the model refused", hint="Read it yourself.")
    return proposal(GOOD)


async def test_a_chunk_that_fails_takes_no_claim_of_another_with_it() -> None:
    result = await extracted(Plain(failing, max_chars=80))
    assert quotes(result) == [GOOD]
    assert result.failure is not None
    assert result.failure.code == "model.refused"
    assert result.failure.message == "1 of 2 parts failed, the first: the model refused"


async def test_a_document_in_one_part_that_fails_says_why_in_the_models_words() -> None:
    result = await extracted(Plain(failing))
    assert result.claims == ()
    assert result.failure is not None
    assert (result.failure.message, result.failure.hint) == ("the model refused", "Read it yourself.")


async def test_a_part_that_waits_decides_how_the_document_ends() -> None:
    def script(text: str) -> Proposal:
        raise ModelDeferredError("waits") if "mayor" in text else ModelUnavailableError("no answer")

    result = await extracted(Plain(script, max_chars=80))
    assert result.failure is not None
    assert (result.failure.code, result.failure.message) == ("model.deferred", "waits")


async def test_repair_is_asked_for_each_chunk_apart() -> None:
    model = Repairing(lambda _text: proposal(ABSENT), max_chars=80, mended=repair())
    await extracted(model)
    assert [TEXT[one.request.chunk.start : one.request.chunk.end].strip() for one in model.asked] == [FIRST, SECOND]


async def test_parts_of_a_long_document_are_asked_about_a_few_at_a_time_and_come_back_in_order() -> None:
    under_way, most = 0, 0

    @dataclass
    class Waiting(Plain):
        async def propose(self, request: ProposeRequest) -> Proposal:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            for _ in range(2 if request.chunk.start else 9):  # the first part is answered last
                await asyncio.sleep(0)
            under_way -= 1
            return await super().propose(request)

    sentences = [f"Rebels said on Sunday that bridge {number} had been closed." for number in range(10)]
    result = await extracted(Waiting(lambda text: proposal(text.strip()), max_chars=60), "\n\n".join(sentences))
    assert quotes(result) == sentences
    assert most == PARTS_AT_ONCE


async def test_the_same_claim_twice_is_one_claim() -> None:
    assert quotes(await extracted(Plain(lambda _text: proposal(GOOD, OTHER, GOOD)))) == [GOOD, OTHER]


async def test_a_programming_error_is_no_failure_of_the_document() -> None:
    def script(_text: str) -> Proposal:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await extracted(Plain(script))


async def test_a_claim_that_two_chunks_propose_is_one_claim() -> None:
    result = await extracted(Plain(lambda _text: proposal(GOOD), max_chars=80))
    assert quotes(result) == [GOOD]
    assert not result.claims[0].blocked


async def test_a_quote_that_stands_nowhere_is_blocked_whatever_chunk_proposes_it() -> None:
    result = await extracted(Plain(lambda _text: proposal(ABSENT), max_chars=80))
    assert quotes(result) == [ABSENT], "the same invention twice is one claim for the reviewer"
    assert result.claims[0].blocked


COUNTED = "The army said 12 soldiers were killed near Dorrin.\n\nA doctor counted 31 wounded in Karsa.\n\nPolice spoke of 7 missing.\n"
TWELVE, THIRTY_ONE, SEVEN = "12 soldiers were killed near Dorrin", "A doctor counted 31 wounded in Karsa.", "Police spoke of 7 missing."


@dataclass
class Covering(Plain):
    """A model that looks again; the passages it was asked about are kept."""

    second: Sequence[Proposal | ModelError] = ()
    asked: list[list[str]] = field(default_factory=list)

    async def cover(self, request: CoverRequest) -> Proposal:
        self.asked.append([request.request.reading.text[gap.start : gap.end] for gap in request.gaps])
        answer = self.second[len(self.asked) - 1]
        if isinstance(answer, ModelError):
            raise answer
        return answer


async def covered(model: Covering, passes: int) -> DocumentResult:
    return await extract_document(Reading.of(Document(COUNTED, "a.txt")), model, CONFLICT, passes=passes)


async def test_claims_beyond_the_limit_are_not_looked_for_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, "MAX_CLAIMS", 1)
    model = Repairing(lambda _text: proposal(GOOD, OTHER))
    first, second = (await extracted(model)).claims
    assert model.asked == []  # nor is the model asked to repair them
    assert not first.blocked
    assert second.claim.evidence[0].start is None
    assert [finding.code for finding in second.findings] == ["claim.too_many"]


async def test_one_pass_never_looks_again() -> None:
    model = Covering(lambda _text: proposal(TWELVE))
    assert quotes(await covered(model, 1)) == [TWELVE]
    assert model.asked == []


async def test_a_second_look_is_at_sentences_with_figures_that_no_claim_covers_and_adds_their_claims() -> None:
    model = Covering(lambda _text: proposal(TWELVE), second=[proposal(THIRTY_ONE, calls=[call("2")])])
    result = await covered(model, 2)
    assert model.asked == [[THIRTY_ONE, SEVEN]]
    assert quotes(result) == [TWELVE, THIRTY_ONE]
    assert [one.key for one in result.calls] == ["2"]


async def test_what_was_asked_about_is_not_asked_about_again() -> None:
    model = Covering(lambda _text: proposal(TWELVE), second=[proposal(THIRTY_ONE)])
    await covered(model, 5)
    assert len(model.asked) == 1


async def test_a_second_look_adds_no_claim_that_is_there_already() -> None:
    model = Covering(lambda _text: proposal(TWELVE), second=[proposal(TWELVE, SEVEN, SEVEN)])
    assert quotes(await covered(model, 2)) == [TWELVE, SEVEN]


async def test_a_second_look_checks_each_new_claim_beside_those_only_that_it_may_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[int] = []

    def counted(claims: Sequence[Claim], reading: Reading, domain: Domain) -> list[tuple[Finding, ...]]:
        checked.append(len(claims))
        return check_claims(claims, reading, domain)

    monkeypatch.setattr(pipeline, "check_claims", counted)
    text = "\n\n".join(f"Officials said that {number} soldiers were killed near the river." for number in range(2, 62))
    sentences = text.split("\n\n")
    model = Covering(lambda _text: proposal(sentences[0]), second=[proposal(*sentences, *sentences)])
    result = await extract_document(Reading.of(Document(text, "a.txt")), model, CONFLICT, passes=2)
    assert quotes(result) == sentences
    assert sum(checked) < 600  # each beside all of them: over 7,000


async def test_where_everything_is_covered_nothing_is_asked() -> None:
    model = Covering(lambda _text: proposal(TWELVE, THIRTY_ONE, SEVEN))
    await covered(model, 3)
    assert model.asked == []


async def test_a_second_look_that_fails_takes_nothing_from_the_first() -> None:
    result = await covered(Covering(lambda _text: proposal(TWELVE), second=[ModelUnavailableError("no answer")]), 2)
    assert (quotes(result), result.failure) == ([TWELVE], None)


async def test_a_second_look_that_can_not_be_paid_now_leaves_the_document_undone() -> None:
    result = await covered(Covering(lambda _text: proposal(TWELVE), second=[ModelBudgetError("spent")]), 2)
    assert result.failure is not None
    assert result.failure.code == "model.budget"
