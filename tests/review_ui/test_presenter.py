from __future__ import annotations

from extractor.claims.core import Attribution, Evidence, Figure
from extractor.claims.finding import Finding, Span
from extractor.text.anchors import anchors
from review_ui import presenter
from tests.review_ui.samples import QUOTE, READING, TEXT, harvest


def test_rows_follow_the_record_and_show_words_beside_what_they_mean() -> None:
    rows = presenter.rows(harvest(), outlet="The Loma Post")
    assert [(row["label"], row["words"], row["value"]) for row in rows] == [
        ("Who says it", None, None),
        ("Cue", "said", None),
        ("Said on", "on Friday", "10 October 2025"),
        ("Where", "Loma", None),
        ("Crop", "red rice", None),
    ]


def test_the_chain_runs_from_the_originator_over_the_relays_to_the_outlet() -> None:
    chain = presenter.rows(harvest(), outlet="The Loma Post")[0]["chain"]
    assert [(link["words"], link["name"]) for link in chain] == [
        ("The cooperative at Loma", "Loma cooperative"),
        ("radio Anwe", None),
        (None, "The Loma Post"),
    ]


def test_a_claim_of_nobody_in_particular_says_so() -> None:
    unnamed = presenter.rows(harvest(attribution=Attribution()), outlet=None)[0]["chain"]
    own = presenter.rows(harvest(attribution=Attribution(source_type="outlet")), outlet="The Loma Post")[0]["chain"]
    assert [link["name"] for link in unnamed] == ["unnamed source"]
    assert [link["name"] for link in own] == ["The Loma Post"], "the outlet does not carry what it says itself"


def test_tags_are_the_kind_its_enumerations_and_what_is_unusual() -> None:
    assert [tag["words"] for tag in presenter.tags(harvest())] == ["harvest", "wet season", "hedged"]
    assert [tag["words"] for tag in presenter.tags(harvest(stance="asserted", salience="minor"))] == ["harvest", "wet season", "minor"]


def test_what_the_claim_does_not_say_is_named() -> None:
    assert presenter.missing(harvest()) == ["When"]


def test_the_figure_shows_words_bounds_and_how_they_were_read() -> None:
    row = presenter.figure_row(harvest())
    assert row is not None
    assert (row["words"], row["value"], row["note"]) == ("at least 400 tonnes", "≥ 400 tonnes", "at least")
    vague = presenter.figure_row(harvest(figure=Figure(text="tens", low=10, high=None, qualifier="vague", bounds_from="convention")))
    assert vague is not None
    assert vague["note"] == "vague · bounds by convention"
    assert presenter.figure_row(harvest(figure=None)) is None


def test_every_verbatim_word_is_marked_in_its_tint() -> None:
    claim = harvest()
    marks = presenter.word_marks(claim, anchors(claim, READING))
    assert {mark["path"]: (mark["role"], TEXT[mark["start"] : mark["end"]]) for mark in marks} == {
        "attribution.source.text": ("source", "The cooperative at Loma"),
        "attribution.cue": ("source", "said"),
        "attribution.said_on.text": ("time", "on Friday"),
        "attribution.relays.0.text": ("source", "radio Anwe"),
        "place.text": ("place", "Loma"),
        "figure.text": ("figure", "at least 400 tonnes"),
        "crop.text": ("party", "red rice"),
    }


def test_findings_come_worst_first_and_a_block_says_why() -> None:
    info = Finding(code="a.info", severity="info", field="figure.text", message="A note.")
    warn = Finding(code="a.warn", severity="warn", field="place", message="A warning.", span=Span(3, 9))
    block = Finding(code="a.block", severity="block", field="evidence.0.text", message="It is not there.")
    views = presenter.finding_views([info, warn, block])
    assert [view["code"] for view in views] == ["a.block", "a.warn", "a.info"]
    assert views[1]["span"] == [3, 9]
    assert presenter.why_not([info, warn]) is None
    assert presenter.why_not([warn, block]) == "It is not there."
    assert presenter.why_not([block, block]) == "It is not there. (and 1 more)"


def test_quotes_that_are_not_in_the_text_are_told_apart() -> None:
    claim = harvest(evidence=(harvest().evidence[0], Evidence(text="nowhere to be read")))
    start = TEXT.index(QUOTE)
    assert presenter.quote_spans(claim.evidence) == [[start, start + len(QUOTE)]]
    assert presenter.lost_quotes(claim.evidence) == ["nowhere to be read"]


def test_dotted_paths_are_said_in_words() -> None:
    assert presenter.field_label("attribution.source.text") == "Source"
    assert presenter.field_label("attribution.relays.0.text") == "Relays"
    assert presenter.field_label("figure.low") == "Figure: at least"
