"""The engine: a document's sentences through the cascade, findings gathered, merged and built into claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.claims.dates import find_times
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.models.rules.actions import Act, find_acts
from extractor.models.rules.build import act, casualties, statement
from extractor.models.rules.frames import Frame, find_frames, settle_nouns
from extractor.models.rules.harm import Context, Harm, harms_of_verbs
from extractor.models.rules.lexicon import Lexicon, lexicon
from extractor.models.rules.merge import merge
from extractor.models.rules.people import find_people
from extractor.models.rules.phrases import Marks, Sentence, chunk_sentence
from extractor.models.rules.places import Place, find_places, place_of, time_of
from extractor.models.rules.setting import Setting
from extractor.models.rules.statements import sayings, topic_of
from extractor.models.rules.tokens import MAX_TOKENS, tokenize
from extractor.models.rules.tolls import among, breakdowns, harms_of_nouns, totals
from extractor.models.rules.voices import Voice, Voices
from extractor.protocol import Proposed
from extractor.text.reading import Reading


@dataclass(frozen=True)
class Analysis:
    """A document after the cascade: sentences with their frames, and the voices over all of them."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    voices: Voices
    disease: bool


_DISEASE_WORDS = 2
"""So many words of illness make a document one about a disease."""


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
    disease = sum(chunk.text in words.lists["diseases"] for sentence in sentences for chunk in sentence.chunks)
    return Analysis(reading, tuple(sentences), voices, disease >= _DISEASE_WORDS)


def propose(reading: Reading, within: Span) -> tuple[Proposed, ...]:
    """The claims of a document whose sentences begin inside `within`, in text order."""
    words = lexicon()
    analysis = analyse(reading, words)
    proposed: list[Proposed] = []
    for number, sentence in enumerate(analysis.sentences):
        if within.start <= sentence.span.start < within.end and reading.is_furniture(sentence.span) is None:
            proposed += _Reader(analysis, number, words).claims()
    return tuple(merge(proposed, reading))


def find_harms(context: Context) -> list[Harm]:
    """Every harm of a sentence, one per figure and outcome word, in text order."""
    found = harms_of_verbs(context) + harms_of_nouns(context) + among(context)
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


@dataclass(frozen=True)
class _Reader:
    """One sentence being turned into claims."""

    analysis: Analysis
    number: int
    words: Lexicon

    @property
    def sentence(self) -> Sentence:
        return self.analysis.sentences[self.number]

    @property
    def context(self) -> Context:
        return Context(self.analysis.reading.text, self.sentence, self.words, self.analysis.disease)

    def claims(self) -> list[Proposed]:
        """The sentence's claims: casualties, then other acts, then what is said besides."""
        context = self.context
        harms = [harm for harm in find_harms(context) if harm.figure is not None or harm.negated or harm.pattern == "suffered"]
        places = find_places(self.sentence, context.text, self.words)
        found = self._casualties(harms, places)
        taken = frozenset(harm.figure.span.start for harm in harms if harm.figure)
        acts = find_acts(context, taken)
        found += [self._act(item, places) for item in acts]
        spans = (
            [self._span(harm.trigger) for harm in harms]
            + [self._span(harm.at) for harm in harms]
            + [self._span(item.trigger) for item in acts]
        )
        for said in sayings(context, self.analysis.voices.frames[self.number], spans):
            voice = self.analysis.voices.of(self.number, said.frame)
            topic = topic_of(context, said.content)
            claim = statement(self._setting(voice, None, None), said.content, topic, self.sentence.span)
            found.append(
                Proposed(
                    claim, {"pattern": "saying", "words": _spans(context.text, source=voice.source, cue=voice.cue), "source": voice.reason}
                )
            )
        return found

    def _span(self, index: int) -> Span:
        chunk = self.sentence.chunks[index]
        return Span(chunk.start, chunk.end)

    def _setting(self, voice: Voice, place: Place | None, time: Span | None) -> Setting:
        document = self.analysis.reading.document
        return Setting(document.text, document.published, None, document.outlet, self.words, self.sentence, voice, place, time)

    def _around(self, trigger: int, at: int, places: list[Place]) -> Setting:
        voice = self.analysis.voices.at(self.number, self.sentence.chunks[trigger].start)
        taken = {frame.said_on.start for frame in self.analysis.voices.frames[self.number] if frame.said_on}
        time = time_of(self.sentence, trigger, at, taken)
        return self._setting(voice, place_of(places, trigger, at, self.sentence), Span(time.start, time.end) if time else None)

    def _casualties(self, harms: list[Harm], places: list[Place]) -> list[Proposed]:
        found = []
        people: Span | None = None
        text = self.analysis.reading.text
        for harm in harms:
            people = harm.people if harm.people is not None and not harm.pronoun else people
            setting = self._around(harm.trigger, harm.at, places)
            claim = casualties(setting, harm, people=people, siblings=len(harms) > 1, evidence=self.sentence.span)
            found.append(Proposed(claim, trace_of(self.sentence, harm, setting.voice, text)))
        return found

    def _act(self, item: Act, places: list[Place]) -> Proposed:
        setting = self._around(item.trigger, item.at, places)
        claim = act(setting, item, self.sentence.span)
        words = _spans(
            self.analysis.reading.text,
            trigger=self._span(item.trigger),
            figure=item.figure.span if item.figure else None,
            actor=item.actor,
            source=setting.voice.source,
        )
        return Proposed(claim, {"pattern": item.pattern, "words": words, "source": setting.voice.reason})


def _spans(text: str, **spans: Span | None) -> dict[str, dict[str, Any]]:
    return {
        name: {"text": text[span.start : span.end], "start": span.start, "end": span.end}
        for name, span in spans.items()
        if span is not None
    }


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
