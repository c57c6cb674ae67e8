"""Chunks → people: join figures, modifiers and person nouns into noun phrases.

"12 North Korean soldiers" becomes one N, "the wounded soldiers" one P, "a soldier" an N whose figure is its article, "at least 30" stays F,
"12 vehicles" becomes U, "3,000 North Korean casualties" a C with its figure.
"""

from __future__ import annotations

import re

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Lexicon, Word
from extractor.models.rules.noun_phrases import NounPhrases
from extractor.models.rules.phrases import ONE, Chunk

_SOME, _FEW = 5, 3
_OLDEST = 110
_CREWS = listed("crew staff party group team")
_PERSONS = Word("U", tags=frozenset({"persons"}))
_SCARE = re.compile('"[wY]{1,3}"')
_PERSON_ENDINGS = ("ers", "ors", "ists", "ians", "men", "women", "ees", "ants", "ards", "ites", "ese", "anos", "istas", "people", "folk")
_POSSESSIVE = listed("its their our his her my your")
_PARTITIVE = listed("them whom these those us which who")
_OTHERS = listed("others more other")
_COUNTED_ON = _OTHERS | listed("new confirmed additional further")
_PRONOUNS = listed("they them others those themselves everyone")
_SUSPECTED = listed("suspected alleged accused wanted")
_HARMED = listed("wounded abducted")
_BEGIN, _WORDS = "FdYEwuvSC", "wuvS"
"""Codes of what people can begin with, and those among them that do so as certain words only."""


def find_people(chunks: list[Chunk], lexicon: Lexicon, *, silent: bool) -> list[Chunk]:
    """The chunks with people joined into N, P and C."""
    return _Joiner(chunks, lexicon, silent=silent).run()


class _Joiner(NounPhrases):
    def run(self) -> list[Chunk]:
        joined: list[Chunk] = []
        chunks, begin, behind = self.chunks, self.lexicon.lists["of_people"], 0
        for index, chunk in enumerate(chunks):  # `_at` takes chunks out behind its index only
            if index < behind:
                continue
            if chunk.code in _BEGIN and (chunk.code not in _WORDS or chunk.text in begin or chunk.text in _PRONOUNS):
                chunk, behind = self._at(index)  # noqa: PLW2901
            joined.append(chunk)  # most words as they are: they begin no people
        return joined

    def _at(self, index: int) -> tuple[Chunk, int]:
        chunk = self.chunks[index]
        if chunk.code == "F":
            return self._figure(index)
        noun = self.noun(index + (chunk.code == "d")) if self._may_begin(index, chunk) else None
        if noun is not None and chunk.code == "d" and chunk.text in {"a", "an", "another"}:
            found = self._one(index, noun)
            if found is not None:
                return found
        if noun is not None:
            found = self._bare(index, noun)
            if found is not None:
                return found
        if chunk.text in _PRONOUNS and chunk.code in "udw":
            return chunk.but(code="P", people=Span(chunk.start, chunk.end), head=chunk.text), index + 1
        return chunk, index + 1

    # figure + people

    def _figure(self, index: int) -> tuple[Chunk, int]:
        chunk = self.chunks[index]
        after = index + 1
        if after < len(self.chunks) and self.chunks[after].code == "i" and self.chunks[after].text in {"of them", "of whom", "of which"}:
            return chunk.but(end=self.chunks[after].end, head="them"), after + 1
        self._clear(after)
        if index and after < len(self.chunks) and self.chunks[after].code == self.chunks[index - 1].code == '"':
            after += 1  # "“dozens” of soldiers"
        start = self._after_partitive(after)
        other = False
        while start < len(self.chunks) and self.chunks[start].text in _OTHERS:
            other, start = True, start + 1
        if start < len(self.chunks) and other and self.chunks[start].code == "o":  # "more of the soldiers"
            start += 1 + (start + 1 < len(self.chunks) and self.chunks[start + 1].code == "d")
        if start > after and start < len(self.chunks) and self.chunks[start].code == "F":  # "12 of the 30 hostages"
            whole, end = self._figure(start)
            tail = self.chunks[start - 1].text if whole.code == "F" else whole.tail
            return whole.but(start=chunk.start, figure=chunk.figure, tail=tail, whole=whole.figure), end
        noun = self.noun(start, plural=_is_plural_figure(chunk))
        if noun is not None:
            phrase = self._phrase(index, start, noun, other=other or self._increment(index))
            return phrase, self._aged(noun[1], one=False)
        return self._qualified(index, start) or self._lone(index, start, other=other)

    def _clear(self, after: int) -> None:
        """Take out what stands between a figure and its noun: "two “agitators”", "thirty-seven (37) persons"."""
        if after >= len(self.chunks) or self.chunks[after].code not in '("':
            return
        codes = "".join([chunk.code for chunk in self.chunks[after : after + 5]])
        if codes.startswith(("(F)", "(w)")):
            if codes[1] == "w" and not self.chunks[after + 1].text.isalpha():
                return
            del self.chunks[after : after + 3]
        elif quoted := _SCARE.match(codes):
            del self.chunks[after + quoted.end() - 1]
            del self.chunks[after]

    def _qualified(self, index: int, start: int) -> tuple[Chunk, int] | None:
        """As in "23 enemy dead": nationality or sort of people between the figure and its state."""
        at = start
        while (
            at < len(self.chunks)
            and at - start < _FEW
            and (
                self.chunks[at].code == "Y"
                or (self.chunks[at].code == "E" and not self.silent)
                or (self.chunks[at].code == "w" and self.is_adjective(self.chunks[at]))
            )
        ):
            at += 1
        if at == start or at >= len(self.chunks) or self.chunks[at].code not in "VJ":
            return None
        people = Span(self.chunks[start].start, self.chunks[at - 1].end)
        return self.chunks[index].but(code="N", end=people.end, people=people, head=self.chunks[at - 1].text), at

    def _lone(self, index: int, start: int, *, other: bool) -> tuple[Chunk, int]:
        """A figure without a person noun: alone (F), or counting something else (U)."""
        chunk = self.chunks[index]
        following = self.chunks[start] if start < len(self.chunks) else None
        last = self.chunks[start - 1] if start > index + 1 else chunk
        if (
            following is not None
            and following.code == "-"
            and start + 1 < len(self.chunks)
            and self.chunks[start + 1].text.startswith(("year", "month", "day"))
        ):
            return chunk.but(code="w"), start
        if following is not None and following.text == "own" and start > index + 1:
            return chunk.but(end=following.end, tail="own", other=other), start + 1  # "14 of its own"
        plain = following is None or not self._is_counted(start, after_partitive=start > index + 1 and not other)
        code = "F" if plain else "U"
        end, head, counted = last.end, "", None
        if not plain and following is not None:
            last_word = self._counted_end(start)
            head, end = self.chunks[last_word].text, self.chunks[last_word].end
            counted = Span(following.start, end)
            start = last_word + 1
        word = _PERSONS if code == "U" and self._may_be_persons(chunk, head, harmed=self._is_harmed(index)) else chunk.word
        tail = self.chunks[start - 1].text if code == "F" and start > index + 1 else ""
        return chunk.but(code=code, end=end, head=head, people=counted, other=other or self._increment(index), word=word, tail=tail), start

    def _is_harmed(self, index: int) -> bool:
        """Whether a verb that harms stands before the figure at `index`: "injuring nine patrons", "killed 28 Sorvian territorials"."""
        before = self.chunks[index - 1] if index else None
        if before is not None and before.code in "VKG" and before.word.outcome == "killed" and self.chunks[index + 1].code in "EY":
            return True
        return any(chunk.code in "VKG" and chunk.word.outcome in _HARMED for chunk in self.chunks[max(0, index - 1) : index])

    def _may_be_persons(self, chunk: Chunk, head: str, *, harmed: bool) -> bool:
        """Whether an unknown noun behind a figure can stand for persons ("12 aldermen" were killed, "12 houses" were not)."""
        lists = self.lexicon.lists
        things = any(head in lists[name] for name in ("not_persons", "items", "time_units", "event_nouns", "places_taken"))
        if not head or things or chunk.figure is None or chunk.figure.kind != "count":
            return False
        return head.endswith(_PERSON_ENDINGS) or self._is_capital(head) or (harmed and head.endswith("s"))

    def _is_capital(self, head: str) -> bool:
        return not self.silent and any(item.capital and item.text.split()[-1] == head for item in self.chunks)

    def _counted_end(self, index: int) -> int:
        """The last word of the thing counted: "heavy machine guns", "Sorvian reconnaissance drones"."""
        last = index
        while last + 1 < len(self.chunks) and last - index < _SOME:
            chunk = self.chunks[last + 1]
            if self.chunks[last].text in self.lexicon.lists["items"] and chunk.text not in self.lexicon.lists["items"]:
                break
            if (chunk.code not in "wY" and not (chunk.code == "v" and chunk.text in self.lexicon.lists["items"])) or (
                self.looks_verbal(self.chunks[last])
                and self.chunks[last].text not in _SUSPECTED
                and not self.chunks[last].text.endswith(("ing", "ics"))
                and not self.is_adjective(self.chunks[last])
            ):
                break
            last += 1
        return last

    def _is_counted(self, index: int, *, after_partitive: bool) -> bool:  # noqa: PLR0911 (one sort of word a line)
        """Whether the word at `index` is what the figure before it counts."""
        chunk = self.chunks[index]
        if chunk.code in "EY":
            return not self.silent or chunk.code == "Y" or any(sign.isdigit() for sign in chunk.text)
        if chunk.code in "CL":
            return False
        if chunk.code == "v" and chunk.text in _SUSPECTED:
            return index + 1 < len(self.chunks) and self.chunks[index + 1].code == "w"  # "14 suspected logistics suppliers"
        if chunk.code in "wvSl" and not (chunk.code in "Sl" and chunk.word.form in {"past", "part"}):
            if after_partitive and chunk.text in _PARTITIVE:
                return False
            if chunk.code == "w" and chunk.text.endswith("ed") and self._ends(index + 1) and not self.is_adjective(chunk):
                return False  # "Sixty-four survived."
            return chunk.code == "w" or any(chunk.text in self.lexicon.lists[name] for name in ("not_persons", "items", "places_taken"))
        return False

    def _ends(self, index: int) -> bool:
        """Whether a noun phrase can't go on at `index`."""
        return index >= len(self.chunks) or self.chunks[index].code in ".,;pRT&!t"

    def _increment(self, index: int) -> bool:
        before = self.chunks[index - 1].text if index else ""
        return before in {"another", "further", "additional", "other"}

    def _after_partitive(self, index: int) -> int:
        """Behind "of the", "of those" in "five of the soldiers", before "its" in "of its men"; "of them" and "of whom" stay outside."""
        if index + 1 < len(self.chunks) and self.chunks[index].code == "o":
            after = self.chunks[index + 1]
            if after.code == "d":
                return index + 2
            if (
                after.code in "YE"
                or (after.code == "w" and after.text.endswith("s"))
                or self.is_head(index + 1)
                or (after.code in "VJ" and self.is_adjective(after))
            ):
                return index + 1
        return index

    def _phrase(self, index: int, start: int, noun: tuple[int, int], *, other: bool) -> Chunk:
        """The chunk from the figure at `index` to the noun that ends before `noun[1]`, its head at `noun[0]`."""
        chunk, head = self.chunks[index], self.chunks[noun[0]]
        last = self.chunks[noun[1] - 1]
        code = "C" if head.code == "C" and not self.is_head(noun[0]) else "N"
        first = self._first_modifier(start, noun[0])
        if first == start and start and self.chunks[start - 1].code == "d" and self.chunks[start - 1].text in _POSSESSIVE:
            first = start - 1  # "four of its own men"
        people = None
        if code == "N":
            people = Span(self.chunks[first].start, last.end)
        elif first < noun[0]:
            people = self._harmed_in(first, noun[0])
        state = self._state(start, noun[0])
        return chunk.but(code=code, end=last.end, people=people, head=head.text, state=state, other=other, word=head.word)

    def _aged(self, end: int, *, one: bool) -> int:
        """Behind "of 70" in "a man of 70", behind "of nine" in "five of a crew of nine": no figure of its own."""
        of = end - (self.chunks[end - 1].code == "o")
        number = self.chunks[of + 1] if of + 1 < len(self.chunks) and self.chunks[of].code == "o" else None
        if number is None or number.code != "F" or number.figure is None or number.figure.kind != "count":
            return end
        aged = one and 0 < (number.figure.bounds.low or 0) <= _OLDEST
        return of + 2 if aged or self.chunks[of - 1].text in _CREWS else end

    def _first_modifier(self, start: int, head: int) -> int:
        """Skip what belongs to the figure or its state rather than to the people: "more", "other", "wounded"."""
        first = start
        while first < head and (self.chunks[first].text in _COUNTED_ON or self.chunks[first].code in "VJR"):
            first += 1
        return first

    def _harmed_in(self, first: int, head: int) -> Span | None:
        """The people-words before a harm noun: "North Korean" in "3,000 North Korean casualties"."""
        words = [
            chunk
            for chunk in self.chunks[first:head]
            if chunk.code in "YE" or chunk.text in self.persons or chunk.text in {"civilian", "military", "troop"}
        ]
        return Span(words[0].start, words[-1].end) if words else None

    def _state(self, start: int, head: int) -> str | None:
        for chunk in self.chunks[start:head]:
            if chunk.code in "VJ" and chunk.word.outcome:
                return chunk.word.outcome
        return None

    # one person, and people without a figure

    def _may_begin(self, index: int, chunk: Chunk) -> bool:
        """Whether people can begin at `index`; with a bare word only if it is no possible verb."""
        return chunk.code in "dYE" or (chunk.code == "w" and chunk.text in self.adjectives) or self.is_head(index)

    def _one(self, index: int, noun: tuple[int, int]) -> tuple[Chunk, int] | None:
        """As in "a soldier": the article is the figure."""
        head = self.chunks[noun[0]]
        if head.code == "C" or self.persons.get(head.text) != "sg":
            return None
        if head.possessive:
            return None
        chunk = self.chunks[index]
        phrase = self._phrase(index, index + 1, noun, other=chunk.text == "another")
        words = Span(chunk.start, chunk.end)
        return phrase.but(figure=FoundFigure(words, chunk.text, ONE, words)), self._aged(noun[1], one=True)

    def _bare(self, index: int, noun: tuple[int, int]) -> tuple[Chunk, int] | None:
        """People without a figure."""
        chunk = self.chunks[index]
        start = index + 1 if chunk.code == "d" else index
        if self.chunks[noun[0]].code == "C":
            return None
        if chunk.code == "d" and chunk.text in {"no", "every", "each"}:
            return None
        head, last = self.chunks[noun[0]], self.chunks[noun[1] - 1]
        if head.possessive:
            return None
        people = Span(chunk.start, last.end)
        crew = self.chunks[noun[1]] if last.code == "o" and noun[1] < len(self.chunks) else None
        if (
            crew is not None
            and crew.code == "F"
            and crew.figure is not None
            and crew.figure.kind == "count"
            and head.text in {"crew", "staff"}
        ):
            whom = Span(self.chunks[start].start, head.end)  # "its crew of 22"
            return chunk.but(code="N", end=crew.end, text=head.text, people=whom, head=head.text, figure=crew.figure), noun[1] + 1
        return chunk.but(code="P", end=last.end, text=head.text, people=people, head=head.text, state=self._state(start, noun[0])), noun[1]


def _is_plural_figure(chunk: Chunk) -> bool:
    if chunk.figure is None:
        return True
    low, high = chunk.figure.bounds.low, chunk.figure.bounds.high
    return not (high == 1 or (low == 1 and high is None))
