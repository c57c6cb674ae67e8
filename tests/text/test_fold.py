from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.claims.finding import Span
from extractor.text.fold import Folded, fold, has_line_hyphens, reads_as
from tests.text.texts import any_texts, articles, respelled


def test_each_folded_character_knows_the_characters_it_stands_for() -> None:
    text = "a \n“ﬁ” — e\u0301… \u200bz"
    folded = Folded(text)
    assert folded.text == "a 'fi'-é…z"
    back = [folded.back(at, at + 1) for at in range(len(folded.text))]
    assert [span and text[span.start : span.end] for span in back] == ["a", " \n", "“", None, None, "”", "—", "e\u0301", "…", "z"]
    ligature = folded.back(3, 5)
    assert ligature is not None
    assert text[ligature.start : ligature.end] == "ﬁ"


def test_half_a_ligature_is_nothing() -> None:
    assert Folded("ﬁ").back(0, 1) is None
    assert Folded("ﬁ").back(1, 2) is None
    assert Folded("ﬁ").back(0, 2) == Span(0, 1)


def test_a_sign_is_not_a_dash_between_words() -> None:
    assert fold("to − 12") == fold("to—12") != fold("to −12")


def test_inches_stay_inches() -> None:
    assert fold('5" guns') != fold("5' guns")
    assert fold('"5 guns"') == fold("'5 guns'")


def test_words_divided_at_line_ends_read_both_ways() -> None:
    assert has_line_hyphens("co-\n operate")
    assert not has_line_hyphens("12-\n15 co- operate")
    assert reads_as("re-\nsign the co-\noperative", "re-sign the cooperative")
    assert not reads_as("re-sign", "resign")
    assert not reads_as("re-\nsign it", "resign")


@given(articles, st.data())
@settings(max_examples=150, deadline=None)
def test_every_spelling_of_a_text_folds_to_the_same(text: str, data: st.DataObject) -> None:
    other = data.draw(respelled(text))
    assert fold(other) == fold(text) == fold(fold(text))


@given(any_texts, st.booleans())
@settings(max_examples=300, deadline=None)
def test_offsets_lead_back_in_order_and_lose_no_letter(text: str, hyphens: bool) -> None:
    folded = Folded(text, hyphens=hyphens)
    spans = [span for at in range(len(folded.text)) if (span := folded.back(at, at + 1))]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for at, char in enumerate(text):
        if char.isalnum():
            assert 0 <= folded.ahead(at) < len(folded.text)


@given(any_texts)
@settings(max_examples=300, deadline=None)
def test_digits_and_case_are_never_touched(text: str) -> None:
    folded = Folded(text).text
    assert [char for char in folded if "0" <= char <= "9"] == [
        chr(ord(char) - 0xFEE0) if "０" <= char <= "９" else char for char in text if "0" <= char <= "9" or "０" <= char <= "９"
    ]
    assert sum(map(str.isupper, folded)) >= sum("A" <= char <= "Z" for char in text)
