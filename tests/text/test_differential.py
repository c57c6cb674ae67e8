"""Against gtrex, a ladder of exact → whitespace → typography with word edges, written by others."""

from __future__ import annotations

import re
import unicodedata

from gtrex import Policy, Verifier
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.claims.finding import Span
from extractor.text.edges import cut
from extractor.text.locate import TextIndex
from tests.text.texts import AWKWARD, quoted, respelled, word_spans

_POLICY = Policy(ladder_name="strict", ellipsis_policy="reject")
_TIERS = ("exact", "whitespace", "typography")

# What we fold and gtrex doesn't: "--" and spaced dashes for an em dash, ". . .", « » as quotation marks, ' for ", an accent grave or
# acute as an apostrophe, spaces around dashes and ellipses, line-end hyphens, accents composed after a blank fold.
_ONLY_OURS = re.compile(r"--|\. ?\. ?\.|…|[«»„´`‛‚―‹›]|\s[-–—]|[-–—]\s|[\"“”']|[-‐]\s*\n")


def gtrex_span(text: str, quote: str) -> Span | None:
    certificate = Verifier(text, _POLICY).verify(quote)
    if not certificate.grounded or certificate.tier not in _TIERS:
        return None
    assert certificate.start is not None
    assert certificate.end is not None
    return Span(certificate.start, certificate.end)


@given(quoted(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_gtrex_accepts_we_find_in_the_same_place_or_say_what_it_cuts(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    quote = data.draw(respelled(text[span.start : span.end]))
    theirs = gtrex_span(text, quote)
    assume(theirs is not None)
    assert theirs is not None
    ours = TextIndex(text).locate(quote)
    assert any(found.start == theirs.start and found.end == theirs.end for found in ours.spans) or cut(text, theirs) is not None


@given(quoted(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_we_accept_gtrex_accepts_but_for_spellings_that_it_does_not_know(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    quote = data.draw(respelled(text[span.start : span.end]))
    ours = TextIndex(text).locate(quote)
    assume(ours.tier in _TIERS)
    theirs = gtrex_span(text, quote)
    assert theirs in ours.spans or _ONLY_OURS.search(quote + text[span.start : span.end])


@given(quoted(), st.data())
@settings(max_examples=100, deadline=None)
def test_neither_accepts_a_changed_digit(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    quote = text[span.start : span.end]
    digits = [at for at, char in enumerate(quote) if char.isdigit()]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    changed = quote[:at] + ("3" if quote[at] != "3" else "7") + quote[at + 1 :]
    assume(changed not in text)
    assert gtrex_span(text, changed) is None
    assert TextIndex(text).locate(changed).tier == "absent"


# Lone surrogates gtrex can't hash. In Chinese it sees words across digits and marks, where there are none.
_AWKWARD = [char for char in AWKWARD if char not in "\ud83d中万三人" and not unicodedata.category(char).startswith("M")]


@given(st.lists(st.sampled_from(_AWKWARD), max_size=40).map("".join), st.data())
@settings(max_examples=200, deadline=None)
def test_on_awkward_characters_we_accept_no_edge_that_gtrex_refuses(text: str, data: st.DataObject) -> None:
    spans = word_spans(text)
    assume(spans)
    span = data.draw(st.sampled_from(spans))
    start = data.draw(st.integers(span.start, span.end - 1))
    end = data.draw(st.integers(start + 1, span.end))
    quote = text[start:end]
    assume(re.search(r"[^\W_]", quote) and quote.strip() == quote)
    ours = TextIndex(text).locate(quote)
    assume(ours.tier == "exact" and Span(start, end) in ours.spans)
    assert gtrex_span(text, quote) is not None
