"""Harm to people, verb by verb: "were killed", "killed 12", "killing 12", "12 died", "12 dead"."""

from __future__ import annotations

import re

from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import Group, Party, adjacent, party, shared_subjects, subjects, verb_group
from extractor.models.rules.harm import LINKING, Context, Harm, agent_behind, attacker_of, group_of, make, unreal
from extractor.models.rules.objects import has_predicate, objects
from extractor.models.rules.phrases import Sentence
from extractor.models.rules.verbs_by_context import harms_by_context

_TRIGGERS = re.compile("[VKGIJvl]")
_CLOSE = 9
_OWN_PREDICATE = re.compile("[dwEYpPoNTyRU]{0,14}[bhmv]")
_OWN_VERB = re.compile("(?:,[^,;]{1,8},)?R{0,3}[Ihbm]")


def harms_of_verbs(context: Context) -> list[Harm]:
    """All harms that verbs and states of the sentence express, in text order."""
    found: list[Harm] = []
    for match in _TRIGGERS.finditer(context.sentence.codes):
        index, code = match.start(), match.group()
        if code == "V":
            found += _participle(context, index)
        elif code == "K":
            found += _present(context, index)
        elif code == "G":
            found += _gerund(context, index)
        elif code == "I":
            found += _intransitive(context, index)
        elif code == "J":
            found += _state(context, index)
        else:
            found += harms_by_context(context, index)
    return found


def _participle(context: Context, index: int) -> list[Harm]:
    """As in "were killed", "had killed 12", "12 killed", "killed 12"."""
    sentence = context.sentence
    group = verb_group(sentence, index)
    if not _is_harm_here(context, index, group) or unreal(context, group):
        return []
    return _passive(context, index, group) if group.be or _goes_on(context, index) else _without_be(context, index, group)


def _goes_on(context: Context, index: int) -> bool:
    """As in "were taken into the forest and shot": the verb before "and" is passive, and so is this one."""
    sentence = context.sentence
    if not sentence.chunks[index].tagged("shot") or sentence.at(index - 1) != "&":
        return False
    return holds(sentence.codes[max(0, index - _CLOSE) : index - 1], "b") and not objects(sentence, index)


def _is_harm_here(context: Context, index: int, group: Group) -> bool:
    """The word "shot" harms in the passive only ("was shot", not "shot at"), "held" where people are held."""
    chunk = context.sentence.chunks[index]
    if chunk.tagged("held"):
        return holds_people(context, index, group)
    if chunk.word.lemma == "admit" and context.sentence.at(index + 1) == "y":
        return False  # "the six deaths admitted by the palace"
    following = context.sentence.chunks[index + 1].text if context.sentence.at(index + 1) == "p" else ""
    return not chunk.tagged("shot") or ((group.be or _goes_on(context, index)) and following not in {"at", "down"})


def _without_be(context: Context, index: int, group: Group) -> list[Harm]:
    """As in "had killed 12", "12 killed", "killed and wounded", "killed 12"."""
    sentence = context.sentence
    patients = objects(sentence, index)
    before = sentence.at(group.left - 1)
    if group.have:
        return active(context, index, group, patients)
    if before in "NF":
        is_next_figure = sentence.at(index + 1) == "F" and has_predicate(sentence, index + 2)
        apart = sentence.at(index + 1) == "R" or (sentence.at(index + 1) == "w" and sentence.chunks[index + 1].text.endswith("ing"))
        return _reduced(context, index, group) if not patients or is_next_figure or apart else active(context, index, group, patients)
    if before in "|&" and sentence.at(group.left - 2) in "VJ" and not patients:
        return _same_subject(context, index, group.left - 2)
    if patients and sentence.at(index + 1) != "p":
        return active(context, index, group, patients)
    if before in "PEw" and not patients and sentence.at(index + 1) in 'pyT.,;&R)" ':
        return _reduced(context, index, group)
    return []


def holds_people(context: Context, index: int, group: Group) -> bool:
    """As in "were being held", "holds at least seven soldiers"; not "held a meeting", "holds 20,000 people"."""
    if group.be:
        return "being" in group.words or "still" in group.words
    patients = objects(context.sentence, index)
    if not patients:
        return _is_held_in_headline(context.sentence, index, group)
    chunk = context.sentence.chunks[patients[0].first]
    return group_of(context, patients[0]) in {"combatants", "captive", "law"} or (
        chunk.tagged("persons") and context.text[chunk.end - len(chunk.head)].isupper()
    )


def _is_held_in_headline(sentence: Sentence, index: int, group: Group) -> bool:
    """As in "Twenty-six members of a cell held in dawn raids": people, and no other verb in the sentence."""
    return sentence.at(group.left - 1) == "N" and sentence.at(index + 1) in "pyT" and not holds(sentence.codes[index + 1 :], "bhmSVIKDv.")


def _same_subject(context: Context, index: int, earlier: int) -> list[Harm]:
    """As in "were killed and wounded": the second verb has the first one's subject."""
    return [
        harm._replace(trigger=index, outcome=context.sentence.chunks[index].word.outcome or "unspecified") for harm in _at(context, earlier)
    ]


def _at(context: Context, index: int) -> list[Harm]:
    code = context.sentence.codes[index]
    return _participle(context, index) if code == "V" else _state(context, index)


def _passive(context: Context, index: int, group: Group) -> list[Harm]:
    patients = subjects(context.sentence, group.left) or shared_subjects(context.sentence, group.left)
    agent = agent_behind(context, index + 1)
    return [make(context, "passive", index, who, group)._replace(attacker=agent, passive=True) for who in patients]


def _is_known_set(context: Context, index: int, left: int) -> bool:
    """As in "four of the wounded died": the state tells who they were, the verb behind it what happened."""
    sentence = context.sentence
    if left < 1 or sentence.chunks[left - 1].code != "F" or sentence.chunks[left - 1].tail not in {"the", "those"}:
        return False
    return _OWN_VERB.match(sentence.codes, index + 1) is not None


def _is_freed(context: Context, left: int) -> bool:
    """As in "released 14 of the students abducted in May", "operated on 14 of the wounded": somebody else's figure."""
    sentence = context.sentence
    if left < 2 or sentence.codes[left - 1] not in "NF":  # noqa: PLR2004
        return False
    before = sentence.chunks[left - 2]
    return before.tagged("rescue") or (before.code == "p" and sentence.chunks[left - 1].tail == "the")


def _is_rescued(context: Context, index: int) -> bool:
    """As in "43 women held captive by the rebels were rescued"."""
    sentence = context.sentence
    at = sentence.codes.find("b", index + 1, index + _CLOSE)
    if at < 0 or holds(sentence.codes[index:at], ",;q&") or sentence.chunks[index].word.outcome not in {"abducted", "captured"}:
        return False
    return any(chunk.tagged("rescue") for chunk in sentence.chunks[at + 1 : at + 3])


def _reduced(context: Context, index: int, group: Group) -> list[Harm]:
    """As in "12 killed", "at least 30 people wounded in the blast"."""
    if (whole := _of_a_whole(context, index, group.left)) is not None:
        return [whole]
    if _is_known_set(context, index, group.left) or _is_freed(context, group.left) or _is_rescued(context, index):
        return []
    patients = adjacent(context.sentence, group.left)
    agent = agent_behind(context, index + 1)
    return [make(context, "reduced", index, who, group)._replace(attacker=agent, passive=True) for who in patients]


def _of_a_whole(context: Context, index: int, left: int) -> Harm | None:
    """As in "Ten of the 16 fishermen seized in June were put ashore": what befell the 16, where the ten have a verb of their own."""
    sentence = context.sentence
    chunk = sentence.chunks[left - 1] if left else None
    if chunk is None or chunk.whole is None or chunk.code not in "NF" or _OWN_PREDICATE.match(sentence.codes, index + 1) is None:
        return None
    return make(context, "reduced", index, party(sentence, left - 1))._replace(figure=chunk.whole)


def active(context: Context, index: int, group: Group | None, patients: list[Party]) -> list[Harm]:
    """As in "killed 12 soldiers", "has wounded 20"."""
    if not patients:
        return []
    attacker = attacker_of(context, index, group)
    return [make(context, "active", index, who, group)._replace(attacker=attacker, at=who.first) for who in patients]


def _present(context: Context, index: int) -> list[Harm]:
    """As in "Blast kills 12", and nouns that look like it: "the capture of two soldiers"."""
    sentence = context.sentence
    if sentence.at(index + 1) == "o":
        return of_people(context, index)
    group = verb_group(sentence, index)
    infinitive = group.infinitive and not LINKING.intersection(group.words)
    if unreal(context, group) or infinitive or sentence.at(group.left - 1) in "do":
        return []
    if sentence.chunks[index].tagged("held") and not holds_people(context, index, group):
        return []
    return active(context, index, group, objects(sentence, index))


def _gerund(context: Context, index: int) -> list[Harm]:
    """As in "killing 12", "the killing of 12"."""
    sentence = context.sentence
    if sentence.at(index + 1) == "o":
        return of_people(context, index)
    group = verb_group(sentence, index)
    if group.negated or (group.modal and not group.have):
        return []
    return [harm._replace(pattern="gerund") for harm in active(context, index, None, objects(sentence, index))]


def of_people(context: Context, index: int) -> list[Harm]:
    """As in "the death of a soldier", "the capture of two soldiers", "bodies of 12 people"."""
    sentence = context.sentence
    if sentence.chunks[index].text not in context.lexicon.lists["of_nouns"] or sentence.chunks[index].figure is not None:
        return []
    group = verb_group(sentence, index)
    if group.negated or sentence.at(index - 1) == "X" or not _is_lost(sentence, index):
        return []
    people = [who for who in objects(sentence, index + 1) if who.figure is not None]
    agent = agent_behind(context, index + 2)
    found = [make(context, "nominal_of", index, who)._replace(attacker=agent) for who in people]
    if sentence.chunks[index].text != "fate":
        return found
    return [harm._replace(outcome=who.state or harm.outcome) for harm, who in zip(found, people, strict=True)]


_UNKNOWN = listed("unknown unclear uncertain")


def _is_lost(sentence: Sentence, index: int) -> bool:
    """Whether lives are claimed or lost ("saved the lives of 12" tells of none), and a fate unknown."""
    chunk = sentence.chunks[index]
    if chunk.text == "fate":
        return sentence.has(_UNKNOWN)
    if not chunk.tagged("lives"):
        return True
    before, behind = sentence.chunks[max(0, index - 4) : index], sentence.chunks[index + 1 : index + 12]
    taken = any(item.tagged("claim_lives") or item.tagged("lose") or item.text in {"loss", "losses"} for item in before)
    return taken or any(item.text == "lost" for item in behind)


def _intransitive(context: Context, index: int) -> list[Harm]:
    """As in "12 people died", "thousands fled their homes"."""
    sentence = context.sentence
    group = verb_group(sentence, index)
    if unreal(context, group) and not (group.infinitive and group.have):
        return []
    with_them = sentence.chunks[index].word.form == "ing" and group.left == index and sentence.at(index - 1) in "NF"
    patients = adjacent(sentence, index) if with_them else subjects(sentence, group.left)  # "with 12 more succumbing"
    if not patients and sentence.at(index - 1) != " " and sentence.chunks[index - 1].text == "there":
        patients = objects(sentence, index)
    patients = patients or shared_subjects(sentence, group.left)
    if not patients and sentence.chunks[index].text == "drowning" and sentence.at(index - 1) == ",":
        patients = [who for who in objects(sentence, index) if who.figure is not None]  # "swept away cars, drowning 11 people"
    return [make(context, "intransitive", index, who, group) for who in patients]


def _state(context: Context, index: int) -> list[Harm]:
    """As in "12 dead", "20 people are missing", "left 12 dead"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    inside = sentence.at(index + 1) == "w" and sentence.at(index - 1) not in "bv" and not chunk.text.endswith(("under", "beneath"))
    if sentence.at(index - 1) in "do" or inside or _is_known_set(context, index, index):
        return []  # "the dead", "dead bodies", "seven of the missing were found"
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    relative = bool(group.words) and group.words[0] in LINKING and sentence.at(group.left - 1) in "NF"  # "12 people believed to be missing"
    patients = subjects(sentence, group.left) if group.be and not relative else adjacent(sentence, group.left)
    if sentence.at(index - 1) == "," and sentence.at(index - 2) in "NF" and sentence.at(index + 1) in ",." and index > 1:
        return [make(context, "state", index, party(sentence, index - 2), group)]  # "four others, wounded in action, …"
    if (
        sentence.at(group.left - 1) not in "NFPC)q"
        and not group.be
        and not any(sentence.chunks[at].tagged("stay") for at in range(group.left, index))
    ):
        return []
    return [_left_behind(context, group, make(context, "state", index, who, group)) for who in patients]


def _left_behind(context: Context, group: Group, harm: Harm) -> Harm:
    """As in "The enemy left 23 dead": whoever left them behind."""
    sentence = context.sentence
    if harm.people is not None or sentence.at(harm.at - 1) != "l" or harm.outcome != "killed":
        return harm
    del group
    found = subjects(sentence, verb_group(sentence, harm.at - 1).left, coordinated=False)
    people = found[0].people if found and not found[0].pronoun else None
    words = context.text[people.start : people.end].lower() if people is not None else ""
    known = any(
        word in context.lexicon.groups or word in context.lexicon.lists["units"] or word in {"enemy", "adversary", "rebels"}
        for word in words.split()
    )
    return harm._replace(people=people) if known else harm
