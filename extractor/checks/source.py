"""Who says it: the source stands by its cue, is no mere carrier, and no other speaker stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import speech
from extractor.checks.check import Check, info, quoted, warn
from extractor.checks.cue import cue_place, cues_in, speaks_at
from extractor.checks.docket import Case
from extractor.checks.same import mention_key, words_key
from extractor.checks.sentence import Sentence, content_words, same_length_lower
from extractor.checks.speaker import last_named, speakers, stand_in, utterances
from extractor.checks.voice import Voice, voice
from extractor.claims.core import Mention
from extractor.claims.finding import Finding, Span

_LETTERHEAD = 600
_HEADING = 80
_NEAR = 700


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
        for match in speech.CITING.finditer(sentence.lower):
            cited = _noun_phrase(sentence, match.end())
            before = sentence.lower[: match.start()]
            if _names(source, before) and not _names(source, same_length_lower(cited)) and speech.SPEAKER.search(same_length_lower(cited)):
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
    if tied and (other := _says_itself(case, mine)):
        tied, nearer = False, other
    if tied or _heads(case, mine) or _follows(case, mine):
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


def _says_itself(case: Case, mine: Voice) -> Span | None:
    """Who is named as saying the one sentence of the quote, behind whom its figure stands, where that is somebody else than the source."""
    figure = case.anchors.get("figure.text")
    sentence = case.sentences[0]
    said = utterances(sentence) if len(case.sentences) == 1 and figure else ()
    if len(said) != 1 or not figure or sentence.start + said[0].cue.end > figure.start or any(True for _ in mine.places(sentence.text)):
        return None
    words = sentence.text[said[0].speaker.start : said[0].speaker.end]
    speaker = Span(sentence.start + said[0].speaker.start, sentence.start + said[0].speaker.end)
    return None if mine.is_meant(words) or stand_in(words) else speaker


def _heads(case: Case, mine: Voice) -> bool:
    """Whether the source heads the quote's lines: alone in a line, or before a colon ("Red Cross: 12 dead")."""
    start = case.quotes[0].start
    lines = case.text[max(0, start - _NEAR) : start + 80].split("\n")[-4:]
    heads = [line for line in lines if (len(line) <= _HEADING and not line.rstrip().endswith(".")) or ":" in line[:_HEADING]]
    return any(True for line in heads for _ in mine.places(line[:_HEADING]))


def _follows(case: Case, mine: Voice) -> bool:
    """Whether the first to be named as speaking behind the quote, in its paragraph, is the source."""
    paragraph = case.docket.reading.paragraph_at(case.quotes[-1].start)
    end = min(paragraph.span.end, case.quotes[-1].end + _NEAR) if paragraph else case.quotes[-1].end
    for sentence in case.docket.sentences_in(Span(case.quotes[-1].end, max(end, case.quotes[-1].end))):
        said = [sentence.text[item.speaker.start : item.speaker.end] for item in utterances(sentence)]
        if said:
            return mine.is_meant(said[0])
    return False


def _is_letterhead(case: Case, mine: Voice) -> bool:
    """Whether the text is the source's own: it is the outlet, or stands at the head of what its own house publishes."""
    outlet = content_words(same_length_lower(case.docket.reading.document.outlet or ""))
    anchor = case.anchors.get("attribution.source.text")
    if not outlet or anchor is None:
        return False
    return mine.words <= outlet or (bool(mine.words & outlet) and case.text.find(mine.text) < _LETTERHEAD)


def _by_cue(case: Case, source: Mention) -> Iterator[Finding]:
    cue = case.claim.attribution.cue or ""
    place = cue_place(case, cue)
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
    tied, rival = speaks_at(case, mine, sentence, local)
    if not tied and (rival is not None or not _speaks_again(mine, sentence, local)):
        yield _other_speaker(case, source, rival)


def _speaks_again(mine: Voice, sentence: Sentence, cue: Span) -> bool:
    """Whether the source stands at the same words elsewhere in the sentence: "we have told their wives," the minister told them."""
    others = (other for other in cues_in(sentence.text, sentence.text[cue.start : cue.end], Span(0, len(sentence.text))) if other != cue)
    return any(mine.is_meant(sentence.text[who.start : who.end]) for other in others for who in speakers(sentence, other))


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


def _missing(case: Case) -> Iterator[Finding]:
    """The sentence attributes its content, the claim has no source."""
    if case.claim.attribution.cue is not None:
        return
    for sentence in case.sentences:
        match = speech.ACCORDING.search(sentence.text)
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
