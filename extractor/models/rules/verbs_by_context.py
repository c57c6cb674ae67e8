"""Verbs that harm people only in some company: "forced 3,000 to flee", "lost 14 men", "four soldiers fell", "80,000 crossed into …"."""

from __future__ import annotations

from extractor.models.rules.closed import listed
from extractor.models.rules.grammar import Party, is_vague, party, shared_subjects, subjects, verb_group
from extractor.models.rules.harm import Context, Harm, agent_behind, attacker_of, group_of, make, unreal
from extractor.models.rules.objects import objects
from extractor.models.rules.phrases import Chunk, Sentence

_LEMMAS = listed("cost cross bury destroy intercept down leave moved")
_FORMS = listed("fell fallen arrived arrive arriving taken remains")
_TAGS = listed("between lose seek dwell carry hit")


def harms_by_context(context: Context, index: int) -> list[Harm]:
    """What the verb at `index` does to people, by the first reading that fits."""
    chunk = context.sentence.chunks[index]
    if chunk.word.lemma not in _LEMMAS and chunk.text not in _FORMS and _TAGS.isdisjoint(chunk.word.tags):
        return []  # most verbs
    return next((found for reading in _READINGS if (found := reading(context, index))), [])


def _particle(context: Context, index: int) -> list[Harm]:
    """As in "took 30 soldiers prisoner", "forced 3,000 people to flee": verb, people, particle."""
    sentence = context.sentence
    verb = next((tag.partition(":")[2] for tag in sorted(sentence.chunks[index].word.tags) if tag.startswith("between:")), None)
    if verb is None:
        return []
    patients = objects(sentence, index)
    if not patients:
        return []
    after = patients[-1].last + 1
    following = [chunk.text for chunk in sentence.chunks[after : after + 5]]
    words = " ".join(following)
    for particle, outcome in context.lexicon.between[verb]:
        if words.startswith(" ".join(particle)):
            group = verb_group(sentence, index)
            if unreal(context, group):
                return []
            attacker = attacker_of(context, index, group)
            return [
                make(context, "particle", index, who, group)._replace(outcome=outcome, attacker=attacker)
                for who in patients
                if who.figure or who.people
            ]
    return []


def _lost(context: Context, index: int) -> list[Harm]:
    """As in "the army lost up to a battalion of infantry", "we lost 37 of them": own losses, of a kind that is not said."""
    sentence = context.sentence
    if not sentence.chunks[index].tagged("lose"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    who = [item for item in objects(sentence, index) if item.figure is not None]
    usable = [
        item
        for item in who
        if (item.people is not None and sentence.codes[item.first] == "N")
        or sentence.chunks[item.first].head == "them"
        or (
            group.left
            and (sentence.chunks[group.left - 1].text == "we" or sentence.chunks[item.first].tail == "own")
            and sentence.codes[item.first] == "F"
            and sentence.at(item.last + 1) in '.,;"'
        )
    ]
    kin = context.lexicon.lists["kin"]
    return [
        make(context, "lost", index, item, group)._replace(outcome="killed" if sentence.chunks[item.first].head in kin else "unspecified")
        for item in usable
    ]


def _cost(context: Context, index: int) -> list[Harm]:
    """As in "The battle cost the rebels more than 100 men"."""
    sentence = context.sentence
    if sentence.chunks[index].word.lemma != "cost" or unreal(context, verb_group(sentence, index)):
        return []
    whose = index + 1 + (sentence.at(index + 1) == "d")
    if sentence.at(whose) not in "PEYw" or sentence.at(whose + 1) != "N":
        return []
    return [make(context, "lost", index, party(sentence, whose + 1))._replace(outcome="unspecified", people=sentence.chunks[whose].people)]


def _fell(context: Context, index: int) -> list[Harm]:
    """As in "No more than four soldiers fell."""
    sentence = context.sentence
    battles = context.lexicon.lists["event_nouns"] | {"action"}
    in_battle = any(chunk.text in battles for chunk in sentence.chunks[index + 2 : index + 4])
    if sentence.chunks[index].text not in {"fell", "fallen"} or not (sentence.at(index + 1) in '.,;"& )' or in_battle):
        return []
    group = verb_group(sentence, index)
    who = [item for item in subjects(sentence, group.left) if item.figure is not None and _are_soldiers(context, item)]
    return [] if unreal(context, group) else [make(context, "intransitive", index, item, group)._replace(outcome="killed") for item in who]


def _are_soldiers(context: Context, who: Party) -> bool:
    return group_of(context, who) in {"combatants", "law"} or context.sentence.chunks[who.first].tail == "own"


def _crossed(context: Context, index: int) -> list[Harm]:
    """As in "80,000 herders have crossed into the neighbouring country", "12,000 refugees arrived": people who had to leave."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    group = verb_group(sentence, index)
    arrives = chunk.text in {"arrived", "arrive", "arriving"}
    leaves = chunk.word.lemma == "leave" and group.have and sentence.at(index + 1) in "dEpT." and not group.be
    moved = chunk.text == "moved" and group.be and sentence.at(index + 1) in "pt"
    if not (arrives or leaves or moved) and not (chunk.word.lemma == "cross" and sentence.at(index + 1) in "pd"):
        return []
    if unreal(context, group) or (group.be and not moved):
        return []
    who = [item for item in subjects(sentence, group.left) if item.figure is not None and item.people is not None]
    arrives = arrives and not any(chunk.text in _CAMPS for chunk in sentence.chunks[index + 1 : index + 6])
    usable = [item for item in who if _are_fleeing(context, item, arrives=arrives)]
    return [make(context, "intransitive", index, item, group)._replace(outcome="displaced") for item in usable]


_CAMPS = listed("camp camps shelter shelters")


def _are_fleeing(context: Context, who: Party, *, arrives: bool) -> bool:
    if who.people is None:
        return False
    words = context.text[who.people.start : who.people.end].lower().split()
    if words and words[-1] in {"refugees", "evacuees"}:
        return True
    return not arrives and group_of(context, who) == "civilians" and who.figure is not None and (who.figure.bounds.low or 0) >= 100  # noqa: PLR2004


def _housed(context: Context, index: int) -> list[Harm]:
    """As in "2,300 are sleeping in two schools", "shelters hosting 3,120 people": where those stay who had to leave."""
    sentence, refuges = context.sentence, context.lexicon.lists["refuges"]
    if not sentence.chunks[index].tagged("dwell"):
        return []
    group = verb_group(sentence, index)
    hosts = objects(sentence, index) if not group.be or sentence.chunks[index].word.form == "ing" else []
    if hosts and hosts[0].figure is not None and sentence.codes[hosts[0].first] in "FN":
        near = sentence.chunks[max(0, index - 6) : index]
        who = hosts if any(chunk.text in refuges or chunk.head in refuges for chunk in near) else []
    else:
        ahead = sentence.chunks[index + 1 : index + 9]
        stop = next((at for at, chunk in enumerate(ahead) if chunk.code in ";.&|!SVKI"), len(ahead))
        refuge = any(chunk.text.split()[-1] in refuges or chunk.head in refuges for chunk in ahead[:stop])
        who = (subjects(sentence, group.left) or shared_subjects(sentence, group.left)) if refuge else []
    expected = group.infinitive and not {"expected", "forced", "having"}.isdisjoint(group.words)
    if group.negated or (unreal(context, group) and not expected):
        return []
    return [make(context, "housed", index, item, group)._replace(outcome="displaced") for item in who if item.figure is not None]


_SHOTS = listed("fire fired shots shot bullets bullet gunfire shrapnel fragments stones rounds pellets splinters")


def _struck(context: Context, index: int) -> list[Harm]:
    """As in "opened fire, hitting eight inmates", "two policemen were hit by bullets", "the virus struck down 240 pupils"."""
    sentence, chunk = context.sentence, context.sentence.chunks[index]
    group = verb_group(sentence, index)
    if chunk.text == "beaten" and group.be and not unreal(context, group):
        return [
            make(context, "struck", index, item, group)._replace(outcome="wounded")
            for item in subjects(sentence, group.left)
            if item.figure
        ]
    if not chunk.tagged("hit"):
        return []
    ill = context.disease or "down" in chunk.text
    shots = any(word in _SHOTS for item in sentence.chunks for word in item.text.split())
    if unreal(context, group) or not (ill or shots):
        return []
    who = subjects(sentence, group.left) if group.be else objects(sentence, index)
    counted = [item for item in who if item.figure is not None and sentence.codes[item.first] == "N"]
    return [make(context, "struck", index, item, group)._replace(outcome="affected" if ill else "wounded") for item in counted]


def _hospitalized(context: Context, index: int) -> list[Harm]:
    """As in "three people were airlifted to hospital", "rushed 14 to a clinic": people, not bodies, carried to where one is healed."""
    sentence = context.sentence
    if not sentence.chunks[index].tagged("carry"):
        return []
    group = verb_group(sentence, index)
    who = subjects(sentence, group.left) if group.be else objects(sentence, index)
    behind = max([index, *(item.last for item in who if item.last > index)]) + 1
    ahead = sentence.chunks[behind : behind + 7]
    stop = next((at for at, chunk in enumerate(ahead) if chunk.code in ",;.&|!SVKINF"), len(ahead))
    healed = any("hospital" in chunk.text or chunk.text in {"clinic", "clinics", "infirmary"} for chunk in ahead[:stop])
    if not healed or not ahead or not ahead[0].text.startswith(("to", "into")) or unreal(context, group):
        return []
    outcome = "affected" if context.disease else "wounded"
    return [make(context, "particle", index, item, group)._replace(outcome=outcome) for item in who if item.figure is not None]


def _destroyed(context: Context, index: int) -> list[Harm]:
    """As in "Eleven of the attackers were destroyed": what communiqués say of enemies."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if not chunk.tagged("effect:destroyed") or chunk.word.lemma not in {"destroy", "intercept", "down"}:
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    who = subjects(sentence, group.left) if group.be else objects(sentence, index)
    usable = [
        item
        for item in who
        if item.figure is not None
        and not is_vague(item.figure)
        and group_of(context, item) == "combatants"
        and sentence.codes[item.first] == "N"
    ]
    attacker = agent_behind(context, index + 1) if group.be else attacker_of(context, index, group)
    return [make(context, "destroyed", index, item, group)._replace(outcome="killed", attacker=attacker) for item in usable]


def _taken(context: Context, index: int) -> list[Harm]:
    """As in "276 schoolgirls were taken from their dormitory": persons who are taken, and not to hospital."""
    sentence = context.sentence
    if (
        sentence.chunks[index].text != "taken"
        or sentence.at(index + 1) == " "
        or sentence.chunks[index + 1].text not in {"from", "away", "by"}
    ):
        return []
    group = verb_group(sentence, index)
    reduced = sentence.at(group.left - 1) == "N" and sentence.codes[index + 1] in "py"  # "boys taken from the school"
    if (
        not (group.be or reduced)
        or unreal(context, group)
        or any("hospital" in chunk.text or chunk.text in {"clinic", "safety", "scene"} for chunk in sentence.chunks)
    ):
        return []
    who = [item for item in subjects(sentence, group.left) if item.figure is not None and group_of(context, item) == "civilians"]
    return [
        make(context, "passive", index, item, group)._replace(outcome="abducted", attacker=agent_behind(context, index + 1)) for item in who
    ]


_UNDER = listed("under beneath below alive by rubble debris mud snow earth collapse collapsed avalanche landslide mudslide wreckage")


def _buried(context: Context, index: int) -> list[Harm]:
    """As in "We have buried 31 people", "Nineteen were buried on Sunday"; not under rubble, and not by a landslide."""
    sentence = context.sentence
    if sentence.chunks[index].word.lemma != "bury":
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    behind = sentence.chunks[index + 1 : index + 8]
    stop = next((at for at, chunk in enumerate(behind) if chunk.code in "&,;"), len(behind))
    if any(chunk.text in _UNDER for chunk in behind[:stop]):
        who = subjects(sentence, group.left) if group.be and sentence.at(index + 1) in "py" else []
        return [make(context, "buried", index, item, group)._replace(outcome="missing") for item in who if item.figure is not None]
    who = subjects(sentence, group.left) or shared_subjects(sentence, group.left)
    if not group.be:
        buriers = who and not any(
            chunk.text in _UNDER or chunk.text in context.lexicon.lists["event_nouns"] for chunk in _chunks(sentence, who[0])
        )
        who = objects(sentence, index) if buriers else []
    elif sentence.at(index + 1) not in "T.p" or sentence.at(index + 1) == " ":
        return []
    counted = [item for item in who if item.figure is not None and sentence.codes[item.first] in "FN"]
    return [make(context, "buried", index, item, group)._replace(outcome="killed") for item in counted]


def _chunks(sentence: Sentence, who: Party) -> list[Chunk]:
    return sentence.chunks[who.first : who.last + 1]


def _remains(context: Context, index: int) -> list[Harm]:
    """As in "The remains of 16 airmen were handed over"."""
    sentence = context.sentence
    if sentence.chunks[index].text != "remains" or sentence.at(index - 1) != "d" or sentence.at(index + 1) != "o":
        return []
    who = [item for item in objects(sentence, index + 1) if item.figure is not None and item.people is not None]
    return [make(context, "nominal_of", index, item)._replace(outcome="killed") for item in who]


_SEARCHERS = listed("rescuers rescue divers survivors rubble bodies body coastguard firefighters ruins debris search wreckage")


def _sought(context: Context, index: int) -> list[Harm]:
    """As in "Rescuers were looking for eight more people"; people whom the police look for are not missing."""
    sentence = context.sentence
    if sentence.chunks[index].text == "search for" and sentence.at(index - 1) == "d":
        who = [item for item in objects(sentence, index) if item.figure is not None]
        return [make(context, "sought", index, item)._replace(outcome="missing") for item in who]
    if not sentence.chunks[index].tagged("seek") or not any(
        word in _SEARCHERS for chunk in sentence.chunks for word in [*chunk.text.split()[-1:], chunk.head]
    ):
        return []
    group = verb_group(sentence, index)
    who = [] if group.negated else [item for item in objects(sentence, index) if item.figure is not None]
    return [make(context, "sought", index, item, group)._replace(outcome="missing") for item in who if sentence.codes[item.first] == "N"]


_READINGS = (
    _particle, _taken, _destroyed, _lost, _cost, _fell, _crossed,
    _housed, _struck, _hospitalized, _buried, _remains, _sought
)  # fmt: skip
