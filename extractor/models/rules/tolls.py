"""Running counts: "the death toll rose to 12", "bringing the total to 1,200", "Killed: 12"."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.grammar import party
from extractor.models.rules.harm import Context, Harm, plain_harm
from extractor.models.rules.objects import has_predicate, objects
from extractor.models.rules.phrases import Sentence

_TO = listed("to at of past above over beyond is was now as")
_NEAR_RELATIVE = 5
_REMAINS = listed("body corpse")
_PUT_AT = re.compile("(?:d[wYES]{0,2}|P)([VJP])(?:[pt]|R?[vw]R?[tp]?)(?=[FN])")
_LABEL = re.compile("[VJCL][:-]|[JC]F")
_SHORT = listed("kia wia mia")
_RANGES = listed("range ranges ranged")
_HELD = listed("known believed thought feared presumed reported confirmed said")
COUNTS = listed("number; total; count; tally; figure; total number; overall number")


def toll(context: Context, index: int) -> list[Harm]:
    """As in "the death toll rose to 12", "bringing the toll to at least 12", "a death toll of 12"."""
    sentence = context.sentence
    at = index + 1
    linked = relative = False
    if _is_brought_to(sentence, index):
        outcome = sentence.chunks[index].word.outcome or _names_outcome(context, index)
        counted = sentence.chunks[index + 2] if sentence.at(index + 1) == "o" and sentence.at(index + 2) == "P" else None
        people = counted.people if counted is not None else None
        return [Harm("toll", outcome, index, index - 2, sentence.chunks[index - 2].figure, people, scope="cumulative")] if outcome else []
    if sentence.chunks[index].text in COUNTS and not _names_outcome(context, index):
        return []
    while at < min(index + 16, len(sentence.codes)):
        chunk = sentence.chunks[at]
        if chunk.figure is not None and chunk.code in "FNUC":
            before = sentence.chunks[at - 1]
            if (
                (relative and not linked)
                or before.text == "by"
                or (before.text == "from" and "-" not in chunk.text and " to " not in chunk.text)
            ):
                at += 1
                continue
            amid = before.code == "d" and sentence.chunks[at - 2].text == "in"  # "put the toll in the hundreds"
            near = not relative and (before.text in _TO or before.code in ":v" or amid)
            return _toll_figure(context, index, at) if linked or near else []
        if chunk.code in "q!" and at - index <= _NEAR_RELATIVE and not linked:
            relative = True  # "the toll from the quake that struck on Monday has risen to 12"
        elif chunk.code in ";!q" or (chunk.code in "GKIL" and not chunk.tagged("toll_verbs") and sentence.codes[at - 2 : at] != "th"):
            return []
        linked = (
            linked
            or chunk.tagged("toll_verbs")
            or (not relative and (chunk.text in _TO or chunk.code in "b:") and sentence.at(at + 1) not in "hb")
        )
        at += 1
    return []


def _is_brought_to(sentence: Sentence, index: int) -> bool:
    """As in "bringing to 19 the number of peacekeepers killed": the figure stands before the noun that `index` is."""
    if sentence.codes[max(0, index - 4) : index] != "vtFd":
        return False
    return sentence.chunks[index - 4].tagged("toll_put")


def put_at(context: Context) -> list[Harm]:
    """As in "put the dead at 18 and the wounded at 40", "the dead number at least 70", "estimates of the dead range from 200 to 450"."""
    sentence = context.sentence
    found: list[Harm] = []
    for match in _PUT_AT.finditer(sentence.codes):
        index, at = match.start(1), match.end()
        state, link, figure = sentence.chunks[index], sentence.chunks[index + 1 : at], sentence.chunks[at].figure
        outcome = state.word.outcome or state.state
        put = link[-1].text in {"at", "as", "to"} and any(item.tagged("toll_put") for item in sentence.chunks[max(0, index - 9) : index])
        if outcome and figure is not None and (put or any(item.tagged("toll_verbs") or item.text in _RANGES for item in link)):
            owner = sentence.chunks[index - 1] if sentence.codes[index - 1] in "wYEP" else None
            people = sentence.chunks[at].people or (Span(owner.start, owner.end) if owner is not None else None)
            found.append(Harm("toll", outcome, index, at, figure, people, scope="cumulative"))
    return found


def _names_outcome(context: Context, index: int) -> str | None:
    """As in "the number of the abducted girls", "the total killed", "known to have died": what the words behind the noun name."""
    for chunk in context.sentence.chunks[index + 1 : index + 8]:
        if chunk.word.outcome and chunk.code in "VJCI" and chunk.figure is None:
            return chunk.word.outcome
        held = chunk.code in "thb" or chunk.text in _HELD
        if (chunk.code not in "odwYEPNJRq" and chunk.text != "for" and not held) or chunk.figure is not None:
            return None
        if chunk.state:
            return chunk.state
    return None


def _toll_figure(context: Context, index: int, at: int) -> list[Harm]:
    sentence = context.sentence
    chunk = sentence.chunks[at]
    if chunk.figure is None or chunk.figure.kind != "count" or (chunk.code == "U" and chunk.head in context.lexicon.lists["not_persons"]):
        return []
    if any(sentence.codes[k] in "Xm" for k in range(index, at)):
        return []
    figure = chunk.figure
    outcome = sentence.chunks[index].word.outcome or _names_outcome(context, index) or "unspecified"
    if sentence.at(at + 1) in "VJ":
        return []  # "casualties have reached 300 killed": the nearer word decides
    joined = at - index <= 3 and sentence.chunks[index].code == "C" and sentence.at(index + 1) in "ot"  # noqa: PLR2004 ("injuries to 13 …")
    scope = None if joined or sentence.chunks[index].word.lemma in _REMAINS else "cumulative"
    return [Harm("toll", outcome, index, at, figure, chunk.people or _before_noun(context, index), scope=scope)]


def _before_noun(context: Context, index: int) -> Span | None:
    """The people-words directly before a harm noun: "North Korean casualties", "enemy losses"."""
    first = index
    sentence = context.sentence
    while first > 0 and (sentence.codes[first - 1] in "YE" or sentence.chunks[first - 1].text in context.lexicon.lists["adjectives"]):
        first -= 1
    if first == index:
        return None
    return Span(sentence.chunks[first].start, sentence.chunks[index - 1].end)


def labels(context: Context) -> list[Harm]:
    """As in "Killed: 12", "Displaced – 4,200 people", "Deaths: 14": an outcome as a label, a figure behind it."""
    sentence = context.sentence
    found: list[Harm] = []
    if not _LABEL.search(sentence.codes):
        return found
    for index, chunk in enumerate(sentence.chunks[:-1]):
        short = chunk.text in _SHORT and sentence.at(index + 1) == "F"  # "KIA 3, WIA 11"
        short = short or (chunk.code == "C" and sentence.codes[index + 1 : index + 2] == "F" and _stands_alone(sentence, index))
        labels_it = short or sentence.at(index + 1) in ":-"
        if chunk.code not in "VJCL" or chunk.word.outcome is None or chunk.figure is not None or not labels_it:
            continue
        at = index + 2 - short
        while sentence.at(at) in "Rd":
            at += 1
        if has_predicate(sentence, at + 1):
            continue  # "losses: 3 killed": the nearer word decides
        if (
            sentence.at(at) in "FN"
            and sentence.at(at) != " "
            and sentence.chunks[at].figure is not None
            and sentence.at(index - 1) in ' ,;:."-)(&wYEPdSR'
        ):
            counted = [party(sentence, at)]
            if sentence.codes[at] == "N" and sentence.at(index - 2) == "p":  # "Among the dead: five nurses and two drivers"
                counted = [who for who in objects(sentence, at - 1) if who.figure is not None] or counted
            whose = sentence.chunks[index - 1].people if sentence.at(index - 1) == "P" else None  # "Insurgents killed: six"
            found += [
                plain_harm(chunk.word.outcome, "label", index, who)._replace(people=who.people or whose, scope=None) for who in counted
            ]
    return found


def _stands_alone(sentence: Sentence, index: int) -> bool:
    """As in "…: casualties 9 (2 killed)": a harm noun and its number between signs."""
    return sentence.at(index - 1) in " :;,.(" and sentence.at(index + 2) in " .,;()&"


_TOTALS = listed("total; tally; number; count; figure; overall total")


def totals(context: Context, earlier: list[Harm]) -> list[Harm]:
    """As in "…, bringing the total to 1,200": the outcome is that of the harm before it in the sentence."""
    sentence = context.sentence
    found: list[Harm] = []
    if not earlier or not sentence.has(_TOTALS):
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.text not in _TOTALS or sentence.at(index - 1) not in "dw":
            continue
        before = [harm for harm in earlier if harm.trigger < index]
        put = any(item.tagged("toll_put") for item in sentence.chunks[max(0, index - 4) : index])
        if before and _is_brought_to(sentence, index) and not _names_outcome(context, index):
            item = sentence.chunks[index - 2]
            found.append(Harm("total", before[-1].outcome, before[-1].trigger, index - 2, item.figure, item.people, scope="cumulative"))
            continue
        if not before or not put:
            continue
        for at in range(index + 1, min(index + 8, len(sentence.chunks))):
            item = sentence.chunks[at]
            if item.code in "FN" and item.figure is not None and sentence.chunks[at - 1].text in {"to", "at", "past", "above"}:
                found.append(Harm("total", before[-1].outcome, before[-1].trigger, at, item.figure, item.people, scope="cumulative"))
                break
            if item.code in ";,VGKIC":
                break
    return found
