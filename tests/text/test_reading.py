from __future__ import annotations

from hypothesis import given, settings

from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.reading import Reading
from tests.text.texts import any_texts, articles

TEXT = """Navy loses twelve off Tarn

2 min read

The navy said on Monday that twelve men were lost. It will search on.

Read more"""


def reading(text: str) -> Reading:
    return Reading.of(Document(text, "x.txt"))


def test_positions_lead_to_their_paragraph_and_sentence() -> None:
    read = reading(TEXT)
    at = TEXT.index("It will")
    paragraph, sentence = read.paragraph_at(at), read.sentence_at(at)
    assert paragraph is not None
    assert TEXT[paragraph.span.start : paragraph.span.end].startswith("The navy said")
    assert sentence is not None
    assert TEXT[sentence.start : sentence.end] == "It will search on."


def test_there_is_nothing_between_segments_or_behind_the_end() -> None:
    read = reading(TEXT)
    assert read.paragraph_at(TEXT.index("\n")) is None
    assert read.sentence_at(TEXT.index(" It will")) is None
    assert read.paragraph_at(len(TEXT)) is None
    assert reading("").paragraph_at(0) is None
    assert reading("").sentence_at(0) is None


def test_a_span_that_touches_furniture_is_told_so() -> None:
    read = reading(TEXT)
    inside = TEXT.index("min")
    found = read.is_furniture(Span(inside, inside + 3))
    assert found is not None
    assert found.kind == "byline"
    assert read.is_furniture(Span(TEXT.index("search on."), len(TEXT))) is not None
    assert read.is_furniture(Span(TEXT.index("The navy"), TEXT.index("It will"))) is None
    assert read.is_furniture(Span(0, 4)) is None


@given(any_texts | articles)
@settings(max_examples=200, deadline=None)
def test_parts_agree_with_each_other(text: str) -> None:
    read = reading(text)
    starts = {segment.span for segment in read.segments}
    assert all(item.span in starts for item in read.furniture)
    for sentence in read.sentences:
        paragraph = read.paragraph_at(sentence.start)
        assert paragraph is not None
        assert sentence.end <= paragraph.span.end
        assert read.sentence_at(sentence.start) == read.sentence_at(sentence.end - 1) == sentence
