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

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.claims.core import Figure
from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Lexicon, Phrases, Word
from extractor.models.rules.tokens import Token, case_is_silent

_AGES = listed("aged age ages")
_SMALL = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = listed("second third fourth fifth sixth seventh eighth")
_AFTER_ONE = frozenset(
    [
        ",",
        ".",
        ";",
        "was",
        "were",
        "is",
        "had",
        "has",
        "who",
        "died",
        "remains",
        "remained",
        "in",
        "and",
        "later",
        "critically",
        "seriously",
        "slightly",
        "wounded",
        "injured",
        "killed",
        "missing",
        "fatally",
    ]
)
_NOTHING = Word("w")
_SHARE = 10
_SIGNS = {
    **{sign: sign for sign in ',;:.()"&'},
    "–": "-",
    "—": "-",
    "-": "-",
    "“": '"',
    "”": '"',
    '"': '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "…": ".",
    "!": ".",
    "?": ".",
    "[": "(",
    "]": ")",
}
_OPENING = {'"', "“", ":", "—", "-", "–", "•", "·", "*", "|"}
_SKIPPED = {"'", "’", "‘", "*", "•", "·", "_", "|", "`"}


@dataclass(slots=True)
class Chunk:
    """A phrase: its code, span, plain words, what the lexicon knows of it, and for N, F, U, C its figure.

    `people` is the span of the people-words of N, P and C; `head` their last word; `state` the outcome that an adjective inside them
    names ("12 wounded soldiers"); `other` marks "20 others", "another 5".
    """

    code: str
    start: int
    end: int
    text: str
    word: Word = _NOTHING
    figure: FoundFigure | None = None
    people: Span | None = None
    head: str = ""
    state: str | None = None
    other: bool = False
    possessive: bool = False
    capital: bool = False
    tail: str = ""

    def but(self, **changes: object) -> Chunk:
        """A copy with `changes` (several times faster than `dataclasses.replace`, and this is the inner loop)."""
        fresh = Chunk(
            self.code, self.start, self.end, self.text, self.word, self.figure, self.people, self.head, self.state, self.other,
            self.possessive, self.capital, self.tail,
        )  # fmt: skip
        for name, value in changes.items():
            setattr(fresh, name, value)
        return fresh

    def tagged(self, tag: str) -> bool:
        """Whether the lexicon gives this word `tag`."""
        return tag in self.word.tags


@dataclass(slots=True)
class Sentence:
    """A sentence cut into chunks; `codes[i]` is `chunks[i].code`."""

    span: Span
    chunks: list[Chunk]
    silent: bool
    codes: str = field(default="")
    groups: dict[int, Any] = field(default_factory=dict)

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


def chunk_sentence(text: str, span: Span, tokens: list[Token], marks: Marks, lexicon: Lexicon) -> Sentence:
    """Cut a sentence into its basic words: figures, times, fixed phrases, names, single words. People come later (`people.py`)."""
    silent = case_is_silent(tokens, text)
    cutter = _Cutter(text, tokens, marks, lexicon, silent, tuple(token.word for token in tokens))
    chunks = cutter.run()
    return Sentence(span, chunks, silent, "".join(chunk.code for chunk in chunks))


@dataclass(slots=True)
class _Cutter:
    text: str
    tokens: list[Token]
    marks: Marks
    lexicon: Lexicon
    silent: bool
    words: tuple[str, ...]
    at: int = 0

    def run(self) -> list[Chunk]:
        chunks: list[Chunk] = []
        marked = self._marked()
        tokens, entries = self.tokens, self.lexicon.entries
        while self.at < len(tokens):
            token = tokens[self.at]
            word = token.word
            if self.at in marked:
                mark = marked[self.at]
                chunks.append(self._time(mark.end) if isinstance(mark, Span) else self._figure(mark))
            elif word in entries:
                chunks.append(self._words(token, *entries[word]))
            elif word in _SKIPPED:
                self.at += 1
            elif token.capital and self._is_name(token, None):
                chunks.append(self._name())
            else:  # neither an entry nor the beginning of one
                self.at += 1
                code = "w" if word[0].isalnum() else _SIGNS.get(word, "w")
                chunks.append(Chunk(code, token.start, token.end, word, possessive=token.possessive, capital=token.capital))
        return chunks

    def _marked(self) -> dict[int, Span | FoundFigure]:
        """Times and figures by the index of their first token; a time wins over a figure at the same place."""
        if not self.marks.figures and not self.marks.times:
            return {}
        starts = [token.start for token in self.tokens]
        found: dict[int, Span | FoundFigure] = {}
        for figure in self.marks.figures:
            found[bisect_left(starts, figure.span.start)] = figure
        for span in self.marks.times:
            found[bisect_left(starts, span.start)] = span
        ends = {at: mark.end if isinstance(mark, Span) else mark.span.end for at, mark in found.items()}
        return {at: mark for at, mark in found.items() if at < len(starts) and starts[at] < ends[at]}  # else: it begins inside a word

    def _time(self, end: int) -> Chunk:
        chunk = self._until("T", end)
        if self.text[chunk.start : chunk.end].endswith(("'s", "’s")):
            chunk.end -= 2
        return chunk

    def _until(self, code: str, end: int) -> Chunk:
        first = self.tokens[self.at]
        while self.at < len(self.tokens) and self.tokens[self.at].start < end:
            self.at += 1
        last = self.tokens[self.at - 1]
        return Chunk(code, first.start, max(end, last.end), self.text[first.start : last.end].lower())

    def _figure(self, found: FoundFigure) -> Chunk:
        compound = self._compound(found.span.end)
        if compound is not None:
            return compound
        before = tuple(token.word for token in self.tokens[max(0, self.at - 2) : self.at])
        share = before == ("out", "of") and (found.figure.low or _SHARE + 1) <= _SHARE  # "eight out of ten"
        if share or before == ("all", "but") or before[-1:] in {("nearest",), ("per",), ("every",)}:
            return self._until("w", found.span.end)  # counts something else than it says
        code = {"count": "F", "percent": "F", "date": "T"}.get(found.kind, "U")
        chunk = self._until(code, found.span.end)
        chunk.figure = found
        if found.kind in {"ordinal", "designation"}:
            chunk.code = "E" if found.kind == "designation" else "w"
            chunk.figure = None
        return chunk

    def _compound(self, end: int) -> Chunk | None:
        """As in "12-year-old", "40-strong": a number inside an adjective."""
        at = next((k for k in range(self.at, min(self.at + 8, len(self.tokens))) if self.tokens[k].start >= end), None)
        if at is None or at + 1 >= len(self.tokens):
            return None
        hyphen, word = self.tokens[at], self.tokens[at + 1]
        if hyphen.word != "-" or hyphen.start != end or word.start != hyphen.end or not word.word[0].isalpha():
            return None
        first = self.tokens[self.at]
        self.at = at + 2
        return Chunk("w", first.start, word.end, f"n-{word.word}")

    def _is_number(self, at: int) -> bool:
        return at < len(self.tokens) and (
            self.tokens[at].word[0].isdigit() or self.tokens[at].word in _SMALL or self.tokens[at].word == "between"
        )

    def _age(self) -> Chunk:
        """As in "aged 12 and 14", "aged between six and nine": said of people, counting none."""
        first = self.tokens[self.at]
        self.at += 1
        while self._is_number(self.at) or (
            self._is_number(self.at + 1) and self.tokens[self.at].word in {"and", ",", "to", "or", "-", "–"}
        ):
            self.at += 1
        return Chunk("R", first.start, self.tokens[self.at - 1].end, "aged")

    def _is_one_more(self, token: Token) -> bool:
        """As in "a third was injured", "wounded a fifth": one person more, no share of anything."""
        if token.word != "a" or self.at + 1 >= len(self.tokens) or self.tokens[self.at + 1].word not in _ORDINALS:
            return False
        following = self.tokens[self.at + 2].word if self.at + 2 < len(self.tokens) else "."
        return following in _AFTER_ONE

    def _one_more(self) -> Chunk:
        first, last = self.tokens[self.at], self.tokens[self.at + 1]
        self.at += 2
        span = Span(first.start, first.end)
        figure = Figure(text=self.text[first.start : first.end], low=1, high=1, qualifier="exact")
        return Chunk("F", first.start, last.end, "a", figure=FoundFigure(span, figure, span), head=last.word)

    def _words(self, token: Token, phrases: dict[str, Phrases], word: Word | None) -> Chunk:
        options = phrases.get(self.words[self.at + 1]) if phrases and self.at + 1 < len(self.words) else None
        found = (self._phrase(token, options) if options else None) or self._special(token)
        if found is not None:
            return found
        if token.capital and self._is_name(token, word):
            return self._name()
        self.at += 1
        entry = word or _NOTHING
        return Chunk(entry.code, token.start, token.end, token.word, entry, possessive=token.possessive, capital=token.capital)

    def _special(self, token: Token) -> Chunk | None:
        if token.word in _AGES and self._is_number(self.at + 1):
            return self._age()
        return self._one_more() if token.word == "a" and self._is_one_more(token) else None

    def _phrase(self, token: Token, options: Phrases) -> Chunk | None:
        for rest, word in options:
            end = self.at + 1 + len(rest)
            if self.words[self.at + 1 : end] == rest:
                last = self.tokens[end - 1]
                self.at = end
                chunk = Chunk(word.code, token.start, last.end, self.text[token.start : last.end].lower(), word)
                chunk.possessive, chunk.capital = last.possessive, token.capital
                return chunk
        return None

    def _is_name(self, token: Token, word: Word | None) -> bool:  # noqa: PLR0911 (one exception a line)
        """A capitalised word that is no ordinary word at the start of a sentence, where all words have a capital."""
        if self.silent or not token.capital or not token.word[0].isalpha():
            return False
        if word is not None and word.outcome is not None and self.text[token.start : token.end].isupper():
            return False  # "2 KIA"
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        joined = following is not None and following.capital and following.word[0].isalpha() and following.start - token.end <= 1
        if following is not None and following.word == ":" and word is not None and word.outcome is not None:
            return False  # "Fatalities: 3. Injuries: 11"
        if self.at == 0 or self.tokens[self.at - 1].word in _OPENING:
            if word is not None and word.code not in "EY":
                return False
            if not joined:
                return word is None and token.word in self.marks.names and token.word not in self.lexicon.persons
            return token.word not in self.lexicon.persons or self.lexicon.persons[token.word] == "sg"
        if word is not None and word.code in "EY":
            return False  # nationalities and countries have codes of their own; `names.py` joins them
        if word is not None and word.code in "bhmDXRotyd&|!qupiT" and not joined:
            return False
        return not (token.word in self.lexicon.persons and not joined)

    def _name(self) -> Chunk:
        """A run of capitalised words, with small words between two of them ("Institute for the Study of War")."""
        first = self.tokens[self.at]
        last = self.at
        index = self.at + 1
        while index < len(self.tokens):
            token = self.tokens[index]
            if self.tokens[last].possessive and not token.capital:
                break
            if token.capital and token.word[0].isalpha() and self._continues(index):
                last = index
            elif not (self._small(index) and index - last <= 2):  # noqa: PLR2004 (at most "for the" between two parts)
                break
            index += 1
        self.at = last + 1
        end = self.tokens[last]
        return Chunk("E", first.start, end.end, self.text[first.start : end.end].lower(), possessive=end.possessive, capital=True)

    def _continues(self, index: int) -> bool:
        token = self.tokens[index]
        return not any(span.start == token.start for span in self.marks.times)

    def _small(self, index: int) -> bool:
        token = self.tokens[index]
        if token.word == ".":
            return (
                self.tokens[index - 1].word in self.lexicon.lists["titles"]
                or self.tokens[index - 1].end - self.tokens[index - 1].start == 1
            )
        return token.word in self.lexicon.lists["names_lower"] and not token.capital and not token.possessive
