"""Figures whose outcome is said elsewhere: parts of a total, comparisons, and what the sentence before was about."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import party
from extractor.models.rules.harm import Context, Harm
from extractor.models.rules.harms import is_revised
from extractor.models.rules.objects import has_predicate, objects
from extractor.models.rules.phrases import Chunk, Sentence

_NEAR = 24
_COUNT_WORDS = listed("number figure total toll count tally it estimate numbers figures register list")
_SHARED = listed("passive intransitive reduced")
_GAPPED = re.compile(r"(?<=[,&])(F)(?=[pT][^;:SbhVKGIJmvlq]*?(?:[,;.&)]|$))")
_BY_PLACE = re.compile(r"(?<=[;,&])R?E[,:-]?([FU])(?=[;,.&])")
_GAPPING = listed("passive intransitive reduced active state counted gapped gerund")
_ALL = listed("all total addition turn hospital custody prison jail")
_BODILY = listed("killed wounded missing abducted captured killed_or_wounded")
_WITH = listed("along with; together with; as well as")
_SPEAK = listed("spoke of; speaks of; speak of; speaking of; talk of; talked of; talks of; spoken of")


def ellipses(context: Context, harms: list[Harm], before: tuple[Harm, ...]) -> list[Harm]:
    """Harms of figures that no pattern has claimed. `before` are the harms of the last sentence that counted any, if it is near."""
    if not harms and not before:
        return []
    sentence = context.sentence
    owners = {harm.figure.span.start: harm for harm in harms if harm.figure is not None}
    claimed = set(owners)
    found = _parts(context, harms, owners) if len(sentence.figures) > 2 else []  # noqa: PLR2004 (a whole and two parts)
    claimed.update(harm.figure.span.start for harm in found if harm.figure is not None)
    if "&" in sentence.codes:
        found += _companions(context, harms, claimed)
        claimed.update(harm.figure.span.start for harm in found if harm.figure is not None)
    if any(chunk.figure and chunk.figure.span.start not in claimed for at in sentence.figures if (chunk := sentence.chunks[at])):
        found += _former(context, harms, claimed)
        found += _gapped(context, harms, claimed)
        found += _by_place(context, harms, claimed)
        found += _inherited(context, harms, before, claimed)
    found += _among_them(context, before[-1] if before else None, claimed)
    return found


def _exact(figure: FoundFigure | None) -> int | None:
    if figure is None or figure.kind != "count" or figure.bounds.low is None or figure.bounds.low != figure.bounds.high:
        return None
    return figure.bounds.low


def _parts(context: Context, harms: list[Harm], claimed: dict[int, Harm]) -> list[Harm]:
    """As in "19 died: 12 in the north and seven in the south": figures that add up to the one before them share its outcome."""
    found: list[Harm] = []
    sentence = context.sentence
    for harm in harms:
        whole = _exact(harm.figure) or (harm.figure.bounds.low if harm.figure is not None and harm.figure.kind == "count" else None)
        if whole is None or whole < 2 or harm.pattern in {"breakdown", "attributive"}:  # noqa: PLR2004
            continue
        parts = []
        for at in range(harm.at + 1, min(harm.at + _NEAR, len(sentence.chunks))):
            chunk = sentence.chunks[at]
            number = _exact(chunk.figure)
            if (
                (chunk.code in "FN" or (chunk.code == "U" and sentence.at(at + 1) in ",)"))
                and number is not None
                and chunk.figure is not None
                and chunk.figure.words.lower() not in {"a", "an"}
                and _is_free(sentence, at, harm, claimed.get(chunk.figure.span.start))
            ):
                parts.append((at, number))
            elif sentence.codes[at] in ";KS" and "(" not in sentence.codes[harm.at : at]:
                break
            if len(parts) > 1 and sum(number for _, number in parts) == whole:
                found += [_part(context, harm, place) for place, _ in parts]
                break
    return found


def _companions(context: Context, harms: list[Harm], claimed: set[int]) -> list[Harm]:
    """As in "He was killed along with three members of his family": those who shared it."""
    found: list[Harm] = []
    sentence = context.sentence
    for harm in harms:
        at = harm.trigger + 1
        if harm.pattern not in _SHARED or harm.negated or sentence.at(at) != "&" or sentence.chunks[at].text not in _WITH:
            continue
        found += [
            harm._replace(pattern="companions", at=who.first, figure=who.figure, people=who.people, other=False, pronoun=False)
            for who in objects(sentence, at)
            if who.figure is not None and who.figure.span.start not in claimed and not has_predicate(sentence, who.last + 1)
        ]
    return found


def _is_free(sentence: Sentence, at: int, whole: Harm, rival: Harm | None) -> bool:
    """Whether the figure at `at` is nobody's, or only the coordinated subject of a later verb: "86 died, 75 in the north, 11 in …"."""
    return rival is None or (whole.trigger < at < rival.trigger and sentence.at(at + 1) == "p" and sentence.at(at - 1) in ",&")


def _part(context: Context, whole: Harm, at: int) -> Harm:
    who = party(context.sentence, at)
    return whole._replace(pattern="part", at=at, figure=who.figure, people=who.people or whole.people, other=False)


def _former(context: Context, harms: list[Harm], claimed: set[int]) -> list[Harm]:
    """As in "23,000 are displaced, up from 18,000 in February": the earlier figure of the same thing."""
    found = []
    sentence = context.sentence
    for at in sentence.figures:
        chunk = sentence.chunks[at]
        if chunk.code not in "FN" or chunk.figure is None or chunk.figure.span.start in claimed or chunk.figure.kind != "count":
            continue
        words = " ".join(item.text for item in sentence.chunks[max(0, at - 2) : at])
        revised = words.endswith("from") and any(harm.at == at - 2 and harm.pattern == "toll" for harm in harms)  # "to 97 from 115"
        if not revised and not words.endswith(("up from", "down from", "compared with", "compared to", "against")):
            continue
        earlier = [harm for harm in harms if harm.at < at and harm.figure is not None and at - harm.at < _NEAR]
        earlier = [harm for harm in earlier if harm.pattern not in {"breakdown", "part", "among"}] or earlier
        if earlier:
            found.append(
                earlier[-1]._replace(pattern="former", at=at, figure=chunk.figure, people=chunk.people or earlier[-1].people, other=False)
            )
    return found


def _gapped(context: Context, harms: list[Harm], claimed: set[int]) -> list[Harm]:
    """As in "Four died in Orsa, two in Belin and one on Monday": the verb is left out, only place or time is another."""
    sentence = context.sentence
    found: list[Harm] = []
    for match in _GAPPED.finditer(sentence.codes):
        at = match.start(1)
        chunk, behind = sentence.chunks[at], sentence.chunks[at + 2 : at + 3]
        if (
            chunk.figure is None
            or chunk.figure.span.start in claimed
            or chunk.figure.kind != "count"
            or (behind and behind[0].text in _ALL)
        ):
            continue
        earlier = [harm for harm in (*harms, *found) if max(harm.trigger, harm.at) < at and harm.figure is not None and not harm.negated]
        last = max(earlier, key=lambda harm: harm.at) if earlier else None
        if last is None or last.pattern not in _GAPPING:
            continue
        end = max(last.trigger, last.at) if last.pattern != "gapped" else last.at
        by = 2 * (sentence.at(end + 1) == "y")  # "killed by shelling in Orsa and two in Belin"
        if sentence.at(end + 1) in "pTy" and not holds(sentence.codes[end + 1 + by : at], ';:SbhVKGIJmvq"'):
            found.append(last._replace(pattern="gapped", at=at, trigger=at, figure=chunk.figure, other=False, attacker=None))
    return found


def _by_place(context: Context, harms: list[Harm], claimed: set[int]) -> list[Harm]:
    """As in "Dresk, three dead; Brenna, two; Halsk, one": a list by places, whose first entry says what happened."""
    sentence = context.sentence
    heads = [harm for harm in harms if harm.figure is not None and sentence.codes[max(0, harm.at - 2) : harm.at] in {"E,", "E:", "E-"}]
    return [
        heads[0]._replace(
            pattern="gapped", at=match.start(1), trigger=match.start(1), figure=sentence.chunks[match.start(1)].figure, people=None
        )
        for match in (_BY_PLACE.finditer(sentence.codes) if heads else ())
        if match.start(1) > heads[0].at
        and (figure := sentence.chunks[match.start(1)].figure) is not None
        and (figure.kind == "count" or (figure.words.isalpha() and sentence.at(match.start() - 1) == ";"))  # else an age
        and figure.span.start not in claimed
    ]


def _among_them(context: Context, before: Harm | None, claimed: set[int]) -> list[Harm]:
    """As in "Among them were two nurses", "Among the victims was a boy": those whom the sentence before told of."""
    sentence = context.sentence
    codes, first = sentence.codes, sentence.chunks[0]
    if codes.startswith("ib") and first.text == "among them":
        verb = 1
    elif codes.startswith("pPb") and first.text == "among" and sentence.chunks[1].head == "victims":
        verb = 2
    else:
        return []
    if before is None or before.negated or before.outcome not in _BODILY:
        return []
    return [
        before._replace(pattern="among", at=who.first, trigger=who.first, figure=who.figure, people=who.people, other=False, attacker=None)
        for who in objects(sentence, verb)
        if who.figure is not None and who.figure.span.start not in claimed
    ]


def _inherited(context: Context, harms: list[Harm], before: tuple[Harm, ...], claimed: set[int]) -> list[Harm]:
    """As in "The opposition puts the number at 40", "Six were children": the outcome is that of the last figure before."""
    found: list[Harm] = []
    sentence = context.sentence
    for at in sentence.figures:
        chunk = sentence.chunks[at]
        if chunk.code not in "FN" or chunk.figure is None or chunk.figure.span.start in claimed:
            continue
        earlier = [harm for harm in harms if harm.at < at and harm.figure is not None]
        last = earlier[-1] if earlier else before[-1] if before else None
        if last is None or last.negated:
            continue
        if is_revised(sentence, at):
            found.append(last._replace(pattern="revised", at=at, trigger=at, figure=chunk.figure, other=False, attacker=None))
            continue
        if _is_put(context, at, last):
            last = last if earlier else next((harm for harm in before if harm.outcome == "killed"), last)  # a bare count is of the dead
            found.append(
                last._replace(
                    pattern="put",
                    at=at,
                    trigger=at,
                    figure=chunk.figure,
                    people=chunk.people,
                    scope="cumulative",
                    other=False,
                    attacker=None,
                )
            )
        elif _is_confirmed(sentence, at):
            found.append(last._replace(pattern="put", at=at, trigger=at, figure=chunk.figure, other=False, attacker=None))
        elif (not earlier or _goes_on(sentence, at, last)) and _less(chunk.figure, last.figure):
            people = _described(context, at, chunk) or (last.people if _in_state(context, at, chunk) else None)
            if people is not None:
                found.append(
                    last._replace(pattern="described", at=at, trigger=at, figure=chunk.figure, people=people, other=False, attacker=None)
                )
    return found


def _goes_on(sentence: Sentence, at: int, last: Harm) -> bool:
    """As in "Fourteen of the dead were women and six were children"."""
    return last.pattern in {"among", "described"} and sentence.at(at - 1) == "&"


_CONFIRMING = listed("verify confirm document record register")


def _is_confirmed(sentence: Sentence, at: int) -> bool:
    """As in "the office could verify 6,870 of them"."""
    return at > 0 and sentence.chunks[at].head == "them" and sentence.chunks[at - 1].word.lemma in _CONFIRMING


def _is_put(context: Context, at: int, last: Harm) -> bool:
    """Whether the figure at `at` is put, said or counted by somebody: "put the number at 8", "the army said 8", "or 8, according to X"."""
    sentence = context.sentence
    if (figure := sentence.chunks[at].figure) is None or figure.kind != "count":
        return False
    lead = at - 1 - (sentence.at(at - 1) == '"')
    if lead < 0:
        return False
    if sentence.chunks[lead].text in _SPEAK:
        return sentence.codes[at] == "F" or _are_the_same(context, at, last)
    if sentence.codes[at] != "F" or sentence.at(at + 1) not in _BEHIND:
        return False
    if sentence.codes[lead] == "|" and sentence.codes[at + 1 : at + 3] in {",A", "A", "AE", "AP", "Ad"}:
        return True
    return _is_answer(sentence, lead, at) or _it_was(sentence, lead) or _is_set(sentence, lead)


_BEHIND = '.,;:-&!|p" '
"""What can stand behind a bare figure that is all there is to be said."""


def _are_the_same(context: Context, at: int, last: Harm) -> bool:
    """Whether the people at `at` are of the sort that was told of: "the commissioner spoke of six children"."""
    words = context.text[last.people.start : last.people.end].lower().split() if last.people is not None else []
    return context.sentence.chunks[at].head in words


def _is_set(sentence: Sentence, lead: int) -> bool:
    """As in "put the number at", "gave the definitive figure as": the figure stands behind chunk `lead`."""
    if lead < 1 or sentence.chunks[lead].text not in {"at", "to", "as"}:
        return False
    window = sentence.chunks[max(0, lead - 11) : lead]
    if any(item.code == "o" and before.text in {"number", "total"} for before, item in pairwise(window)):
        return False  # "put the number of girls with the group at five": of whom it is said
    moved = any(item.tagged("toll_put") or item.tagged("toll_verbs") or item.word.lemma == "keep" for item in window)
    return moved and any(item.text in _COUNT_WORDS for item in window)


_IT = listed("it toll figure tally number total count estimate")


def _it_was(sentence: Sentence, lead: int) -> bool:
    """As in "On Monday it was 48", "the figure had been 12", "the number that we work with is five"."""
    first = lead
    while first > 0 and sentence.codes[first] in "bhR":
        first -= 1
    if first == lead:
        return False
    clause = any(
        item.text in _COUNT_WORDS and after.code == "q" for item, after in pairwise(sentence.chunks[max(0, first - 8) : first + 1])
    )
    return sentence.chunks[first].text in _IT or clause


_ANSWERS = listed("say claim report admit acknowledge estimate give count verify confirm document record register list mention name quote")


def _is_answer(sentence: Sentence, lead: int, at: int) -> bool:
    """As in "…; the army said eight", "staff admitted to 20": a bare figure is all that is said."""
    admitted = sentence.codes[lead] == "t" and sentence.chunks[lead - 1].word.lemma == "admit"
    said = sentence.codes[lead] in "Sv" and sentence.chunks[lead].word.lemma in _ANSWERS and sentence.at(at + 1) != "p"
    return (admitted or said) and sentence.chunks[at].text != "one"


def _less(part: FoundFigure, whole: FoundFigure | None) -> bool:
    if part.kind == "percent":
        return whole is not None and whole.kind == "count"
    if whole is None or part.bounds.low is None or whole.bounds.low is None:
        return False
    return part.bounds.low < whole.bounds.low


def _described(context: Context, at: int, chunk: Chunk) -> Span | None:
    """The people-words of "six of them were children", "nine of the dead were women"; null for other sentences."""
    sentence = context.sentence
    if chunk.code != "F" or holds(sentence.codes[:at], "VKGIS"):
        return None
    following = at + 1
    if sentence.at(following) != "b" or sentence.at(following + 1) not in "PR" or sentence.at(following + 1) == " ":
        return None
    following += 1 + (sentence.at(following + 1) == "R")
    if sentence.at(following) != "P" or sentence.at(following + 1) not in ".,;&-po ":
        return None
    return sentence.chunks[following].people


def _in_state(context: Context, at: int, chunk: Chunk) -> bool:
    """As in "Two of them were under sedation", "More than half of them were over 75": how those told of before are, no deed."""
    sentence = context.sentence
    told = chunk.head == "them" or chunk.tail in {"them", "these", "those"}
    if chunk.code != "F" or not told or holds(sentence.codes[:at], "VKGIS") or sentence.at(at + 1) != "b":
        return False
    stop = next((k for k in range(at + 2, len(sentence.codes)) if sentence.codes[k] in ",;.!&"), len(sentence.codes))
    rest = sentence.codes[at + 2 : stop]
    return rest[:1] != "" and rest[0] in "pRFPd" and not holds(rest, "VKGIJvSlmX") and not _tells_else(sentence.chunks[at + 2 : stop])


def _tells_else(chunks: list[Chunk]) -> bool:
    return any(chunk.text.endswith("ed") and chunk.code == "w" for chunk in chunks)
