"""The small grammar that the patterns share: verb groups, subjects to the left, objects to the right, coordination.

Everything looks at most `REACH` chunks away, so the work per sentence is linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.phrases import Chunk, Sentence

REACH = 28
_GROUP = "RbhmXDt"
_TIME_UNITS = listed("day week month year hour night today yesterday")
_NOUNISH = "wEYd"
_VERBAL = "VKGIbhmvSDl"
_CLAUSE = 11
_DESCRIBED = re.compile("[NF](?:[vVwG]|qR?[hbm]{0,2}[wvVK])[dwEYpPoNFUTyRvtuj]{1,16}$")
"""People and what is said of them, without a verb that could be the sentence's own."""
_RELATIVE = re.compile("[hR]?[vVKIb][dwEYpoRTt]{1,8}")
"""What a clause says of those before it, to its end."""
COLLECTIVES = listed(
    "group total team crowd family families party convoy number dozen handful contingent band bodies remains body lives deaths death "
    "majority rest most estimated thousands hundreds score gang unit column minimum maximum average equivalent"
)


@dataclass(slots=True)
class Party:
    """People in a sentence: their figure and words, and the chunks they stand in (`first` to `last`, inclusive)."""

    first: int
    last: int
    figure: FoundFigure | None
    people: Span | None
    other: bool = False
    pronoun: bool = False
    state: str | None = None
    negated: bool = False


@dataclass(slots=True)
class Group:
    """The auxiliaries, negators and adverbs before a verb; `left` is the index of the first of them."""

    left: int
    be: bool
    have: bool
    modal: bool
    negated: bool
    infinitive: bool
    words: tuple[str, ...]


def verb_group(sentence: Sentence, verb: int) -> Group:
    """What stands before the verb at index `verb` and belongs to it (worked out once)."""
    known: Group | None = sentence.groups.get(verb)
    if known is None:
        known = sentence.groups[verb] = _read_group(sentence, verb)
    return known


def _read_group(sentence: Sentence, verb: int) -> Group:
    left = verb
    codes = sentence.codes
    while left > 0 and verb - left < 8 and _in_group(sentence, left - 1):  # noqa: PLR2004
        left -= 1
    if left == verb:
        return Group(left, be=False, have=False, modal=False, negated=False, infinitive=False, words=())
    inside = codes[left:verb]
    words = tuple(chunk.text for chunk in sentence.chunks[left:verb])
    own = inside.rpartition("t")[2]  # "is reported to have killed" is active
    return Group(left, "b" in own, "h" in own, "m" in inside, "X" in inside, "t" in inside, words)


_NO_ADVERBS = listed("family assembly ally italy supply reply butterfly elderly")
_NOBODY = listed("nobody; none; no one; neither")


def _in_group(sentence: Sentence, index: int) -> bool:
    code = sentence.codes[index]
    if code == "X":
        return sentence.chunks[index].text not in _NOBODY
    if code != "w":
        return code in _GROUP or _is_linking(sentence, index)
    word = sentence.chunks[index].text  # "nine civilians unfortunately died"
    return word.endswith("ly") and word not in _NO_ADVERBS and sentence.codes[index + 1] in "VKIbhJ"


def _is_linking(sentence: Sentence, index: int) -> bool:
    """As in "believed", "feared", "thought", "reported" between be and the verb or state: "are feared dead"."""
    chunk = sentence.chunks[index]
    if chunk.text == "as" and index > 0:  # "listed as missing"
        return sentence.chunks[index - 1].tagged("state")
    if chunk.code == "l":  # "were left homeless"
        return index > 0 and sentence.codes[index - 1] in "bR"
    return (chunk.tagged("state") or chunk.tagged("stay")) and chunk.code in "vSR" and chunk.word.form != "ing"


def party(sentence: Sentence, index: int) -> Party:
    """The people of the N, F, P or C chunk at `index`."""
    chunk = sentence.chunks[index]
    share = sentence.chunks[index - 1] if index and chunk.code in "NP" and sentence.codes[index - 1] == "F" else None
    if share is not None and share.figure is not None and share.figure.kind == "percent" and not share.tail and not share.head:
        return Party(index - 1, index, share.figure, chunk.people, chunk.other)  # "half the crew of 22"
    pronoun = chunk.code == "P" and chunk.text in {"they", "them", "those", "themselves", "others"}
    return Party(index, index, chunk.figure, chunk.people, chunk.other, pronoun, chunk.state, is_negated(sentence, index))


def is_vague(figure: FoundFigure | None) -> bool:
    """Whether a figure has no bound at all: "many", "most of", "a platoon"."""
    return figure is not None and (figure.bounds.low, figure.bounds.high) == (None, None)


def is_negated(sentence: Sentence, first: int) -> bool:
    """Whether "no", "not one of", "none of" stands before the noun phrase at `first`."""
    before = sentence.chunks[first - 1] if first else None
    return (
        before is not None
        and (before.code == "X" or before.text in {"no", "not", "any"})
        and not (before.code == "X" and "n't" in before.text)
    )


def subjects(sentence: Sentence, left: int, *, coordinated: bool = True) -> list[Party]:
    """Who the verb group beginning at `left` is said of: the coordinated noun phrases to its left, in text order."""
    found = _subject(sentence, left - 1, left - 1 - REACH)
    if found is None or (found.figure is None and sentence.codes[found.last] not in "NFPCX"):
        found = _described_subject(sentence, left - 1) or found
    if found is None:
        return []
    parties = [found]
    while coordinated and (before := _coordinate(sentence, parties[0].first)) is not None:
        parties.insert(0, before)
    whole = _apposed(sentence, parties) if len(parties) > 1 and sentence.at(left - 1) == "," else None
    return [whole] if whole is not None else parties


def _apposed(sentence: Sentence, parties: list[Party]) -> Party | None:
    """As in "two of them, a girl of 8 and a boy of 10, died": those who are told one by one behind their number."""
    first = parties[0].first
    if sentence.at(first - 1) != "," or sentence.at(first - 2) not in "NF" or first < 2:  # noqa: PLR2004
        return None
    whole = party(sentence, first - 2)
    counts = [item.figure.bounds.low or 0 if item.figure is not None else 0 for item in (whole, *parties)]
    return whole if counts[0] == sum(counts[1:]) else None


def _described_subject(sentence: Sentence, index: int) -> Party | None:
    """As in "The three men suspected of planting the bomb", "a man of 70 who refused to leave his room": those whom the rest describes."""
    found = None
    for match in _DESCRIBED.finditer(sentence.codes, max(0, index - REACH), index + 1):
        if _describes(sentence, match.start() + 1) and match.end() == index + 1 and sentence.chunks[match.start()].figure is not None:
            found = match.start()
    return party(sentence, found) if found is not None and _governor(sentence, found) is None else None


def _describes(sentence: Sentence, index: int) -> bool:
    """Whether "who", a present participle, or a past one with something behind it stands at `index`."""
    text = sentence.chunks[index].text
    passive = text.endswith("ed") or (sentence.codes[index] in "vV" and sentence.chunks[index].word.form == "part")
    return sentence.codes[index] == "q" or text.endswith("ing") or (passive and sentence.at(index + 1) in "oypt")


def shared_subjects(sentence: Sentence, left: int) -> list[Party]:
    """The subject of the verb before "and", for a verb that has none of its own: "were attacked and lost two men"."""
    if sentence.at(left - 1) not in "&,!" or left < 2:  # noqa: PLR2004
        return []
    for at in range(left - 2, max(-1, left - REACH), -1):
        if sentence.codes[at] in ';"q':
            return []
        if (sentence.codes[at] in "bhVvKIS" and sentence.chunks[at].word.form != "ing") or _is_unknown_verb(sentence, at):
            group = verb_group(sentence, at)
            if group.infinitive:
                continue
            found = subjects(sentence, group.left)
            if found or sentence.codes[at] == "S":
                return found
    return []


def _is_unknown_verb(sentence: Sentence, at: int) -> bool:
    """As in "the force returned fire": a past tense that the lexicon doesn't know, behind people or a force."""
    return sentence.codes[at] == "w" and sentence.chunks[at].text.endswith("ed") and sentence.at(at - 1) in "NPEw" and at > 0


def adjacent(sentence: Sentence, left: int) -> list[Party]:
    """The people directly before the words beginning at `left`, with those coordinated to them: "seven injured", "12 soldiers dead"."""
    if sentence.at(left - 1) not in "NFC" or left == 0:
        return subjects(sentence, left)
    parties = [party(sentence, left - 1)]
    while (before := _coordinate(sentence, parties[0].first)) is not None:
        parties.insert(0, before)
    return parties


def _coordinate(sentence: Sentence, first: int) -> Party | None:
    """The noun phrase joined to the left of the one that begins at `first`: "12 soldiers and", "two soldiers, three policemen and"."""
    codes = sentence.codes
    at = first - 1
    if sentence.at(at) == "d":
        at -= 1
    if sentence.at(at) == "&" and sentence.at(at - 1) == ",":
        at -= 1
    if sentence.at(at) not in "&,":
        return None
    if codes[at - 3 : at - 1] in {"N,", "E,"} and codes[at - 1] == "F" and codes[at] == "," and codes[at + 1] == "&" and at > 3:  # noqa: PLR2004
        at -= 2  # "a nurse, 29, and two patients"
    elif (
        codes[at] == "," and codes[at + 1 : first] in {"&", "&d"} and (opened := codes.rfind(",", 0, at)) >= 0 and codes[opened + 1] in "iq"
    ):
        at = opened  # "four soldiers, including a colonel, and three rebels"
    elif codes[at] == "," and "&" not in codes[first : first + 8] and not _heads_list(sentence, at, first):
        return None
    before = _subject(sentence, at - 1, at - 12)
    if before is None or before.figure is None or (codes[before.last] == "C" and codes[first] != "C"):
        return None
    ahead = sentence.at(before.first - 1)
    acted_on = ahead in "VKG" or (ahead == "v" and sentence.chunks[before.first - 1].word.form != "ing")
    if acted_on or holds(codes[before.last + 1 : at], _VERBAL):
        return None
    return before


def _heads_list(sentence: Sentence, at: int, first: int) -> bool:
    """As in "Six soldiers, four militants killed": a headline, without "and"."""
    return at == 1 and sentence.codes[0] in "NF" and sentence.codes[first] in "NF" and sentence.at(first + 1) in "VJ"


def _subject(sentence: Sentence, index: int, lowest: int) -> Party | None:  # noqa: C901, PLR0911, PLR0912 (one case a line: the order is the grammar)
    codes, chunks = sentence.codes, sentence.chunks
    relative = _opens_clause(sentence, index)
    who = codes.rfind("q", max(1, index - _CLAUSE), index)
    if who > 0 and codes[who - 1] in "NF" and _RELATIVE.fullmatch(codes, who + 1, index + 1):
        return party(sentence, who - 1)  # "one man who went back for his donkey is missing"
    while index >= max(0, lowest):
        code = codes[index]
        if code in 'RqT"':
            relative = relative or code == "q"
            index -= 1
        elif code == ")":
            index = _back(codes, index, "(") - 1
        elif code == "X" and chunks[index].text in _NOBODY:
            return Party(index, index, None, None, negated=True)
        elif code in ",-":
            jump = _parenthesis(codes, index, chunks)
            if jump is None:
                return None
            index = jump - 1
        elif code in "NFPC" or (code == "U" and chunks[index].tagged("persons")):
            if code == "C" and chunks[index].figure is None:
                return None
            skip = _governor(sentence, index)
            if skip is None or relative:
                return party(sentence, index)
            index = skip
        elif code == "U" and index > 1 and codes[index - 1] == "o":
            index -= 2  # "eight members of one family"
        elif code in "VJv" and index > 0 and codes[index - 1] == "F" and chunks[index - 1].tail in {"the", "those"}:
            return party(sentence, index - 1)  # "four of the wounded"
        elif code in "EYwdUuJ":
            first = _region_start(sentence, index)
            if chunks[index].text in _TIME_UNITS:  # "12 people a day are killed"
                index = first - 1
                continue
            skip = _governor(sentence, first)
            if skip is None:
                return _unknown(sentence, first, index)
            index = skip
        elif (code == "v" and _is_participle(chunks[index])) or code == "p":
            index -= 1
        else:
            return None
    return None


def _is_participle(chunk: Chunk) -> bool:
    return chunk.word.form in {"ing", "part"} or chunk.text.endswith("ing")


_CONJUNCTIONS = listed("after before since until")


def _opens_clause(sentence: Sentence, index: int) -> bool:
    """As in "an hour after 31 migrants were reported missing": people right before their verb, behind a conjunction."""
    if index < 1 or sentence.codes[index] not in "NFP":
        return False
    before = index - 1 - (sentence.codes[index - 1] == "d" and index > 1)
    return sentence.codes[before] == "p" and sentence.chunks[before].text in _CONJUNCTIONS


def _governor(sentence: Sentence, first: int) -> int | None:
    """Where to go on when the noun phrase at `first` hangs on a preposition; null if it is free."""
    code = sentence.at(first - 1)
    word, after = sentence.chunks[first - 1].text, sentence.chunks[first]
    if code == "o":
        head = sentence.chunks[first - 2] if first >= 2 else None  # noqa: PLR2004
        collective = (
            head is not None and after.figure is not None and (head.text in COLLECTIVES or (head.code == "F" and is_vague(head.figure)))
        )
        quantifier = head is not None and head.code in "dX" and after.code in "NP"  # "any of its soldiers", "none of them"
        hangs = not (collective or quantifier)
    elif code == "v":
        hangs = word.endswith((" for", " on", " at", " to", " with", " over", " from"))  # "fighting for Russia"
    elif code == "w":
        hangs = word.endswith("ing") and after.code in "NFP" and sentence.at(first - 2) != "d"  # "carrying 12 people"
    else:
        hangs = code in "pyi" or (code == "t" and first >= 1)
    return first - 2 if hangs else None


def _region_start(sentence: Sentence, index: int) -> int:
    first = index
    while first > 0 and sentence.codes[first - 1] in _NOUNISH + "J" and index - first < 10:  # noqa: PLR2004
        first -= 1
    return first


def _unknown(sentence: Sentence, first: int, last: int) -> Party | None:
    """A noun phrase whose head is no known person noun."""
    chunks = sentence.chunks
    if sentence.codes[last] == "d":
        return None
    start = first + 1 if chunks[first].code == "d" and first < last else first
    return Party(first, last, None, Span(chunks[start].start, chunks[last].end))


def _back(codes: str, index: int, sign: str) -> int:
    at = codes.rfind(sign, max(0, index - REACH), index)
    return at if at >= 0 else index


def _parenthesis(codes: str, index: int, chunks: list[Chunk]) -> int | None:
    """The sign that opens the inserted words which the comma or dash at `index` closes; null if nothing is inserted."""
    at = codes.rfind(codes[index], max(0, index - REACH), index)
    if at < 0:
        return None
    inside = codes[at + 1 : index]
    if not inside or ";" in inside or "." in inside:
        return None
    if chunks[at + 1].head == "them":
        return at  # "five people, two of whom were tourists, were killed"
    telling = inside.removesuffix("T").removesuffix("p").endswith("S")
    if inside[0] == "A" or (telling and not holds(inside, "bhVKIJ&")):
        return at  # "12 people, according to police, were …", "12 people, police said, were …"
    if inside[0] in "qipRTyEw" or (inside[0] in "FNPUdY" and not holds(inside, "bhVKIS")):
        return at
    return None
