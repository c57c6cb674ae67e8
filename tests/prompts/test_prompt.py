from __future__ import annotations

import json
import re

import pytest

from extractor.checks import check_claims
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.dates import time_disagreement
from extractor.claims.fields import verbatim_fields
from extractor.claims.figures import bounds_disagreement
from extractor.models.wire import ParsedClaims, parse_answer, read_claims, wire_format
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.reading import Reading
from prompts import Example, PromptNotFoundError, list_versions, load
from prompts.rendering import static_prefix

VERSIONS = list_versions("conflict")


def examples() -> list[Example]:
    return [example for version in VERSIONS for example in load("conflict", "extract", int(version.rpartition(".v")[2])).examples]


def read(example: Example) -> ParsedClaims:
    return read_claims(parse_answer(json.dumps(example.answer)), CONFLICT, example.published)


def claims(example: Example) -> list[Claim]:
    return [proposed.claim for proposed in read(example).claims]


def test_the_newest_version_is_loaded_unless_one_is_named() -> None:
    assert VERSIONS[-1] == load("conflict").id
    assert load("conflict", "extract", 1).id == "conflict/extract.v1"


@pytest.mark.parametrize(
    ("domain", "name", "version"), [("conflict", "extract", 99), ("conflict", "summarise", None), ("sport", "extract", None)]
)
def test_a_prompt_that_is_not_there_names_those_that_are(domain: str, name: str, version: int | None) -> None:
    with pytest.raises(PromptNotFoundError, match=r"there are: conflict/extract\.v1"):
        load(domain, name, version)


def test_every_kind_and_every_value_of_a_field_is_explained() -> None:
    instructions = load("conflict").instructions
    words = set(re.findall(r"\w+", instructions))
    for kind, record in CONFLICT.kinds.items():
        assert kind in words
        for name in record.model_fields:
            assert name in words, f"{kind}.{name}"
    enums = re.findall(r'"enum": (\[.*?\])', json.dumps(wire_format(CONFLICT).schema))
    values = {value for found in enums for value in json.loads(found)} - {"none"}
    assert values <= words


def test_a_new_version_costs_at_most_a_tenth_more_than_the_one_before_it_in_what_every_request_begins_with() -> None:
    before, newest = (load("conflict", "extract", version) for version in (len(VERSIONS) - 1, len(VERSIONS)))
    assert len(static_prefix(newest)) <= 1.1 * len(static_prefix(before))


@pytest.mark.parametrize("example", examples())
def test_every_item_of_a_worked_example_is_a_claim_written_as_the_wire_has_it(example: Example) -> None:
    parsed = read(example)
    assert parsed.malformed == ()
    assert [json.dumps(wire_format(CONFLICT).write(one.claim)) for one in parsed.claims] == [
        json.dumps(item) for item in example.answer["claims"]
    ]


@pytest.mark.parametrize("example", examples())
def test_every_verbatim_word_of_a_worked_example_stands_in_its_text(example: Example) -> None:
    for claim in claims(example):
        for quote in claim.evidence:
            assert example.text.count(quote.text) == 1, quote.text
        for path, words in verbatim_fields(claim):
            assert words in example.text, f"{path}: {words}"


@pytest.mark.parametrize("example", examples())
def test_figures_and_dates_of_a_worked_example_are_what_the_program_reads(example: Example) -> None:
    for claim in claims(example):
        if claim.figure is not None:
            assert bounds_disagreement(claim.figure) is None, claim.figure
        for time in (claim.event_time, claim.attribution.said_on):
            if time is not None:
                assert time_disagreement(time, example.published) is None, time


@pytest.mark.parametrize("example", examples())
def test_no_check_has_anything_to_say_about_a_worked_example(example: Example) -> None:
    reading = Reading.of(Document(example.text, "example", title=example.title, outlet=example.outlet, published=example.published))
    grounded = ground(claims(example), reading)
    findings = check_claims([one.claim for one in grounded], reading, CONFLICT)
    assert [finding for one, found in zip(grounded, findings, strict=True) for finding in (*one.findings, *found)] == []


def test_the_worked_examples_cover_each_trap() -> None:
    every = [claim for example in examples() for claim in claims(example)]
    figures = [claim.figure for claim in every if claim.figure is not None]
    outcomes = {getattr(claim, "outcome", None) for claim in every}
    traps = {
        "a number inside a denial": any(claim.stance == "denied" and claim.figure for claim in every),
        "all but some": any(figure.text.startswith("All but") and figure.low is None for figure in figures),
        "checked by a third party": any(claim.verification.status == "confirmed" for claim in every),
        "superseded": any(claim.stance == "asserted" and claim.salience == "minor" and claim.attribution.said_on for claim in every),
        "merged outcomes": "killed_or_wounded" in outcomes,
        "a total without its outcome": "unspecified" in outcomes,
        "chain of attribution": any(claim.attribution.relays for claim in every),
        "echo": any(a.statement == b.statement and a.attribution != b.attribution for a in every for b in every),
        "denial": any(claim.stance == "denied" for claim in every),
        "hedge": any(claim.stance == "hedged" for claim in every),
        "relative dates": any(claim.event_time and claim.event_time.resolved_from == "publication_date" for claim in every),
        "furniture": all("Subscribe" in example.text for example in examples()),
        "ranges": any(figure.qualifier == "range" for figure in figures),
        "vague words": any(figure.qualifier == "vague" for figure in figures),
        "one person": any((figure.low, figure.high) == (1, 1) for figure in figures),
        "own voice": any(claim.attribution.source_type == "outlet" for claim in every),
        "unnamed source": any(claim.attribution.source is None and claim.attribution.cue for claim in every),
        "denied and so disputed": any(claim.stance == "disputed" for claim in every),
        "retraction": any(claim.stance == "retracted" for claim in every),
        "headline and body": any(len(claim.evidence) > 1 for claim in every),
        "share": any(figure.unit == "percent" for figure in figures),
        "running total": any(getattr(claim, "scope", None) == "cumulative" for claim in every),
        "own voice of an agency's story": any(a.source_type == "outlet" and a.relays for a in (claim.attribution for claim in every)),
        "verification": any(claim.verification.status == "unverified" for claim in every),
        "two quantities, one quote": any(a.evidence == b.evidence and a.figure != b.figure for a in every for b in every),
    }
    assert [trap for trap, covered in traps.items() if not covered] == []
