"""Parts of a figure: "including five children", "three of them women", "among the dead were two nurses"."""

from __future__ import annotations

import re

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import party, subjects, verb_group
from extractor.models.rules.harm import Context, Harm, plain_harm
from extractor.models.rules.objects import has_predicate, objects
from extractor.models.rules.phrases import Chunk, Sentence

_FAR, _INSERTED = 26, 14
_OF_THEM = listed("of them; of whom; of which; among whom; among which; among them")
_LISTED = re.compile("[dPF][JVP]")
_INCLUDING = re.compile("i")


def _is_the(sentence: Sentence, index: int) -> bool:
    return sentence.at(index) == "d" or (sentence.at(index) == "P" and sentence.chunks[index].text == "those")


def among(context: Context) -> list[Harm]:
    """As in "Among the dead were five children", "the dead include two nurses", "X was among the wounded"."""
    sentence = context.sentence
    found: list[Harm] = []
    if not _LISTED.search(sentence.codes):
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code not in "JVP" or chunk.word.outcome is None:
            continue
        if not _is_the(sentence, index - 1):
            found += _such_of_the(context, index, chunk.word.outcome) + _among_counted(context, index, chunk.word.outcome)
            continue
        found += _of_the(context, index, chunk.word.outcome)
        behind = index + 1
        inside = sentence.at(index - 2) == "p" and sentence.chunks[index - 2].text in {"among", "amongst"}
        if sentence.at(behind) in ("b" if inside else "i") and sentence.at(behind) != " ":
            found += [plain_harm(chunk.word.outcome, "among", index, who) for who in objects(sentence, behind)]
        elif not inside and sentence.at(behind) == "b" and sentence.at(index - 2) in ' ".,;&q':  # "The dead were six men and a boy"
            if sentence.at(behind + 2) == "p" and sentence.chunks[behind + 2].text == "as":
                behind += 2  # "The dead were identified as six men and a boy"
            counted = [who for who in objects(sentence, behind) if who.figure is not None and sentence.codes[who.first] == "N"]
            found += [plain_harm(chunk.word.outcome, "among", index, who) for who in counted]
        elif inside and sentence.at(index - 3) == "b":
            group = verb_group(sentence, index - 3)
            found += [
                plain_harm(chunk.word.outcome, "among", index, who)._replace(negated=who.negated or group.negated)
                for who in subjects(sentence, group.left)
            ]
    return found


def _among_counted(context: Context, index: int, outcome: str) -> list[Harm]:
    """As in "Among the 60 hurt are 22 children"."""
    sentence = context.sentence
    counted = sentence.codes[max(0, index - 3) : index + 2]
    if counted != f"pdF{sentence.codes[index]}b" or sentence.chunks[index - 3].text not in {"among", "amongst"}:
        return []
    return [plain_harm(outcome, "among", index, who) for who in objects(sentence, index + 1) if who.figure is not None]


def _of_the(context: Context, index: int, outcome: str) -> list[Harm]:
    """As in "Of the dead, nine were children"."""
    sentence = context.sentence
    if sentence.codes[index - 2 : index + 3] not in {"od" + sentence.codes[index] + ",F", "pd" + sentence.codes[index] + ",F"}:
        return []
    if sentence.chunks[index - 2].text != "of" or sentence.at(index + 3) != "b":
        return []
    people = _described(context, index + 3)
    if people is None and (outcome not in {"killed", "wounded"} or holds(sentence.codes[index + 3 : index + 7], "VIKJv")):
        return []
    return [plain_harm(outcome, "among", index, party(sentence, index + 2))._replace(people=people)]


def _such_of_the(context: Context, index: int, outcome: str) -> list[Harm]:
    """As in "Ten of the dead and five of the wounded were police": how many of them were what."""
    sentence = context.sentence
    counted = sentence.chunks[index - 1] if index else None
    if counted is None or counted.code != "F" or counted.tail not in {"the", "those"}:
        return []
    behind = index + 1
    while sentence.at(behind) in "&,FJV" and behind - index < 6:  # noqa: PLR2004
        behind += 1
    people = _described(context, behind) if sentence.at(behind) == "b" else None
    if people is None and not _stay_so(context, index, outcome):
        return []
    return [plain_harm(outcome, "among", index, party(sentence, index - 1))._replace(people=people)]


def _stay_so(context: Context, index: int, outcome: str) -> bool:
    """As in "four of the dead were from the north", "28 of the deceased belonged to a gang": nothing else befell them."""
    sentence = context.sentence
    before, behind = sentence.chunks[index - 2 : index - 1], sentence.chunks[index + 1 : index + 6]
    if (
        outcome not in {"killed", "wounded"}
        or sentence.at(index + 1) not in "bhvwI"
        or holds(sentence.codes[index + 1 : index + 6], "VIKJ")
    ):
        return False
    return not any(item.tagged("rescue") or item.tagged("treat") or item.code == "p" for item in before) and not any(
        item.tagged("rescue") or item.tagged("carry") or item.text.startswith("discharged") for item in behind
    )


def breakdowns(context: Context, earlier: list[Harm]) -> list[Harm]:
    """As in "…, including five children", "three of them women": parts of the figure before them share its outcome."""
    sentence = context.sentence
    found: list[Harm] = []
    if not earlier:
        return found
    for match in _INCLUDING.finditer(sentence.codes):
        index, at = match.start(), match.end()
        if sentence.at(at) == "P" and sentence.at(at + 1) == "o" and sentence.chunks[at].text == "those":
            at += 2  # "including those of nine children"
        while sentence.at(at) in "NFP&,Rd":
            item = sentence.chunks[at]
            if item.figure is not None and sentence.codes[at] in "NF":
                found += _part(context, earlier, index, at)
            at += 1
    found += _of_them(context, earlier)
    found += _households(context, earlier)
    return found


def _households(context: Context, earlier: list[Harm]) -> list[Harm]:
    """As in "18,400 people (3,680 households) were displaced": the same people, counted otherwise."""
    sentence = context.sentence
    found: list[Harm] = []
    if "(N)" not in sentence.codes:
        return found
    for at, chunk in enumerate(sentence.chunks):
        if chunk.code == "N" and chunk.head in {"families", "households"} and sentence.at(at - 1) == "(" and sentence.at(at + 1) == ")":
            found += [
                harm._replace(pattern="households", at=at, figure=chunk.figure, people=chunk.people)
                for harm in earlier
                if harm.at == at - 2
            ]
    return found


def _whole(earlier: list[Harm], index: int) -> Harm | None:
    """The nearest figure before `index` in the sentence that can have parts."""
    before = [harm for harm in earlier if harm.at < index and harm.figure is not None]
    return max(before, key=lambda harm: harm.at) if before else None


def _part(context: Context, earlier: list[Harm], index: int, at: int) -> list[Harm]:
    whole = _whole(earlier, index)
    item = context.sentence.chunks[at]
    if item.figure is None or (item.figure.bounds.low, item.figure.bounds.high) == (None, None):
        return []
    if whole is not None and item.figure.kind == "percent" and whole.figure is not None and whole.figure.kind != "percent":
        return []
    if whole is None or index - whole.at > _FAR or _greater(item.figure, whole.figure):
        return []
    if context.sentence.at(index) == "i" and holds(context.sentence.codes[max(whole.at + 1, index - 2) : index], "NF"):
        return []  # "31 bodies were found and 64 people, including a boy, saved": part of another figure
    if context.sentence.at(at + 1) in "VIJbh" and context.sentence.at(at + 1) != " " and index + 1 == at:
        return []
    return [whole._replace(pattern="breakdown", at=at, figure=item.figure, people=item.people, other=False)]


def _greater(part: FoundFigure, whole: FoundFigure | None) -> bool:
    if whole is None or whole.bounds.low is None or part.bounds.low is None or whole.bounds.high is None:
        return False
    return part.bounds.low > whole.bounds.low


def _of_them(context: Context, earlier: list[Harm]) -> list[Harm]:
    """As in "12 people, five of them children"; "of whom three were civilians"; "41 injured, four seriously"."""
    sentence = context.sentence
    claimed = {harm.at for harm in earlier}
    found: list[Harm] = []
    for at in sentence.figures:
        chunk = sentence.chunks[at]
        if chunk.code not in "FN" and not (chunk.code == "U" and sentence.at(at - 1) == "i"):
            continue
        following = sentence.chunks[at + 1 : at + 3]
        if chunk.head == "them" and sentence.at(at - 1) != "p":
            found += _them(context, earlier, at)
        elif (sentence.at(at - 1) == "i" and sentence.chunks[at - 1].text in _OF_THEM) or _is_of_whole(context, at):
            found += _of_whom(context, earlier, at)
        elif at not in claimed and _is_fatal(following):
            found += [harm._replace(outcome="killed") for harm in _part(context, earlier, at, at)]
        elif at not in claimed and _is_manner(following):
            found += _part(context, earlier, at, at)
    return found


def _is_of_whole(context: Context, at: int) -> bool:
    """As in "Of the 12 dead, six were children"."""
    sentence = context.sentence
    return sentence.chunks[0].text == "of" and sentence.at(at - 1) == "," and _described(context, at + 1) is not None


def _them(context: Context, earlier: list[Harm], at: int) -> list[Harm]:
    """As in "five of them children", "three of them fatally", "15,000 of them irrecoverable losses"; not "12 of them escaped"."""
    sentence = context.sentence
    behind = at + 1
    if sentence.at(behind) == "," and (closed := sentence.codes.find(",", behind + 1, behind + _INSERTED)) > 0:
        behind = closed + 1  # "two of them, a girl and a man, had since died"
    if has_predicate(sentence, behind) and sentence.at(at + 1) != "b":
        return []
    if _is_fatal(sentence.chunks[at + 1 : at + 3]):
        return [harm._replace(outcome="killed") for harm in _part(context, earlier, at, at)]
    noun = _noun_behind(context, at + 1)
    if noun is not None and earlier:
        whole = _whole(earlier, at)
        people, scope = (whole.people, whole.scope) if whole else (None, None)
        return [Harm("breakdown", noun, at, at, sentence.chunks[at].figure, people, scope=scope)]
    people = _described(context, at + 1)
    if people is None and _tells_else(sentence, at + 1):
        return []
    return [harm._replace(people=people or harm.people) for harm in _part(context, earlier, at, at)]


def _of_whom(context: Context, earlier: list[Harm], at: int) -> list[Harm]:
    """As in "of whom three were civilians", "of whom 52 have died"."""
    people = _described(context, at + 1)
    if people is None and has_predicate(context.sentence, at + 1):
        return _with_own_outcome(context, earlier, at)
    return [harm._replace(people=people or harm.people) for harm in _part(context, earlier, at, at)]


def _tells_else(sentence: Sentence, index: int) -> bool:
    """Whether a verb follows, known or not, that says something else of those counted."""
    return sentence.at(index) == "v" or (sentence.at(index) == "w" and sentence.chunks[index].text.endswith("ed"))


def _with_own_outcome(context: Context, earlier: list[Harm], at: int) -> list[Harm]:
    """As in "infected 78 people, of whom 52 have died": what the part's own verb says happened."""
    outcomes = [chunk.word.outcome for chunk in context.sentence.chunks[at + 1 : at + 5] if chunk.word.outcome]
    return [harm._replace(outcome=outcomes[0], attacker=None) for harm in _part(context, earlier, at, at)] if outcomes else []


_FATAL = listed("fatally mortally fatal")
_MANNERS = listed("critical critically seriously severely gravely lightly slightly badly")


def _is_manner(following: list[Chunk], manners: frozenset[str] = _MANNERS) -> bool:
    """As in "four seriously."""
    return bool(following) and following[0].text in manners and (len(following) == 1 or following[1].code in ",.;&)-")


def _is_fatal(following: list[Chunk]) -> bool:
    return _is_manner(following, _FATAL)


def _noun_behind(context: Context, index: int) -> str | None:
    """As in "15,000 of them irrecoverable losses": the outcome of the harm noun that describes them."""
    for chunk in context.sentence.chunks[index : index + 3]:
        if chunk.code == "C" and chunk.figure is None:
            return chunk.word.outcome
        if chunk.code not in "wYR":
            return None
    return None


def _described(context: Context, index: int) -> Span | None:
    """The people-words behind "of them (were)": "children", "women and children"."""
    sentence = context.sentence
    while sentence.at(index) in "bR":
        index += 1
    return sentence.chunks[index].people if sentence.at(index) == "P" else None
