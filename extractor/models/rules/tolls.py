"""Harm to people, noun by noun: deaths, casualties, tolls, lives, and the breakdowns of totals."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span
from extractor.models.rules.grammar import Party, has_predicate, objects, party, shared_subjects, subjects, verb_group
from extractor.models.rules.harm import Context, Harm, of_people, unreal
from extractor.models.rules.phrases import Chunk, Sentence

_TAKEN = {"take", "capture", "hold", "seize", "claim"}
_NEED_VERB = {"prisoner", "prisoner of war", "pow", "hostage"}
_TO = {"to", "at", "of", "past", "above", "over", "beyond", "is", "was", "now", "as"}


_NOUNS = re.compile("[CLvNF]")
_LISTED = re.compile("[dP][JVP]")
_LABEL = re.compile("[VJCL][:-]")


def harms_of_nouns(context: Context) -> list[Harm]:
    """All harms that nouns of the sentence express, in text order."""
    found: list[Harm] = []
    for match in _NOUNS.finditer(context.sentence.codes):
        index, code = match.start(), match.group()
        if code == "C":
            found += _counted(context, index)
            found += _toll(context, index) if _is_open_noun(context, index) else []
        elif code == "L":
            found += _toll(context, index)
        elif code == "v":
            found += _treated(context, index)
            if context.sentence.chunks[index].text in _COUNTS and context.sentence.at(index - 1) in "dwE":
                found += _toll(context, index)
        if code in "NF":
            found += _with_wounds(context, index)
        if code == "N" and context.sentence.chunks[index].state:
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
        return _none(context, index) or _suffered(context, index)
    if _refused(context, index):
        return []
    outcome = chunk.word.outcome or "unspecified"
    who = party(sentence, index)
    scope = "increment" if who.other or "new" in chunk.text else None
    people = who.people or _of_whom(context, index) or _sufferer(context, index) or _counted_words(context, index)
    if scope is None and _is_reported(context, index) and outcome in {"killed", "affected"}:
        scope = "cumulative"
    return [Harm("counted", outcome, index, index, who.figure, people, other=who.other, scope=scope)]


def _is_reported(context: Context, index: int) -> bool:
    """ "has recorded 94 deaths", "acknowledged three deaths": what an office counts is a running total."""
    at = index - 1
    while context.sentence.at(at) in "Rd" and context.sentence.at(at) != " ":
        at -= 1
    return (
        at >= 0
        and (context.sentence.codes[at] == "S" or context.sentence.chunks[at].tagged("object"))
        and context.sentence.chunks[at].word.lemma != "claim"
    )


def _counted_words(context: Context, index: int) -> Span | None:
    """ "31 bodies", "19 new confirmed cases": the words that are counted, where they stand for people."""
    chunk = context.sentence.chunks[index]
    if chunk.figure is None or not chunk.word.lemma.endswith(("body", "corpse", "case", "infection", "admission")):
        return None
    start = chunk.figure.span.end
    while start < chunk.end and not context.text[start].isalpha():
        start += 1
    return Span(start, chunk.end)


def _sufferer(context: Context, index: int) -> Span | None:
    """ "the army suffered 43 casualties", "inflicted 40 casualties on the army": whose they are."""
    sentence = context.sentence
    at = index - 1
    while sentence.at(at) in "dRw" and sentence.at(at) != " " and index - at < 4:  # noqa: PLR2004
        at -= 1
    if at < 0 or sentence.codes[at] not in "vS":
        return None
    lemma = sentence.chunks[at].word.lemma
    if lemma in {"suffer", "sustain", "incur", "take"}:
        group = verb_group(sentence, at)
        found = subjects(sentence, group.left, coordinated=False)
        return found[0].people if found and not found[0].pronoun else None
    if lemma == "inflict" and sentence.at(index + 1) == "p" and sentence.chunks[index + 1].text in {"on", "upon"}:
        found = objects(sentence, index + 1, context.lexicon)
        return found[0].people if found else None
    return None


def _is_open_noun(context: Context, index: int) -> bool:
    """ "Deaths rose to 12", "losses amount to 2,000": a plural harm noun without a figure of its own."""
    chunk = context.sentence.chunks[index]
    return (
        chunk.figure is None
        and chunk.word.form == "pl"
        and not chunk.tagged("lives")
        and chunk.word.outcome in {"killed", "wounded", "unspecified", "affected"}
    )


def _refused(context: Context, index: int) -> bool:
    chunk = context.sentence.chunks[index]
    around = context.sentence.chunks[max(0, index - 5) : index + 5]
    lemma = chunk.word.lemma
    if lemma in _NEED_VERB:
        return not any(item.word.lemma in _TAKEN or item.word.outcome == "captured" for item in around if item is not chunk)
    if lemma == "life":
        return not any(item.tagged("claim_lives") or item.tagged("lose") or item.text in {"lost", "loss", "losses"} for item in around)
    if chunk.word.outcome == "affected" and lemma.endswith("case"):
        return not (context.disease or lemma.startswith(("confirmed", "suspected", "probable")))
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


def _none(context: Context, index: int) -> list[Harm]:
    """ "There were no casualties among civilians", "no deaths were reported": the harm is denied."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    at = index - 1
    while sentence.at(at) in "wYEPo" and sentence.at(at) != " " and index - at < 4:  # noqa: PLR2004
        at -= 1
    if (
        at < 0
        or sentence.chunks[at].text not in {"no", "without", "zero"}
        or chunk.word.lemma not in {"casualty", "death", "fatality", "injury", "loss"}
    ):
        return []
    people = _of_whom(context, index) or next(
        (item.people or Span(item.start, item.end) for item in sentence.chunks[at + 1 : index] if item.code in "YP"), None
    )
    return [Harm("none", chunk.word.outcome or "unspecified", index, index, None, people, negated=True)]


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
    who = subjects(sentence, group.left, coordinated=False) or shared_subjects(sentence, group.left)
    people, pronoun = (who[0].people, who[0].pronoun) if who else (None, True)
    return [Harm("suffered", both or "unspecified", index, at, None, people, pronoun=pronoun, perfect=group.have)]


def _toll(context: Context, index: int) -> list[Harm]:
    """ "the death toll rose to 12", "bringing the toll to at least 12", "a death toll of 12"."""
    sentence = context.sentence
    at = index + 1
    linked = False
    if sentence.chunks[index].text in _COUNTS and not _names_outcome(context, index):
        return []
    while at < min(index + 16, len(sentence.codes)):
        chunk = sentence.chunks[at]
        if chunk.figure is not None and chunk.code in "FNUC":
            before = sentence.chunks[at - 1]
            if before.text == "by" or (before.text == "from" and "-" not in chunk.text and " to " not in chunk.text):
                at += 1
                continue
            return _toll_figure(context, index, at) if linked or before.text in _TO or before.code in ":v" else []
        if chunk.code in ";!q" or (chunk.code in "GKIL" and not chunk.tagged("toll_verbs")):
            return []
        linked = linked or chunk.tagged("toll_verbs") or chunk.text in _TO or chunk.code in "b:"
        at += 1
    return []


_COUNTS = {"number", "total", "count", "tally", "figure", "total number", "overall number"}


def _names_outcome(context: Context, index: int) -> str | None:
    """ "the number of the abducted girls", "the total killed": the outcome that the words behind the noun name."""
    for chunk in context.sentence.chunks[index + 1 : index + 7]:
        if chunk.word.outcome and chunk.code in "VJC" and chunk.figure is None:
            return chunk.word.outcome
        if chunk.code not in "odwYEPNJR" or chunk.figure is not None:
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
    if sentence.chunks[at - 1].text == "from":
        figure = second_number(context.text, figure)
    outcome = sentence.chunks[index].word.outcome or _names_outcome(context, index) or "unspecified"
    if sentence.at(at + 1) in "VJ" and sentence.at(at + 1) != " ":
        return []  # "casualties have reached 300 killed": the nearer word decides
    return [Harm("toll", outcome, index, at, figure, chunk.people or _before_noun(context, index), scope="cumulative")]


def _before_noun(context: Context, index: int) -> Span | None:
    """The people-words directly before a harm noun: "North Korean casualties", "enemy losses"."""
    first = index
    sentence = context.sentence
    while first > 0 and (sentence.codes[first - 1] in "YE" or sentence.chunks[first - 1].text in context.lexicon.lists["adjectives"]):
        first -= 1
    if first == index:
        return None
    return Span(sentence.chunks[first].start, sentence.chunks[index - 1].end)


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


def _treated(context: Context, index: int) -> list[Harm]:
    """ "126 people were treated for gunshot wounds", "have treated around 300 children for pneumonia", "received injuries"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    wounds = context.lexicon.lists["wounds"]
    if chunk.tagged("suffer") or chunk.word.lemma in {"receive", "have"} or chunk.text in {"received", "receiving"}:
        ahead = sentence.chunks[index + 1 : index + 5]
        if not any(item.text in wounds for item in ahead[:4]) or any(item.code in "NFPb,;" or item.figure for item in ahead[:2]):
            return []
        group = verb_group(sentence, index)
        return (
            []
            if unreal(context, group)
            else [_found(context, "wounded", "sustained", index, who) for who in subjects(sentence, group.left)]
        )
    if chunk.tagged("need"):
        return _needing(context, index)
    if not chunk.tagged("treat"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    patients = objects(sentence, index, context.lexicon)
    passive = (group.be and chunk.word.form != "ing") or not patients
    who = subjects(sentence, group.left) if passive else patients
    last = max(index, who[-1].last) if who else index
    reason = sentence.chunks[last + 1 : last + 8]
    told = bool(reason) and reason[0].text in {"for", "with", "after"}
    if not who or not (told or context.disease):
        return []
    outcome = "wounded" if told and any(item.text in wounds for item in reason) else "affected"
    return [_found(context, outcome, "treated", index, item) for item in who if item.figure is not None]


def _needing(context: Context, index: int) -> list[Harm]:
    """ "1.2 million people need food aid", "some 40,000 are facing acute hunger"."""
    sentence = context.sentence
    ahead = sentence.chunks[index + 1 : index + 6]
    stop = next((at for at, item in enumerate(ahead) if item.code in ",;.&q!NFPbhS"), len(ahead))
    if not any(item.text in context.lexicon.lists["needs"] for item in ahead[:stop]):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    return [_found(context, "affected", "needing", index, who) for who in subjects(sentence, group.left) if who.figure is not None]


def _with_wounds(context: Context, index: int) -> list[Harm]:
    """ "two men with bullet wounds", "left two of his comrades with broken legs"."""
    sentence = context.sentence
    at = next((k for k in range(index + 1, min(index + 4, len(sentence.chunks))) if sentence.chunks[k].text == "with"), None)
    if at is None or sentence.chunks[index].figure is None or any(code in ",;NF" for code in sentence.codes[index + 1 : at]):
        return []
    if not any(item.text in context.lexicon.lists["wounds"] for item in sentence.chunks[at + 1 : at + 5]):
        return []
    return [_found(context, "wounded", "with_wounds", at, party(sentence, index))]


def _found(context: Context, outcome: str, pattern: str, trigger: int, who: Party) -> Harm:
    del context
    return Harm(pattern, outcome, trigger, who.first, who.figure, who.people, other=who.other, pronoun=who.pronoun, negated=who.negated)


def _is_the(sentence: Sentence, index: int) -> bool:
    return sentence.at(index) == "d" or (sentence.at(index) == "P" and sentence.chunks[index].text == "those")


def among(context: Context) -> list[Harm]:
    """ "Among the dead were five children", "the dead include two nurses", "X was among the wounded"."""
    sentence = context.sentence
    found: list[Harm] = []
    if not _LISTED.search(sentence.codes):
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code not in "JVP" or chunk.word.outcome is None or not _is_the(sentence, index - 1):
            continue
        behind = index + 1
        inside = sentence.at(index - 2) == "p" and sentence.chunks[index - 2].text in {"among", "amongst"}
        if sentence.at(behind) in ("b" if inside else "i") and sentence.at(behind) != " ":
            for who in objects(sentence, behind, context.lexicon):
                found.append(replace(_found(context, chunk.word.outcome, "among", index, who)))
        elif inside and sentence.at(index - 3) == "b":
            group = verb_group(sentence, index - 3)
            for who in subjects(sentence, group.left):
                found.append(replace(_found(context, chunk.word.outcome, "among", index, who), negated=who.negated or group.negated))
    return found


def labels(context: Context) -> list[Harm]:
    """ "Killed: 12", "Displaced – 4,200 people", "Deaths: 14": an outcome as a label, a figure behind it."""
    sentence = context.sentence
    found: list[Harm] = []
    if not _LABEL.search(sentence.codes):
        return found
    for index, chunk in enumerate(sentence.chunks[:-2]):
        if chunk.code not in "VJCL" or chunk.word.outcome is None or chunk.figure is not None or sentence.at(index + 1) not in ":-":
            continue
        at = index + 2
        while sentence.at(at) in "Rd" and sentence.at(at) != " ":
            at += 1
        if (
            sentence.at(at) in "FN"
            and sentence.at(at) != " "
            and sentence.chunks[at].figure is not None
            and sentence.at(index - 1) in ' ,;."-)(&wYEd'
        ):
            who = party(sentence, at)
            found.append(replace(_found(context, chunk.word.outcome, "label", index, who), people=who.people, scope=None))
    return found


def totals(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "…, bringing the total to 1,200": the outcome is that of the harm before it in the sentence."""
    sentence = context.sentence
    found: list[Harm] = []
    if not earlier:
        return found
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
    if not earlier:
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code != "i":
            continue
        at = index + 1
        if sentence.at(at) == "P" and sentence.at(at + 1) == "o" and sentence.chunks[at].text == "those":
            at += 2  # "including those of nine children"
        while sentence.at(at) in "NFP&,Rd" and sentence.at(at) != " ":
            item = sentence.chunks[at]
            if item.figure is not None and sentence.codes[at] in "NF":
                found += _part(context, earlier, index, at)
            at += 1
    found += _of_them(context, earlier)
    found += _households(context, earlier)
    return found


def _households(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "18,400 people (3,680 households) were displaced": the same people, counted otherwise."""
    sentence = context.sentence
    found = []
    for at, chunk in enumerate(sentence.chunks):
        if chunk.code == "N" and chunk.head in {"families", "households"} and sentence.at(at - 1) == "(" and sentence.at(at + 1) == ")":
            found += [
                replace(harm, pattern="households", at=at, figure=chunk.figure, people=chunk.people)
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
    if item.figure is None or (item.figure.figure.low, item.figure.figure.high) == (None, None):
        return []
    if whole is None or index - whole.at > 14 or _greater(item.figure, whole.figure):  # noqa: PLR2004
        return []
    if context.sentence.at(at + 1) in "VIJbh" and context.sentence.at(at + 1) != " " and index + 1 == at:
        return []
    return [replace(whole, pattern="breakdown", at=at, figure=item.figure, people=item.people, other=False)]


def _greater(part: FoundFigure, whole: FoundFigure | None) -> bool:
    if whole is None or whole.figure.low is None or part.figure.low is None or whole.figure.high is None:
        return False
    return part.figure.low > whole.figure.low


def _of_them(context: Context, earlier: list[Harm]) -> list[Harm]:
    """ "12 people, five of them children"; "of whom three were civilians"; "41 injured, four seriously"."""
    sentence = context.sentence
    claimed = {harm.at for harm in earlier}
    found = []
    for at, chunk in enumerate(sentence.chunks):
        behind_whom = chunk.code == "U" and sentence.at(at - 1) == "i"
        if (chunk.code not in "FN" and not behind_whom) or chunk.figure is None:
            continue
        if chunk.head == "them":
            if has_predicate(sentence, at + 1) and sentence.at(at + 1) != "b":
                continue
            noun = _noun_behind(context, at + 1)
            if noun is not None and earlier:
                whole = _whole(earlier, at)
                found += [
                    Harm("breakdown", noun, at, at, chunk.figure, whole.people if whole else None, scope=whole.scope if whole else None)
                ]
                continue
            people = _described(context, at + 1)
        elif sentence.at(at - 1) == "i" and sentence.chunks[at - 1].text in {"of them", "of whom", "of which"}:
            people = _described(context, at + 1)
        elif at not in claimed and _is_fatal(sentence.chunks[at + 1 : at + 3]):
            found += [replace(harm, outcome="killed") for harm in _part(context, earlier, at, at)]
            continue
        elif at not in claimed and _is_manner(sentence.chunks[at + 1 : at + 3]):
            people = None
        else:
            continue
        found += [replace(harm, people=people or harm.people) for harm in _part(context, earlier, at, at)]
    return found


_MANNERS = frozenset(["critically", "seriously", "severely", "gravely", "lightly", "slightly", "badly"])


def _is_manner(following: list[Chunk]) -> bool:
    """ "four seriously." """
    return bool(following) and following[0].text in _MANNERS and (len(following) == 1 or following[1].code in ",.;&)-")


def _is_fatal(following: list[Chunk]) -> bool:
    return bool(following) and following[0].text in {"fatally", "mortally"} and (len(following) == 1 or following[1].code in ",.;&)-")


def _noun_behind(context: Context, index: int) -> str | None:
    """ "15,000 of them irrecoverable losses": the outcome of the harm noun that describes them."""
    for chunk in context.sentence.chunks[index : index + 3]:
        if chunk.code == "C" and chunk.figure is None:
            return chunk.word.outcome
        if chunk.code not in "wYR":
            return None
    return None


def _described(context: Context, index: int) -> Span | None:
    """The people-words behind "of them (were)": "children", "women and children"."""
    sentence = context.sentence
    while sentence.at(index) in "bR" and sentence.at(index) != " ":
        index += 1
    return sentence.chunks[index].people if sentence.at(index) == "P" else None
