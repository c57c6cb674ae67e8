"""Who says it: the source stands by its cue, is no mere carrier, and no other speaker stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import english
from extractor.checks.check import Check, info, quoted, warn
from extractor.checks.docket import Case, Docket
from extractor.checks.same import mention_key, words_key
from extractor.checks.sentence import Sentence, content_words, same_length_lower
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
    """Without a cue the source is the letterhead or the outlet, or was named before the quote and no other source since."""
    place = case.anchors.get("attribution.source.text")
    outlet = words_key(case.docket.reading.document.outlet or "")
    if place is None or not case.sentences or place.start < _LETTERHEAD or (outlet and outlet == mention_key(source)):
        return
    nearer = _nearer(case, source)
    if nearer is not None:
        yield warn(
            "source.without_cue",
            "attribution.cue",
            f"Nothing near the quote, such as “said”, ties it to the source {quoted(source.text)}; "
            f"{quoted(case.text[nearer.start : nearer.end])} stands nearer.",
            expected="a cue",
            found=source.text,
            span=nearer,
        )


def _by_cue(case: Case, source: Mention) -> Iterator[Finding]:
    cue = case.claim.attribution.cue or ""
    place = _cue_place(case, cue)
    if place is None:
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
    sentence = next(iter(case.docket.sentences_in(place)), None)
    if sentence is None or english.NO_CUE.fullmatch(cue.lower()):
        return
    speakers = _speakers(sentence, Span(place.start - sentence.start, min(place.end - sentence.start, len(sentence.text))))
    if any(_is_meant(source, sentence.text[speaker.start : speaker.end]) for speaker in speakers):
        return
    named = next((speaker for speaker in speakers if _is_named(sentence, speaker)), None)
    if named is not None:
        yield from _named(case, source, sentence, named)
    else:
        yield from _unnamed(case, source, sentence)


def _cue_place(case: Case, cue: str) -> Span | None:
    """The cue's place that goes with the quote: in its sentences, else the last before them, else the first behind them, none too far."""
    if not case.quotes:
        return None
    first, last = case.quotes[0], case.quotes[-1]
    sentences = [Span(sentence.start, sentence.start + len(sentence.text)) for sentence in case.sentences]
    for window in (*case.quotes, *sentences):
        if (at := _find(case.text, cue, window)) is not None:
            return at
    paragraph = case.docket.reading.paragraph_at(first.start)
    start = min(first.start - _NEAR, max(paragraph.span.start, first.start - 4 * _NEAR) if paragraph else first.start)
    before = case.text.rfind(cue, max(0, start), first.start)
    if before >= 0:
        return Span(before, before + len(cue))
    return _find(case.text, cue, Span(last.end, last.end + _NEAR))


def _find(text: str, words: str, window: Span) -> Span | None:
    at = text.find(words, window.start, window.end)
    return Span(at, at + len(words)) if at >= 0 and words else None


def _is_meant(source: Mention, words: str) -> bool:
    """Whether the words beside a cue may be the source's: half of the shorter one's words are shared, or one abbreviates the other."""
    mine, theirs = _known(source), content_words(same_length_lower(words))
    return len(mine & theirs) * 2 >= min(len(mine), len(theirs)) > 0 or _abbreviates(source, words)


def _is_named(sentence: Sentence, speaker: Span) -> bool:
    """Whether the words beside a cue say who speaks, by name or by office; a pronoun, or whatever else stands there, points back."""
    if english.SPEAKER.search(sentence.lower[speaker.start : speaker.end]):
        return True
    words = sentence.text[speaker.start : speaker.end]
    return not sentence.text.isupper() and bool(english.proper_words(words, at_start=speaker.start == 0))


def _named(case: Case, source: Mention, sentence: Sentence, speaker: Span) -> Iterator[Finding]:
    """Beside the cue stands a name that is not the source's."""
    if _stands_in(source, sentence) and not english.CUE.search(sentence.lower[: speaker.start]):
        return  # "the minister, speaking beside the governor, said": the source is there, and no other cue claims it
    words = sentence.text[speaker.start : speaker.end]
    yield _other_speaker(case, source, words, Span(sentence.start + speaker.start, sentence.start + speaker.end))


def _unnamed(case: Case, source: Mention, sentence: Sentence) -> Iterator[Finding]:
    """Beside the cue stands a pronoun, a description or nobody: the source was named before, and no other source since."""
    if _stands_in(source, sentence):
        return
    nearer = _nearer(case, source)
    if nearer is not None:
        yield _other_speaker(case, source, case.text[nearer.start : nearer.end], nearer)


def _nearer(case: Case, source: Mention) -> Span | None:
    """Another source's name that stands nearer before the quote; or the source's own first mention, where that is behind the quote."""
    mine = _last_place(case, source)
    if mine is None:
        anchor = case.anchors.get("attribution.source.text")
        return anchor if anchor is not None and anchor.start > case.quotes[0].start else None
    for other in case.docket.memo("source.all", _sources):
        theirs = _last_place(case, other)
        if theirs is not None and theirs.start > mine.start and not _known(other) & _known(source):
            return theirs
    return None


def _other_speaker(case: Case, source: Mention, words: str, span: Span) -> Finding:
    return warn(
        "source.other_speaker",
        "attribution.source",
        f"{quoted(words)} stands nearer to the cue {quoted(case.claim.attribution.cue or '')}, the source given is {quoted(source.text)}.",
        expected=words,
        found=source.text,
        span=span,
    )


def _sources(docket: Docket) -> tuple[Mention, ...]:
    """The document's sources by any claim, each once; the first fifty."""
    every = (source for case in docket.cases if (source := case.claim.attribution.source) is not None)
    found = {mention_key(source): source for source in every if english.proper_words(source.text, at_start=False)}
    return tuple(found.values())[:50]


def _known(source: Mention) -> frozenset[str]:
    return content_words(same_length_lower(f"{source.text} {source.name or ''}"))


def _stands_in(source: Mention, sentence: Sentence) -> bool:
    words = re.escape(same_length_lower(source.text))
    return re.search(rf"(?<!\w){words}(?!\w)", sentence.lower) is not None or _names(source, sentence.lower)


def _last_place(case: Case, source: Mention) -> Span | None:
    """Where the source was last named before the end of the quote's sentence, at most a page back."""
    if not case.sentences:
        return None
    end = case.sentences[-1].start + len(case.sentences[-1].text)
    at = case.text.rfind(source.text, max(0, end - _PAGE), end)
    return Span(at, at + len(source.text)) if at >= 0 else None


def _speakers(sentence: Sentence, cue: Span) -> list[Span]:
    """The noun phrases that may go with a cue: behind "according to"; before a verb, across an aside; behind it in ”, said X."""
    words = sentence.lower[cue.start : cue.end]
    if english.CUE_BEFORE.search(words):
        return [span for span in (_behind(sentence, cue.end),) if span]
    offset = max(0, cue.start - 200)
    lead = sentence.lower[offset : cue.start]
    before = english.SUBJECT.search(lead)
    if before and before["subject"].strip():
        subject = before["subject"]
        return [] if english.PRONOUN.match(subject) else [Span(offset + before.start("subject"), offset + before.end("subject"))]
    found = []
    if re.search(r",\s*(?:\w+\s)?$", lead) and (aside := english.ASIDE.search(lead)):
        found.append(Span(offset + aside.start("subject"), offset + aside.end("subject")))
    if re.search(r"[,\"”]\s*$", lead) and not words.endswith("ing") and (behind := _behind(sentence, cue.end)):
        found.append(behind)
    return found


def _behind(sentence: Sentence, start: int) -> Span | None:
    match = english.OBJECT.match(sentence.lower, start)
    if match is None or not match["object"].strip() or re.match(r"(?:that|to)\b", match["object"]):
        return None
    return Span(*match.span("object"))


def _abbreviates(source: Mention, words: str) -> bool:
    """Whether capitals beside the cue ("HUR") are spelled out by the source's words or name, or stand in them."""
    capitals = set(re.findall(r"\b[A-Z]{2,}\b", words))
    named = f"{source.text} {source.name or ''}"
    initials = "".join(word[0] for word in re.findall(r"[A-Z]\w*", named))
    return any(word in named or word in initials for word in capitals)


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
