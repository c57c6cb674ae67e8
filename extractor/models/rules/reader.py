"""One sentence → its claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.claims.core import Claim, Evidence
from extractor.claims.finding import Span
from extractor.models.rules.actions import Act, find_acts
from extractor.models.rules.analysis import Analysis
from extractor.models.rules.build import act, casualties, figure_of, statement
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.custody import by_the_law
from extractor.models.rules.ellipsis import ellipses
from extractor.models.rules.harm import Context, Harm
from extractor.models.rules.harms import find_harms
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Chunk, Sentence
from extractor.models.rules.places import Place, event_times, find_places, place_of, time_of
from extractor.models.rules.setting import Setting
from extractor.models.rules.statements import counted_chunks, sayings, says_something, topic_of, trimmed
from extractor.models.rules.traces import hedge_of, spans_of, trace_of, trace_of_harm, where_and_when
from extractor.models.rules.voices import Voice
from extractor.protocol import Proposed
from extractor.text.selectors import evidence_at

COUNTED = "counted"
_CORRECTED = re.compile(r"\b(?:earlier|previous) version of (?:this|the) (?:story|article|report|post|page)\b", re.IGNORECASE)
"""What a correction says an earlier text said is nobody's claim any more."""
_ONE_PERSON = listed("passive intransitive active reduced among nominal_of")
_ARTICLES = listed("a an")
_PARTS = listed("breakdown among part described households")
_PRONOUN_ACTORS = listed("they it he she we i them")


class SentenceReader:
    """A sentence of an analysed document, being turned into claims."""

    def __init__(self, analysis: Analysis, number: int, words: Lexicon) -> None:
        self.analysis, self.number, self.words = analysis, number, words
        self.sentence: Sentence = analysis.sentences[number]
        self.frames = analysis.voices.frames[number]
        self.text = analysis.reading.text
        self._evidence: Evidence | None = None
        self._places: list[Place] | None = None
        self._times: list[int] | None = None

    @property
    def evidence(self) -> Evidence:
        """The whole sentence as a quote, made when a claim wants it (compiled classes work a `cached_property` out anew each time)."""
        if self._evidence is None:
            self._evidence = evidence_at(self.text, self.sentence.span)
        return self._evidence

    @property
    def places(self) -> list[Place]:
        """The places of the sentence, looked for when a claim wants one."""
        if self._places is None:
            self._places = find_places(self.sentence, self.text, self.words)
        return self._places

    @property
    def times(self) -> list[int]:
        """The time words that can date an event; those of attributions are no event's."""
        if self._times is None:
            told = {frame.said_on.start for frame in self.frames if frame.said_on}
            self._times = event_times(self.sentence, told) if "T" in self.sentence.codes else []
        return self._times

    def claims(self, before: tuple[Harm, ...]) -> tuple[list[Proposed], tuple[Harm, ...]]:
        """The sentence's claims: casualties, then other acts, then what is said besides; and its harms with a figure.

        `before` are such harms of an earlier sentence.
        """
        if not self.sentence.chunks or (self.analysis.corrects and _CORRECTED.search(self.text, *self.sentence.span)):
            return [], ()
        context = Context(self.text, self.sentence, self.words, self.analysis.disease)
        harms = self._harms(context, before)
        found = self._casualties(context, harms) if harms else []
        taken = {harm.figure.span.start for harm in harms if harm.figure}
        acts = find_acts(context, taken)
        found += [self._act(item) for item in acts]
        taken.update(item.figure.span.start for item in acts if item.figure)
        counted = self._counted(context, taken) if self.sentence.figures else []
        if self.frames:
            chunks = self.sentence.chunks
            places = [chunks[index].start for harm in harms for index in (harm.trigger, harm.at)]
            places += [chunks[item.trigger].start for item in acts]
            places += [item.trace["words"]["figure"]["start"] for item in counted]
            found += self._sayings(context, places)
        return found + counted, tuple([harm for harm in harms if harm.figure is not None and harm.pattern != "described"])

    def _harms(self, context: Context, before: tuple[Harm, ...]) -> list[Harm]:
        """The harms that make claims, in text order."""
        harms = find_harms(context)
        if further := ellipses(context, harms, before):
            parts = {harm.at for harm in further if harm.pattern == "part"}
            harms = [harm for harm in harms if harm.at not in parts] + further
        return self._usable(sorted(harms, key=lambda harm: (harm.at, harm.trigger))) if harms else harms

    def _sayings(self, context: Context, taken: list[int]) -> list[Proposed]:
        """What is said beside the findings that begin at `taken`."""
        found = []
        for said in sayings(context, self.frames, taken):
            voice = self.analysis.voices.of(self.number, said.frame)
            claim = statement(self._setting(voice, None, None), said.content, topic_of(context, said.content))
            words = spans_of(self.text, source=voice.source, cue=voice.cue)
            found.append(Proposed(claim, trace_of("saying", words, claim, voice)))
        return found

    def _counted(self, context: Context, claimed: set[int]) -> list[Proposed]:
        """Statements of what else the sentence counts; the engine keeps them only in documents that are about harm."""
        found = []
        candidates = counted_chunks(context, claimed)
        if not candidates or self._is_heading():
            return []
        sources = [frame.source for frame in self.frames if frame.source is not None]
        for at in candidates:
            chunk = self.sentence.chunks[at]
            setting = self._around(at, at)
            aside = chunk.head in self.words.lists["not_persons"] and chunk.head not in self.words.lists["items"]
            if any(span.start <= chunk.start < span.end for span in sources) or (
                chunk.code == "U" and setting.voice.source is None and aside
            ):
                continue  # "two officers said"; districts, groups and floors that only the outlet counts
            unit = "persons" if chunk.code in "NF" else chunk.head or "persons"
            content = self._content(context, setting.voice)
            claim = statement(setting, content, self._topic(chunk), figure_of(setting, chunk.figure, unit))
            figure = chunk.figure.span if chunk.figure else None
            words = spans_of(self.text, figure=figure, counted=chunk.people, source=setting.voice.source, **where_and_when(setting))
            found.append(Proposed(claim, trace_of(COUNTED, words, claim, setting.voice)))
        return found

    def _is_heading(self) -> bool:
        words = self.text[self.sentence.span.start : self.sentence.span.end]
        segment = self.analysis.reading.paragraph_at(self.sentence.span.start)
        return not words.rstrip("”\"’')").endswith((".", "!", "?", "…", ";")) or (segment is not None and segment.kind == "heading")

    def _content(self, context: Context, voice: Voice) -> Span:
        """What is said, without who says it."""
        if voice.frame is not None and not voice.quoted:
            content = trimmed(self.text, voice.frame)
            if (
                content is not None
                and self.sentence.span.start <= content.start < self.sentence.span.end
                and says_something(context, content)
            ):
                return content
        return Span(self.evidence.start or 0, self.evidence.end or 0)

    def _topic(self, chunk: Chunk) -> str:
        return f"number of {self.text[chunk.people.start : chunk.people.end]}" if chunk.people is not None else "number of people"

    def _usable(self, harms: list[Harm]) -> list[Harm]:
        """Harms with a figure, denied ones, and figureless ones that somebody is cited for or that befell a named person."""
        counted = {harm.outcome for harm in harms if harm.figure is not None}
        return [harm for harm in harms if harm.figure is not None or harm.negated or self._tells(harm, counted)]

    def _tells(self, harm: Harm, counted: set[str]) -> bool:
        if harm.pattern == "suffered":
            return True
        if harm.people is None or harm.outcome in counted or harm.pattern not in _ONE_PERSON:
            return False
        chunk = self.sentence.chunks[harm.at]
        if self._is_named(harm):
            return True
        voice = self.analysis.voices.at(self.number, self.sentence.chunks[harm.trigger].start)
        return voice.source is not None and chunk.code == "P" and harm.pattern != "active"

    def _is_named(self, harm: Harm) -> bool:
        """A person's name: two words with capitals that no list of organisations, countries or events knows."""
        if harm.people is None or self.sentence.silent or self.sentence.chunks[harm.at].code not in "EwP":
            return False
        words = self.text[harm.people.start : harm.people.end].split()
        names = [word for word in words if word[:1].isupper()]
        plain = [word.lower().strip(".,'’\"") for word in words]
        if len(names) < 2 or any(word in self.words.sources and word not in self.words.lists["titles"] for word in plain):  # noqa: PLR2004
            return False
        return not any(
            word in self.words.words or word in self.words.lists["event_nouns"] for word in plain if word not in self.words.lists["titles"]
        )

    def _span(self, index: int) -> Span:
        chunk = self.sentence.chunks[index]
        return Span(chunk.start, chunk.end)

    def _setting(self, voice: Voice, place: Place | None, time: Span | None) -> Setting:
        document = self.analysis.reading.document
        return Setting(
            self.text,
            document.published,
            self.analysis.anchor,
            document.outlet,
            self.words,
            self.sentence,
            voice,
            self.analysis.voices,
            self.evidence,
            self.analysis.agency,
            place,
            time,
        )

    def _around(self, trigger: int, at: int, *, goal: bool = False, parts: Sequence[int] = (), formers: Sequence[int] = ()) -> Setting:
        """What stands around a finding; the places directly behind `parts` of a total are theirs alone, times behind `formers` likewise."""
        voice = self.analysis.voices.at(self.number, self.sentence.chunks[trigger].start)
        time = time_of(self.times, trigger, at, self.sentence)
        if formers and time is not None and any(at < former and self.sentence.chunks[former].end < time.start for former in formers):
            time = None  # "stands at 73, down from 90 on Friday": the day of the earlier figure
        places = [place for place in self.places if not self._is_of_telling(place, trigger)]
        if parts:
            places = [place for place in places if not any(part != at and 0 < place.at - part <= 2 for part in parts)]  # noqa: PLR2004
        return self._setting(voice, place_of(places, trigger, at, self.sentence, goal=goal), Span(time.start, time.end) if time else None)

    def _is_of_telling(self, place: Place, trigger: int) -> bool:
        """As in "told reporters in Geneva that": where it was said."""
        if "q" not in self.sentence.codes[place.at + 1 : trigger]:
            return False
        for frame in self.frames:
            if frame.how == "leading" and frame.cue.end <= place.lead.start:
                between = [chunk.code for chunk in self.sentence.chunks[: place.at] if frame.cue.end <= chunk.start]
                if not holds(between, "bhVKIvGmq"):
                    return True
        return False

    def _casualties(self, context: Context, harms: list[Harm]) -> list[Proposed]:
        found = []
        people: Span | None = None
        parted = 0
        parts = [harm.at for harm in harms if harm.pattern == "part"]
        formers = [harm.at for harm in harms if harm.pattern == "former"]
        own_voice = {*parts, *(harm.at for harm in harms if harm.pattern in {"total", "breakdown"} and self._parted(harm.trigger, harm.at))}
        for harm in harms:
            setting = self._around(harm.at if harm.at in own_voice else harm.trigger, harm.at, parts=parts, formers=formers)
            own, before = harm.people, people
            if harm.pronoun:
                own = self.analysis.people_before(self.number, self._span(harm.at).start) or own
            if own is None and self.sentence.chunks[harm.at].head == "them" and people is None:
                own = self.analysis.people_before(self.number, self._span(harm.at).start)
            if own is None and harm.other:
                own = self._people_left_of(harm.at) or people
            people = own if own is not None else people if not self._parted(parted, harm.at) else None
            parted = harm.at
            attacker = self._actor(harm.attacker, setting.voice)
            resolved = harm._replace(people=people, attacker=attacker)
            if harm.pattern in _PARTS:
                people = before
            if by_the_law(context, harm):
                claim: Claim = self._arrest(context, setting, resolved)
            else:
                claim = casualties(setting, resolved, people=resolved.people, siblings=len(harms) > 1)
            found.append(Proposed(claim, trace_of_harm(claim, setting, resolved)))
        return found

    def _arrest(self, context: Context, setting: Setting, harm: Harm) -> Claim:
        """The statement of an arrest, with how many were arrested if it says so."""
        content, trigger = self._content(context, setting.voice), self.sentence.chunks[harm.trigger]
        people = self.text[harm.people.start : harm.people.end] if harm.people is not None else "people"
        figure = None if harm.figure is None or self.text[slice(*harm.figure.span)].lower() in _ARTICLES else harm.figure
        return statement(setting, content, f"number of {people} {trigger.text}", figure_of(setting, figure, "persons"))

    def _parted(self, one: int, other: int) -> bool:
        """Whether a semicolon parts two chunks: what was said of people before it is not carried over."""
        return ";" in self.sentence.codes[min(one, other) : max(one, other)]

    def _people_left_of(self, at: int) -> Span | None:
        """The counted people nearest before chunk `at`: whom "three others" adds to."""
        for chunk in reversed(self.sentence.chunks[:at]):
            if chunk.code == "N" and chunk.people is not None:
                return chunk.people
        return None

    def _actor(self, actor: Span | None, voice: Voice) -> Span | None:
        """The actor; a pronoun in somebody's words about themselves is the speaker ("said that they had killed 12")."""
        words = self.text[actor.start : actor.end].lower() if actor is not None else ""
        if actor is None or words not in _PRONOUN_ACTORS:
            return actor
        if words in {"they", "them"} and (voice.quoted or self.analysis.voices.is_quoted(actor.start)):
            return self.analysis.people_before(self.number, actor.start)
        return voice.source or self.analysis.voices.antecedent(self.number, actor.start, self.text[actor.start : actor.end].lower())

    def _act(self, item: Act) -> Proposed:
        setting = self._around(item.trigger, item.at, goal=item.kind == "deployment")
        resolved = item._replace(actor=self._actor(item.actor, setting.voice))
        claim = act(setting, resolved)
        figure = item.figure.span if item.figure else None
        spans = {"trigger": self._span(item.trigger), "figure": figure, "actor": resolved.actor, "source": setting.voice.source}
        words = spans_of(self.text, **spans, hedge=hedge_of(claim, setting, item.trigger), **where_and_when(setting))
        return Proposed(claim, trace_of(item.pattern, words, claim, setting.voice))
