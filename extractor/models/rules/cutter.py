"""Tokens → basic phrases: figures, times, fixed phrases, names and single words. People come later (`people.py`)."""

from __future__ import annotations

from bisect import bisect_left

from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import OPENING, Lexicon, Phrases, Word
from extractor.models.rules.phrases import NOTHING, ONE, Chunk, Marks
from extractor.models.rules.tokens import Tokens

_SMALL = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "between"
)
_JOINTS = listed("and , to or - –")
_ORDINALS = listed("second third fourth fifth sixth seventh eighth")
_AFTER_ONE = listed(
    ", . was were is had has who died remains remained in and later critically seriously slightly wounded injured killed missing fatally"
) | {";"}
_SHARE = 10
_UNCOUNTED = listed("nearest per every page pages volume vol chapter verse item paragraph para")
_YOUNG = listed("children child infants girls boys babies people aged")
_PRICED = listed("rs re inr ngn kes php zar")
_OPENING = frozenset('"“:—-–•·*|')
_KINDS = {"count": "F", "percent": "F", "date": "T", "ordinal": "w", "designation": "E"}


def cut(text: str, tokens: Tokens, marks: Marks, lexicon: Lexicon, *, silent: bool) -> list[Chunk]:
    """A sentence's basic phrases, in order; `silent` where its capitals say nothing about names."""
    return _Cutter(text, tokens, marks, lexicon, silent=silent).run()


class _Cutter:
    def __init__(self, text: str, tokens: Tokens, marks: Marks, lexicon: Lexicon, *, silent: bool) -> None:
        self.text, self.marks, self.lexicon, self.silent = text, marks, lexicon, silent
        self.starts, self.ends, self.words, self.forms = tokens
        self.count = len(tokens.words)
        self.at = 0

    def run(self) -> list[Chunk]:
        chunks: list[Chunk] = []
        marked, forms, add = self._marked(), self.forms, chunks.append
        starts, ends = self.starts, self.ends
        at, count = 0, self.count
        while at < count:
            form = forms[at]
            capital, code = form.capital, form.code
            if at in marked:
                add(self._mark(at, marked[at]))
            elif form.phrases is not None and (found := self._fixed(at, form.word, form.phrases)) is not None:
                add(found)
                self._cut_short(marked, at)
            elif capital and self._is_name(at, form.known):
                add(self._name(at))
            else:
                if code and not (code == "." and self._is_title_end(at)):
                    known = form.known or NOTHING
                    add(Chunk(code, starts[at], ends[at], form.word, known, None, None, "", None, False, form.possessive, capital))
                at += 1
                continue
            at = self.at
        return chunks

    def _is_title_end(self, at: int) -> bool:
        """As in "GEN. PAZ": a full stop that belongs to a title, and ends nothing."""
        return self.words[at] == "." and 0 < at < self.count - 1 and self.words[at - 1] in self.lexicon.lists["titles"]

    def _marked(self) -> dict[int, Span | FoundFigure]:
        """Times and figures by the index of their first token; a time wins over a figure at the same place."""
        starts = self.starts
        found: dict[int, Span | FoundFigure] = {}
        for figure in self.marks.figures:
            at = bisect_left(starts, figure.span.start)
            found[at] = figure
        for span in self.marks.times:
            found[bisect_left(starts, span.start)] = span
        return {at: mark for at, mark in found.items() if at < self.count and starts[at] < _end(mark)}  # else: it begins inside a word

    def _cut_short(self, marked: dict[int, Span | FoundFigure], at: int) -> None:
        """As in "went up to 39": a figure whose first words the phrase at `at` has taken begins behind it."""
        for inside in range(at + 1, self.at):
            mark, start = marked.get(inside), self.ends[self.at - 1]
            if isinstance(mark, FoundFigure) and mark.span.end > start:
                for rest in find_figures(self.text[start : mark.span.end]):
                    marked[bisect_left(self.starts, rest.span.start + start)] = rest.moved(start)

    # figures and times

    def _mark(self, at: int, mark: Span | FoundFigure) -> Chunk:
        self.at = at
        if isinstance(mark, FoundFigure):
            return self._compound(mark.span.end) or self._figure(mark)
        chunk = self._until("T", mark.end)
        if self.text.endswith(("'s", "’s"), chunk.start, chunk.end):
            chunk.end -= 2
        return chunk

    def _until(self, code: str, end: int) -> Chunk:
        first = self.at
        self.at = max(first, bisect_left(self.starts, end))
        start, stop = self.starts[first], self.ends[self.at - 1]
        return Chunk(code, start, max(end, stop), self.text[start:stop].lower())

    def _figure(self, found: FoundFigure) -> Chunk:
        at, end = self.at, found.span.end
        before = self.words[max(0, at - 2) : at]
        share = before == ("out", "of") and (found.bounds.low or _SHARE + 1) <= _SHARE  # "eight out of ten"
        age = bool(before) and before[-1] in _YOUNG and found.words.lower().startswith(("under", "over", "below"))  # "children under five"
        if age or share or before == ("all", "but") or (at and before[-1] in _UNCOUNTED) or self._is_money(at, end):
            return self._until("w", end)  # counts something else than it says
        chunk = self._until(_KINDS.get(found.kind, "U"), end)
        if found.kind == "measure" and self.ends[at] > end:
            return chunk.but(code="w", text=f"n{self.text[end : self.ends[at]].lower()}")  # "six-year-old": an adjective
        if found.kind not in {"ordinal", "designation"}:
            chunk.figure = found
        return chunk

    def _is_money(self, at: int, end: int) -> bool:
        """As in "Rs 5 lakh", "5 billion reais"; and the number before a list's item: "2) A total of"."""
        following = bisect_left(self.starts, end)
        word = self.words[following] if following < self.count else ""
        return word in self.lexicon.lists["currencies"] or (at > 0 and self.words[at - 1] in _PRICED) or (at == 0 and word == ")")

    def _compound(self, end: int) -> Chunk | None:
        """As in "12-year-old", "40-strong": a number inside an adjective."""
        at = bisect_left(self.starts, end, self.at, min(self.at + 8, self.count))
        if at + 1 >= self.count or at >= self.at + 8 or self.words[at] != "-":
            return None
        word = self.words[at + 1]
        if self.starts[at] != end or self.starts[at + 1] != self.ends[at] or not word[0].isalpha():
            return None
        first, self.at = self.at, at + 2
        return Chunk("w", self.starts[first], self.ends[at + 1], f"n-{word}")

    # fixed words

    def _fixed(self, at: int, word: str, phrases: dict[str, Phrases]) -> Chunk | None:
        """What begins at `at` and is more than one word."""
        if phrases and at + 1 < self.count and (options := phrases.get(self.words[at + 1])):
            found = self._phrase(at, options)
            if found is not None:
                return found
        if word in OPENING:
            return self._one_more(at) if word == "a" else self._age(at)
        return None

    def _phrase(self, at: int, options: Phrases) -> Chunk | None:
        for rest, word in options:
            end = at + 1 + len(rest)
            if self.words[at + 1 : end] == rest:
                self.at = end
                start, stop = self.starts[at], self.ends[end - 1]
                chunk = Chunk(word.code, start, stop, self.text[start:stop].lower(), word)
                chunk.possessive, chunk.capital = self.forms[end - 1].possessive, self.forms[at].capital
                return chunk
        return None

    def _is_number(self, at: int) -> bool:
        return at < self.count and (self.words[at][0].isdigit() or self.words[at] in _SMALL)

    def _age(self, first: int) -> Chunk | None:
        """As in "aged 12 and 14", "aged between six and nine": said of people, counting none."""
        at = first + 1
        while self._is_number(at) or (at > first + 1 and self._is_number(at + 1) and self.words[at] in _JOINTS):
            at += 1
        if at == first + 1:
            return None
        self.at = at
        return Chunk("R", self.starts[first], self.ends[at - 1], "aged")

    def _one_more(self, at: int) -> Chunk | None:
        """As in "a third was injured", "wounded a fifth": one person more, no share of anything."""
        ordinal, following = (*self.words[at + 1 : at + 3], ".", ".")[:2]
        if ordinal not in _ORDINALS or following not in _AFTER_ONE:
            return None
        self.at = at + 2
        span = Span(self.starts[at], self.ends[at])
        figure = FoundFigure(span, self.text[span.start : span.end], ONE, span)
        return Chunk("F", span.start, self.ends[at + 1], "a", figure=figure, head=ordinal)

    # names

    def _is_name(self, at: int, word: Word | None) -> bool:  # noqa: PLR0911 (one exception a line)
        """A capitalised word that is no ordinary word at the start of a sentence, where all words have a capital."""
        own = self.words[at]
        if self.silent or not own[0].isalpha():
            return False
        if word is not None and word.outcome is not None and self.text[self.starts[at] : self.ends[at]].isupper():
            return False  # "2 KIA"
        following = self.words[at + 1] if at + 1 < self.count else " "
        if following == ":" and word is not None and word.outcome is not None:
            return False  # "Fatalities: 3. Injuries: 11"
        joined = following[0].isalpha() and self.forms[at + 1].capital and self.starts[at + 1] - self.ends[at] <= 1
        persons = self.lexicon.persons
        if at == 0 or self.words[at - 1] in _OPENING:
            if word is not None and word.code not in "EY":
                return False
            if not joined:
                return word is None and own in self.marks.names and own not in persons
            return own not in persons or persons[own] == "sg"
        if word is not None and (word.code in "EY" or (not joined and word.code in "bhmDXRotyd&|!qupiT")):
            return False  # nationalities and countries have codes of their own; `names.py` joins them
        return joined or own not in persons

    def _name(self, first: int) -> Chunk:
        """A run of capitalised words, with small words between two of them ("Institute for the Study of War")."""
        last = first
        for at in range(first + 1, self.count):
            if self.forms[last].possessive and not self.forms[at].capital:
                break
            if self.forms[at].capital and self.words[at][0].isalpha() and not self._is_time(at):
                last = at
            elif at - last > 2 or not self._small(at):  # noqa: PLR2004 (at most "for the" between two parts)
                break
        self.at = last + 1
        start, end = self.starts[first], self.ends[last]
        return Chunk("E", start, end, self.text[start:end].lower(), possessive=self.forms[last].possessive, capital=True)

    def _is_time(self, at: int) -> bool:
        return any(span.start == self.starts[at] for span in self.marks.times)

    def _small(self, at: int) -> bool:
        if self.words[at] == ".":
            return self.words[at - 1] in self.lexicon.lists["titles"] or self.ends[at - 1] - self.starts[at - 1] == 1
        return self.words[at] in self.lexicon.lists["names_lower"] and not self.forms[at].capital and not self.forms[at].possessive


def _end(mark: Span | FoundFigure) -> int:
    return mark.end if isinstance(mark, Span) else mark.span.end
