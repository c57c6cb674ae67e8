"""Who speaks: the people and bodies that a text names at its attributing words, and who of them was the last to be named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.checks import speech
from extractor.checks.docket import Docket
from extractor.checks.sentence import Sentence, same_length_lower
from extractor.checks.voice import Voice
from extractor.claims.finding import Span

_PAGE = 2_500
_AGENT_REACH = 80
_BEHIND_REACH = 160
_ANYBODY = re.compile(
    r"(?:the|that|this|these|both)\s+(?:(?:same|two|three|latter|former)\s+)?(?P<body>group|organi[sz]ation|body|charity|agency|company|ngo|monitors?|paper|outlet|"
    r"statement|report|document|letter|post|message|union|network|ministry|government|army|military|force|service)?"
    r"(?:official|officer|spokes\w+|woman|man|doctor|source|minister|mayor|governor|witness|general|colonel|commander|chief|author|"
    r"diplomat|lawyer|resident|teacher|nurse|priest|director|president|pair|two|men)?s?"
)
_OFFICE = re.compile(r" (?:mayor|governor|minister|doctor|nurse|witness|lawyer|resident|teacher|priest|judge|diplomat|woman|man)$")
"""Somebody, who speaks for no body as an official or a general may."""
_WRITING = re.compile(
    r"\b(?:statement|communiqu[eé]|report|post|message|letter|list|leaflets?|video|tweet|bulletin|note|register|survey)\b"
)
_PAPER = re.compile(rf"(?:the|this|that|an?|its|their|one) (?:[\w-]+ )?{_WRITING.pattern}")
"""A piece of writing, which speaks for whoever wrote it."""

_ADDING = re.compile(r"(?:^|[^\w’'])(he|she|it|they)\s+(?:\w+\s+)?(?:said|says|told|wrote|explained|noted|added)\b[^;“”\"]*,\s*$")
"""Before a participle: the pronoun that speaks on ("she said, adding that")."""

_SAID_OF = re.compile(
    r"(?:(?:the|an?|its|their|these|those|such|any|all|earlier|several) )*"
    r"(?:figures?|numbers?|tolls?|totals?|claims?|reports?|rumou?rs?|news) (?:of|that|for|from)\b"
)
"""What is spoken of, and does not speak."""

_AUTHOR = re.compile(r"\s+(?:attributed to|by|from|of|issued by|signed by|published by|released by)(?: the| an?)?\s+")
_DETERMINED = re.compile(r"(?:the|an?|its|his|her|their|our|my|several|some|many|most|local|other)\s(?!fact\b|same\b|figure\b)")
_NAME = re.compile(r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|al-\w+|de|van|von|bin|da|el))*")
"""A name and nothing else."""

_POINTED = re.compile(r"\b(?:[a-z]\.){2,}|\b(?:mr|mrs|ms|dr|st|lt|sgt|col|gen|maj|brig|capt|gov|sen|rep|prof|rev|hon|no)\.(?= )")
"""Points that end no sentence."""

_CLAUSE = re.compile(
    r"(?:(?!\b(?:who|whom|whose|which|that)\b)[^,])*?\b(?:were|was|are|is|had|has|have|did|does|do|will|would|could|may|might|can)\b[^,]*|"
    r"(?:he|she|it|they|we|i|you)\s.*"
)
"""A clause of its own, with its verb in no relative clause: whoever stands there is told of, and does not speak."""

_COORDINATED = re.compile(r"\b(?:and|but|or)$")
"""At the end of what stands before a cue: no subject, but the verb before, whose subject it shares."""

_HE = re.compile(r"\s*(?:he|she|it|they|we|i)\b")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Attributing words of a sentence and who stands there, by offsets into the sentence; `speaker` is a name or an office."""

    cue: Span
    speaker: Span


def utterances(sentence: Sentence) -> tuple[Utterance, ...]:
    """Who is named as speaking in `sentence`, in order; worked out once."""
    known = sentence.memo.get("utterances")
    if known is None:
        found = []
        for match in speech.SAID.finditer(sentence.lower):
            cue = Span(*match.span())
            if is_said_of(sentence, cue):
                continue
            named = [speaker for speaker in speakers(sentence, cue) if is_named(sentence, speaker)]
            found += [Utterance(cue, speaker) for speaker in named[:1]]
        known = sentence.memo["utterances"] = tuple(found)
    return known  # type: ignore[return-value]


def is_said_of(sentence: Sentence, cue: Span) -> bool:
    """Whether attributing words are passive: who "was told", and what is "yet to be identified", does not speak."""
    passive = speech.PASSIVE.search(sentence.lower, max(0, cue.start - 60), cue.start)
    words = sentence.lower[cue.start : cue.end]
    return passive is not None and speech.PARTICIPLE.fullmatch(words) is not None and not stands_before(sentence, cue)


def speakers(sentence: Sentence, cue: Span) -> list[Span]:
    """The noun phrases that may go with a cue: behind "according to"; before a verb, across an aside; behind it in ”, said X."""
    words = sentence.lower[cue.start : cue.end]
    if stands_before(sentence, cue):
        return [span for span in (_behind(sentence, cue.end),) if span]
    offset = max(0, cue.start - 200)
    lead = _POINTED.sub(lambda match: match[0].replace(".", "_"), sentence.lower[offset : cue.start])
    before = speech.SUBJECT.search(lead)
    if before and before["subject"].strip() and not _COORDINATED.search(before["subject"]):
        subject = before["subject"]
        return [] if speech.PRONOUN.match(subject) else [Span(offset + before.start("subject"), offset + before.end("subject"))]
    found = []
    if re.search(r",\s*(?:\w+\s)?$", lead) and (aside := speech.ASIDE.search(lead)) and not _HE.match(aside["subject"]):
        found.append(Span(offset + aside.start("subject"), offset + aside.end("subject")))
    if re.search(r"[,\"”]\s*$", lead) and not words.endswith("ing") and (behind := _behind(sentence, cue.end)):
        found.insert(0 if _NAME.fullmatch(sentence.text, behind.start, behind.end) and not sentence.is_headline else len(found), behind)
    return found


def stands_before(sentence: Sentence, cue: Span) -> bool:
    """Whether a cue stands before its speaker: "according to", "admitted by"; not "is quoted by the daily as saying"."""
    behind = sentence.lower[cue.end : cue.end + _AGENT_REACH]
    if re.match(r"\s+(?:by|in) [^,;.]{2,60} as (?:saying|having)\b", behind):
        return False
    by = re.match(r"\s+by\b(?! \w+ing\b)", behind) is not None
    return by or speech.CUE_BEFORE.search(sentence.lower[cue.start : cue.end]) is not None


def _behind(sentence: Sentence, start: int) -> Span | None:
    rest = _POINTED.sub(lambda point: point[0].replace(".", "_"), sentence.lower[start : start + _BEHIND_REACH])
    match = speech.OBJECT.match(rest)
    if match is None or not match["object"].strip() or re.match(r"(?:that|to)\b|\d", match["object"]):
        return None
    return Span(start + match.start("object"), start + match.end("object"))


def is_named(sentence: Sentence, speaker: Span) -> bool:
    """Whether the words beside a cue say who speaks, by name or by office; a pronoun, or whatever else stands there, points back."""
    if _SAID_OF.match(sentence.lower, speaker.start, speaker.end) or _CLAUSE.fullmatch(sentence.lower, speaker.start, speaker.end):
        return False
    if speech.SPEAKER.search(sentence.lower[speaker.start : speaker.end]) or _DETERMINED.match(sentence.lower, speaker.start, speaker.end):
        return True
    words = sentence.text[speaker.start : speaker.end]
    return not sentence.text.isupper() and bool(speech.proper_words(words, at_start=speaker.start == 0))


def is_authored(sentence: Sentence, speaker: Span, own: list[Span]) -> bool:
    """Whether the speaker at a cue is a piece of writing by somebody: "a statement attributed to the Brigades", "a post by"."""
    if not _WRITING.search(sentence.lower[speaker.start : speaker.end]):
        return False
    gaps = (sentence.lower[speaker.end : place.start] for place in own if place.start >= speaker.end)
    return any(_AUTHOR.fullmatch(gap) for gap in gaps)


def stand_in(words: str) -> str | None:
    """The pronoun that words stand for which name nobody: "the group" → it, "the mayor" → one, "the official" → they; null if they do."""
    lower = same_length_lower(words).strip()
    match = _ANYBODY.fullmatch(lower)
    paper = _PAPER.match(lower) if match is None else None
    if paper and not _AUTHOR.match(lower, paper.end()) and not speech.proper_words(words[: paper.end()], at_start=False):
        return "it"
    return ("it" if match["body"] else "one" if _OFFICE.search(lower) else "they") if match else None


def pronoun_at(sentence: Sentence, cue: Span) -> str | None:
    """The pronoun that is a cue's subject: "he said", "it has since conceded", "it took the post down and said"."""
    lead = sentence.lower[max(0, cue.start - 200) : cue.start]
    found = re.search(r"(?:^|[^\w’'])(he|she|it|they|we|i|her|him|them)\s+(?:\w+\s+){0,3}$", lead)
    found = found or re.match(r"\s+(he|she|it|they|her|him|them)\b", sentence.lower[cue.end : cue.end + 12])
    if found is None and re.search(r"\b(?:and|but|or)\s+(?:\w+\s+)?$", lead):
        found = re.search(r"(?:^|[;.“”\"]|[^\w]that)\s*(?:later |also )?(he|she|it|they)\b[^;“”\"]*$", lead)
    if found is None and sentence.lower[cue.start : cue.end].endswith("ing"):
        found = _ADDING.search(lead)
    return {"her": "she", "him": "he", "them": "they"}.get(found[1], found[1]) if found else None


def _is_later(sentence: Sentence, other: Span, own: Span) -> bool:
    """Whether the source is named in a later clause than the other speaker: "… , said a nurse; the governor put it at 26"."""
    return other.end <= own.start and ";" in sentence.lower[other.end : own.start]


def last_named(docket: Docket, mine: Voice, end: int) -> tuple[bool, Span | None]:
    """Going back from `end`, at most a page: whether the voice is named before another speaker is, and where that one stands."""
    for sentence in reversed(docket.sentences_in(Span(max(0, end - _PAGE), end))):
        said = [item for item in utterances(sentence) if sentence.start + item.speaker.end <= end]
        named = [(item.speaker, sentence.text[item.speaker.start : item.speaker.end]) for item in said]
        others = [speaker for speaker, words in named if not mine.is_meant(words) and not stand_in(words)]
        own = [place for place in mine.places(sentence.text) if sentence.start + place.end <= end]
        if own and (
            not others or len(others) < len(said) or is_authored(sentence, others[-1], own) or _is_later(sentence, others[-1], own[-1])
        ):
            return True, None
        if others:
            return False, Span(sentence.start + others[-1].start, sentence.start + others[-1].end)
    return False, None
