"""The engine: a document's sentences through the cascade, findings gathered, merged and built into claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.claims.dates import find_times
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.models.rules.build import casualties
from extractor.models.rules.frames import Frame, find_frames, settle_nouns
from extractor.models.rules.harm import Context, Harm, harms_of_verbs
from extractor.models.rules.lexicon import Lexicon, lexicon
from extractor.models.rules.merge import merge
from extractor.models.rules.people import find_people
from extractor.models.rules.phrases import Marks, Sentence, chunk_sentence
from extractor.models.rules.places import find_places, place_of, time_of
from extractor.models.rules.setting import Setting
from extractor.models.rules.tokens import MAX_TOKENS, tokenize
from extractor.models.rules.tolls import breakdowns, harms_of_nouns, totals
from extractor.models.rules.voices import Voice, Voices
from extractor.protocol import Proposed
from extractor.text.reading import Reading


@dataclass(frozen=True)
class Analysis:
    """A document after the cascade: sentences with their frames, and the voices over all of them."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    voices: Voices


def analyse(reading: Reading, words: Lexicon) -> Analysis:
    """Cut a document into sentences and phrases, and find who speaks where."""
    text = reading.text
    marks = Marks.of(find_figures(text), [found.span for found in find_times(text)])
    sentences: list[Sentence] = []
    frames: list[tuple[Frame, ...]] = []
    for span in reading.sentences:
        tokens = tokenize(text, span)
        for start in range(0, len(tokens), MAX_TOKENS):
            part = tokens[start : start + MAX_TOKENS]
            stretch = span if len(tokens) <= MAX_TOKENS else Span(part[0].start, part[-1].end)
            cut = chunk_sentence(text, stretch, part, marks, words)
            sentence = find_people(settle_nouns(cut), words)
            sentences.append(sentence)
            frames.append(tuple(find_frames(sentence, words)))
    voices = Voices(text, words, frames, [sentence.span for sentence in sentences], [segment.span for segment in reading.segments])
    return Analysis(reading, tuple(sentences), voices)


def propose(reading: Reading, within: Span) -> tuple[Proposed, ...]:
    """The claims of a document whose sentences begin inside `within`, in text order."""
    words = lexicon()
    analysis = analyse(reading, words)
    proposed: list[Proposed] = []
    for number, sentence in enumerate(analysis.sentences):
        if within.start <= sentence.span.start < within.end and reading.is_furniture(sentence.span) is None:
            proposed += _sentence_claims(analysis, number, words)
    return tuple(merge(proposed, reading))


def find_harms(context: Context) -> list[Harm]:
    """Every harm of a sentence, one per figure and outcome word, in text order."""
    found = harms_of_verbs(context) + harms_of_nouns(context)
    found += totals(context, found)
    found += breakdowns(context, found)
    return _one_per_figure(found)


_RANK = {
    "breakdown": 0,
    "toll": 1,
    "total": 1,
    "particle": 2,
    "nominal_of": 2,
    "passive": 3,
    "state": 3,
    "intransitive": 3,
    "active": 3,
    "gerund": 3,
    "counted": 4,
    "reduced": 4,
    "attributive": 6,
}


def _one_per_figure(harms: list[Harm]) -> list[Harm]:
    """A figure has one outcome: the more specific pattern's; the nearest trigger decides between equals."""
    best: dict[tuple[int, int] | tuple[str, int], Harm] = {}
    for harm in harms:
        key = (harm.figure.span.start, harm.figure.span.end) if harm.figure else (harm.outcome, harm.at)
        rival = best.get(key)
        if rival is None or _order(harm) < _order(rival):
            best[key] = harm
    return sorted(best.values(), key=lambda harm: (harm.at, harm.trigger, harm.outcome))


def _order(harm: Harm) -> tuple[int, int]:
    return _RANK.get(harm.pattern, 5), abs(harm.trigger - harm.at)


def _sentence_claims(analysis: Analysis, number: int, words: Lexicon) -> list[Proposed]:
    sentence = analysis.sentences[number]
    text = analysis.reading.text
    harms = [harm for harm in find_harms(Context(text, sentence, words)) if harm.figure is not None or harm.pattern == "suffered"]
    if not harms:
        return []
    places = find_places(sentence, text, words)
    taken = {frame.said_on.start for frame in analysis.voices.frames[number] if frame.said_on}
    found = []
    people: Span | None = None
    for harm in harms:
        people = harm.people if harm.people is not None and not harm.pronoun else people
        at = sentence.chunks[harm.trigger].start
        voice = analysis.voices.at(number, at)
        time = time_of(sentence, harm.trigger, harm.at, taken)
        setting = Setting(
            text, analysis.reading.document.published, None, analysis.reading.document.outlet, words, sentence, voice,
            place_of(places, harm.trigger, harm.at, sentence), Span(time.start, time.end) if time else None,
        )  # fmt: skip
        claim = casualties(setting, harm, people=people, siblings=len(harms) > 1, evidence=sentence.span)
        found.append(Proposed(claim, trace_of(sentence, harm, voice, text)))
    return found


def trace_of(sentence: Sentence, harm: Harm, voice: Voice, text: str) -> dict[str, Any]:
    """How a claim was come to: the pattern, the words it rests on with their spans, and why this source."""
    trigger = sentence.chunks[harm.trigger]
    words: dict[str, list[int]] = {"outcome": [trigger.start, trigger.end]}
    for name, span in (
        ("figure", harm.figure.span if harm.figure else None),
        ("population", harm.people),
        ("attacker", harm.attacker),
        ("source", voice.source),
        ("cue", voice.cue),
    ):
        if span is not None:
            words[name] = [span.start, span.end]
    return {
        "pattern": harm.pattern,
        "words": {name: {"text": text[a:b], "start": a, "end": b} for name, (a, b) in words.items()},
        "source": voice.reason,
    }
