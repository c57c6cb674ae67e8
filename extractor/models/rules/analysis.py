"""A document after the first stages: sentences in phrases, attributions, voices, and what the text is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from extractor.claims.dates import find_times, resolve_time
from extractor.claims.figures import FoundFigure, figures_from
from extractor.claims.finding import Span
from extractor.claims.time_scan import Begun, times_from
from extractor.models.rules.closed import listed, mentions
from extractor.models.rules.cutter import cut
from extractor.models.rules.frames import find_frames
from extractor.models.rules.issuers import issuer_of
from extractor.models.rules.lexicon import NUMBER, TELLS, TIME, Lexicon
from extractor.models.rules.people import find_people
from extractor.models.rules.phrases import Marks, Sentence
from extractor.models.rules.settling import settle_nouns
from extractor.models.rules.shapes import Frame
from extractor.models.rules.tokens import MAX_TOKENS, Tokens, case_is_silent, tokenize
from extractor.models.rules.voices import Voices
from extractor.text.reading import Reading

_DISEASE_WORDS = 2
"""So many words of illness make a document one about a disease."""
_NO_NEWS = (("fiction", 4), ("metalanguage", 4), ("games", 3))
"""So many different words of film and novel make a document one about invented events; others one about words, or a game."""
_DATELINE = re.compile(
    r"(?:\[[A-Z]+\]\s*)?[A-Z][A-Z'’.-]+(?:[ ,]+[\w.'’-]+){0,6}[ ,]*(?:\((?P<agency>[^()\n]{2,40})\)\s*(?:--|[—–-])|\s(?:--|[—–]))\s*"
    r"(?:\[[^\[\]\n]{1,40}\]\s*)*"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?i:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})"
_DATED = re.compile(
    rf"(?:[A-Z][A-Z'’.-]+(?:[ ,]+[A-Z][\w.'’-]*){{0,4}}[ ,(-]+{_DAY}(?:,?\s\d{{4}})?\)?"
    rf"|[A-Z][\w'’.-]+(?:[ ,]+[A-Z][\w.'’-]*){{0,4}}[ ,]+{_DAY}(?:,?\s\d{{4}})?\s*\((?P<agency>[^()\n]{{2,40}})\))\s*(?:--|[—–]|-(?=\s))\s*"
)
"""A day before a hyphen: "PORT MARA, Aug 23 - "; where the place is not in capitals, a wire in brackets must follow the day."""
_INNER_NAME = re.compile(r" (?<=[a-z,] )([A-Z][a-z]+)")
_LOOK_BACK = 2
_PRONOUNS = listed("they them those themselves others their he she it who which that everyone")


@dataclass(frozen=True)
class Analysis:
    """A document's sentences with their frames, the voices over all of them, and its subject matter."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    voices: Voices
    disease: bool
    invented: bool
    anchor: str | None = None
    agency: Span | None = None
    corrects: bool = False

    def people_before(self, number: int, position: int) -> Span | None:
        """Whom a plural pronoun at `position` of sentence `number` stands for: the first in the sentence before, else in this one."""
        for earlier in range(number - 1, max(-1, number - 1 - _LOOK_BACK), -1):
            found = self._first_people(earlier, self.sentences[earlier].span.end)
            if found is not None and self._near(earlier, number):
                return found
        return self._first_people(number, position)

    def _near(self, earlier: int, number: int) -> bool:
        starts = self.sentences[earlier].span.start, self.sentences[number].span.start
        return self.voices.paragraph_of(starts[1]) - self.voices.paragraph_of(starts[0]) <= 1

    def _first_people(self, number: int, before: int) -> Span | None:
        for chunk in self.sentences[number].chunks:
            if chunk.start >= before:
                return None
            if chunk.code in "NP" and chunk.people is not None and chunk.text not in _PRONOUNS and chunk.word.code != "u":
                return chunk.people
        return None


_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD = 400


def anchor_of(text: str) -> str | None:
    """The first full date in the head of an undated text, to which its weekdays can be tied; null if it has none."""
    for time in find_times(text[:_HEAD]):
        found = resolve_time(time.words, None).edtf
        if found is not None and _FULL_DATE.fullmatch(found):
            return found
    return None


def _is_outlet(agency: str, outlet: str) -> bool:
    """Whether an agency is the outlet, under its name or its initials."""
    initials = "".join(word[0] for word in outlet.split() if word[0].isupper())
    return agency.lower() in outlet.lower() or agency.replace(".", "").upper() == initials


def agency_of(reading: Reading, sentences: Sequence[Span]) -> Span | None:
    """The agency that a dateline credits with the whole story (CODEBOOK.md, `relays`); null where it is the outlet itself."""
    for span in sentences[:12]:
        match = _dateline(reading.text, span)
        if match is not None and match["agency"] and not any(sign.isdigit() for sign in match["agency"]):
            own = _is_outlet(match["agency"], reading.document.outlet or "")
            return None if own else Span(*match.span("agency"))
    return None


def _dateline(text: str, span: Span) -> re.Match[str] | None:
    """What stands before the first sentence of a story."""
    end = min(span.end, span.start + 120)
    if not mentions(text[span.start : end], "-—–"):
        return None
    return _DATELINE.match(text, span.start, end) or _DATED.match(text, span.start, end)


def _without_dateline(text: str, span: Span) -> Span:
    """A sentence without what stands before it: "PORT MARA, Aug. 23 (ABC) — "; its numbers and places are no news."""
    match = _dateline(text, span)
    return Span(match.end(), span.end) if match and match.end() < span.end else span


def persons_named(sentence: Sentence, words: Lexicon) -> list[Span]:
    """Names of people that a title or a role introduces: "Mayor Greta Holm", "headteacher Olaf Brenn"."""
    found: list[Span] = []
    if sentence.silent:
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code != "E":
            continue
        before = sentence.chunks[index - 1] if index else None
        first = chunk.text.split()[0].rstrip(".")
        if " " in chunk.text and first in words.lists["titles"]:
            found.append(Span(chunk.start, chunk.end))
        elif (
            before is not None
            and before.code in "wPN"
            and before.text.split()[-1] in words.persons
            and words.persons[before.text.split()[-1]] == "sg"
        ):
            found.append(Span(before.start, chunk.end))
    return found


def analyse(reading: Reading, words: Lexicon) -> Analysis:
    """Cut a document into sentences and phrases, and find who speaks where."""
    text = reading.text
    names = frozenset(match.lower() for match in _INNER_NAME.findall(text))
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for span in reading.sentences:
        furniture = reading.is_furniture(span)
        if furniture is not None and not furniture.claimable:
            sentences.append(Sentence(span, [], silent=False))
        else:
            told = _without_dateline(text, span)
            tokens = tokenize(text, told)
            seen.update(tokens.words)
            sentences += _cut(text, told, tokens, names, words)
    frames: list[tuple[Frame, ...]] = [tuple(find_frames(sentence, words)) for sentence in sentences]
    spans, paragraphs = [sentence.span for sentence in sentences], [segment.span for segment in reading.segments]
    persons = {number: found for number, sentence in enumerate(sentences) if (found := persons_named(sentence, words))}
    voices = Voices(text, words, frames, spans, paragraphs, persons)
    disease = len(seen & words.lists["diseases"]) >= _DISEASE_WORDS or not seen.isdisjoint(words.lists["named_diseases"])
    invented = any(len(seen & words.lists[name]) >= least for name, least in _NO_NEWS)
    anchor = None if reading.document.published else anchor_of(text)
    corrects = "version of th" in voices.lowered
    agency = agency_of(reading, reading.sentences) or _issued(voices, reading)
    return Analysis(reading, tuple(sentences), voices, disease, invented, anchor, agency, corrects)


def _issued(voices: Voices, reading: Reading) -> Span | None:
    """The issuer of the whole speaks wherever nobody else does; a medium that is credited with it only relays (it is returned)."""
    issuer = issuer_of(reading.text)
    if issuer is None or _is_outlet(reading.text[issuer.start : issuer.end], reading.document.outlet or ""):
        return None
    if voices.type_of(issuer) == "media":
        return issuer
    voices.issuer = issuer
    return None


def _cut(text: str, span: Span, tokens: Tokens, names: frozenset[str], words: Lexicon) -> list[Sentence]:
    """A sentence in phrases; in several stretches where it is very long; without phrases where no word of it tells anything."""
    hints = reduce(or_, [form.hints for form in tokens.forms], 0)
    if not hints & TELLS:
        return [Sentence(span, [], silent=False)]
    marks = _marks(text, span, tokens, names, hints)
    count = len(tokens.words)
    if count <= MAX_TOKENS:
        return [_phrased(text, span, tokens, marks, words)]
    stretches = [tokens.part(start, start + MAX_TOKENS) for start in range(0, count, MAX_TOKENS)]
    spans = [Span(part.starts[0], part.ends[-1]) for part in stretches]
    return [_phrased(text, span, part, _within(marks, span), words) for span, part in zip(spans, stretches, strict=True)]


def _phrased(text: str, span: Span, tokens: Tokens, marks: Marks, words: Lexicon) -> Sentence:
    silent = case_is_silent(tokens, text)
    chunks = find_people(settle_nouns(cut(text, tokens, marks, words, silent=silent)), words, silent=silent)
    codes = "".join([chunk.code for chunk in chunks])
    figures = [at for at, chunk in enumerate(chunks) if chunk.figure is not None and chunk.code in "NFUC"]
    return Sentence(span, chunks, silent, codes, figures)


def _within(marks: Marks, stretch: Span) -> Marks:
    """The marks that begin in one stretch of a long sentence: each is looked at once, whatever the sentence's length."""
    figures = marks.figures[_first(marks.figures, stretch.start) : _first(marks.figures, stretch.end)]
    times = marks.times[_first(marks.times, stretch.start) : _first(marks.times, stretch.end)]
    return Marks(figures, times, marks.names)


def _first(marks: Sequence[FoundFigure] | Sequence[Span], position: int) -> int:
    return bisect_left(marks, position, key=lambda mark: mark.start if isinstance(mark, Span) else mark.span.start)


def _marks(text: str, span: Span, tokens: Tokens, names: frozenset[str], hints: int) -> Marks:
    """The figures and times of one sentence, each looked for only where a word hints at one."""
    figures: list[FoundFigure] = []
    times: list[Span] = []
    if hints & NUMBER:
        words, shift = text[span.start : span.end], span.start
        begun = [
            (start - shift + at, first, start - shift + end)
            for start, form in zip(tokens.starts, tokens.forms, strict=True)
            if form.figures
            for at, first, end in form.figures
        ]
        figures = figures_from(words, begun, moved=shift)
    if hints & TIME:
        spoken: list[str] = []
        begins: list[Begun] = []
        for start, form in zip(tokens.starts, tokens.forms, strict=True):
            if form.times:
                begins += [(len(spoken) + number, start + at, role) for number, at, role in form.times]
            spoken += form.spoken
        times = times_from(text, spoken, begins, span.end)
    return Marks(figures, times, names)
