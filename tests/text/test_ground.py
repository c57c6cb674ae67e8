from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.claims.conflict import Casualties
from extractor.claims.core import Attribution, Evidence, Figure, Mention
from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.ground import Grounded, ground
from extractor.text.reading import Reading
from tests.strategies import claims
from tests.text.texts import any_texts

TEXT = """Harbour office: 31 lost

The harbour office said 31 bodies had been recovered by daybreak. It said “at\xa0least 64 people” had been taken from the water.

A third group of 12 passengers was found alive. The search goes on.

None of the crew, who had been on deck since noon, was missing.

A third group of 12 passengers was found alive. Blue Line’s spokesman said 12 were children, not 15.
"""
READING = Reading.of(Document(TEXT, "x.txt"))


def claim(*quotes: str | Evidence, figure: str | None = None, source: str | None = None, cue: str | None = None) -> Casualties:
    return Casualties(
        statement="Somebody was lost.",
        evidence=tuple(Evidence(text=quote) if isinstance(quote, str) else quote for quote in quotes),
        outcome="missing",
        figure=Figure(text=figure, low=1, high=None, qualifier="at_least") if figure else None,
        attribution=Attribution(source=Mention(text=source) if source else None, cue=cue),
    )


def one(*quotes: str | Evidence, figure: str | None = None, source: str | None = None) -> Grounded:
    return ground([claim(*quotes, figure=figure, source=source)], READING)[0]


def codes(grounded: Grounded) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in grounded.findings]


def texts(grounded: Grounded) -> list[str]:
    return [TEXT[item.start : item.end] for item in grounded.claim.evidence if item.start is not None]


def test_a_quote_gets_its_offsets_and_the_words_around_it() -> None:
    grounded = one("31 bodies had been recovered")
    evidence = grounded.claim.evidence[0]
    assert evidence.start == TEXT.index("31 bodies")
    assert texts(grounded) == [evidence.text] == ["31 bodies had been recovered"]
    assert evidence.prefix.endswith("The harbour office said ")
    assert evidence.suffix.startswith(" by daybreak.")
    assert grounded.findings == ()


def test_right_offsets_stay_as_they_are() -> None:
    start = TEXT.rindex("A third group")
    given_ = Evidence(text="A third group", start=start, end=start + 13, prefix="p", suffix="s")
    before = claim(given_)
    assert ground([before], READING)[0] == Grounded(before)
    without = one(Evidence(text="A third group", start=start, end=start + 13))
    assert without.claim.evidence[0].start == start
    assert without.claim.evidence[0].prefix.strip() != ""


def test_wrong_offsets_are_not_believed() -> None:
    grounded = one(Evidence(text="31 bodies", start=3, end=12))
    assert grounded.claim.evidence[0].start == TEXT.index("31 bodies")


def test_a_quote_that_is_not_there_keeps_no_offsets() -> None:
    for quote in ("32 bodies had been recovered", "31 bodies had not been recovered"):
        grounded = one(Evidence(text=quote, start=3, end=3 + len(quote)))
        assert grounded.claim.evidence == (Evidence(text=quote),)
        assert grounded.findings == ()


def test_a_quote_is_put_in_the_documents_own_words() -> None:
    grounded = one("'at least 64 people' had been taken")
    assert texts(grounded) == [grounded.claim.evidence[0].text] == ["“at\xa0least 64 people” had been taken"]
    assert codes(grounded) == [("quote.normalised", "info")]
    assert grounded.findings[0].expected == "'at least 64 people' had been taken"
    assert grounded.findings[0].found == "“at\xa0least 64 people” had been taken"


def test_a_quote_over_two_paragraphs_is_a_warning() -> None:
    grounded = one("The search goes on. None of the crew")
    assert codes(grounded) == [("quote.normalised", "warn")]
    assert texts(grounded) == ["The search goes on.\n\nNone of the crew"]


def test_another_letter_case_or_a_cut_is_said_and_not_accepted() -> None:
    cased, cut = one("the Harbour Office said"), one("recovered by day")
    assert codes(cased) == [("quote.case", "warn")]
    assert cased.findings[0].found == "The harbour office said"
    assert codes(cut) == [("quote.cut", "block")]
    assert cut.findings[0].found == "ends inside the word “daybreak”"
    assert cased.claim.evidence[0].start is cut.claim.evidence[0].start is None


def test_stitched_quotes_become_several_evidences_or_stay_absent() -> None:
    grounded = one("The harbour office said … recovered by daybreak")
    assert texts(grounded) == ["The harbour office said", "recovered by daybreak"]
    assert codes(grounded) == [("quote.stitched", "warn")]
    assert one("The crew … was missing").claim.evidence[0].start is None
    assert one("It said … none of the crew").claim.evidence[0].start is None


def test_an_ellipsis_at_the_ends_is_left_out() -> None:
    grounded = one("…12 were children, not 15...")
    assert texts(grounded) == ["12 were children, not 15"]
    assert codes(grounded) == [("quote.normalised", "info")]


def test_a_repeated_quote_gets_its_first_place_in_the_story_and_a_warning() -> None:
    grounded = one("A third group of 12 passengers was found alive.")
    assert grounded.claim.evidence[0].start == TEXT.index("A third group")
    assert codes(grounded) == [("quote.ambiguous", "warn")]


def test_a_quote_in_headline_and_body_is_the_bodys() -> None:
    text = "At least 12 lost off Tarn\n\nThe navy said on Monday: “At least 12 lost off Tarn” is what it knows of.\n"
    grounded = ground([claim("At least 12 lost off Tarn")], Reading.of(Document(text, "x")))[0]
    assert grounded.claim.evidence[0].start == text.rindex("At least")
    assert grounded.findings == ()


def test_context_tells_repeats_apart() -> None:
    grounded = one(Evidence(text="A third group of 12 passengers was found alive.", suffix=" Blue Line"))
    assert grounded.claim.evidence[0].start == TEXT.rindex("A third group")
    assert grounded.findings == ()


def test_neighbouring_claims_tell_repeats_apart() -> None:
    repeated = "A third group of 12 passengers was found alive."
    between = ground([claim("31 bodies had been recovered"), claim(repeated), claim("None of the crew")], READING)
    behind = ground([claim("None of the crew"), claim(repeated)], READING)
    assert between[1].claim.evidence[0].start == TEXT.index("A third group")
    assert behind[1].claim.evidence[0].start == TEXT.rindex("A third group")
    assert between[1].findings == behind[1].findings == ()


def test_a_claim_that_quotes_every_place_is_not_ambiguous() -> None:
    repeated = "A third group of 12 passengers was found alive."
    grounded = one(repeated, repeated)
    assert [item.start for item in grounded.claim.evidence] == [TEXT.index(repeated), TEXT.rindex(repeated)]
    assert grounded.findings == ()


def test_only_the_chunk_is_looked_at() -> None:
    chunk = Span(TEXT.index("None of"), len(TEXT))
    repeated, outside = ground([claim("A third group of 12"), claim("31 bodies")], READING, chunk)
    assert repeated.claim.evidence[0].start == TEXT.rindex("A third group")
    assert outside.claim.evidence[0].start is None


def test_verbatim_words_are_put_as_the_document_has_them() -> None:
    grounded = one("had been taken from the water", figure="at least 64", source="Blue Line's spokesman")
    assert grounded.claim.figure is not None
    assert grounded.claim.figure.text == "at\xa0least 64"
    assert grounded.claim.attribution.source == Mention(text="Blue Line’s spokesman")
    assert codes(grounded) == [("words.normalised", "info")] * 2
    assert {finding.field for finding in grounded.findings} == {"figure.text", "attribution.source.text"}


def test_verbatim_words_that_are_not_there_stay_as_given() -> None:
    grounded = one("31 bodies", figure="at least 65", source="THE HARBOUR OFFICE")
    assert grounded.claim.figure is not None
    assert grounded.claim.figure.text == "at least 65"
    assert grounded.findings == ()


@given(st.lists(claims, max_size=4), any_texts)
@settings(max_examples=100, deadline=None)
def test_whatever_is_proposed_located_quotes_stand_where_they_say(proposed: list[Casualties], text: str) -> None:
    for grounded in ground(proposed, Reading.of(Document(text, "x"))):
        for item in grounded.claim.evidence:
            assert item.start is None or text[item.start : item.end] == item.text


def test_more_places_than_are_looked_at_are_told_and_none_is_taken_for_sure() -> None:
    read = Reading.of(Document("Some 12 of them fled, said the mayor.\n\n" * 300, "x.txt"))
    (found,) = ground([claim("Some 12 of them")], read)
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("quote.ambiguous", "warn")
    assert "200 times or more" in finding.message


def test_a_quote_that_was_given_up_is_blocked_with_what_to_do() -> None:
    read = Reading.of(Document("Some 12,12, " * 3_000, "x.txt"))
    (found,) = ground([claim("12, Some 12")], read)
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("quote.cut", "block")
    assert "more places than are looked at: select" in finding.message


def test_a_claim_of_thousands_of_quotes_is_placed_in_order() -> None:
    read = Reading.of(Document("Some 12 of them fled. " * 150, "x.txt"))
    found = ground([claim(*["Some 12 of them"] * 2_000)], read)[0].claim.evidence
    assert [item.start for item in found[:150]] == [22 * number for number in range(150)]
