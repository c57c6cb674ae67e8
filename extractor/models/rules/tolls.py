"""Harm to people, noun by noun: deaths, casualties, tolls, lives, and the breakdowns of totals."""

from __future__ import annotations

from dataclasses import replace

from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span
from extractor.models.rules.grammar import party, subjects, verb_group, words_between
from extractor.models.rules.harm import Context, Harm, of_people, unreal
from extractor.models.rules.phrases import Chunk

_TAKEN = {"take", "capture", "hold", "seize", "claim"}
_NEED_VERB = {"prisoner", "prisoner of war", "pow", "hostage"}
_DISEASE = frozenset(
    "outbreak epidemic pandemic virus disease cholera ebola measles malaria dengue covid covid-19 coronavirus infection infections fever flu influenza mpox polio "
    "typhoid plague diphtheria hepatitis meningitis poisoning sars mers tuberculosis health vaccination vaccine pathogen strain contagion".split()
)
_TO = {"to", "at", "of", "past", "above", "over", "beyond", "is", "was", "now", "as"}


def harms_of_nouns(context: Context) -> list[Harm]:
    """All harms that nouns of the sentence express, in text order."""
    found: list[Harm] = []
    for index, code in enumerate(context.sentence.codes):
        if code == "C":
            found += _counted(context, index)
        elif code == "L":
            found += _toll(context, index)
        elif code == "N" and context.sentence.chunks[index].state:
            found += _attributive(context, index)
    return found


def _counted(context: Context, index: int) -> list[Harm]:
    """ "12 deaths", "3,000 casualties", "12 lives were lost"; without a figure: "suffered casualties", "the deaths of 12"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if chunk.figure is None:
        if sentence.at(index + 1) == "o":
            found = of_people(context, index)
            if found:
                return found
        return _suffered(context, index)
    if _refused(context, index):
        return []
    outcome = chunk.word.outcome or "unspecified"
    who = party(sentence, index)
    scope = "increment" if who.other or "new" in chunk.text else None
    harm = Harm("counted", outcome, index, index, who.figure, who.people or _of_whom(context, index), other=who.other, scope=scope)
    return [harm]


def _refused(context: Context, index: int) -> bool:
    chunk = context.sentence.chunks[index]
    around = context.sentence.chunks[max(0, index - 5) : index + 5]
    lemma = chunk.word.lemma
    if lemma in _NEED_VERB:
        return not any(item.word.lemma in _TAKEN or item.word.outcome == "captured" for item in around if item is not chunk)
    if lemma == "life":
        return not any(item.tagged("claim_lives") or item.tagged("lose") or item.text in {"lost", "loss", "losses"} for item in around)
    if chunk.word.outcome == "affected" and lemma.endswith("case"):
        words = {item.text for item in context.sentence.chunks}
        return not (words & _DISEASE or "confirmed" in lemma or "suspected" in lemma) and _DISEASE.isdisjoint(
            context.text[:4000].lower().split()
        )
    return context.sentence.at(index - 1) == "X"


def _of_whom(context: Context, index: int) -> Span | None:
    """The people behind "of" or "among": "12 deaths among civilians"."""
    sentence = context.sentence
    if sentence.at(index + 1) in "op" and sentence.at(index + 1) != " ":
        if sentence.chunks[index + 1].text not in {"of", "among", "amongst"}:
            return None
        at = index + 2 + (sentence.at(index + 2) == "d")
        if sentence.at(at) == "P":
            return sentence.chunks[at].people
    return None


def _suffered(context: Context, index: int) -> list[Harm]:
    """ "have suffered casualties, both killed and wounded": no figure, the subject is who suffered."""
    sentence = context.sentence
    if sentence.chunks[index].word.outcome != "unspecified" or sentence.chunks[index].word.lemma == "loss":
        return []
    at = index - 1
    while sentence.at(at) in "dRwJ" and sentence.at(at) != " " and index - at < 5:  # noqa: PLR2004
        at -= 1
    if at < 0 or not (sentence.chunks[at].tagged("suffer") and sentence.chunks[at].word.lemma in {"suffer", "sustain", "take", "incur"}):
        return []
    group = verb_group(sentence, at)
    if unreal(context, group):
        return []
    both = next((chunk.word.outcome for chunk in sentence.chunks[index + 1 : index + 5] if chunk.word.outcome == "killed_or_wounded"), None)
    who = subjects(sentence, group.left, coordinated=False)
    people, pronoun = (who[0].people, who[0].pronoun) if who else (None, True)
    return [Harm("suffered", both or "unspecified", index, at, None, people, pronoun=pronoun, perfect=group.have)]


def _toll(context: Context, index: int) -> list[Harm]:
    """ "the death toll rose to 12", "bringing the toll to at least 12", "a death toll of 12"."""
    sentence = context.sentence
    at = index + 1
    linked = False
    while at < min(index + 16, len(sentence.codes)):
        chunk = sentence.chunks[at]
        if chunk.figure is not None and chunk.code in "FNUC":
            before = sentence.chunks[at - 1]
            if before.text == "by" or (before.text == "from" and "-" not in chunk.text and " to " not in chunk.text):
                at += 1
                continue
            return _toll_figure(context, index, at) if linked or before.text in _TO or before.code in ":v" else []
        if chunk.code in ";!q" or (chunk.code in "VGKIL" and not chunk.tagged("toll_verbs")):
            return []
        linked = linked or chunk.tagged("toll_verbs") or chunk.text in _TO or chunk.code in "b:"
        at += 1
    return []


def _toll_figure(context: Context, index: int, at: int) -> list[Harm]:
    sentence = context.sentence
    chunk = sentence.chunks[at]
    if chunk.figure is None or chunk.figure.kind != "count" or (chunk.code == "U" and chunk.head in context.lexicon.lists["not_persons"]):
        return []
    if any(sentence.codes[k] in "Xm" for k in range(index, at)):
        return []
    figure = chunk.figure
    if sentence.chunks[at - 1].text == "from":
        figure = second_number(context.text, figure)
    outcome = sentence.chunks[index].word.outcome or "unspecified"
    return [Harm("toll", outcome, index, at, figure, chunk.people, scope="cumulative")]


def second_number(text: str, figure: FoundFigure) -> FoundFigure:
    """The second number of "from 10 to 12", read as a rise and not as a range."""
    cut = text.find(" to ", figure.span.start, figure.span.end)
    if cut < 0:
        return figure
    later = find_figures(text, Span(cut + 4, figure.span.end))
    return later[0] if later else figure


def _attributive(context: Context, index: int) -> list[Harm]:
    """ "12 wounded soldiers", "two captured fighters": the state stands inside the phrase."""
    chunk = context.sentence.chunks[index]
    if chunk.figure is None or chunk.state is None or context.sentence.at(index - 1) == "X":
        return []
    return [Harm("attributive", chunk.state, index, index, chunk.figure, chunk.people, other=chunk.other)]


def totals(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "…, bringing the total to 1,200": the outcome is that of the harm before it in the sentence."""
    sentence = context.sentence
    found = []
    for index, chunk in enumerate(sentence.chunks):
        if chunk.text not in {"total", "tally", "number", "count", "figure", "overall total"} or sentence.at(index - 1) not in "dw":
            continue
        before = [harm for harm in earlier if harm.trigger < index]
        put = any(item.tagged("toll_put") for item in sentence.chunks[max(0, index - 4) : index])
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


def breakdowns(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "…, including five children", "three of them women": parts of the figure before them share its outcome."""
    sentence = context.sentence
    found: list[Harm] = []
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code != "i":
            continue
        at = index + 1
        while sentence.at(at) in "NFP&,Rd" and sentence.at(at) != " ":
            item = sentence.chunks[at]
            if item.figure is not None and sentence.codes[at] in "NF":
                found += _part(context, earlier, index, at)
            at += 1
    found += _of_them(context, earlier)
    return found


def _whole(earlier: list[Harm], index: int) -> Harm | None:
    """The nearest figure before `index` in the sentence that can have parts."""
    before = [harm for harm in earlier if harm.at < index and harm.figure is not None]
    return max(before, key=lambda harm: harm.at) if before else None


def _part(context: Context, earlier: list[Harm], index: int, at: int) -> list[Harm]:
    whole = _whole(earlier, index)
    item = context.sentence.chunks[at]
    if whole is None or index - whole.at > 14 or item.figure is None or _greater(item.figure, whole.figure):  # noqa: PLR2004
        return []
    if context.sentence.at(at + 1) in "VIJbh" and context.sentence.at(at + 1) != " " and index + 1 == at:
        return []
    return [replace(whole, pattern="breakdown", at=at, figure=item.figure, people=item.people, other=False)]


def _greater(part: FoundFigure, whole: FoundFigure | None) -> bool:
    if whole is None or whole.figure.low is None or part.figure.low is None or whole.figure.high is None:
        return False
    return part.figure.low > whole.figure.low


def _of_them(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "12 people, five of them children"; "of whom three were civilians"."""
    sentence = context.sentence
    found = []
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code != "i" or chunk.text not in {"of them", "of whom", "of which"}:
            continue
        at = index - 1 if sentence.at(index - 1) == "F" else index + 1
        if sentence.at(at) not in "FN" or sentence.at(at) == " ":
            continue
        people = _described(context, max(index, at) + 1)
        if people is not None and sentence.chunks[at].figure is not None:
            found += [replace(harm, people=people) for harm in _part(context, earlier, min(index, at), at)]
    return found


def _described(context: Context, index: int) -> Span | None:
    """The people-words behind "of them (were)": "children", "women and children"."""
    sentence = context.sentence
    while sentence.at(index) in "bR" and sentence.at(index) != " ":
        index += 1
    return sentence.chunks[index].people if sentence.at(index) == "P" else None


def is_list_word(chunk: Chunk) -> bool:
    """Whether the chunk heads a list in communiqué style ("Killed: 12")."""
    return chunk.code in "VJC" and chunk.word.outcome is not None


__all__ = ["breakdowns", "harms_of_nouns", "is_list_word", "second_number", "totals", "words_between"]
