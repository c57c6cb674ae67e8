from __future__ import annotations

import pytest

from extractor.claims.finding import Span
from extractor.text import edges, occurrences
from extractor.text.locate import Place, TextIndex
from extractor.text.occurrences import MAX_OCCURRENCES, Patience

ARTICLE = """Navy: 12 lost off Tarn

The navy said on May 3 that at least 12 sailors were lost off Tarn. “None of us can’t swim,” a survivor said.

Colonel Voss — who wasn’t there — counted 112. The navy said nothing more.

The navy said on May 4 that at least 12 sailors were lost off Brell.
"""


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "quote", "tier", "found"),
    [
        ("He lost 12 men.", "lost 12 men", "exact", "lost 12 men"),
        ("He  lost\n12 men.", "lost 12 men", "whitespace", "lost\n12 men"),
        ("He lost\r\n12 men.", "lost 12 men", "whitespace", "lost\r\n12 men"),
        ("He lost 12 men.", " lost 12 men\n", "whitespace", "lost 12 men"),
        ("He lost\xa012\u2009men.", "lost 12 men", "typography", "lost\xa012\u2009men"),
        ("Voss’s “best” men", 'Voss\'s "best" men', "typography", "Voss’s “best” men"),
        ('Voss\'s "best" men', "Voss's 'best' men", "typography", 'Voss\'s "best" men'),
        ("«Tarn» brigade", '"Tarn" brigade', "typography", "«Tarn» brigade"),
        ("the 8–12 dead", "the 8-12 dead", "typography", "the 8–12 dead"),
        ("it fell to −12 there", "fell to -12", "typography", "fell to −12"),
        ("the men—all of them—fled", "the men -- all of them - fled", "typography", "the men—all of them—fled"),
        ("well… they fled", "well... they fled", "typography", "well… they fled"),
        ("well . . . they fled", "well... they fled", "typography", "well . . . they fled"),
        ("the con\xadvoy left", "the convoy left", "typography", "the con\xadvoy left"),
        ("the con\u200bvoy left", "the convoy left", "typography", "the con\u200bvoy left"),
        ("of\ufb01cers fled", "officers fled", "typography", "of\ufb01cers fled"),
        ("caf\u00e9 shelled", "cafe\u0301 shelled", "typography", "caf\u00e9 shelled"),
        ("cafe\u0301 shelled", "caf\u00e9 shelled", "typography", "cafe\u0301 shelled"),
        ("the co-\noperative fled", "the cooperative fled", "typography", "the co-\noperative fled"),
        ("the co-\noperative fled", "the co-operative fled", "typography", "the co-\noperative fled"),
        ("the co\xad\noperative fled", "the cooperative fled", "typography", "the co\xad\noperative fled"),
        ("a long-\nterm co-\noperative", "a long-term cooperative", "typography", "a long-\nterm co-\noperative"),
        ("１２ men", "12 men", "typography", "１２ men"),
        ("\ufeff12 men lost", "12 men", "exact", "12 men"),
        ("死亡12人", "12人", "exact", "12人"),
        ("مقتل 12 جنديا", "مقتل 12 جنديا", "exact", "مقتل 12 جنديا"),
        ("🎉 12 men 👩🏽‍🚀 lost", "12 men 👩🏽‍🚀 lost", "exact", "12 men 👩🏽‍🚀 lost"),
        ("a\x00b 12 men", "a\x00b 12", "exact", "a\x00b 12"),
        ("a\ud83d 12 men", "a\ud83d 12", "exact", "a\ud83d 12"),
        ("5.* (men)? lost", "5.* (men)? lost", "exact", "5.* (men)? lost"),
    ],
)
def test_a_quote_is_found_and_its_tier_is_named(text: str, quote: str, tier: str, found: str) -> None:
    located = TextIndex(text).locate(quote)
    assert (located.tier, located.resolved_by) == (tier, "unique")
    assert located.chosen is not None
    assert text[located.chosen.start : located.chosen.end] == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He lost 12 men.", "lost 13 men"),
        ("He did not lose 12 men.", "did lose 12 men"),
        ("He lost 12 young men.", "lost 12 men"),
        ("He lost 12 men.", "He has lost 12 men"),
        ("12 x² here", "12 x2 here"),
        ("for 1½ hours", "for 11/2 hours"),
        ("for 1½ hours", "for 1 1/2 hours"),
        ("the Straße here", "the Strasse here"),
        ("he fell - 12 of them too", "-12 of them"),
        ("he said - 12 men", "−12 men"),
        ("5″ guns", "5' guns"),
        ("the re-sign act", "the resign act"),
        ("the resign act", "the re-sign act"),
        ("lost 12 men", "lost 12 men and the ship, which was an old one"),
        ("", "lost"),
        ("lost", ""),
        ("lost", " \n\t"),
        ("lost. Then", "."),
        ("“ ” —", "—"),
        ("of\ufb01ce", "f"),
    ],
)
def test_what_is_not_there_word_for_word_is_absent(text: str, quote: str) -> None:
    located = TextIndex(text).locate(quote)
    assert (located.tier, located.spans, located.chosen) == ("absent", (), None)


@pytest.mark.parametrize(
    ("text", "quote"),
    [("built 5 mW lamps", "built 5 MW lamps"), ("they told us so", "they told US so"), ("IN İZMİR", "in izmir"), ("ΟΔΟΣ 5", "οδος 5")],
)
def test_another_letter_case_is_reported_and_never_chosen(text: str, quote: str) -> None:
    located = TextIndex(text).locate(quote)
    assert located.tier == "case"
    assert len(located.spans) == 1
    assert located.chosen is None


def test_a_cut_quote_is_refused_with_the_reason() -> None:
    located = TextIndex("lost 1,200 men").locate("lost 1")
    assert (located.tier, located.cut) == ("absent", "ends inside the number “1,200”")
    assert TextIndex("lost 12").locate("…").cut == "holds no word or number"


def test_a_cut_occurrence_is_passed_over_for_a_whole_one() -> None:
    located = TextIndex("lost 112 and 12").locate("12")
    assert located.spans == (Span(13, 15),)
    assert located.cut == "starts inside the number “112”"


def test_exact_occurrences_go_before_respelled_ones() -> None:
    located = TextIndex("«Tarn» fell. “Tarn” fell. «Tarn»  fell.").locate("“Tarn” fell")
    assert (located.tier, located.spans) == ("exact", (Span(13, 24),))
    spread = TextIndex("«Tarn» fell. “Tarn”  fell.").locate("“Tarn” fell")
    assert (spread.tier, spread.spans) == ("whitespace", (Span(13, 25),))


def test_all_occurrences_are_listed_and_none_chosen_where_nothing_tells_them_apart() -> None:
    located = TextIndex(ARTICLE).locate("at least 12 sailors were lost off")
    assert words(ARTICLE, located.spans) == ["at least 12 sailors were lost off"] * 2
    assert (located.chosen, located.resolved_by) == (None, None)


@pytest.mark.parametrize(
    ("prefix", "suffix", "place"),
    [
        ("on May 4 that ", "", 1),
        ("", " Brell.", 1),
        ("on  May 3  that", " Tarn", 0),
        ("that", " Brell", 1),
        ("May 4 that", " Tarn", None),
        ("that", "", None),
    ],
)
def test_the_words_around_tell_repeats_apart(prefix: str, suffix: str, place: int | None) -> None:
    located = TextIndex(ARTICLE).locate("at least 12 sailors were lost off", prefix=prefix, suffix=suffix)
    assert located.chosen == (None if place is None else located.spans[place])
    assert located.resolved_by == (None if place is None else "context")


def test_order_tells_repeats_apart_where_it_leaves_one() -> None:
    index = TextIndex(ARTICLE)
    quote = "at least 12 sailors were lost off"
    first, second = index.locate(quote).spans
    assert index.locate(quote, after=first.start).resolved_by is None
    assert index.locate(quote, after=first.end).chosen == second
    assert index.locate(quote, after=first.end).resolved_by == "order"
    assert index.locate_at(quote, Place(before=second.start)).chosen == first
    assert index.locate(quote, after=len(ARTICLE)).chosen is None


def test_a_window_restricts_the_search_and_edges_are_still_seen_outside_it() -> None:
    text = "lost 112 men, lost 12 men"
    assert TextIndex(text).locate("12 men", within=Span(6, 12)).cut == "starts inside the number “112”"
    assert TextIndex(text).locate("12 men", within=Span(12, 25)).chosen == Span(19, 25)
    assert TextIndex(text).locate("“lost” 12", within=Span(0, 0)).tier == "absent"


def test_overlapping_places_count_once_and_numbers_of_places_are_bounded() -> None:
    assert len(TextIndex("no no no no").locate("no no").spans) == 2
    assert len(TextIndex("no " * 5000).locate("no").spans) == MAX_OCCURRENCES


def test_a_whole_word_is_found_behind_thousands_of_cut_ones() -> None:
    text = "112 " * 20_000 + "and 12 men"
    assert TextIndex(text).locate("12").chosen == Span(80_004, 80_006)


@pytest.mark.parametrize("quote", ["12-12", "12", "a" * 50, "a" * 100_000, " a " * 1000])
def test_hostile_texts_end(quote: str) -> None:
    for text in ("12-" * 300_000, "a" * 1_000_000, "a " * 500_000, "\u200b" * 500_000, "—" * 500_000):
        assert TextIndex(text).locate(quote).chosen is None


@pytest.mark.parametrize("blanks", ["\n", "\u2028 ", " "])
def test_long_runs_of_blanks_are_read_once(blanks: str) -> None:
    text = "co-" + blanks * 300_000 + "(operate) at 12"
    assert TextIndex(text).locate("co-operate").tier == "absent"
    assert TextIndex(text).locate("at" + blanks * 100_000 + "13 … " + "at" + blanks * 100_000 + "12").tier == "absent"


def test_marks_without_end_are_left_as_they_are() -> None:
    heap = "e" + "\u0301\u0327" * 200_000
    assert TextIndex(f"{heap} and 12 me\u0301n").locate("and 12 mén").tier == "typography"


def test_a_text_of_repeats_is_looked_at_in_few_places_however_many_quotes_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Span] = []

    def refused(_text: str, span: Span, _rule: str) -> str:
        looked.append(span)
        return "cut"

    monkeypatch.setattr(occurrences, "cut", refused)
    index = TextIndex("12," * 10_000)
    assert not any(index.locate("12," * (20 + number)).spans for number in range(200))
    assert len(looked) < 205_000  # without a common bound it is 386,000


def test_places_where_quotes_do_stand_have_their_common_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Span] = []
    monkeypatch.setattr(occurrences, "cut", lambda _text, span, _rule: looked.append(span))
    index = TextIndex("12 soldiers were killed, " * 10_000)
    found = [index.locate("12 soldiers were killed, " * number + "12") for number in range(1, 2_000)]
    assert len(looked) < 220_000  # without it 400,000
    assert all(one.tier == "exact" and one.chosen is None for one in found)
    assert found[0].more
    assert len(found[-1].spans) == 5  # every search has its first places


def test_the_edges_of_repeats_are_read_once() -> None:
    before = edges._unit_between.cache_info().misses
    index = TextIndex("Some 12 of them, " * 10_000)
    assert len(index.locate("12").spans) == MAX_OCCURRENCES
    assert edges._unit_between.cache_info().misses - before <= 20  # four edges, and those near the text's beginning


@pytest.mark.parametrize("quote", ["some 12 of them", "Some 12 of  them", "Some"])
def test_a_search_that_was_given_up_says_so_and_takes_no_place_for_the_only_one(quote: str) -> None:
    text = "Some 12 of them or Some 112. " * 10
    index = TextIndex(text)
    index._patience = Patience(places=0)
    found = index.locate(quote, after=200)
    assert found.more
    assert found.chosen is None


def test_the_words_around_still_tell_places_apart_where_a_search_was_given_up() -> None:
    index = TextIndex("On Monday 12 men fell. " + "On Friday 12 men fell. " * 300)
    found = index.locate("12 men fell", prefix="On Monday")
    assert found.more
    assert found.resolved_by == "context"
    assert found.chosen == Span(10, 21)
    assert index.locate_at("12 men fell", Place(before=30)).resolved_by == "order"
    assert index.locate_at("12 men fell", Place(after=4_580)).chosen is None  # one place of those looked at, and a hundred more behind
