"""Hypothesis strategies for the record, in one place: anything a claim may be, and the words it is made of."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hypothesis import strategies as st

from extractor.claims.conflict import CONFLICT, Casualties, Deployment, Statement
from extractor.claims.core import (
    Attribution,
    Claim,
    Evidence,
    Figure,
    Mention,
    PlaceRef,
    TimeRef,
    Verification,
)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
"""Words of a document: any Unicode but lone surrogates, spaces and controls included."""
sentences = words.filter(lambda text: text.strip() != "")
counts = st.integers(min_value=0, max_value=10_000_000)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
edtf_values = (
    days.map(date.isoformat)
    | days.map(lambda day: day.isoformat()[:7])
    | days.map(lambda day: f"{day.year}~")
    | days.map(lambda day: f"XXXX-{day.isoformat()[5:]}")
    | days.map(lambda day: f"{day.isoformat()}/..")
    | st.tuples(days, days).map(lambda pair: "/".join(sorted(day.isoformat() for day in pair)))
)
qualifiers: st.SearchStrategy[Literal["exact", "at_least", "more_than", "at_most", "fewer_than", "range", "approximate", "vague"]] = (
    st.sampled_from(["exact", "at_least", "more_than", "at_most", "fewer_than", "range", "approximate", "vague"])
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Any valid figure: its words need not mean its bounds."""
    low, high = sorted((draw(counts), draw(counts)))
    side = draw(st.sampled_from(["both", "low", "high", "none"]))
    return Figure(
        text=draw(words),
        low=low if side in {"both", "low"} else None,
        high=high if side in {"both", "high"} else None,
        qualifier=draw(qualifiers),
        unit=draw(st.sampled_from(["persons", "percent", "vehicles", "km"])),
    )


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    """A quote, found or not yet."""
    text, start = draw(words), draw(st.none() | st.integers(0, 100_000))
    return Evidence(text=text, start=start, end=None if start is None else start + len(text), prefix=draw(st.text(max_size=5)))


mentions = st.builds(Mention, text=words, name=st.none() | words)
times = st.builds(TimeRef, text=words) | st.builds(
    TimeRef, text=words, edtf=edtf_values, resolved_from=st.sampled_from(["text", "context"])
)
places = st.builds(PlaceRef, text=words, name=st.none() | words, precision=st.sampled_from(["exact", "locality", "region"]))
attributions = st.builds(
    Attribution,
    source=st.none() | mentions,
    source_type=st.sampled_from(["official", "military", "media", "unknown"]),
    cue=st.none() | words,
    basis=st.none() | words,
    said_on=st.none() | times,
    relays=st.lists(mentions, max_size=2).map(tuple),
)
_COMMON = {
    "statement": sentences,
    "evidence": st.lists(evidence(), min_size=1, max_size=2).map(tuple),
    "attribution": attributions,
    "event_time": st.none() | times,
    "place": st.none() | places,
    "stance": st.sampled_from(["asserted", "hedged", "denied", "disputed", "retracted"]),
    "verification": st.builds(Verification, status=st.sampled_from(["none", "unverified"]), text=st.none() | words),
    "salience": st.sampled_from(["core", "minor"]),
    "figure": st.none() | figures(),
}
casualties: st.SearchStrategy[Casualties] = st.builds(
    Casualties,
    outcome=st.sampled_from(["killed", "wounded", "killed_or_wounded", "unspecified"]),
    population=st.none() | mentions,
    attacker=st.none() | mentions,
    scope=st.sampled_from(["incident", "cumulative"]),
    **_COMMON,
)
deployments: st.SearchStrategy[Deployment] = st.builds(Deployment, population=st.none() | mentions, by=st.none() | mentions, **_COMMON)
statements: st.SearchStrategy[Statement] = st.builds(Statement, topic=sentences, **_COMMON)
claims: st.SearchStrategy[Claim] = casualties | deployments | statements
"""Any claim of three of the domain's kinds; `domain` parses them."""
domain = CONFLICT
