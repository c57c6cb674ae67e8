"""The noun phrases that name sources: where they begin and end to the left and to the right of a cue."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.phrases import Sentence

_REGION = "wEYPNdo()C"
_PREPOSITIONS = listed("for from in at on with north south east west near")
_NAMED = "wEYPNU"
_COUNTED_SOURCES = listed("source sources")
_LONGEST = 16
_INSERTED, _CLAUSE = 24, 10
_ATTEMPTS = 4
_PARTICIPLES = ("ing", "ed", "whose")
"""What an insertion of circumstance begins with: "the mayor, speaking by telephone,", "a source, contacted on Friday,"."""
_CARRIED = listed("broadcast obtained seen leaked carried read quoted")
_ISSUED = listed("issued released published compiled prepared kept drawn made signed") | _CARRIED
_PAPERS = listed(
    "memorandum memo cable letter release statement report communique communiqué bulletin tally list register count survey note document "
    "paper figures data study"
)
_TIED = listed("close loyal allied opposed")


@dataclass(slots=True)
class Region:
    """A noun phrase from chunk `first` to chunk `last`, inclusive; `times` are time words between it and its verb."""

    first: int
    last: int
    times: Span | None = None


class Regions:
    """Finds the noun phrases around a cue of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.codes = sentence.codes

    def before(self, index: int) -> Region | None:
        """The subject that ends at `index`, or before the time words, adverbs and insertions that end there."""
        times = None
        while self._is_adjunct(index):
            if self.codes[index] == "T":
                times = Span(self.chunks[index].start, self.chunks[index].end)
            index -= 1
        last = None
        if self.sentence.at(index) == ",":
            opened = self._opening(index)
            if opened is None:
                return None
            inserted, code = self.chunks[opened + 1].text, self.codes[opened + 1]
            named = index - 1 - opened <= 9 and code in "dEwYPN" and (code == "E" or not inserted.endswith(_PARTICIPLES))  # noqa: PLR2004
            last = index - 1 if named else None
            index = opened - 1
            while self._is_adjunct(index):
                index -= 1
        if self.sentence.at(index) == "u":
            return Region(index, index, times)
        found = self._described(index) or self._subject_at(index)
        if found is None:
            return None
        first, end = found
        if last is None and end == index:
            first = self._with_name(first)
        return Region(first, last if last is not None and end == index else end, times)

    def after(self, index: int) -> Region | None:
        """The noun phrase that begins at `index`, with an apposition behind it."""
        last = index - 1
        while self.sentence.at(last + 1) != " " and last - index < _LONGEST and self._belongs(last + 1, forward=True):
            last += 1
        while last > index and self.codes[last] in "op(d":
            last -= 1
        last = self._without_occasion(index, last)
        if last < index:
            return Region(index, index) if self.sentence.at(index) == "u" else None
        if self.sentence.at(index) in ")p" or not holds(self.codes[index : last + 1], _NAMED):
            return None
        return Region(index, self._with_apposition(last))

    # left

    def _is_adjunct(self, index: int) -> bool:
        """Adverbs and time words between subject and verb: "on Monday", "categorically"."""
        if self.sentence.at(index) == " ":
            return False
        if self.codes[index] in "RT" or (self.codes[index] == "p" and self.sentence.at(index + 1) == "T"):
            return True
        return self.codes[index] == "w" and index > 0 and self.chunks[index].text.endswith("ly") and self.codes[index - 1] in _NAMED

    def _opening(self, comma: int) -> int | None:
        """The comma that opens the insertion which the one at `comma` closes; a relative clause may hold commas of its own."""
        low = max(0, comma - _INSERTED)
        relative = self.codes.rfind(",q", low, comma)
        opened = relative if relative >= 0 else self.codes.rfind(",", low, comma)
        if opened <= 0 or holds(self.codes[opened:comma], '";'):
            return None
        said = [at for at in range(opened, comma) if self.codes[at] in "vS" and self.chunks[at].word.form not in {"past", "part"}]
        beside = (
            self.codes[opened + 1] == "p" and not said and not holds(self.codes[opened:comma], "bhmVKIGDNF")
        )  # "X, in a post on its page,"
        return opened if beside or self.codes[opened + 1] in "qdEwYPNvGs!U" else None

    def _subject_at(self, index: int) -> tuple[int, int] | None:
        """The noun phrase ending at `index`, or the free one before it when that one hangs on a preposition."""
        last = index
        for _ in range(_ATTEMPTS):
            if index < 0:
                return None
            if self.codes[index] == "q":  # "the committee, which at the time denounced …"
                index -= 1 + (self.sentence.at(index - 1) == ",")
                continue
            if self.codes[index] in "vV" and self.chunks[index].word.form == "part" and self.sentence.at(index - 1) in "wPNE" and index:
                index -= 1  # "reporters taken | to the site said"
                continue
            first = self._walk(index)
            if first is None:
                return None
            governor = self.sentence.at(first - 1)
            issued = first - 2
            if governor == "y" and issued > 0 and self.chunks[issued].text in _ISSUED and self.chunks[issued - 1].text in _PAPERS:
                whole = self._walk(issued - 1)  # "a press release issued by the command said"
                end = issued - 1 if self.chunks[issued].text in _CARRIED else last
                return (whole, end) if whole is not None else None
            if governor in "ptQ" and governor != " ":  # Q: "a memo | obtained by the weekly spoke of"
                index = first - 2
                continue
            if governor == "y" and first > 2 and self._is_participle(first - 2) and self.codes[first - 3] in _NAMED:  # noqa: PLR2004
                index = first - 3  # "a spokesman contacted | by telephone denied"
                continue
            return first, self._without_occasion(first, index)
        return None

    def _is_participle(self, index: int) -> bool:
        chunk = self.chunks[index]
        return chunk.text.endswith("ed") if chunk.code == "w" else chunk.code in "vV" and chunk.word.form == "part"

    def _described(self, index: int) -> tuple[int, int] | None:
        """The noun phrase before a relative clause that ends at `index`: "a source who asked not to be named said"."""
        who = self.codes.rfind("q", max(0, index - _CLAUSE), index)
        if who <= 0 or self.chunks[who].text != "who" or holds(self.codes[who:index], ',;"'):
            return None
        first = self._walk(who - 1) if self.codes[who - 1] in _NAMED else None
        return (first, who - 1) if first is not None else None

    def _walk(self, index: int) -> int | None:
        first = index + 1
        while first > 0 and index - first < _LONGEST and self._belongs(first - 1, forward=False):
            if self.codes[first - 1] in "PN" and self.sentence.at(first) == "E" and self.sentence.at(first - 2) in "pt":
                break  # "in a note to subscribers Meridian said"
            first -= 1
            if self.codes[first] == "d" and self.sentence.at(first - 1) == "w":
                break  # "a figure | the army dismissed"
        while first <= index and (self.codes[first] in "op)" or (self.codes[first] == "(" and ")" not in self.codes[first:index])):
            first += 1
        if first > index or not holds(self.codes[first : index + 1], _NAMED):
            return None
        return first

    def _without_occasion(self, first: int, last: int) -> int:
        """As in "President X on Twitter" ends with the name."""
        for at in range(first + 1, last):
            if (
                self.codes[at] == "p"
                and self.chunks[at].text in {"on", "in", "at"}
                and self.codes[at - 1] == "E"
                and " " in self.chunks[at - 1].text
            ):
                return at - 1
        return last

    def _belongs(self, index: int, *, forward: bool) -> bool:
        code, chunk = self.codes[index], self.chunks[index]
        if code in _REGION or (code == "T" and self.sentence.at(index - 1) == "d"):
            analysing = forward and code == "w" and chunk.text.endswith("ing") and self.codes[index - 1] in "PN"
            return not analysing  # "experts analysing data"
        if code == "p":
            return chunk.text in _PREPOSITIONS
        if code == "U":
            return chunk.head in _COUNTED_SOURCES or (self.sentence.at(index - 1) == "d" and self.sentence.at(index + 1) in "wEY")
        if code == "t":
            return index > 0 and self.chunks[index - 1].text in _TIED  # "sources close to the presidency"
        if code == "&":
            return self.sentence.at(index - 1) in "YEPw" and self.sentence.at(index + 1) in "YEPw"
        return (not forward and self._is_noun(index)) or self._is_modifier(index)

    def _is_noun(self, index: int) -> bool:
        """As in "lawyers for the detained", "the wounded man", "mountain rescue said": a verb's form where a noun stands."""
        if self.codes[index] in "VJ":
            return self.sentence.at(index - 1) == "d"
        base = self.codes[index] == "v" and self.chunks[index].word.form == "base"
        return base and self.sentence.at(index + 1) == "S" and self.sentence.at(index - 1) in "dYEw"

    def _is_modifier(self, index: int) -> bool:
        """A verb form inside a name: "state emergency service", "United Nations", "fire chief"."""
        if self.codes[index] not in "vSl" or self.chunks[index].word.form not in {"base", "s", "part"}:
            return False
        if self.codes[index] == "v" and self.chunks[index].word.form == "base" and self.sentence.at(index - 1) == ",":
            return self.sentence.at(index + 1) in "wE"
        if self.sentence.at(index + 1) == "P" and self.sentence.at(index + 2) == "E":
            return self.sentence.at(index - 1) in ' dYE,"'  # "state prosecutor Lidia Cantú"
        inside = self.sentence.at(index - 1) in "dYE" or self.codes[max(0, index - 2) : index] == "dw"
        return self.sentence.at(index + 1) in _NAMED and self.sentence.at(index + 1) != " " and inside

    def _with_name(self, first: int) -> int:
        """As in "John Smith, a spokesman for X" as a whole, when the words before the comma are a name."""
        if self.sentence.at(first - 1) != "," or first < 2 or self.codes[first] not in "dwP":  # noqa: PLR2004
            return first
        name = first - 2
        while name > 0 and self.codes[name - 1] in "EwP" and self.chunks[name - 1].capital:
            name -= 1
        at_start = name == 0 or self.codes[name - 1] in ',"!&-:q'
        return name if at_start and self.codes[first - 2] == "E" else first

    # right

    def _with_apposition(self, last: int) -> int:
        """As in "said John Smith, a spokesman for the army"."""
        named = self.codes[last] in "wP" and self.sentence.at(last + 2) == "E"  # "the director, John Smith"
        if self.sentence.at(last + 1) != "," or self.sentence.at(last + 2) not in "dE" or not (named or self.codes[last] == "E"):
            return last
        end = last + 2
        while self.sentence.at(end + 1) != " " and self._belongs(end + 1, forward=True) and end - last < 12:  # noqa: PLR2004
            end += 1
        closed = self.sentence.at(end + 1) in ",.; "
        return end if closed and (named or holds(self.codes[last + 2 : end + 1], "wP")) else last
