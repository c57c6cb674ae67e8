"""A document after the first stages: sentences in phrases, attributions, voices, and what the text is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.claims.dates import find_times, resolve_time
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.models.rules.frames import Frame, find_frames, settle_nouns
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.people import find_people
from extractor.models.rules.phrases import Marks, Sentence, chunk_sentence
from extractor.models.rules.tokens import MAX_TOKENS, tokenize
from extractor.models.rules.voices import Voices
from extractor.text.reading import Reading

_DISEASE_WORDS = 2
"""So many words of illness make a document one about a disease."""
_FICTION_WORDS = 4
"""So many different words of film and novel make a document one about invented events; as many of grammar, one about words."""
_INNER_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_LOOK_BACK = 2
_PRONOUNS = frozenset(["they", "them", "those", "themselves", "others", "their", "he", "she", "it", "who", "which", "that", "everyone"])


@dataclass(frozen=True)
class Analysis:
    """A document's sentences with their frames, the voices over all of them, and its subject matter."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    voices: Voices
    disease: bool
    invented: bool
    anchor: str | None = None

    def people_before(self, number: int, position: int) -> Span | None:
        """The people a plural pronoun at `position` of sentence `number` stands for: the first ones of the sentence before, else of this one."""
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


def anchor_of(text: str, times: list[Span]) -> str | None:
    """The first full date in the head of an undated text, to which its weekdays can be tied; null if it has none."""
    for span in times:
        if span.start > _HEAD:
            return None
        found = resolve_time(text[span.start : span.end], None).edtf
        if found is not None and _FULL_DATE.fullmatch(found):
            return found
    return None


def persons_named(sentence: Sentence, words: Lexicon) -> list[Span]:
    """Names of people that a title or a role introduces: "Mayor Greta Holm", "headteacher Olaf Brenn"."""
    found = []
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code != "E" or sentence.silent:
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
    times = [found.span for found in find_times(text)]
    marks = Marks.of(find_figures(text), times, names)
    sentences: list[Sentence] = []
    named = False
    for span in reading.sentences:
        tokens = tokenize(text, span)
        named = named or any(token.word in words.lists["named_diseases"] for token in tokens)
        for start in range(0, len(tokens), MAX_TOKENS):
            part = tokens[start : start + MAX_TOKENS]
            stretch = span if len(tokens) <= MAX_TOKENS else Span(part[0].start, part[-1].end)
            sentences.append(find_people(settle_nouns(chunk_sentence(text, stretch, part, marks, words)), words))
    frames: list[tuple[Frame, ...]] = [tuple(find_frames(sentence, words)) for sentence in sentences]
    spans, paragraphs = [sentence.span for sentence in sentences], [segment.span for segment in reading.segments]
    persons = {number: found for number, sentence in enumerate(sentences) if (found := persons_named(sentence, words))}
    voices = Voices(text, words, frames, spans, paragraphs, persons)
    subjects = [chunk.text for sentence in sentences for chunk in sentence.chunks if chunk.code in "wvE"]
    disease = sum(word in words.lists["diseases"] for word in subjects)
    invented = max(len({word for word in subjects if word in words.lists[name]}) for name in ("fiction", "metalanguage"))
    anchor = None if reading.document.published else anchor_of(text, times)
    return Analysis(reading, tuple(sentences), voices, named or disease >= _DISEASE_WORDS, invented >= _FICTION_WORDS, anchor)
