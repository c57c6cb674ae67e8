from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim, Evidence
from extractor.claims.finding import Finding, Span
from extractor.errors import ModelLengthError, ModelRefusedError
from extractor.models.flow import Question, Reply, cover_flow, drive, propose_flow, repair_flow
from extractor.models.wire import Answer, read_claims, wire_format
from extractor.protocol import Call, Malformed, Proposal, ProposeRequest
from extractor.repair import CoverRequest, Failed, Repair, RepairRequest
from prompts import load
from tests.endpoint import statement
from tests.models.memory import asking

PROMPT = load("conflict", "extract", 1)


def call(name: str) -> Call:
    return Call(key=name, model="m", prompt_version="p", request={}, response={}, status="ok")


def claim(quote: str) -> Claim:
    return read_claims(Answer(claims=[statement(quote)]), CONFLICT, None).claims[0].claim


class Scripted:
    """Answers questions from a function of the text asked about; keeps the questions."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.questions = answer, list[Question]()

    def texts(self) -> list[str]:
        return [shown(question) for question in self.questions]

    async def __call__(self, question: Question) -> Reply:
        self.questions.append(question)
        reply = self.answer(shown(question))
        assert isinstance(reply, Reply)
        return reply


def shown(question: Question) -> str:
    """The text that a question is about."""
    content = question.messages[-1].content
    return content.partition("\nEND ")[0].partition("TEXT ")[2].partition("\n")[2]


async def propose(request: ProposeRequest, scripted: Scripted) -> Proposal:
    return await drive(propose_flow(request, PROMPT), scripted)


async def test_a_document_is_one_question_with_what_is_known_of_it() -> None:
    scripted = Scripted(lambda _text: Reply(Answer(claims=[statement("a"), 5]), (call("1"),)))
    proposal = await propose(asking("A report.", title="Report"), scripted)
    assert [one.claim for one in proposal.claims] == [claim("a")]
    assert proposal.malformed == (Malformed("5", proposal.malformed[0].reason),)
    assert proposal.calls == (call("1"),)
    (question,) = scripted.questions
    assert question.prompt_version == "conflict/extract.v1"
    assert '"title": "Report"' in question.messages[-1].content
    assert '"published": "2031-03-12"' in question.messages[-1].content


async def test_an_answer_that_was_cut_off_is_asked_for_in_halves_and_nothing_is_lost() -> None:
    paragraphs = [f"Paragraph {number}. " + "Something happened near the river. " * 12 for number in range(8)]
    text = "\n\n".join(paragraphs)

    def answer(shown_text: str) -> Reply:
        if len(shown_text) > 1_200:
            raise ModelLengthError("cut off")
        names = [paragraph[:11] for paragraph in paragraphs if paragraph[:11] in shown_text]
        return Reply(Answer(claims=[statement(name) for name in names]), (call(names[0]),))

    scripted = Scripted(answer)
    proposal = await propose(asking(text), scripted)
    assert [one.claim.statement for one in proposal.claims] == [paragraph[:11] for paragraph in paragraphs]
    answered = [asked for asked in scripted.texts() if len(asked) <= 1_200]
    assert "".join(answered) == text
    assert len(proposal.calls) == len(answered)
    assert all(asked.startswith("Paragraph") for asked in answered)


async def test_a_part_too_small_to_halve_fails_as_it_is() -> None:
    def answer(_text: str) -> Reply:
        raise ModelLengthError("cut off")

    with pytest.raises(ModelLengthError):
        await propose(asking("x" * 790), Scripted(answer))


async def test_halving_ends_even_where_there_is_no_space_to_cut_at() -> None:
    def answer(text: str) -> Reply:
        if len(text) > 900:
            raise ModelLengthError("cut off")
        return Reply(Answer(claims=[]))

    scripted = Scripted(answer)
    await propose(asking("x" * 3_000), scripted)
    assert "".join(asked for asked in scripted.texts() if len(asked) <= 900) == "x" * 3_000


async def test_another_error_ends_the_flow() -> None:
    def answer(_text: str) -> Reply:
        raise ModelRefusedError("no")

    with pytest.raises(ModelRefusedError):
        await propose(asking("x" * 5_000), Scripted(answer))


async def test_a_later_part_is_told_what_comes_before_it() -> None:
    text = "General Ost arrived in Dorrin. " + "Weather. " * 200 + "\n\nHe said 12 men had died."
    part = Span(text.index("He said"), len(text))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    await propose(asking(text, chunk=part), scripted)
    assert scripted.texts() == ["He said 12 men had died."]
    before = scripted.questions[0].messages[-1].content.partition("TEXT ")[0]
    assert "BEFORE" in before
    assert "General Ost arrived" in before
    assert "12 men" not in before
    assert len(before) < 900


async def test_the_first_part_has_nothing_before_it() -> None:
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    await propose(asking("One. Two.", chunk=Span(0, 4)), scripted)
    assert "BEFORE" not in scripted.questions[0].messages[-1].content


def test_what_is_asked_has_one_digest_and_any_change_another() -> None:
    def digest(text: str, **known: Any) -> str:
        return next(propose_flow(asking(text, **known), PROMPT)).digest

    assert digest("A report.") == digest("A report.")
    assert len({digest("A report."), digest("A report!"), digest("A report.", published=None), digest("A report.", title="T")}) == 4


def located(quote: str, text: str) -> Claim:
    start = text.index(quote)
    return claim(quote).model_copy(update={"evidence": (Evidence(text=quote, start=start, end=start + len(quote)),)})


async def repair(request: RepairRequest, scripted: Scripted) -> Repair:
    return await drive(repair_flow(request, PROMPT), scripted)


TEXT = "First things first. " + "Filler sentence. " * 60 + "\n\nThe army lost 12 men. " + "More filler here. " * 60 + "The end came late."


def finding(message: str) -> Finding:
    return Finding(code="figure.bounds_disagree", severity="block", field="figure", message=message, expected="12", found="21")


async def test_a_repair_shows_only_the_failed_claims_their_findings_and_the_passages_concerned() -> None:
    failed = Failed(located("The army lost 12 men.", TEXT), (finding("The words say otherwise."),))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[statement("The army lost 12 men.")], replaces=[1]), (call("1"),)))
    result = await repair(RepairRequest(asking(TEXT), (failed,)), scripted)
    (passage,) = scripted.texts()
    assert "The army lost 12 men." in passage
    assert len(passage) < 1_300
    assert passage in TEXT
    content = scripted.questions[0].messages[-1].content
    assert "   - figure: The words say otherwise. (found: 21) (expected: 12)\n" in f"{content}\n"
    assert json.dumps(wire_format(CONFLICT).write(failed.claim), separators=(",", ":")) in content if failed.claim else False
    assert scripted.questions[0].messages[0] == next(propose_flow(asking(TEXT), PROMPT)).messages[0]
    assert [(one.proposed.claim, one.replaces) for one in result.claims] == [(claim("The army lost 12 men."), 0)]
    assert result.calls == (call("1"),)


async def test_the_newest_prompt_gives_a_finding_in_its_own_words_alone_since_found_and_expected_read_backwards() -> None:
    request = RepairRequest(asking(TEXT), (Failed(located("The army lost 12 men.", TEXT), (finding("The words say otherwise."),)),))
    question = next(repair_flow(request, load("conflict")))
    assert question.messages[-1].content.endswith("   - figure: The words say otherwise.")


async def test_a_passage_ends_with_its_paragraph_or_else_with_a_word() -> None:
    text = "Far away. " * 200 + "\n" + "Before it. " * 40 + "The army lost 12 men. " + "After it comes. " * 200
    failed = Failed(located("The army lost 12 men.", text), (finding("x"),))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    await repair(RepairRequest(asking(text), (failed,)), scripted)
    (passage,) = scripted.texts()
    assert passage.startswith("Before it.")
    assert text[text.index(passage) + len(passage)] == " "
    assert len(passage) < 1_300


async def test_a_quote_that_was_not_found_is_looked_for_in_the_whole_part() -> None:
    failed = Failed(claim("The army lost twelve men."), (finding("Not in the text."),))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    result = await repair(RepairRequest(asking(TEXT), (failed,)), scripted)
    assert scripted.texts() == [TEXT]
    assert result.claims == ()


async def test_an_item_that_was_no_claim_is_shown_as_the_model_wrote_it() -> None:
    failed = Failed(malformed=Malformed('{"kind": {"nope": {}}}', "kind: unknown"))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    await repair(RepairRequest(asking(TEXT), (failed,)), scripted)
    assert scripted.questions[0].messages[-1].content.endswith('1. {"kind": {"nope": {}}}\n   - kind: unknown')


async def test_distant_passages_are_shown_apart_and_near_ones_together() -> None:
    near = ("The army lost 12 men.", "The army lost")
    far = ("First things first.", "The end came late.")
    for quotes, gaps in ((near, 0), (far, 1)):
        failed = tuple(Failed(located(quote, TEXT), (finding("x"),)) for quote in quotes)
        scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
        await repair(RepairRequest(asking(TEXT), failed), scripted)
        assert scripted.texts()[0].count("[…]") == gaps


@pytest.mark.parametrize(("stated", "expected"), [([2], 1), ([0], None), ([3], None), ([-1], None), ([], None)])
async def test_a_repair_that_names_no_failed_claim_is_not_attributed_to_one(stated: list[int], expected: int | None) -> None:
    failed = tuple(Failed(located("The army lost", TEXT), (finding("x"),)) for _ in range(2))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[statement("The army lost")], replaces=stated)))
    result = await repair(RepairRequest(asking(TEXT), failed), scripted)
    assert [one.replaces for one in result.claims] == [expected]


async def cover(gaps: tuple[Span, ...], scripted: Scripted) -> Proposal:
    return await drive(cover_flow(CoverRequest(asking(TEXT), gaps), PROMPT), scripted)


async def test_a_second_look_is_one_request_about_the_gaps_alone() -> None:
    first, last = Span(0, 19), Span(TEXT.index("The end"), len(TEXT))
    scripted = Scripted(lambda _text: Reply(Answer(claims=[statement("The end came late.")]), (call("2"),)))
    proposal = await cover((first, last), scripted)
    assert scripted.texts() == ["First things first.\n[…]\nThe end came late."]
    assert scripted.questions[0].messages[-1].content.endswith(PROMPT.cover)
    assert [one.claim for one in proposal.claims] == [claim("The end came late.")]
    assert proposal.calls == (call("2"),)


async def test_gaps_that_touch_are_shown_as_one_passage() -> None:
    scripted = Scripted(lambda _text: Reply(Answer(claims=[])))
    await cover((Span(0, 10), Span(10, 19)), scripted)
    assert scripted.texts() == ["First things first."]
