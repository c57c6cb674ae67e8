from __future__ import annotations

from extractor.claims.conflict import Casualties
from extractor.claims.core import Attribution, Evidence, Figure, Mention, PlaceRef, TimeRef
from extractor.text.anchors import anchors
from extractor.text.document import Document
from extractor.text.reading import Reading
from extractor.text.selectors import evidence_at

TEXT = """The navy said on Monday that 12 men died off Tarn. Voss said nothing.

On Tuesday Voss, the harbour’s clerk, said 12 women died and the navy said 112 were hurt in Brell-based camps.

The clerk said nothing of Tarn on Monday."""
READING = Reading.of(Document(TEXT, "x.txt"))


def claim(quote: str, **fields: object) -> Casualties:
    return Casualties.model_validate(
        {"statement": "x", "outcome": "killed", "evidence": (READING.index.locate(quote).chosen and _evidence(quote),), **fields}
    )


def _evidence(quote: str) -> Evidence:
    span = READING.index.locate(quote).chosen
    assert span is not None
    return evidence_at(TEXT, span)


def places(claim: Casualties) -> dict[str, tuple[str, int]]:
    return {path: (TEXT[span.start : span.end], span.start) for path, span in anchors(claim, READING).items()}


SECOND = "On Tuesday Voss, the harbour’s clerk, said 12 women died and the navy said 112 were hurt in Brell-based camps."


def test_words_are_found_in_the_evidence_first() -> None:
    found = places(
        claim(
            SECOND,
            figure=Figure(text="12", low=12, high=12, qualifier="exact"),
            population=Mention(text="women"),
            attribution=Attribution(source=Mention(text="Voss"), cue="said"),
            event_time=TimeRef(text="On Tuesday"),
            place=PlaceRef(text="Brell", precision="locality"),
        )
    )
    body = TEXT.index("On Tuesday")
    assert found == {
        "figure.text": ("12", TEXT.index("12 women")),
        "population.text": ("women", TEXT.index("women")),
        "attribution.source.text": ("Voss", TEXT.index("Voss, the")),
        "attribution.cue": ("said", TEXT.index("said 12 women")),
        "event_time.text": ("On Tuesday", body),
        "place.text": ("Brell", TEXT.index("Brell")),
    }


def test_a_cue_goes_with_its_source() -> None:
    found = places(claim(SECOND, attribution=Attribution(source=Mention(text="the navy"), cue="said")))
    assert found["attribution.cue"] == ("said", TEXT.index("said 112"))


def test_words_outside_the_evidence_are_the_nearest_ones() -> None:
    found = places(
        claim(
            "12 women died",
            attribution=Attribution(source=Mention(text="Voss"), cue="said"),
            place=PlaceRef(text="Tarn", precision="locality"),
        )
    )
    assert found["attribution.source.text"] == ("Voss", TEXT.index("Voss, the"))
    assert found["place.text"] == ("Tarn", TEXT.index("Tarn."))


def test_words_in_another_typography_are_found_and_in_another_case_not() -> None:
    found = places(claim(SECOND, attribution=Attribution(source=Mention(text="the harbour's clerk"), cue="SAID")))
    assert found == {"attribution.source.text": ("the harbour’s clerk", TEXT.index("the harbour’s"))}


def test_numbers_are_not_found_inside_numbers() -> None:
    found = places(claim("the navy said 112 were hurt", figure=Figure(text="12", low=12, high=12, qualifier="exact")))
    assert found["figure.text"] == ("12", TEXT.index("12 women"))


def test_without_located_evidence_the_document_is_searched_from_its_beginning() -> None:
    lost = claim(SECOND).model_copy(update={"evidence": (Evidence(text="nowhere"),), "place": PlaceRef(text="Tarn", precision="locality")})
    assert places(lost) == {"place.text": ("Tarn", TEXT.index("Tarn"))}


def test_relays_have_a_path_each() -> None:
    found = places(claim(SECOND, attribution=Attribution(relays=(Mention(text="Nobody"), Mention(text="the navy")))))
    assert found == {"attribution.relays.1.text": ("the navy", TEXT.index("the navy"))}
