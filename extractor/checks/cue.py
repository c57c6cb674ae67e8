"""Where a claim's cue stands, and whether its source speaks there."""

from __future__ import annotations

import re

from extractor.checks import speech
from extractor.checks.docket import Case, Docket
from extractor.checks.same import mention_key
from extractor.checks.sentence import Sentence
from extractor.checks.speaker import (
    is_authored,
    is_named,
    is_said_of,
    last_named,
    pronoun_at,
    speakers,
    stand_in,
    stands_before,
)
from extractor.checks.voice import Voice, voice
from extractor.claims.core import Mention
from extractor.claims.finding import Span

_NEAR = 700
_HEAD = re.compile(r"(?:[’']s?)?(?:,? ?\(?(?:[A-Z][\w.’'-]*\)?|of|the|for|and|in|at)(?!\w)){0,9} ?,")
"""Behind a name at the head of a sentence: the rest of it, and the comma of an aside."""


def cue_place(case: Case, cue: str) -> Span | None:
    """The cue's place that goes with the quote: in its sentences, else the last before them, else the first behind them, none too far."""
    if not case.quotes:
        return None
    first, last = case.quotes[0], case.quotes[-1]
    sentences = [Span(sentence.start, sentence.start + len(sentence.text)) for sentence in case.sentences]
    for window in (*case.quotes, *sentences):
        if (at := _beside(case, cue, window)) is not None:
            return at
    paragraph = case.docket.reading.paragraph_at(first.start)
    if paragraph and _is_open(case.text[first.start : last.end]) and (behind := _find(case.text, cue, Span(last.end, paragraph.span.end))):
        return behind
    start = min(first.start - _NEAR, max(paragraph.span.start, first.start - 4 * _NEAR) if paragraph else first.start)
    before = case.text.rfind(cue, max(0, start), first.start)
    if before >= 0:
        return Span(before, before + len(cue))
    return _find(case.text, cue, Span(last.end, last.end + _NEAR))


def _is_open(words: str) -> bool:
    """Whether a quotation begins in `words` and goes on behind them: who says it is named where it ends."""
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1


def _beside(case: Case, cue: str, window: Span) -> Span | None:
    """The cue's place in `window`: of several the nearest to the figure, or to those concerned."""
    found = cues_in(case.text, cue, window)
    figure = case.anchors.get("figure.text") or case.anchors.get("population.text") or window
    return min(found, key=lambda place: max(place.start - figure.end, figure.start - place.end), default=None)


def cues_in(text: str, cue: str, window: Span) -> list[Span]:
    """Every place of the cue's words in `window`."""
    return [Span(*match.span()) for match in re.compile(rf"(?<!\w){re.escape(cue)}(?!\w)").finditer(text, window.start, window.end)]


def _find(text: str, words: str, window: Span) -> Span | None:
    at = text.find(words, window.start, window.end)
    return Span(at, at + len(words)) if at >= 0 and words else None


def speaks_at(case: Case, mine: Voice, sentence: Sentence, cue: Span) -> tuple[bool, Span | None]:
    """Whether the source speaks at the cue; else who does, as far as it can be told."""
    loose = speech.NO_CUE.fullmatch(sentence.lower[cue.start : cue.end]) is not None or (
        is_said_of(sentence, cue) and " by " not in sentence.lower[cue.end :]
    )
    pronoun = pronoun_at(sentence, cue)
    standing = [] if loose or pronoun else speakers(sentence, cue)
    own = list(mine.places(sentence.text))
    if any(mine.is_meant(sentence.text[span.start : span.end]) for span in standing) or _is_agent(sentence, cue, own):
        return True, None
    named = next((span for span in standing if is_named(sentence, span)), None)
    if named is not None and (other := stand_in(sentence.text[named.start : named.end])):
        pronoun, named = other, None
    if named is not None and not _is_aside(sentence, named, own) and not is_authored(sentence, named, own):
        return False, _placed(sentence, named)
    if any(_owns_figure(case, sentence, place) for place in own):
        return True, None
    nearest = _nearest(case, mine, sentence, cue, own)
    if nearest is not None:
        return nearest
    if (pronoun is None and not loose and _has_subject(sentence, cue)) or (pronoun is not None and not mine.fits(pronoun)):
        return False, None
    return last_named(case.docket, mine, sentence.start + cue.start)


def _is_agent(sentence: Sentence, cue: Span, own: list[Span]) -> bool:
    """Whether the source stands behind a passive cue or a noun: "is estimated at 300 by the researcher", "a report in El Manar"."""
    passive = speech.AGENT_FOLLOWS.search(sentence.lower[: cue.end])
    gaps = [sentence.lower[cue.end : place.start] for place in own if place.start > cue.end] if passive else []
    return any(speech.AGENT.search(gap) and not speech.SAID.search(gap) for gap in gaps)


def _is_aside(sentence: Sentence, named: Span, own: list[Span]) -> bool:
    """Whether the name nearest to the cue stands in an aside of the source's: "the minister, speaking beside the governor, said"."""
    before = any(place.end <= named.start and _HEAD.match(sentence.text, place.end) for place in own)
    clause = re.search(r"(?:;|\b(?:and|but|while|as|that|when))\s*$", sentence.lower[: named.start])
    return before and clause is None and speech.CUE.search(sentence.lower[: named.start]) is None


def _has_subject(sentence: Sentence, cue: Span) -> bool:
    """Whether words stand before the cue in its clause that are no quotation and may be its subject."""
    lead = re.split(r"[\"“”]", sentence.lower[max(0, cue.start - 200) : cue.start])[-1]
    return re.search(r"[^\W\d_]{3,}", lead) is not None


def _owns_figure(case: Case, sentence: Sentence, place: Span) -> bool:
    """Whether the source stands before the figure as its owner: "to Sorvia's 200"."""
    figure = case.anchors.get("figure.text")
    gap = case.text[sentence.start + place.end : figure.start] if figure and figure.start >= sentence.start + place.end else "-"
    return re.fullmatch(r"[’']s?\s+", gap) is not None


def _nearest(case: Case, mine: Voice, sentence: Sentence, cue: Span, own: list[Span]) -> tuple[bool, Span | None] | None:
    """Of the document's speakers that the cue's sentence names, the nearest before the cue, else the first behind it."""
    if pronoun_at(sentence, cue) is not None and not any(place.end <= cue.start for place in own):
        return None
    others = [
        place
        for other in case.docket.memo("source.all", _sources)
        if not mine.is_meant(other.text)
        for place in voice(case.docket, other).places(sentence.text)
        if sentence.text[place.end : place.end + 2] not in {"'s", "’s"}
        if not any(place.start < mark.end and mark.start < place.end for mark in own)
    ]
    every = sorted([*own, *others])
    before = [place for place in every if place.end <= cue.start or (place.start <= cue.start < place.end)]
    after = [place for place in every if place.start >= cue.end]
    order = [*after, *reversed(before)] if stands_before(sentence, cue) else [*reversed(before), *after]
    if not order:
        return None
    return (True, None) if order[0] in own else (False, _placed(sentence, order[0]))


def _sources(docket: Docket) -> tuple[Mention, ...]:
    """The document's sources by any claim, each once; the first fifty."""
    every = (source for case in docket.cases if (source := case.claim.attribution.source) is not None)
    found = {mention_key(source): source for source in every if not speech.PRONOUN.fullmatch(source.text.lower())}
    return tuple(found.values())[:50]


def _placed(sentence: Sentence, span: Span) -> Span:
    return Span(sentence.start + span.start, sentence.start + span.end)
