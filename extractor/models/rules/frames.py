"""Attribution inside one sentence: who says what, by which word, and how far it reaches."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import verb_group
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Chunk, Sentence
from extractor.models.rules.regions import Region
from extractor.models.rules.shapes import PRONOUNS, Frame, Shapes

_COUNTING = listed("document record register count verify tally log list confirm")
_CUES = re.compile("[AZSvVs]")
_BY = re.compile("y")
_CUE_TAGS = listed("clause object toll_put deny dispute")
"""What lets a verb that is no cue attribute all the same."""
_INSERTED = 12
_ALLEGED = listed("claims reports allegations assertions claim report allegation assertion statements")
_TALLIES = listed("number total figure count tally losses")
_REVISING = listed("raise lower revise update give cut reduce increase")
_CONTENTS = listed("figure figures claim claims number toll total assertion allegation account version charge tally count report")


def find_frames(sentence: Sentence, lexicon: Lexicon) -> list[Frame]:
    """The attributions of a sentence, in text order of their cues."""
    found: list[Frame] = []
    cues = [match.start() for match in _CUES.finditer(sentence.codes) if _may_attribute(sentence, match.start())]
    if not cues and not holds(sentence.codes, ":-(qy"):
        return found  # as most sentences
    finder = _Finder(sentence, lexicon)
    finder.tells = {sentence.chunks[index].start: index for index in cues if sentence.chunks[index].word.lemma == "tell"}
    if (announced := finder.announced()) is not None:
        found.append(announced)
    for index in cues:
        frame = finder.at(index, found)
        if sentence.codes[index] in "Sv" and finder.contests(index):
            found = [earlier._replace(contested=True) for earlier in found]
        elif frame is not None:
            found.append(frame)
    return finder.with_relays(_bounded(found + finder.beside(found)))


def _is_told(sentence: Sentence, index: int) -> bool:
    """Whether "that" follows, or what was admitted: "listed that", "admitted to 11 dead", "admitted losing six"."""
    ahead = sentence.codes[index + 1 : index + 4]
    if ahead.lstrip("RpT")[:1] == "q":
        return ahead[0] == "q" or "p" not in ahead or "pT" in ahead
    if sentence.chunks[index].word.lemma != "admit":
        return False
    dead = ahead.lstrip("R")[:2] in {"FJ", "NJ"} or ahead.lstrip("R")[:1] == "C"
    return ahead[:2] in {"tF", "tN", "tC"} or dead or (ahead[:1] in {"G", "v"} and sentence.chunks[index + 1].text.endswith("ing"))


def _may_attribute(sentence: Sentence, index: int) -> bool:
    """Whether the word at `index` is a cue, or a verb that can be one."""
    return sentence.codes[index] not in "vV" or not _CUE_TAGS.isdisjoint(sentence.chunks[index].word.tags)


def _bounded(frames: list[Frame]) -> list[Frame]:
    """Leading frames end where a later one begins beside them ("X said A, while Y said B")."""
    result = []
    for index, frame in enumerate(frames):
        later = [other.start for other in frames[index + 1 :] if other.how == "leading" and other.start > frame.cue.end]
        if frame.how == "leading" and later and frame.content.end > later[0] and _beside(frames, index):
            frame = frame._replace(content=Span(frame.content.start, later[0]))  # noqa: PLW2901
        result.append(frame)
    return _shared_out(result) if len(result) > 1 else result


def _shared_out(frames: list[Frame]) -> list[Frame]:
    """Several "according to" behind what they attribute: "19 dead, according to A, or eight, according to B"."""
    told = [at for at, frame in enumerate(frames) if frame.how == "according"]
    if len(told) < 2 or frames[told[0]].cue.start <= frames[told[0]].content.start + 1:  # noqa: PLR2004
        return frames
    for before, at in pairwise(told):
        source = frames[before].source
        if source is not None and source.end < frames[at].cue.start:
            frames[before] = frames[before]._replace(content=Span(frames[before].content.start, source.end))
            frames[at] = frames[at]._replace(content=Span(source.end, frames[at].content.end))
    return frames


def _beside(frames: list[Frame], index: int) -> bool:
    return index + 1 < len(frames) and frames[index + 1].start > frames[index].cue.end + 12


class _Finder(Shapes):
    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        super().__init__(sentence, lexicon)
        self.tells: dict[int, int] = {}
        """Cues that say to whom it is told: where they begin, and their chunks."""

    def beside(self, found: list[Frame]) -> list[Frame]:
        """What no reporting verb attributes; a clause or a list only where the sentence has no attribution yet."""
        codes = self.codes
        by = [match.start() for match in _BY.finditer(codes)]
        further = [self.reckoned(index) for index in by]
        further += [
            self._by_whom(index - 1) for index in by if index and codes[index - 1] == "w" and self.chunks[index - 1].text in _ALLEGED
        ]
        if not found and "q" in codes:
            further += [self.told_that(codes.index("q"))]
        if not found and ":" in codes:
            further += [self.opened()]
        if not found and "(" in codes:
            further += [self.bracketed()]
        return [frame for frame in further if frame is not None]

    def at(self, index: int, before: list[Frame]) -> Frame | None:
        """The attribution whose cue is the word at `index`."""
        code, chunk = self.codes[index], self.chunks[index]
        if code == "A":
            return self.according(index)
        if code == "Z" or (code == "S" and chunk.tagged("citing")):
            return self.citing(index, before)
        if code == "S" and self.sentence.at(index + 1) == "y" and chunk.text in _ALLEGED:
            return self._by_whom(index)
        if code == "S" or (code in "vV" and chunk.tagged("clause") and (_is_told(self.sentence, index) or self._closes(index))):
            return self.said(index) or self.coordinate(index, before)
        if code in "vV" and (chunk.tagged("toll_put") or chunk.tagged("object")):
            return self.counted(index)
        return self.participle(index, before) if code == "s" else None

    def _by_whom(self, index: int) -> Frame | None:
        """As in "He rejected claims by the insurgents that 60 soldiers were killed"."""
        region = self.regions.after(index + 2)
        if region is None or self.sentence.at(region.last + 1) != "q":
            return None
        return self._frame("leading", region, index, self.told_content(index, region.last + 1))

    def _shared(self, left: int) -> Region | None:
        """As in "The commander praised the troops and disclosed that …": who opened the sentence, of whom the verb before "and" is said."""
        if self.sentence.at(left - 1) not in "&!" or holds(self.codes[: left - 1], ';:"qS'):
            return None
        verb = next((at for at in range(1, left - 1) if self._is_telling(at)), None)
        region = self.regions.before(verb_group(self.sentence, verb).left - 1) if verb is not None else None
        return region if region is not None and self._speaks(region) else None

    def _closes(self, index: int) -> bool:
        """As in "…, the village register shows.": a verb in the present, at the end, behind a comma and its subject."""
        if self.sentence.at(index + 1) not in ". " or self.chunks[index].word.form != "s":
            return False
        return "," in self.codes[max(0, index - _INSERTED) : index]

    def said(self, index: int) -> Frame | None:  # noqa: PLR0911 (each shape that is no attribution leaves at once)
        """As in "X said (that) …", "…, X said", "…, said X"."""
        chunk = self.chunks[index]
        group = verb_group(self.sentence, index)
        if self.sentence.at(group.left - 1) == "d" or self._takes_lives(index):
            return None  # "the first confirmed engagement", "claimed 12 lives"
        if group.be:
            return self._passive(index)
        if group.modal or (group.infinitive and not group.have):
            return None
        closing = self._inverted(index, closing=True) if self.sentence.at(index - 1) == "," else None
        region = self.regions.before(group.left - 1) or self._shared(group.left) if closing is None else None
        if region is None:
            return closing or self._inverted(index)
        first, times = region.first, region.times
        kind = self._kind(chunk)
        if self.sentence.at(first - 1) == "b" or (
            self.sentence.at(first - 1) == "q" and self.chunks[first].text not in self.lexicon.sources
        ):
            return None  # "is aware of media reports that", "which codes media reports": no subject
        if (group.negated and kind == "say") or "no" in (self.chunks[first].text, self.chunks[first - 1].text if first else ""):
            return None  # "no group has claimed"
        after, said_on, basis = self.trailers(index + 1)
        said_on = said_on or times
        if self.is_trailing(first, after):
            content = Span(self.clause_start(first), self.going_on(after) or self.chunks[first].start)
            return self._frame("trailing", region, index, content, said_on=said_on, basis=basis, kind=kind)
        if not self.governs(index, after):
            return None
        said_on = said_on or self.introductory(first)
        return self._frame("leading", region, index, self.told_content(index, after), said_on=said_on, basis=basis, kind=kind)

    def contests(self, index: int) -> bool:
        """As in "…, a figure the army dismissed", "…, which the ministry denies": said of what stands before."""
        comma = self.codes.rfind(",", max(0, index - _INSERTED), index)
        if comma <= 0 or self._kind(self.chunks[index]) not in {"deny", "dispute"} or self.codes[comma + 1 : index].strip("dwEYPNqRhbop"):
            return False
        return self.chunks[comma + 1].text == "which" or self.chunks[min(comma + 2, index)].text in _CONTENTS

    def _takes_lives(self, index: int) -> bool:
        ahead = self.chunks[index + 1 : index + 4]
        return self.chunks[index].tagged("claim_lives") and any(item.word.lemma == "life" or item.head == "victims" for item in ahead)

    def coordinate(self, index: int, before: list[Frame]) -> Frame | None:
        """As in "X denied A and said (that) B": the second verb has the first one's subject, and a sense of its own."""
        group = verb_group(self.sentence, index)
        if not before or before[-1].how != "leading" or self.sentence.at(group.left - 1) != "&" or group.negated or group.be or group.modal:
            return None
        after, said_on, basis = self.trailers(index + 1)
        if not self.governs(index, after):
            return None
        cue = self.span(index, index)
        kind, content = self._kind(self.chunks[index]), self.told_content(index, after)
        return before[-1]._replace(cue=cue, content=content, kind=kind, start=cue.start, said_on=said_on or before[-1].said_on, basis=basis)

    def counted(self, index: int) -> Frame | None:  # noqa: PLR0911 (each shape that is no count leaves at once)
        """As in "The army puts its losses at four", "the office has documented 300 deaths": counting is saying."""
        chunk = self.chunks[index]
        if chunk.tagged("toll_put") and "y" in self.codes[index + 1 : index + 6] and self._is_tally(0, index):
            return self._put_by(index)
        ahead = self.codes[index + 1 : index + 12]
        if chunk.word.form not in {"s", "past", "part", "base"} or not holds(ahead, "FNCU"):
            return None
        at = next((k for k, item in enumerate(self.chunks[index + 1 : index + 12]) if item.text in {"at", "as"}), None)
        gives = chunk.word.lemma == "give" and holds(ahead[:6], "JVC") and holds(ahead[:6], "FNC")
        counts = chunk.tagged("object") and self.sentence.at(index + 1) in "NFCRd" and chunk.word.lemma in _COUNTING
        revises = chunk.word.lemma in _REVISING and self._is_tally(index + 1, index + 4)
        if (
            not counts
            and not revises
            and not gives
            and (at is None or not chunk.tagged("toll_put") or not self._is_tally(index + 1, index + 1 + at))
        ):
            return None
        group = verb_group(self.sentence, index)
        if group.negated or group.modal or group.infinitive:
            return None
        if group.be:
            return None
        region = self.regions.before(group.left - 1)
        if region is None or ((revises or gives) and not self._speaks(region)):
            return None
        content = Span(self.chunks[index].end, self.sentence.span.end)
        return self._frame("leading", region, index, content, said_on=region.times or self.introductory(region.first))

    def _put_by(self, index: int) -> Frame | None:
        """As in "The toll was put at nine by the brigade"."""
        by = self.codes.find("y", index + 1, index + 6)
        region = self.regions.after(by + 1) if by > 0 and not holds(self.codes[index + 1 : by], ",;bhvVKIS") else None
        if region is None or not self._speaks(region):
            return None
        return self._frame("passive", region, index, Span(self.clause_start(index), self.chunks[by].start))

    def _is_tally(self, first: int, last: int) -> bool:
        return any(
            item.code in "LC" or (item.code in "JV" and item.word.outcome is not None) or item.text in _TALLIES
            for item in self.chunks[first:last]
        )

    def _kind(self, chunk: Chunk) -> str:
        return next((kind for kind in ("deny", "dispute", "retract") if chunk.tagged(kind)), "say")

    def _inverted(self, index: int, *, closing: bool = False) -> Frame | None:
        """As in "…, said X"; `closing`: only where nothing but the occasion follows."""
        if self.sentence.at(index - 1) not in ',"' or self.sentence.at(index - 1) == " " or self.chunks[index].word.lemma == "tell":
            return None
        region = self.regions.after(index + 1)
        if region is None:
            return None
        after, said_on, basis = self.trailers(region.last + 1)
        if closing and self.codes[after:].strip('."'):
            return None
        content = Span(self.clause_start(index), self.chunks[index].start)
        return self._frame("inverted", region, index, content, said_on=said_on, basis=basis, kind=self._kind(self.chunks[index]))

    def _passive(self, index: int) -> Frame | None:
        """As in "12 deaths were reported by the ministry"; "it was reported that …" has no source."""
        if self.sentence.at(index + 1) != "y":
            return None
        if self._kind(self.chunks[index]) in {"deny", "dispute"} and self.sentence.at(2) in "qo" and self.chunks[1].text in _CONTENTS:
            return Frame("passive", None, self.span(1, 1), self.sentence.span, contested=True)  # "The claim that … was rejected by X"
        region = self.regions.after(index + 2)
        if region is None:
            return None
        return self._frame("passive", region, index, self.sentence.span)

    def according(self, index: int) -> Frame | None:
        """As in "according to X, …", "…, according to X"."""
        alone = self.sentence.at(index + 2) in ",." and self.chunks[index + 1].text in PRONOUNS  # "according to her, …"
        region = Region(index + 1, index + 1) if alone else self.regions.after(index + 1)
        if region is None:
            return None
        region = self.author_of(region)
        _, said_on, basis = self.trailers(region.last + 1)
        return self._frame("according", region, index, self.sentence.span, said_on=said_on, basis=basis)

    def citing(self, index: int, before: list[Frame]) -> Frame | None:
        """As in "…, citing X": X is the source, whoever speaks is a relay."""
        region = self.regions.after(index + 1)
        if region is None:
            return None
        content = before[-1].content if before and before[-1].how in {"trailing", "inverted"} else self.sentence.span
        return self._frame("citing", region, index, content)

    def participle(self, index: int, before: list[Frame]) -> Frame | None:
        """As in "…, claiming to have killed 12", "adding that …": the subject is whoever spoke before, else the sentence's."""
        if self.sentence.at(index + 1) == "y" or self.sentence.at(index - 1) in "dpob":
            return None
        content = Span(self.chunks[index].end, self.sentence.span.end)
        cue = self.span(index, index)
        if before:
            earlier = before[-1]
            return earlier._replace(
                how="participle", cue=cue, content=content, kind=self._kind(self.chunks[index]), start=cue.start, basis=None
            )
        beside = self.regions.before(index - 1) if self.sentence.at(index - 1) in "wEYP" and index else None
        if beside is not None:  # "with aid groups insisting that"
            return self._frame("participle", beside, index, content)
        first = 0
        while first < index and self.codes[first] in "RTp,":
            first += 1
        last = first
        while last + 1 < index and self.codes[last + 1] in "wEYPNdo()C":
            last += 1
        if first >= index or self.codes[first] not in "wEYPNdu":
            return None
        return self._frame("participle", Region(first, last), index, content)

    def with_relays(self, frames: list[Frame]) -> list[Frame]:
        """Add who carried the words: "told Reuters", "as quoted by X"."""
        regions = [self.regions.after(index + 1) for index, code in enumerate(self.codes) if code == "Q"] if "Q" in self.codes else []
        relays = tuple(self.span(region.first, region.last) for region in regions if region is not None)
        if not relays and not self.tells:
            return frames
        told = [relays + self._told(frame) for frame in frames]
        return [frame._replace(relays=who) if who else frame for frame, who in zip(frames, told, strict=True)]

    def _told(self, frame: Frame) -> tuple[Span, ...]:
        cue = self.tells.get(frame.cue.start)
        if cue is None:
            return ()
        region = self.regions.after(cue + 1)
        if region is None:
            return ()
        last = region.first
        while last < region.last and self.codes[last + 1] in "wE" and self.codes[last] in "dwEY":
            last += 1
        return (self.span(region.first, last),)
