"""How far an attribution reaches: what it governs, before and behind its cue, and what stands beside the cue."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Sentence
from extractor.models.rules.regions import Region, Regions

_CLAUSE = "bhVKIvmGJCLSD"
_PROMISES = listed("promise pledge vow agree threaten claim admit")
MADE = listed(
    "released issued kept compiled published drawn made prepared posted broadcast aired circulated distributed carried dated sent"
)
_DOCUMENTS = listed(
    "estimate estimates report reports statement tally count figures data assessment survey update list register toll release "
    "bulletin analysis study database"
)
_SHORTEST_CLAUSE = 5
_STOP = re.compile("[,;.-]")


class Stretches:
    """The stretches of a sentence around its cues."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.codes = sentence.codes
        self.lexicon = lexicon
        self.regions = Regions(sentence)

    def span(self, first: int, last: int) -> Span:
        """From chunk `first` to chunk `last`, inclusive, without a closing possessive ending."""
        return Span(self.chunks[first].start, self.chunks[last].end)

    def trailers(self, index: int) -> tuple[int, Span | None, Span | None]:
        """Time words and phrases of occasion behind a cue: the index behind them, said_on, basis."""
        said_on = basis = None
        at = index
        while at < len(self.codes):
            code = self.codes[at]
            if code == "T":
                said_on = said_on or self.span(at, at)
                at += 1
            elif (code == "p" and self.sentence.at(at + 1) == "T") or code == "R":
                at += 1
            elif code in "pt" and self._is_occasion(at):
                end = at + 1
                while self.sentence.at(end + 1) in "wEYo" and end - at < 8:  # noqa: PLR2004
                    end += 1
                if code == "p" and basis is None:
                    basis = self.span(at, end)
                if end + 1 < len(self.codes) and self.chunks[end + 1].text in MADE:
                    end += 1  # "in a report published on Monday"
                at = end + 1
            else:
                break
        return at, said_on, basis

    def _is_occasion(self, at: int) -> bool:
        if self.sentence.at(at + 1) not in "dwEYP" or self.sentence.at(at + 1) == " ":
            return False
        ahead = self.codes[at + 1 : at + 10]
        stop = next((k for k, code in enumerate(ahead) if code not in "dwEYPo"), len(ahead))
        return stop == len(ahead) or ahead[stop] not in "bhVIKv" or self.chunks[at + 1 + stop].text in MADE

    def is_trailing(self, first: int, after: int) -> bool:
        """Whether who speaks, from chunk `first` to before `after`, stands behind what they say."""
        before = self.sentence.at(first - 1)
        if before == " ":
            return False
        if before == '"' or (before == "," and self.sentence.at(first - 2) == '"'):
            return True
        match = _STOP.search(self.codes, after)
        stop = match.start() if match is not None else len(self.codes)
        if holds(self.codes[after:stop], _CLAUSE + 'q":'):
            return False
        closes = not self.codes[stop:].rstrip('."') and first > _SHORTEST_CLAUSE  # its verb may be one that the lexicon doesn't know
        return before in ",-" and (closes or holds(self.codes[: first - 1], _CLAUSE))

    def going_on(self, after: int) -> int | None:
        """As in "12 people, police said, were killed", "Two died, he said, and 31 were hurt": the end of what is said behind the cue."""
        if self.sentence.at(after) != "," or not holds(self.codes[after:], _CLAUSE):
            return None
        if holds(self.codes[after:], "SA"):
            return None  # somebody else is said to speak there
        stop = next((at for at in range(after + 1, len(self.codes)) if self.codes[at] in ';!"'), None)
        return self.chunks[stop].start if stop is not None else self.sentence.span.end

    def governs(self, cue: int, after: int) -> bool:
        """Whether something that can be said follows: a clause, a quotation, or news as an object."""
        rest = self.codes[after:]
        if not rest.strip("."):
            return False
        if rest[0] in 'q":' or (rest[0] == "t" and self.chunks[cue].word.lemma in _PROMISES):
            return True
        if self.chunks[cue].tagged("clause") and holds(rest, _CLAUSE + "NF"):
            return True
        return self.chunks[cue].tagged("object") and holds(rest, "NFCLKGVJI")

    def introductory(self, first: int) -> Span | None:
        """As in "On Jan. 11, the president announced …": the time words before chunk `first`, the date of saying."""
        lead = self.codes[:first]
        if "," not in lead[-1:] and lead:
            return None
        times = [index for index, code in enumerate(lead) if code == "T"]
        return self.span(times[0], times[0]) if times and not holds(lead, "bhVI") else None

    def clause_start(self, before: int) -> int:
        """Where the clause before chunk `before` begins: behind a semicolon, or with the sentence."""
        for at in range(before - 1, -1, -1):
            if self.codes[at] == ";":
                return self.chunks[at].end
        return self.sentence.span.start

    def author_of(self, region: Region) -> Region:
        """As in "according to an estimate by the institute": the institute."""
        for at in range(region.first, min(region.last + 3, len(self.codes))):
            following = self.chunks[at + 1] if at + 1 < len(self.codes) else None
            if (
                self.chunks[at].text in _DOCUMENTS
                and following is not None
                and (following.code == "y" or following.text in {"from", *MADE})
            ):
                behind = at + 2 + (following.text in MADE)
                return self.regions.after(behind) or region
        return region

    def told_content(self, cue: int, after: int) -> Span:
        """What follows the cue: behind "that", behind whom it was told to, to the end of the sentence or a semicolon."""
        start = after
        if self.chunks[cue].word.lemma == "tell":
            listener = self.regions.after(after)
            start = (
                listener.last + 1
                if listener is not None and self.sentence.at(after) != "q"
                else after + (self.chunks[cue + 1 : cue + 2] != [] and self.sentence.at(after) == "w")
            )
        that = self.codes.find("q", start, start + 9)
        if that >= 0 and not holds(self.codes[start:that], "bhmvVKIGDlFNJCL&i"):
            start = that + 1
        stop = self.codes.find(";", start)
        end = self.chunks[stop].start if stop >= 0 and '"' not in self.codes[start:stop] else self.sentence.span.end
        begin = self.chunks[start].start if start < len(self.chunks) else self.chunks[cue].end
        return Span(begin, max(begin, end))
