"""What a verb acts on: the noun phrases to its right, coordination with gaps, and whether a noun phrase has a verb of its own."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.grammar import COLLECTIVES, Party, is_vague, party
from extractor.models.rules.phrases import Sentence

_AGES = re.compile("F(?:[,&]+F)*[,.]")
"""Bare numbers between commas, behind those whose ages they are."""
_ADDED = listed("remaining further additional extra estimated reported total combined record")


def objects(sentence: Sentence, verb: int, *, things: bool = False) -> list[Party]:
    """What the verb at `verb` acts on: the noun phrases to its right, in text order; with gaps ("eight with drones, and five …").

    `things` admits figures that count no people.
    """
    index = verb + 1
    while sentence.at(index) in 'R"' or _is_before_figure(sentence, index):
        index += 1
    first = _object(sentence, index, things=things)
    if first is None:
        return []
    parties = [first]
    while (following := _joined(sentence, parties[-1].last + 1, gaps=sentence.codes[parties[-1].first] in "NFP")) is not None:
        parties.append(following)
    return parties


def _object(sentence: Sentence, index: int, *, things: bool) -> Party | None:  # noqa: PLR0911 (one shape a line)
    code = sentence.at(index)
    if code in "NFP":
        return party(sentence, index)
    if code == "U" and not things:
        chunk = sentence.chunks[index]
        if chunk.tagged("persons"):
            return Party(index, index, chunk.figure, chunk.people)
        return None
    if code in "dEYw":
        counted = _counted_group(sentence, index)
        if counted is not None:
            return counted
        last = index
        while sentence.at(last + 1) in "EYw" and last - index < 6:  # noqa: PLR2004
            last += 1
        if sentence.codes[last] == "d":
            return None
        start = index + 1 if code == "d" and index < last else index
        return Party(index, last, None, Span(sentence.chunks[start].start, sentence.chunks[last].end))
    return None


def _counted_group(sentence: Sentence, index: int) -> Party | None:
    """As in "a family of six", "a group of 12 people"."""
    at = index + (sentence.at(index) == "d")
    if sentence.at(at) == " " or sentence.chunks[at].text not in COLLECTIVES or sentence.at(at + 1) != "o":
        return None
    found = party(sentence, at + 2) if sentence.at(at + 2) in "NF" else None
    return found if found is not None and found.figure is not None else None


def _is_before_figure(sentence: Sentence, index: int) -> bool:
    """As in "the", "another", "a further" before a figure."""
    if sentence.at(index) == "d":
        following = index + 1
        added = sentence.at(following) in {"w", "R"} and sentence.chunks[following].text in _ADDED
        return sentence.at(following + added) in "NFU"
    return (
        sentence.at(index) in "wR"
        and sentence.at(index) != " "
        and sentence.at(index + 1) in "NF"
        and sentence.at(index - 1) == "d"
        and sentence.at(index + 1) != " "
    )


def _joined(sentence: Sentence, index: int, *, gaps: bool) -> Party | None:
    """The next noun phrase joined by a comma or "and", possibly behind words that belong to the one before it."""
    codes = sentence.codes
    for at in range(index, min(index + 14, len(codes))):
        code = codes[at]
        if code in "&,":
            ahead = at + 1 + (sentence.at(at + 1) in "&,")
            while sentence.at(ahead) in "Rd":
                ahead += 1
            if sentence.at(ahead) in "NFP":
                if code == "," and _AGES.match(codes, ahead):
                    return None  # "two sisters, 9 and 11, who"
                found = party(sentence, ahead)
                if sentence.chunks[ahead].head == "them" or is_vague(found.figure):
                    return None  # "12 people, four of them children", "62 workers, most of them women"
                usable = found.figure is not None or at == index
                speaks = has_predicate(sentence, ahead + 1) or (sentence.at(ahead + 1) == "w" and sentence.at(ahead + 2) == "S")
                return found if usable and not speaks else None
            if code == "," and sentence.at(ahead) in "pRT":
                continue
            return None
        if code in "NFPbhmVKGICLSAZ;:.(!" or not (gaps or code in "odwE"):
            return None
    return None


def has_predicate(sentence: Sentence, index: int) -> bool:
    """Whether a verb or state of its own follows the noun phrase that ends before `index`."""
    while sentence.at(index) == "R":
        index += 1
    return sentence.at(index) in "bhmVIJKS"
