from __future__ import annotations

import asyncio
import itertools
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benches.quotes.corpus import article
from extractor.claims.core import Claim, Mention
from extractor.claims.fields import flatten
from extractor.claims.finding import Span
from extractor.models.rules import RulesModel, passes, voices
from extractor.models.rules.analysis import Analysis, analyse
from extractor.models.rules.lexicon import lexicon
from extractor.models.rules.tokens import MAX_TOKENS
from extractor.protocol import Model, Proposed
from extractor.text.document import Document
from extractor.text.reading import Reading
from tests.models.rules.reading_of import proposals_of

if TYPE_CHECKING:
    from _typeshed import TraceFunction

TEXT = article(6_000, seed=5)
_PIECES = (
    "12 soldiers", "at least 30", "people", "were killed", "killing", "and", ",", ".", ";", "\n\n", "“", "”", '"', "(", ")", "the army",
    "said", "according to", "the death toll rose to", "including", "of them", "who", "that", "by", "in Gao", "on Monday", "not", "had",
    "to have", "been", "wounded", "another", "five", "one of the", "dead", ":", "—", "citing", "he", "they", "1,200", "%", "BUS CRASH",
    "no", "may", "be", "missing", "families", "reported", "-", "’s",
)  # fmt: skip
sayings = st.lists(st.sampled_from(_PIECES), max_size=80).map(" ".join)


def verbatim(claim: Claim) -> Iterator[str]:
    """What a claim says stands in the text, word for word."""
    attribution = claim.attribution
    mentions = [attribution.source, getattr(claim, "population", None), getattr(claim, "attacker", None), *attribution.relays]
    yield from (mention.text for mention in mentions if isinstance(mention, Mention))
    yield from (item.text for item in (claim.figure, claim.place, claim.event_time, attribution.said_on) if item is not None)
    yield from (item.text for item in claim.evidence)
    if attribution.cue is not None:
        yield attribution.cue
    if claim.verification.text is not None:
        yield claim.verification.text


def assert_grounded(text: str, found: tuple[Proposed, ...]) -> None:
    for item in found:
        for quote in item.claim.evidence:
            assert quote.start is not None
            assert quote.end is not None
            assert text[quote.start : quote.end] == quote.text
        for words in verbatim(item.claim):
            assert words in text
        for word in item.trace["words"].values():
            assert text[word["start"] : word["end"]] == word["text"]
        assert re.search(r"\w", item.claim.statement)


def analysed(text: str) -> Analysis:
    return analyse(Reading.of(Document(text, "test.txt")), lexicon())


def test_is_a_model_that_needs_no_network_and_takes_any_length() -> None:
    model: Model = RulesModel()
    assert model.name == "rules"
    assert re.fullmatch(r"[0-9a-f]{12}", model.version)
    assert model.max_chars >= 1_000_000
    asyncio.run(model.aclose())


def test_the_same_text_gives_the_same_claims_and_traces() -> None:
    first, second = proposals_of(TEXT), proposals_of(TEXT)
    assert [(flatten(item.claim), item.trace) for item in first] == [(flatten(item.claim), item.trace) for item in second]
    assert len(first) > 10


def test_all_that_a_claim_quotes_stands_in_the_text() -> None:
    assert_grounded(TEXT, proposals_of(TEXT))


@settings(max_examples=100)
@given(sayings)
def test_any_order_of_known_words_is_read_and_quoted_verbatim(text: str) -> None:
    assert_grounded(text, proposals_of(text))


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert_grounded(text, proposals_of(text))


@pytest.mark.timeout(30)
def test_noise_between_the_words_halts_nothing() -> None:
    """A number that begins inside a word once did."""
    rng = random.Random(11)  # noqa: S311 (no secret: the same noise every time)
    for _ in range(40):
        letters = list(TEXT[:1500])
        for _ in range(60):
            letters[rng.randrange(len(letters))] = rng.choice("“”\"'()[],.;:-—\n\t 09A\u00a0\u200b")
        text = "".join(letters)
        assert_grounded(text, proposals_of(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "12", "killed", ".", "“", "\ufeff", "\x00"])
def test_next_to_nothing_is_nothing(text: str) -> None:
    assert proposals_of(text) == ()


def test_parts_of_a_document_give_the_claims_of_the_whole() -> None:
    whole = proposals_of(TEXT)
    cut = TEXT.index(" ", len(TEXT) // 2)
    parts = proposals_of(TEXT, within=Span(0, cut)) + proposals_of(TEXT, within=Span(cut, len(TEXT)))
    assert {item.claim.evidence[0].text for item in parts} == {item.claim.evidence[0].text for item in whole}


HOSTILE = {
    "one word": "killed ",
    "a figure": "12 ",
    "figures with people": "12 people and ",
    "coordination": "12 killed, ",
    "quotation marks": '"',
    "quotes that don't close": '"he said, ',
    "quotes and sources": '"he said, according to according to ',
    "brackets": "((( ",
    "commas": ", ",
    "colons": "said: ",
    "sources": "the army said the police said ",
    "according": "according to according to ",
    "capitals": "THE ARMY KILLED ",
    "names": "Aa Bb ",
    "hyphens": "a-b-",
    "digits": "1",
    "digit groups": "1,",
    "dates": "on Monday ",
    "letters": "a",
    "blanks": " ",
    "lines": "x\n\n",
    "apostrophes": "'s’s",
    "could not verify": "could not verify ",
    "claims": "these claims could not be confirmed ",
    "datelines": "A, B (C) -- ",
    "anonymity": "who spoke on condition of ",
    "combining": "a\u0301",
    "sentences": "12 people were killed. ",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_repetition_makes_a_pattern_backtrack(piece: str) -> None:
    """A pattern that backtracks over its whole text would not end within the limit, which is far above what linear work takes."""
    text = piece * (10_000 // len(piece))
    assert_grounded(text, proposals_of(text))


def steps_of(text: str) -> int:
    """How many functions are called while `text` is read: the same on every machine, unlike time."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        proposals_of(text)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("piece", [*HOSTILE.values(), TEXT[:900] + "\n\n"], ids=[*HOSTILE.keys(), "news"])
def test_four_times_the_text_takes_four_times_the_steps(piece: str) -> None:
    proposals_of(piece)  # the lexicon is built once
    times = max(1, 1_500 // len(piece))
    short, long = steps_of(piece * times), steps_of(piece * 4 * times)
    assert long <= 5 * short + 1_000


def lines_of(text: str, file: str) -> int:
    """How many lines of `file` are executed while `text` is read: loops count too."""
    lines = 0

    def count(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        nonlocal lines
        lines += event == "line"
        return count if frame.f_code.co_filename == file else None

    before = sys.gettrace()
    sys.settrace(count)
    try:
        proposals_of(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("source", ["army", "{name} Brigade"], ids=["one source", "many sources"])
def test_claims_that_were_unverifiable_before_are_not_gone_through_again(source: str) -> None:
    piece = "The {source} said {number} people were killed. The agency could not verify the {source}'s claims.\n\n"
    names = ["Kar" + "".join(letters) for letters in itertools.product("abeimnorst", repeat=3)]

    def text(times: int) -> str:
        pieces = [piece.format(source=source.format(name=names[at]), number=1_000 + at) for at in range(times)]
        return "".join(["A police officer said 12 people were wounded.\n\n", *pieces])

    assert [item.claim.verification.status for item in proposals_of(text(3))] == ["none"] + ["unverified"] * 3
    short, long = (lines_of(text(times), str(passes.__file__)) for times in (60, 240))
    assert short > 1_000
    assert long <= 5 * short


def test_many_announced_sources_are_not_gone_through_one_by_one() -> None:
    piece = "The army reports:\n\n12 soldiers were killed.\n\n"
    proposals_of(piece)
    short, long = (lines_of(piece * times, str(voices.__file__)) for times in (60, 240))
    assert short > 1_000
    assert long <= 5 * short


class Watched(str):
    """A text that counts the characters in which something is looked for."""

    __slots__ = ()
    searched = 0

    def find(self, part: str, start: int = 0, end: int | None = None, /) -> int:  # type: ignore[override]
        """As `str.find`."""
        Watched.searched += (len(self) if end is None else end) - start
        return super().find(part, start, end)

    def lower(self) -> Watched:
        """As `str.lower`, watched too."""
        return Watched(super().lower())

    def __contains__(self, part: object) -> bool:
        Watched.searched += len(self)
        return super().__contains__(part)  # type: ignore[operator]


def test_no_source_has_the_whole_text_searched() -> None:
    def searched(sources: int) -> int:
        names = ("".join(names) for names in itertools.product("BDFGKLMN", "aeiou", "lmnr", "aeiou"))
        text = Watched(", ".join(f"{name} said 12 were killed" for name in itertools.islice(names, sources)))
        Watched.searched = 0
        assert len(proposals_of(text)) > sources // 2
        return Watched.searched

    assert searched(400) <= 5 * searched(100)


def test_nothing_depends_on_the_order_of_sets_or_on_the_locale() -> None:
    """Two processes with other hashes, and another locale, give the same bytes."""
    read = (
        "import json, sys\nfrom benches.quotes.corpus import article\nfrom tests.models.rules.reading_of import proposals_of\n"
        "for item in proposals_of(article(6_000, seed=5)):\n"
        "    sys.stdout.buffer.write(json.dumps([item.claim.model_dump(mode='json'), item.trace]).encode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", read],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Tokyo"))
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_a_sentence_without_end_is_read_in_stretches() -> None:
    sentences = analysed("12 people were killed and 5 hurt in Gao and " * 400).sentences
    assert len(sentences) > 20
    assert all(len(sentence.chunks) <= MAX_TOKENS for sentence in sentences)
    assert sum(sentence.codes.count("N") for sentence in sentences) >= 390
