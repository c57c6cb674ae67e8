"""Places and times in a sentence, and which of them belongs to a claim."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.claims.core import Precision
from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Chunk, Sentence

_LONGEST = 9
_GENERIC: tuple[Precision, ...] = ("exact", "locality", "district", "region")


class Place(NamedTuple):
    """A place in the text: its words, the preposition before it, how precise it is, and where it stands (chunk index)."""

    words: Span
    lead: Span
    precision: Precision
    at: int
    named: bool = True


def find_places(sentence: Sentence, text: str, lexicon: Lexicon) -> list[Place]:
    """The places that prepositions of the sentence introduce, in order."""
    found = []
    for match in _PREPOSITIONS.finditer(sentence.codes):
        index, code = match.start(), match.group()
        if (
            sentence.chunks[index].text in _LOCAL
            if code != "o"
            else index and sentence.chunks[index - 1].text in lexicon.lists["place_words"]
        ):
            place = None if _leads_elsewhere(sentence, index + 1) else _place(sentence, index, text, lexicon)
            if place is not None:
                found.append(place)
    return found


_PREPOSITIONS = re.compile("[pto]")
_NO_PLACE = listed("front addition response retaliation return total all connection")
_NO_PLACE_BEHIND = listed("last past first next same previous meantime hundreds thousands dozens")
_LOCAL = listed("in at near outside around across off inside throughout along into to over between on toward towards within from")


def _leads_elsewhere(sentence: Sentence, first: int) -> bool:
    """As in "in front of", "in the last three months"."""
    texts = [chunk.text for chunk in sentence.chunks[first : first + 2]]
    return texts[:1] != [] and (texts[0] in _NO_PLACE or (texts[1:] != [] and texts[1] in _NO_PLACE_BEHIND))


def _place(sentence: Sentence, index: int, text: str, lexicon: Lexicon) -> Place | None:
    chunks = sentence.chunks
    first = index + 1
    at = first
    named = -1
    while at < len(chunks) and at - first < _LONGEST:
        chunk = chunks[at]
        if chunk.code == "E" or (chunk.code == "Y" and chunk.tagged("country")):
            named = at
            if chunk.possessive and at + 1 < len(chunks) and (chunks[at + 1].code in "Ew"):
                first = at + 1
        elif chunk.code == "d" and at == first:
            pass
        elif not (
            chunk.code in "wovS"
            and (chunk.text == "of" or chunk.text in lexicon.lists["place_words"] or (sentence.silent and _is_proper(chunk, lexicon)))
        ):
            break
        elif (sentence.silent and chunk.code == "w" and _is_proper(chunk, lexicon)) or (named >= 0 and chunk.code in "wvS"):
            named = at
        at += 1
    if named < 0 or _is_adjective(sentence, named):
        return _common(sentence, index, text, lexicon)
    if _is_person(chunks, named, lexicon):
        return None
    named = _listed(sentence, named)
    words = Span(chunks[first].start, _without_possessive(text, chunks[named]))
    if words.end <= words.start:
        return None
    lead = Span(chunks[index].start, chunks[index].end)
    return Place(words, lead, _precision(text[words.start : words.end], lexicon), index, named=chunks[index].code != "o")


def _is_adjective(sentence: Sentence, named: int) -> bool:
    """As in "on the Veskarian side": the name describes a plain noun."""
    chunk = sentence.chunks[named]
    return (
        chunk.code == "E"
        and not chunk.possessive
        and sentence.at(named + 1) == "w"
        and not sentence.silent
        and chunk.text.endswith(("an", "ian", "ese", "ish", "i"))
    )


_KINDS = ("exact", "locality", "district")
_COMMON = listed("forest border island islands river coast capital port sea desert mountains jungle")


def _common(sentence: Sentence, index: int, text: str, lexicon: Lexicon) -> Place | None:
    """A place without a name: "in the regional hospital", "at the port"."""
    chunks = sentence.chunks
    at = index + 1
    if at >= len(chunks) or chunks[at].code != "d":
        return None
    last = -1
    for ahead in range(at + 1, min(at + 5, len(chunks))):
        if chunks[ahead].code not in "wYv":
            break
        word = chunks[ahead].text
        if any(word in lexicon.lists[name] for name in _KINDS) or word in _COMMON:
            last = ahead
    if last < 0:
        return None
    words = Span(chunks[at].start, _without_possessive(text, chunks[last]))
    return Place(
        words, Span(chunks[index].start, chunks[index].end), _precision(text[words.start : words.end], lexicon), index, named=False
    )


def _without_possessive(text: str, chunk: Chunk) -> int:
    return chunk.end - 2 if chunk.possessive and text[chunk.end - 1] in "sS" else chunk.end


def _is_proper(chunk: Chunk, lexicon: Lexicon) -> bool:
    """In a text without case: a word that nothing in the lexicon knows."""
    return (
        chunk.text.isalpha()
        and chunk.word.code == "w"
        and chunk.text not in lexicon.lists["event_nouns"]
        and chunk.text not in lexicon.lists["items"]
        and chunk.text not in lexicon.sources
    )


def _is_person(chunks: list[Chunk], index: int, lexicon: Lexicon) -> bool:
    words = chunks[index].text.split()
    return words[0].rstrip(".") in lexicon.lists["titles"] or chunks[index].code == "P"


def _listed(sentence: Sentence, last: int) -> int:
    """As in "the villages of A, B and C": the list as a whole."""
    at = last
    while sentence.at(at + 1) in ",&":
        ahead = at + 2 + (sentence.at(at + 2) == "&")
        if sentence.at(ahead) != "E" or sentence.at(ahead + 1) not in ",&pRT.) " or sentence.chunks[ahead].possessive:
            break
        if sentence.at(at + 1) == "," and sentence.at(ahead + 1) == "," and sentence.at(ahead + 2) not in "E&":
            break
        at = ahead
    joined = sentence.codes[last : at + 1]
    return at if "&" in joined else last


def _precision(words: str, lexicon: Lexicon) -> Precision:
    tokens = [token.strip(",.").removesuffix("'s").removesuffix("’s") for token in words.lower().split()]
    plain = " ".join(item for item in tokens if item != "the")
    if plain in lexicon.countries:
        return "country"
    if lexicon.lists["place_words"].isdisjoint(tokens):
        return "locality"
    return next((name for name in _GENERIC if not lexicon.lists[name].isdisjoint(tokens)), "region")


def place_of(places: list[Place], trigger: int, party: int, sentence: Sentence, *, goal: bool = False) -> Place | None:
    """The place of what happens at `trigger`: the nearest one, where verbs and commas between count as distance; `goal` admits "to X"."""
    if not places:
        return None
    low, high = min(trigger, party), max(trigger, party)
    best: tuple[int, int, Place] | None = None
    for place in places:
        if not goal and _lead(sentence, place) in {"to", "from", "into", "toward", "towards"}:
            continue
        between = sentence.codes[high + 1 : place.at] if place.at > high else sentence.codes[place.at : low]
        if ";" in between or (place.at > high and holds(between, "SA")):
            continue
        rank = (_distance(between, _TO_PLACES) + (0 if place.named else 25), 0 if place.at > high else 1, place)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best is not None else None


_TO_PLACES = {**dict.fromkeys(",!q:", 7), **dict.fromkeys("VKGIvSbh", 5)}
_TO_TIMES = {**dict.fromkeys(",q", 7), **dict.fromkeys("VKGIvbh", 5)}
"""How far a word of these codes sets apart what stands around it; any other is one step."""


def _distance(between: str, steps: dict[str, int]) -> int:
    return sum([steps.get(code, 1) for code in between])


def _lead(sentence: Sentence, place: Place) -> str:
    return sentence.chunks[place.at].text


def _same_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether two places belong together: "12 were killed when a bus crashed on Tuesday" tells of one event."""
    low, high = min(start, end), max(start, end)
    between = sentence.codes[low:high]
    if holds(between, ";SA") or between.count(",") > 4:  # noqa: PLR2004
        return False
    return all(sentence.chunks[at].text in _TOGETHER for at in range(low, high) if sentence.codes[at] == "!")


_TOGETHER = listed("when while where")
_FAR = 30
_TIMES = re.compile("T")


def event_times(sentence: Sentence, taken: set[int]) -> list[int]:
    """The time words (chunk indices) that can date an event: none that an attribution has `taken` (starts of spans), no mere duration."""
    found = [match.start() for match in _TIMES.finditer(sentence.codes)]
    return [
        index
        for index in found
        if not sentence.chunks[index].text.startswith("for ")
        and sentence.chunks[index].start not in taken
        and not _dates_a_beginning(sentence, index)
    ]


def time_of(times: list[int], trigger: int, party: int, sentence: Sentence) -> Chunk | None:
    """The time words of what happens at `trigger`: the nearest, within bounds."""
    if not times:
        return None
    low, high = min(trigger, party), max(trigger, party)
    best: tuple[int, int, Chunk] | None = None
    for index in times:
        chunk = sentence.chunks[index]
        if _is_since(sentence, index, low, high) or not _same_clause(sentence, min(index, low), max(index, high)):
            continue
        between = sentence.codes[high + 1 : index] if index > high else sentence.codes[index:low]
        far = _distance(between, _TO_TIMES)
        if far > _FAR or (index < low and _is_elsewhere(sentence, index, low)):
            continue
        rank = (far, 0 if index > high else 1, chunk)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best is not None else None


def _is_since(sentence: Sentence, index: int, low: int, high: int) -> bool:
    """As in "With 31 dead, it was the worst since May": a comparison's beginning, no event's."""
    between = sentence.codes[high:index] if index > high else sentence.codes[index:low]
    return (
        "," in between and "b" in between + sentence.codes[max(0, index - 6) : index] and sentence.chunks[index].text.startswith("since ")
    )


_SINCE = listed("since")


def _dates_a_beginning(sentence: Sentence, index: int) -> bool:
    """As in "since the start of the siege in March": when a stretch began, not when people died."""
    if not sentence.has(_SINCE):
        return False
    start = max(sentence.codes.rfind(mark, 0, index) for mark in ",q!;")
    return any(chunk.text == "since" for chunk in sentence.chunks[start + 1 : index])


def _is_elsewhere(sentence: Sentence, index: int, trigger: int) -> bool:
    """Whether the time words at `index` belong to another verb that stands before them, in a clause of its own."""
    start = max(sentence.codes.rfind(",", 0, index), sentence.codes.rfind("q", 0, index), sentence.codes.rfind("!", 0, index))
    own = sentence.codes[start + 1 : index]
    return start >= 0 and holds(own, "bhVvKI") and "," in sentence.codes[index:trigger]
