"""Words → phrases: the first stage of the cascade.

A sentence becomes a list of chunks, each with a one-letter code; patterns then look at the string of codes. The idea (words, basic
phrases, event patterns, merging, each a pass over the one before) is that of FASTUS (Hobbs et al., 1997).

    N figure with people    "12 North Korean soldiers"       V harm verb, past or participle   "killed"
    F figure alone          "at least 30"                    K harm verb, present or base      "kills"
    U figure with a thing   "12 vehicles"                    G harm verb, gerund               "killing"
    P people                "the soldiers", "they"           I intransitive harm verb          "died"
    E name                  "Ministry of Defence"            J state                           "dead", "missing"
    Y nationality           "Ukrainian"                      C harm noun                       "deaths"
    T time words            "on Tuesday"                     L toll                            "death toll"
    S s A Z Q  cue, its gerund, "according to", "citing", "quoted by"
    b h m D X R  be, have, modal, do, negator, adverb        l leave    j particle ("prisoner", "to flee")
    o y t p  of, by, to, other prepositions                  & | !  and, or, subordinators     q relatives
    d determiner   u pronoun   i including   v other known verb   w other word   punctuation as it is
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.claims.quantities import Bounds
from extractor.models.rules.lexicon import Word

ONE = Bounds(1, 1, "exact")
"""What an article counts."""
NOTHING = Word("w")
"""A word that the lexicon does not know."""


class Chunk:
    """A phrase: its code, span, plain words, what the lexicon knows of it, and for N, F, U, C its figure.

    `people` is the span of the people-words of N, P and C; `head` their last word; `state` the outcome that an adjective inside them
    names ("12 wounded soldiers"); `other` marks "20 others", "another 5"; `whole` is the 30 of "12 of the 30 hostages".

    Most of what the engine makes: no dataclass, whose constructor stays interpreted where the rest is compiled.
    """

    __slots__ = (
        "capital", "code", "end", "figure", "head", "other", "people", "possessive", "start", "state", "tail", "text", "whole", "word"
    )  # fmt: skip

    def __init__(  # noqa: PLR0917 (as a dataclass has it)
        self,
        code: str,
        start: int,
        end: int,
        text: str,
        word: Word = NOTHING,
        figure: FoundFigure | None = None,
        people: Span | None = None,
        head: str = "",
        state: str | None = None,
        other: bool = False,
        possessive: bool = False,
        capital: bool = False,
        tail: str = "",
        whole: FoundFigure | None = None,
    ) -> None:
        self.code = code
        self.start = start
        self.end = end
        self.text = text
        self.word = word
        self.figure = figure
        self.people = people
        self.head = head
        self.state = state
        self.other = other
        self.possessive = possessive
        self.capital = capital
        self.tail = tail
        self.whole = whole

    def but(self, **changes: object) -> Chunk:
        """A copy with `changes` (several times faster than `dataclasses.replace`, and this is the inner loop)."""
        fresh = Chunk(
            self.code, self.start, self.end, self.text, self.word, self.figure, self.people, self.head, self.state, self.other,
            self.possessive, self.capital, self.tail, self.whole
        )  # fmt: skip
        for name, value in changes.items():
            setattr(fresh, name, value)
        return fresh

    def tagged(self, tag: str) -> bool:
        """Whether the lexicon gives this word `tag`."""
        return tag in self.word.tags


@dataclass(slots=True)
class Sentence:
    """A sentence cut into chunks; `codes[i]` is `chunks[i].code`, `figures` are the indices of N, F, U and C that have one."""

    span: Span
    chunks: list[Chunk]
    silent: bool
    codes: str = field(default="")
    figures: Sequence[int] = ()
    groups: dict[int, Any] = field(default_factory=dict)
    texts: frozenset[str] | None = None
    refuses: bool | None = None

    def has(self, words: frozenset[str]) -> bool:
        """Whether one of its chunks is one of `words`."""
        return not self._texts().isdisjoint(words)

    def begins(self, stem: str) -> bool:
        """Whether one of its chunks begins with `stem`."""
        return any(text.startswith(stem) for text in self._texts())

    def _texts(self) -> frozenset[str]:
        if self.texts is None:
            self.texts = frozenset([chunk.text for chunk in self.chunks])
        return self.texts

    def at(self, index: int) -> str:
        """The code at `index`; a blank outside the sentence."""
        return self.codes[index] if 0 <= index < len(self.codes) else " "


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found in a sentence beforehand: its figures and other numbers, its time words, each in order.

    `names` are the words that the document writes with a capital inside sentences.
    """

    figures: Sequence[FoundFigure]
    times: Sequence[Span]
    names: frozenset[str] = frozenset()
