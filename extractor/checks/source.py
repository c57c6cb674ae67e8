"""Who says it: the source stands by its cue, is no mere carrier, and no other speaker stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import english
from extractor.checks.check import Check, info, quoted, warn
from extractor.checks.docket import Case, Docket
from extractor.checks.same import mention_key, words_key
from extractor.checks.sentence import Sentence, content_words, same_length_lower
from extractor.checks.speaker import Voice, is_authored, is_named, last_named, pronoun_at, speakers, stands_before, utterances, voice
from extractor.claims.core import Mention
from extractor.claims.finding import Finding, Span

_LETTERHEAD = 600
_NEAR = 700
_PAGE = 2_500


def _run(case: Case) -> Iterator[Finding]:
    attribution = case.claim.attribution
    source = attribution.source
    yield from _outlet(case)
    if source is None:
        yield from _missing(case)
        return
    yield from _relay(case, source)
    if attribution.cue is None:
        yield from _without_cue(case, source)
    else:
        yield from _by_cue(case, source)


def _outlet(case: Case) -> Iterator[Finding]:
    outlet = case.docket.reading.document.outlet
    for index, relay in enumerate(case.claim.attribution.relays):
        if outlet and mention_key(relay) == words_key(outlet):
            yield warn(
                "relay.is_outlet",
                f"attribution.relays.{index}",
                f"{quoted(relay.text)} is the outlet itself, which is no relay.",
                found=relay.text,
                span=case.anchors.get(f"attribution.relays.{index}.text"),
            )


def _relay(case: Case, source: Mention) -> Iterator[Finding]:
    if mention_key(source) in {mention_key(relay) for relay in case.claim.attribution.relays}:
        yield warn(
            "source.is_relay",
            "attribution.source",
            f"{quoted(source.text)} is given as the source and as a relay.",
            found=source.text,
            span=case.anchors.get("attribution.source.text"),
        )
        return
    for sentence in case.sentences:
        for match in english.CITING.finditer(sentence.lower):
            cited = _noun_phrase(sentence, match.end())
            before = sentence.lower[: match.start()]
            if _names(source, before) and not _names(source, same_length_lower(cited)) and english.SPEAKER.search(same_length_lower(cited)):
                yield warn(
                    "source.is_relay",
                    "attribution.source",
                    f"{quoted(source.text)} is {match[0]} {quoted(cited)}: then that is the source, and {quoted(source.text)} a relay.",
                    expected=cited,
                    found=source.text,
                    span=Span(sentence.start + match.start(), sentence.start + match.end() + len(cited)),
                )
                return


def _noun_phrase(sentence: Sentence, start: int) -> str:
    stop = re.compile(r"[,;:.\"“”()](?!\w)|\b(?:said|says|wrote|reported|that|who|which|and said)\b").search(sentence.lower, start)
    return sentence.text[start : stop.start() if stop else len(sentence.text)].strip()[:120]


def _names(mention: Mention, lower: str) -> bool:
    """Whether the words of `mention` stand in `lower`, or enough of them to be taken for it."""
    words = content_words(same_length_lower(mention.text))
    there = content_words(lower)
    return bool(words) and len(words & there) * 2 > len(words)


def _without_cue(case: Case, source: Mention) -> Iterator[Finding]:
    """Without a cue the text is the source's own, or the source was named before the quote and no other speaker since."""
    mine = voice(case.docket, source)
    if not case.sentences or _is_letterhead(case, mine):
        return
    quote = case.quotes[0]
    here = [item for sentence in case.sentences for item in utterances(sentence)]
    if not here and any(True for sentence in case.sentences for _ in mine.places(sentence.text)):
        return
    tied, nearer = last_named(case.docket, mine, quote.start)
    if tied:
        return
    words = f"; {quoted(case.text[nearer.start : nearer.end])} stands nearer" if nearer else ""
    yield warn(
        "source.without_cue",
        "attribution.cue",
        f"Nothing near the quote, such as “said”, ties it to the source {quoted(source.text)}{words}.",
        expected="a cue",
        found=source.text,
        span=nearer or case.anchors.get("attribution.source.text"),
    )


def _is_letterhead(case: Case, mine: Voice) -> bool:
    """Whether the text is the source's own: it is the outlet, or stands at the head of what its own house publishes."""
    outlet = content_words(same_length_lower(case.docket.reading.document.outlet or ""))
    anchor = case.anchors.get("attribution.source.text")
    if not outlet or anchor is None:
        return False
    return mine.words <= outlet or (bool(mine.words & outlet) and case.text.find(mine.text) < _LETTERHEAD)


def _by_cue(case: Case, source: Mention) -> Iterator[Finding]:
    cue = case.claim.attribution.cue or ""
    place = _cue_place(case, cue)
    sentence = next(iter(case.docket.sentences_in(place)), None) if place else None
    if place is None or sentence is None:
        anchor = case.anchors.get("attribution.cue")
        if anchor is not None and case.quotes:
            yield warn(
                "cue.far",
                "attribution.cue",
                f"The cue {quoted(cue)} doesn't stand in or near the quote's sentence.",
                found=cue,
                span=anchor,
            )
        return
    local = Span(place.start - sentence.start, min(place.end - sentence.start, len(sentence.text)))
    mine = voice(case.docket, source)
    tied, rival = _at_cue(case, mine, sentence, local)
    if not tied:
        yield _other_speaker(case, source, rival)


def _at_cue(case: Case, mine: Voice, sentence: Sentence, cue: Span) -> tuple[bool, Span | None]:
    """Whether the source speaks at the cue; else who does, as far as it can be told."""
    loose = english.NO_CUE.fullmatch(sentence.lower[cue.start : cue.end]) is not None
    pronoun = pronoun_at(sentence, cue)
    standing = [] if loose or pronoun else speakers(sentence, cue)
    own = list(mine.places(sentence.text))
    if any(mine.is_meant(sentence.text[span.start : span.end]) for span in standing) or _is_agent(sentence, cue, own):
        return True, None
    named = next((span for span in standing if is_named(sentence, span)), None)
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
    passive = english.AGENT_FOLLOWS.search(sentence.lower[: cue.end])
    gaps = [sentence.lower[cue.end : place.start] for place in own if place.start > cue.end] if passive else []
    return any(english.AGENT.search(gap) and not english.SAID.search(gap) for gap in gaps)


def _is_aside(sentence: Sentence, named: Span, own: list[Span]) -> bool:
    """Whether the name nearest to the cue stands in an aside of the source's: "the minister, speaking beside the governor, said"."""
    before = any(place.end <= named.start for place in own)
    clause = re.search(r"(?:;|\b(?:and|but|while|as|that|when))\s*$", sentence.lower[: named.start])
    return before and clause is None and english.CUE.search(sentence.lower[: named.start]) is None


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
        if not any(place.start < mark.end and mark.start < place.end for mark in own)
    ]
    every = sorted([*own, *others])
    before = [place for place in every if place.end <= cue.start or (place.start <= cue.start < place.end)]
    after = [place for place in every if place.start >= cue.end]
    order = [*after, *reversed(before)] if stands_before(sentence, cue) else [*reversed(before), *after]
    if not order:
        return None
    return (True, None) if order[0] in own else (False, _placed(sentence, order[0]))


def _placed(sentence: Sentence, span: Span) -> Span:
    return Span(sentence.start + span.start, sentence.start + span.end)


def _cue_place(case: Case, cue: str) -> Span | None:
    """The cue's place that goes with the quote: in its sentences, else the last before them, else the first behind them, none too far."""
    if not case.quotes:
        return None
    first, last = case.quotes[0], case.quotes[-1]
    sentences = [Span(sentence.start, sentence.start + len(sentence.text)) for sentence in case.sentences]
    for window in (*case.quotes, *sentences):
        if (at := _beside(case, cue, window)) is not None:
            return at
    paragraph = case.docket.reading.paragraph_at(first.start)
    start = min(first.start - _NEAR, max(paragraph.span.start, first.start - 4 * _NEAR) if paragraph else first.start)
    before = case.text.rfind(cue, max(0, start), first.start)
    if before >= 0:
        return Span(before, before + len(cue))
    return _find(case.text, cue, Span(last.end, last.end + _NEAR))


def _beside(case: Case, cue: str, window: Span) -> Span | None:
    """The cue's place in `window`: of several the nearest to the figure, or to those concerned."""
    found = [Span(*match.span()) for match in re.compile(rf"(?<!\w){re.escape(cue)}(?!\w)").finditer(case.text, window.start, window.end)]
    figure = case.anchors.get("figure.text") or case.anchors.get("population.text") or window
    return min(found, key=lambda place: max(place.start - figure.end, figure.start - place.end), default=None)


def _find(text: str, words: str, window: Span) -> Span | None:
    at = text.find(words, window.start, window.end)
    return Span(at, at + len(words)) if at >= 0 and words else None


def _other_speaker(case: Case, source: Mention, rival: Span | None) -> Finding:
    cue = quoted(case.claim.attribution.cue or "")
    words = case.text[rival.start : rival.end] if rival else None
    return warn(
        "source.other_speaker",
        "attribution.source",
        f"{quoted(words)} stands nearer to the cue {cue}, the source given is {quoted(source.text)}."
        if words
        else f"The source given, {quoted(source.text)}, doesn't stand at the cue {cue}, nor is it the last one named before.",
        expected=words,
        found=source.text,
        span=rival or case.anchors.get("attribution.cue"),
    )


def _sources(docket: Docket) -> tuple[Mention, ...]:
    """The document's sources by any claim, each once; the first fifty."""
    every = (source for case in docket.cases if (source := case.claim.attribution.source) is not None)
    found = {mention_key(source): source for source in every if not english.PRONOUN.fullmatch(source.text.lower())}
    return tuple(found.values())[:50]


def _missing(case: Case) -> Iterator[Finding]:
    """The sentence attributes its content, the claim has no source."""
    if case.claim.attribution.cue is not None:
        return
    for sentence in case.sentences:
        match = english.ACCORDING.search(sentence.text)
        if match and any(quote.start <= sentence.start + match.start() < quote.end for quote in case.quotes):
            yield info(
                "source.missing",
                "attribution.source",
                f"The quote attributes it, {quoted(match[0])}, the claim has no source.",
                expected=match["who"],
                span=Span(sentence.start + match.start(), sentence.start + match.end()),
            )
            return


SOURCE = Check(
    "source",
    {
        "source.is_relay": ("warn",),
        "source.without_cue": ("warn",),
        "source.other_speaker": ("warn",),
        "source.missing": ("info",),
        "cue.far": ("warn",),
        "relay.is_outlet": ("warn",),
    },
    _run,
)
