"""Harm to people, noun by noun: "12 deaths", "43 casualties", "no casualties", "12 wounded soldiers"."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.care import had_wounds, treated, with_wounds
from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import party, shared_subjects, subjects, verb_group
from extractor.models.rules.harm import Context, Harm, attacker_of, unreal
from extractor.models.rules.objects import objects
from extractor.models.rules.tolls import COUNTS, toll
from extractor.models.rules.verbs import of_people

_MORE = re.compile(r"(?:[^\W\d_]+(?<=more|ther|onal)(?!\w)|[\W\d_]+)(?=\W|\w)", re.IGNORECASE)
_TAKEN = listed("take capture hold seize claim")
_CAPTIVES = {
    **dict.fromkeys(("prisoner", "prisoners", "captives", "detainees"), "captured"),
    **dict.fromkeys(("hostage", "hostages"), "abducted"),
    "victims": "killed",  # "claimed 18 victims"
    "evacuees": "displaced",
}
_KEEPING = listed("count shelter host house register record list hold")
_REMAINS, _NAMING = listed("body corpse skeleton"), listed("identify name recognise recognize")
_NEED_VERB = listed("prisoner; prisoner of war; pow; hostage")
_NOUNS = re.compile("[CLvNFh]")


def harms_of_nouns(context: Context) -> list[Harm]:
    """All harms that nouns of the sentence express, in text order."""
    found: list[Harm] = []
    wounds = holds(context.sentence.codes, "hNF") and context.sentence.has(context.lexicon.lists["wounds"])
    for match in _NOUNS.finditer(context.sentence.codes):
        index, code = match.start(), match.group()
        if code == "C":
            found += _counted(context, index)
            found += toll(context, index) if _is_open_noun(context, index) else []
        elif code == "L":
            found += toll(context, index)
        elif code == "v":
            found += treated(context, index)
            if context.sentence.chunks[index].text in COUNTS and context.sentence.at(index - 1) in "dwE":
                found += toll(context, index)
        elif code == "h" and wounds:
            found += had_wounds(context, index)
        if wounds and code in "NF":
            found += with_wounds(context, index)
        if code == "N" and context.sentence.chunks[index].state:
            found += _attributive(context, index)
        elif code == "N" and context.sentence.chunks[index].head in _CAPTIVES:
            found += _captives(context, index)
    return found


def _counted(context: Context, index: int) -> list[Harm]:
    """As in "12 deaths", "3,000 casualties", "12 lives were lost"; without a figure: "suffered casualties", "the deaths of 12"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if chunk.figure is None:
        if sentence.at(index + 1) == "o":
            found = of_people(context, index)
            if found:
                return found
        return _none(context, index) or _suffered(context, index)
    if _refused(context, index) or (chunk.word.lemma == "injury" and context.sentence.chunks[index - 1].tagged("suffer")):
        return []  # "sustained multiple injuries": counted by who had them
    outcome = chunk.word.outcome or "unspecified"
    who = party(sentence, index)
    scope = "increment" if who.other else None
    people = who.people or people_behind(context, index) or _sufferer(context, index) or _counted_words(context, index)
    new = "new" in context.text[chunk.start : chunk.end].lower().split()
    if scope is None and not new and _is_reported(context, index) and outcome in {"killed", "affected"}:
        scope = "cumulative"
    return [Harm("counted", outcome, index, index, who.figure, people, other=who.other, scope=scope)]


def _is_reported(context: Context, index: int) -> bool:
    """As in "has recorded 94 deaths", "acknowledged three deaths": what an office counts is a running total."""
    at = index - 1
    while context.sentence.at(at) in "Rd" and context.sentence.at(at) != " ":
        at -= 1
    return (
        at >= 0
        and (context.sentence.codes[at] == "S" or context.sentence.chunks[at].tagged("object"))
        and context.sentence.chunks[at].word.lemma != "claim"
    )


def _counted_words(context: Context, index: int) -> Span | None:
    """As in "31 bodies", "19 new confirmed cases": the words that are counted, where they stand for people."""
    chunk = context.sentence.chunks[index]
    if chunk.figure is None or not chunk.word.lemma.endswith(("body", "corpse", "case", "infection", "admission")):
        return None
    start = chunk.figure.span.end
    while (more := _MORE.match(context.text, start, chunk.end)) is not None:
        start = more.end()
    return Span(start, chunk.end)


def _sufferer(context: Context, index: int) -> Span | None:
    """As in "the army suffered 43 casualties", "inflicted 40 casualties on the army": whose they are."""
    sentence = context.sentence
    at = index - 1
    while sentence.at(at) in "dRw" and index - at < 4:  # noqa: PLR2004
        at -= 1
    if at < 0 or sentence.codes[at] not in "vS":
        return None
    lemma = sentence.chunks[at].word.lemma
    if lemma in {"suffer", "sustain", "incur", "take"}:
        group = verb_group(sentence, at)
        found = subjects(sentence, group.left, coordinated=False)
        return found[0].people if found and not found[0].pronoun else None
    if lemma == "inflict" and sentence.at(index + 1) == "p" and sentence.chunks[index + 1].text in {"on", "upon"}:
        found = objects(sentence, index + 1)
        return found[0].people if found else None
    return None


def _is_open_noun(context: Context, index: int) -> bool:
    """As in "Deaths rose to 12", "losses amount to 2,000": a plural harm noun without a figure of its own."""
    chunk = context.sentence.chunks[index]
    return (
        chunk.figure is None
        and chunk.word.form == "pl"
        and context.sentence.at(index - 1) != "X"
        and not chunk.tagged("lives")
        and chunk.word.outcome in {"killed", "wounded", "unspecified", "affected"}
    )


_EXPECTED = listed("expect expects expected expecting predict predicts predicted forecast forecasts foresees foresaw plan planned projects")


def _refused(context: Context, index: int) -> bool:
    chunk = context.sentence.chunks[index]
    if any(item.text in _EXPECTED for item in context.sentence.chunks[max(0, index - 3) : index]):
        return True  # "expects between 400 and 600 deaths", "had planned for up to 500 casualties"
    around = context.sentence.chunks[max(0, index - 5) : index + 5]
    lemma = chunk.word.lemma
    if lemma in _REMAINS and " of " in context.text[chunk.start : chunk.end] and any(item.word.lemma in _NAMING for item in around):
        return True  # "six of the seven bodies have been identified"
    if lemma in _NEED_VERB:
        others = [item for item in around if item is not chunk]
        return not any(item.word.lemma in _TAKEN or item.word.outcome == "captured" or item.text in {"kia", "wia"} for item in others)
    if lemma == "life":
        return not any(item.tagged("claim_lives") or item.tagged("lose") or item.text in {"lost", "loss", "losses"} for item in around)
    if chunk.word.outcome == "affected" and lemma.endswith("case"):
        return not (context.disease or lemma.startswith(("confirmed", "suspected", "probable")))
    return context.sentence.at(index - 1) == "X"


def people_behind(context: Context, index: int) -> Span | None:
    """The people behind "of" or "among": "12 deaths among civilians"."""
    sentence = context.sentence
    if sentence.at(index + 1) in "op":
        if sentence.chunks[index + 1].text not in {"of", "among", "amongst"}:
            return None
        at = index + 2 + (sentence.at(index + 2) == "d")
        if sentence.at(at) == "P":
            return sentence.chunks[at].people
    return None


def _none(context: Context, index: int) -> list[Harm]:
    """As in "There were no casualties among civilians", "no deaths were reported": the harm is denied."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    at = index - 1
    while sentence.at(at) in "wYEPo" and index - at < 4:  # noqa: PLR2004
        at -= 1
    if (
        at < 0
        or sentence.chunks[at].text not in {"no", "without", "zero"}
        or chunk.word.lemma not in {"casualty", "death", "fatality", "injury", "loss"}
    ):
        return []
    people = people_behind(context, index) or next(
        (item.people or Span(item.start, item.end) for item in sentence.chunks[at + 1 : index] if item.code in "YP"), None
    )
    return [Harm("none", chunk.word.outcome or "unspecified", index, index, None, people, negated=True)]


def _suffered(context: Context, index: int) -> list[Harm]:
    """As in "have suffered casualties, both killed and wounded": no figure, the subject is who suffered."""
    sentence = context.sentence
    if sentence.chunks[index].word.outcome != "unspecified" or sentence.chunks[index].word.lemma == "loss":
        return []
    at = index - 1
    while sentence.at(at) in "dRwJ" and index - at < 5:  # noqa: PLR2004
        at -= 1
    if at < 0 or not (sentence.chunks[at].tagged("suffer") and sentence.chunks[at].word.lemma in {"suffer", "sustain", "take", "incur"}):
        return []
    group = verb_group(sentence, at)
    if unreal(context, group):
        return []
    both = next((chunk.word.outcome for chunk in sentence.chunks[index + 1 : index + 5] if chunk.word.outcome == "killed_or_wounded"), None)
    who = subjects(sentence, group.left, coordinated=False) or shared_subjects(sentence, group.left)
    people, pronoun = (who[0].people, who[0].pronoun) if who else (None, True)
    none = bool(who) and sentence.chunks[max(0, who[0].first - 1)].text in {"neither", "no"}
    return [Harm("suffered", both or "unspecified", index, at, None, people, pronoun=pronoun, perfect=group.have, negated=none)]


def _captives(context: Context, index: int) -> list[Harm]:
    """As in "took 31 prisoners", "are holding 12 hostages": people whom their noun says captive."""
    chunk, at = context.sentence.chunks[index], index - 1
    while context.sentence.at(at) in "Rd" and at > 0:
        at -= 1
    verb = context.sentence.chunks[at] if at >= 0 else None
    group = verb_group(context.sentence, at)
    doing = {"claim"} if chunk.head == "victims" else _KEEPING if chunk.head in {"evacuees", "detainees"} else _TAKEN
    if verb is None or verb.word.lemma not in doing or unreal(context, group):
        return []
    who = party(context.sentence, index)
    return [Harm("active", _CAPTIVES[chunk.head], index, index, who.figure, who.people, attacker_of(context, at, group))]


def _attributive(context: Context, index: int) -> list[Harm]:
    """As in "12 wounded soldiers", "two captured fighters": the state stands inside the phrase."""
    chunk = context.sentence.chunks[index]
    if chunk.figure is None or chunk.state is None or context.sentence.at(index - 1) == "X":
        return []
    if chunk.whole is not None:  # "eight of the 11 kidnapped surveyors were freed"
        return [Harm("attributive", chunk.state, index, index, chunk.whole, chunk.people)]
    behind = context.sentence.chunks[index + 1 : index + 5]
    if " of " in context.text[chunk.start : chunk.end] and any(item.tagged("rescue") for item in behind):
        return []  # "eight of the 11 kidnapped surveyors were freed"
    if index and context.sentence.chunks[index - 1].tagged("rescue"):
        return []  # "rescued 57 kidnapped victims"
    if index and context.sentence.codes[index - 1] in "SvVK" and verb_group(context.sentence, index - 1).negated:
        return []  # "does not show 300 dead soldiers"
    return [Harm("attributive", chunk.state, index, index, chunk.figure, chunk.people, other=chunk.other)]
