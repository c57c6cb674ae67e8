"""Small samples of our own writing in other people's formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.gold import GoldClaim
from evals.outside import load_outside
from evals.outside.shape import Outside, passage
from evals.run import evaluate
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.models.rules import RulesModel

MESSAGES = """
DEV-MUC3-9001 (OWN)

VILLA NUEVA, 4 MAR 88 (OWN) -- [TEXT] THE HILL COLUMN AMBUSHED A BUS NEAR VILLA NUEVA ON 3 MARCH. SEVEN PEASANTS WERE KILLED, THE ARMY SAID.
THE MAYOR OF ALTA WAS KIDNAPPED.


DEV-MUC3-9002 (OWN)

ALTA, 5 MAR 88 (OWN) -- [TEXT] THE HARVEST WAS GOOD.
"""
KEYS = """
; a remark
0.  MESSAGE: ID                     DEV-MUC3-9001 (OWN)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  03 MAR 88
3.  INCIDENT: LOCATION              COSTA ALTA: VILLA NUEVA (TOWN)
4.  INCIDENT: TYPE                  ATTACK
9.  PERP: INDIVIDUAL ID             "HILL COLUMN" / "THE HILL COLUMN"
10. PERP: ORGANIZATION ID           -
18. HUM TGT: NAME                   -
19. HUM TGT: DESCRIPTION            "PEASANTS" / "SEVEN PEASANTS"
                                    "DRIVER"
21. HUM TGT: NUMBER                 7: "PEASANTS" / "SEVEN PEASANTS"
                                    1: "DRIVER"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "PEASANTS" / "SEVEN PEASANTS"
                                    NO INJURY: "DRIVER"
24. HUM TGT: TOTAL NUMBER           8

0.  MESSAGE: ID                     DEV-MUC3-9001 (OWN)
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
2.  INCIDENT: DATE                  02 MAR 88 - 03 MAR 88
3.  INCIDENT: LOCATION              COSTA ALTA
4.  INCIDENT: TYPE                  KIDNAPPING
18. HUM TGT: NAME                   "MAYOR OF ALTA"
23. HUM TGT: EFFECT OF INCIDENT     -

0.  MESSAGE: ID                     DEV-MUC3-9002 (OWN)
1.  MESSAGE: TEMPLATE               *
"""


def muc(tmp_path: Path) -> Outside:
    folder = tmp_path / "muc"
    folder.mkdir()
    (folder / "dev-own").write_text(MESSAGES, encoding="utf-8")
    (folder / "key-own").write_text(KEYS, encoding="utf-8")
    return load_outside("muc", folder)


def test_a_muc_template_is_a_casualties_claim_for_each_human_target_that_was_harmed(tmp_path: Path) -> None:
    corpus = muc(tmp_path).corpus
    assert [document.name for document in corpus.documents] == ["DEV-MUC3-9001", "DEV-MUC3-9002"]
    killed, abducted = corpus.gold["DEV-MUC3-9001"]
    assert (killed.row["outcome"], killed.bounds, killed.row["event_time"]) == ("killed", (7, 7), "1988-03-03")
    assert killed.right("population") == ("PEASANTS", "SEVEN PEASANTS")
    assert killed.right("attacker") == ("HILL COLUMN", "THE HILL COLUMN", None)
    assert killed.right("place") == ("VILLA NUEVA", "COSTA ALTA", None)
    assert killed.row["quote"] == "SEVEN PEASANTS WERE KILLED, THE ARMY SAID."
    assert (abducted.row["outcome"], abducted.minor, abducted.has_figure) == ("abducted", True, False)
    assert abducted.row["event_time"] == "1988-03-02/1988-03-03"
    assert corpus.gold["DEV-MUC3-9002"] == ()


async def test_what_a_format_does_not_say_is_not_measured_and_is_said(tmp_path: Path) -> None:
    found = muc(tmp_path)
    assert any("source, cue, relays, stance" in note for note in found.notes)
    report = await evaluate(found.corpus, RulesModel(), CONFLICT)
    assert report.metrics["relaxed_recall"].value is not None
    assert report.metrics["figure_f1"].value is not None
    for column in ("source", "stance", "scope", "verification"):
        assert report.metrics[f"{column}_accuracy"].n == 0
    assert {one.type for one in report.mistakes} <= {"missed", "spurious", "wrong_outcome", "wrong_bounds", "wrong_date"}
    assert report.to_dict()["stance"] == {}


ROW = {
    "name": "2011-04-R-001",
    "text": "HEADQUARTERS (April 3) - A patrol searched a compound in Nawa. The patrol killed two armed men and detained several suspects.",
    "StartDate": "2011-04-03",
    "province": "Tarin",
    "citydistrict": "Nawa",
    "minkilled": "2",
    "mincaptured": 3,
}


def test_a_coded_press_release_has_its_least_numbers_as_claims(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl"
    path.write_text(json.dumps(ROW) + "\n\n" + json.dumps({**ROW, "minkilled": 0, "mincaptured": None}) + "\n", encoding="utf-8")
    corpus = load_outside("isaf", path).corpus
    first, second = corpus.documents
    killed, captured = corpus.gold[first.name]
    assert (killed.row["outcome"], killed.bounds_right) == ("killed", ((2, None), (2, 2), (None, None)))
    assert (captured.row["outcome"], captured.bounds) == ("captured", (3, None))
    assert killed.row["quote"] == "The patrol killed two armed men and detained several suspects."
    assert killed.right("place") == ("Nawa", "Tarin", None)
    assert (first.published, corpus.gold[second.name]) == ("2011-04-03", ())


TEXT = "The mayor said on Monday that the bridge was safe. Nothing else happened."
BOUNDS = "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\n"
EVENT = BOUNDS + "T3\tcontent 25 50;60 62\tx\nE1\tcontent:T3 source:T1 cue:T2\n#1\tNote T1\tx\n"
RELATIONS = BOUNDS + "T3\tContent 25 49\tx\nR1\tAttribution Arg1:T3 Arg2:T1\nR2\tAttribution Arg1:T3 Arg2:T2\n"


def brat(tmp_path: Path, annotation: str) -> GoldClaim:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(annotation, encoding="utf-8")
    (claim,) = load_outside("brat", tmp_path).corpus.gold["a.txt"]
    return claim


@pytest.mark.parametrize(("annotation", "end"), [(EVENT, 62), (RELATIONS, 49)], ids=["events", "relations"])
def test_a_brat_attribution_is_quoted_from_its_first_part_to_its_last(tmp_path: Path, annotation: str, end: int) -> None:
    claim = brat(tmp_path, annotation)
    assert (claim.row["source"], claim.row["cue"]) == ("The mayor", "said")
    assert claim.spans == (Span(0, end),)
    assert "casualties" in claim.right("kind")  # a claim of any kind may be attributed
    assert {"figure", "stance", "kind"} <= claim.unmeasured
    assert "source" not in claim.unmeasured


def test_a_w3c_annotation_is_its_quote_with_a_body_as_statement_and_a_tag_as_kind(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text(TEXT, encoding="utf-8")
    target = {"source": "https://example.org/texts/a%20b.txt", "selector": {"type": "TextQuoteSelector", "exact": "the bridge was safe"}}
    bodies = [
        {"type": "TextualBody", "value": "The bridge was safe."},
        {"type": "TextualBody", "purpose": "tagging", "value": "statement"},
    ]
    whole = {"type": "AnnotationPage", "items": [{"type": "Annotation", "id": "urn:1", "body": bodies, "target": target}]}
    (tmp_path / "annotations.json").write_text(json.dumps(whole), encoding="utf-8")
    (claim,) = load_outside("w3c", tmp_path / "annotations.json").corpus.claims
    assert (claim.kind, claim.row["statement"], claim.row["quote"]) == ("statement", "The bridge was safe.", "the bridge was safe")
    assert claim.unmeasured.isdisjoint({"kind", "quote"})


@pytest.mark.parametrize(
    ("name", "file", "content", "message"),
    [
        ("isaf", "a.jsonl", "{", r"a\.jsonl:1: not JSON"),
        ("isaf", "a.jsonl", '{"text": 3}', r"a\.jsonl:1: text is missing"),
        ("isaf", "a.jsonl", "", r"a\.jsonl: no document"),
        ("brat", "b.ann", "", r"b\.txt is missing"),
        ("w3c", "a.json", "{", r"a\.json: not JSON"),
        ("w3c", "a.json", '{"type": "Annotation"}', "target.source names no text"),
        ("muc", "a.txt", "x", "is no folder"),
        ("xml", "a.txt", "x", "--format xml: no such format"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, file: str, content: str, message: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_outside(name, path)


def test_annotations_that_point_nowhere_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.ann:1: '900 910' lies outside the text"):
        brat(tmp_path, "T1\tsource 900 910\tx\n")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    target = {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "not there"}}
    (tmp_path / "w.json").write_text(json.dumps({"type": "Annotation", "id": "urn:2", "target": target}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.txt: urn:2: target\.selector points to no one place"):
        load_outside("w3c", tmp_path / "w.json")
    with pytest.raises(UsageError, match="is missing"):
        load_outside("w3c", tmp_path / "none.json")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no key file"):
        load_outside("muc", tmp_path / "empty")


def test_a_passage_is_the_first_sentence_with_most_of_the_words_and_else_the_whole_text() -> None:
    text = "Two men came. Two men were killed. Nobody was killed."
    assert text[slice(*passage(text, ["killed", "two"]))] == "Two men were killed."
    assert passage(text, ["weather"]) == Span(0, len(text))
    assert passage(text, ["kill"]) == Span(0, len(text))  # words, not parts of them
