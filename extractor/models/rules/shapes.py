"""Attributions without a reporting verb: headed by a name and a colon, signed, in brackets, by a count, "X asked him to note that"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import verb_group
from extractor.models.rules.regions import Region
from extractor.models.rules.stretches import Stretches

PRONOUNS = {**{word: word for word in listed("he she it they we i you")}, "him": "he", "her": "she", "them": "they"}
MAX_SOURCE = 200
_ANNOUNCED = re.compile('(?:[pT]{1,2},?)?([dwEYP][dwEYPop,]{0,11}):"')
_SIGNED = re.compile("(?<=[wETFNUpVJI])-([dwEYP]{1,4})$")
_HEADED = re.compile("T?([dwEYP]{1,6})([hv][dwRYn]{1,5})?:(?=.*[FNC])")
_BRACKETED = re.compile("\\(([dwEYP]{1,6})\\)[.]?$")
_OPENED = re.compile('[^:;"]{2,24}:(?!")(?=.*[FNCU])')
_LISTENING = "pTRdwEYPtuoN"
"""What can stand between a verb of telling and "that": whom it was told to, and where."""
_SELF = listed("themselves itself himself herself")
_RECKONING = listed("count counts account accounts reckoning estimate estimates tally calculation calculations figures")
_OWNERS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_CLAUSE_OPENS = "dNFPEuUCwTR"
_LONGEST_TELLING = 9
_BEFORE_SPEAKER = 'bhmVKIS;:"'
_ACCOUNTS = listed("tally count toll figure figures total details account version list breakdown estimate balance number numbers")


class Frame(NamedTuple):
    """One attribution: its source and cue, the stretch of text it governs, and what else its words say.

    `how` names the shape by which it was found (leading, trailing, inverted, according, citing, participle, passive); `kind` is say,
    deny, dispute or retract.
    """

    how: str
    source: Span | None
    cue: Span
    content: Span
    kind: str = "say"
    said_on: Span | None = None
    basis: Span | None = None
    relays: tuple[Span, ...] = ()
    pronoun: str = ""
    start: int = 0
    contested: bool = False


class Shapes(Stretches):
    """Finds the attributions of a sentence that no reporting verb makes."""

    def headed(self) -> Frame | None:
        """As in "Ministry: 40 dead in fires", "40 dead in fires - ministry", "The group has another tally: 40 dead"."""
        signed = _SIGNED.search(self.codes) if "-" in self.codes[-5:] else None
        headed = _HEADED.match(self.codes) if ":" in self.codes[:13] else None
        match = signed or headed
        if match is None:
            return None
        first, last, sign = match.start(1), match.end(1) - 1, match.start() if signed else match.end() - 1
        told = signed is None and headed is not None and headed[2] is not None
        named = (told and self.codes[last] in "EP") or (signed is not None and self._is_body(first, last)) or self._is_titled(first)
        if self.chunks[last].text.split()[-1] not in self.lexicon.sources and not named:
            return None
        if told and self.chunks[sign - 1].text not in _ACCOUNTS:
            return None
        start, end = self.sentence.span
        content = Span(start, self.chunks[sign].start) if signed else Span(self.chunks[sign].end, end)
        return self._frame("leading", Region(first, last), sign, content)

    def announced(self) -> Frame | None:
        """As in "The mayor: “I have 40 dead”": a name or a person, a colon, a quotation."""
        match = _ANNOUNCED.match(self.codes) if ':"' in self.codes else None
        if match is None:
            return self.headed()
        if not any(chunk.code in "EP" for chunk in self.chunks[match.start(1) : match.end(1)]):
            return None
        colon = match.end(1)
        content = Span(self.chunks[colon].end, self.sentence.span.end)
        return self._frame("leading", Region(match.start(1), colon - 1), colon, content)

    def _is_body(self, first: int, last: int) -> bool:
        """As in "… - Red Cross": a name of several words that is no country's."""
        return first == last and self.codes[first] == "E" and " " in self.chunks[first].text and not self.chunks[first].tagged("country")

    def _is_titled(self, first: int) -> bool:
        """As in "10.41pm Chief Dolores Whitfield: four people dead"."""
        words = self.chunks[first].text.split()
        return self.codes[first] == "E" and len(words) > 1 and words[0].rstrip(".") in self.lexicon.lists["titles"]

    def opened(self) -> Frame | None:
        """As in "The command produced its first balance on Thursday: 51 dead", "They corrected themselves: seven were hurt"."""
        match = _OPENED.match(self.codes)
        colon = match.end() - 1 if match is not None else 0
        lead = self.chunks[:colon]
        if not any(item.text in _ACCOUNTS or item.text in _SELF for item in lead) or holds(self.codes[:colon], "FNCVKIJG"):
            return None
        verb = next((at for at, item in enumerate(lead) if at and (item.code in "vS" or self._is_past(at))), None)
        region = self.regions.before(verb_group(self.sentence, verb).left - 1) if verb else None
        if verb is None or region is None or not self._speaks(region):
            return None
        return self._frame("leading", region, verb, Span(self.chunks[colon].end, self.sentence.span.end))

    def _is_past(self, at: int) -> bool:
        return self.codes[at] == "w" and self.chunks[at].text.endswith("ed")

    def bracketed(self) -> Frame | None:
        """As in "Six dead in clashes (local source).": who says it in brackets at the end."""
        match = _BRACKETED.search(self.codes)
        last = self.chunks[match.end(1) - 1].text.split()[-1] if match is not None else ""
        if match is None or (last not in self.lexicon.sources and last not in {"source", "sources"}):
            return None
        content = Span(self.sentence.span.start, self.chunks[match.start()].start)
        return self._frame("trailing", Region(match.start(1), match.end(1) - 1), match.start(), content)

    def reckoned(self, index: int) -> Frame | None:
        """As in "by the organisers' count", "by his own account"; `index` is that of "by"."""
        for at in range(index + 2, min(index + 8, len(self.codes))):
            if self.chunks[at].text in _RECKONING and self.codes[at] in "wvS":
                owner = at - 1 - (self.chunks[at - 1].text in {"own", "latest", "best"})
                whose = self.chunks[owner]
                if owner == index + 1 and whose.text in _OWNERS:
                    frame = self._frame("according", Region(owner, owner), index, self.sentence.span)
                    return frame._replace(pronoun=_OWNERS[whose.text]) if frame is not None else None
                owned = whose.possessive or whose.text.endswith("s")
                return self._frame("according", Region(index + 1, owner), index, self.sentence.span) if owned else None
            if self.codes[at] not in "dwEYPN":
                return None
        return None

    def told_that(self, index: int) -> Frame | None:
        """As in "The judge asked the court to remember that 63 died": whatever the verb, a speaker and "that" at `index`."""
        if self.sentence.at(index + 1) not in _CLAUSE_OPENS or self.chunks[index].text != "that":
            return None
        verb = index - 1
        while verb > 0 and not self._is_telling(verb) and (self.codes[verb] in _LISTENING or verb_group(self.sentence, verb).infinitive):
            verb -= 1
        if verb < 1 or not self._is_telling(verb) or index - verb > _LONGEST_TELLING:
            return None
        group = verb_group(self.sentence, verb)
        if group.be or group.modal or group.negated or group.infinitive:
            return None
        region = self.regions.before(group.left - 1)
        if region is None or not self._speaks(region) or holds(self.codes[: region.first], _BEFORE_SPEAKER):
            return None
        return self._frame("leading", region, verb, self.told_content(index - 1, index), said_on=region.times)

    def _is_telling(self, at: int) -> bool:
        return self._is_past(at) or (self.codes[at] in "vS" and self.chunks[at].word.form in {"past", "s"})

    def _speaks(self, region: Region) -> bool:
        """Whether the words name people or a source, so that "raised the toll" is saying ("new deaths raised the toll" is not)."""
        last = self.chunks[region.last]
        return last.code in "EPu" or any(chunk.text in self.lexicon.sources for chunk in self.chunks[region.first : region.last + 1])

    def _frame(self, how: str, region: Region, cue: int, content: Span, **said: Any) -> Frame | None:
        """A frame whose source is `region`; null where that is too long to be one. `said` are further fields of the frame."""
        source, first = self.span(region.first, region.last), self.chunks[region.first]
        if source.end - source.start > MAX_SOURCE:
            return None
        pronoun = PRONOUNS.get(first.text, "") if region.first == region.last else ""
        return Frame(how, source, self.span(cue, cue), content, pronoun=pronoun, start=first.start, **said)
