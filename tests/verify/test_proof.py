from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.claims.core import Evidence
from extractor.claims.finding import Span
from extractor.text.selectors import evidence_at
from extractor.verify.proof import contradictions, says

TEXT = "Harbour officials said that 12 dock workers were killed when a shell hit the grain terminal. A clinic counted 40 wounded."
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 60)).map(lambda pair: Span(pair[0], min(len(TEXT), sum(pair))))


def evidence(span: Span) -> Evidence:
    return evidence_at(TEXT, span)


@given(st.lists(SPANS, max_size=12))
def test_quotes_of_one_text_never_contradict_each_other(spans: list[Span]) -> None:
    assert list(contradictions([(str(number), [evidence(span)]) for number, span in enumerate(spans)])) == []


@given(st.lists(SPANS, min_size=2, max_size=8), st.data())
def test_a_character_that_two_quotes_have_differently_is_found(spans: list[Span], data: st.DataObject) -> None:
    quotes = [evidence(span) for span in spans]
    number = data.draw(st.integers(0, len(spans) - 1))
    at = data.draw(st.integers(spans[number].start, spans[number].end - 1))
    others = [quote for other, quote in enumerate(quotes) if other != number]
    assume(any(covers(quote, at) for quote in others))
    place = at - spans[number].start
    words = quotes[number].text
    quotes[number] = quotes[number].model_copy(update={"text": f"{words[:place]}§{words[place + 1 :]}"})
    assert next(contradictions([(str(n), [quote]) for n, quote in enumerate(quotes)]), None) is not None


def covers(quote: Evidence, at: int) -> bool:
    assert quote.start is not None
    assert quote.end is not None
    return quote.start - len(quote.prefix) <= at < quote.end + len(quote.suffix)


def test_words_say_the_same_in_another_spelling_of_spaces_and_typography_only() -> None:
    assert says("the “old” town", 'the "old" town')
    assert says("dock\u00a0workers", "dock workers")
    assert not says("13 dock workers", "12 dock workers")
    assert not says("Dock workers", "dock workers")
    assert not says("", "12")
