"""Harm to people, verb by verb: who was killed, wounded, captured, … and by what pattern it was found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.grammar import Group, Party, adjacent, has_predicate, objects, party, shared_subjects, subjects, verb_group
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Sentence


@dataclass(frozen=True, slots=True)
class Harm:
    """One outcome for one party, as a pattern found it. `trigger` and `at` are chunk indices (of the outcome word, of the party)."""

    pattern: str
    outcome: str
    trigger: int
    at: int
    figure: FoundFigure | None
    people: Span | None
    attacker: Span | None = None
    hedged: bool = False
    pronoun: bool = False
    other: bool = False
    scope: str | None = None
    perfect: bool = False
    passive: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What every pattern needs: the document's text, the sentence, the lexicon, and whether the document is about a disease."""

    text: str
    sentence: Sentence
    lexicon: Lexicon
    disease: bool = False


_GROUPS = frozenset(
    [
        "force",
        "forces",
        "coalition",
        "government",
        "army",
        "air force",
        "navy",
        "military",
        "artillery",
        "side",
        "crowd",
        "enemy",
        "adversary",
        "regime",
        "state",
    ]
)
_MANAGED = {
    "managed",
    "manages",
    "said",
    "claiming",
    "claimed",
    "claims",
    "reported",
    "believed",
    "known",
    "claim",
    "thought",
    "feared",
    "alleged",
    "confirmed",
    "understood",
    "reportedly",
    "presumed",
    "appears",
    "appear",
}


_LINKING = frozenset(
    ["believed", "thought", "feared", "reported", "said", "known", "understood", "presumed", "estimated", "alleged", "considered"]
)


def unreal(context: Context, group: Group) -> bool:
    """Whether the verb group speaks of what has not happened: "would kill", "to kill", "if … killed"."""
    if group.negated:
        return True
    if group.modal and not group.have and "had" not in group.words:
        return True
    if group.modal and group.have and any(word in {"would", "should"} for word in group.words):
        return True
    if group.infinitive and not group.have:
        if "had" in group.words and "be" in group.words:
            return False  # "had to be resettled"
        if _LINKING.intersection(group.words):
            return False
        before = context.sentence.chunks[group.left - 1].text if group.left else ""
        return not (before in _MANAGED and group.be is False and before in {"managed", "manages"})
    return False


def hedged(context: Context, group: Group) -> bool:
    """Whether the words of the group hedge ("reportedly", "may have", "are feared")."""
    hedges = context.lexicon.lists["hedges"]
    return any(word in hedges for word in group.words) or (group.modal and group.have)


_TRIGGERS = re.compile("[VKGIJv]")


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
        elif code == "v":
            found += (
                _particle(context, index)
                or _taken(context, index)
                or _destroyed(context, index)
                or _lost(context, index)
                or _fell(context, index)
                or _crossed(context, index)
            )
    return found


def outcome_at(context: Context, trigger: int, who: Party) -> str:
    """The outcome that the word at `trigger` names for `who`; some words depend on whom it happens to, or on what the text is about."""
    chunk = context.sentence.chunks[trigger]
    outcome = chunk.word.outcome or "unspecified"
    if chunk.tagged("held"):
        return "abducted" if group_of(context, who) == "civilians" else "captured"
    if chunk.tagged("seized"):
        return "captured" if group_of(context, who) in {"combatants", "law"} else "abducted"
    if chunk.tagged("hospitalized"):
        return "affected" if context.disease else "wounded"
    return outcome


def group_of(context: Context, who: Party) -> str | None:
    """combatants, law, civilians, captive or harmed, by the last word of the people."""
    if who.people is None:
        return None
    words = context.text[who.people.start : who.people.end].lower().split()
    return next((context.lexicon.groups[word] for word in reversed(words) if word in context.lexicon.groups), None)


def _make(context: Context, pattern: str, trigger: int, who: Party, group: Group | None = None) -> Harm:
    outcome = outcome_at(context, trigger, who)
    return Harm(
        pattern, outcome, trigger, who.first, who.figure, who.people, pronoun=who.pronoun, other=who.other,
        negated=who.negated, hedged=hedged(context, group) if group else False, perfect=bool(group and group.have and not group.modal and not group.infinitive),
    )  # fmt: skip


def _participle(context: Context, index: int) -> list[Harm]:
    """ "were killed", "had killed 12", "12 killed", "killed 12"."""
    sentence = context.sentence
    group = verb_group(sentence, index)
    if sentence.chunks[index].tagged("shot") and (
        not group.be or (sentence.at(index + 1) == "p" and sentence.chunks[index + 1].text in {"at", "down"})
    ):
        return []
    if sentence.chunks[index].tagged("held") and not _holds_people(context, index, group):
        return []
    if group.be:
        return [] if unreal(context, group) else _passive(context, index, group)
    if unreal(context, group):
        return []
    patients = objects(sentence, index, context.lexicon)
    before = sentence.at(group.left - 1)
    if group.have:
        return _active(context, index, group, patients)
    if before in "NF" and before != " ":
        if not patients or (sentence.at(index + 1) in "F" and has_predicate(sentence, index + 2)):
            return _reduced(context, index, group)
        return _active(context, index, group, patients)
    if before in "|&" and sentence.at(group.left - 2) in "VJ" and not patients:
        return _same_subject(context, index, group.left - 2)
    if patients and sentence.at(index + 1) not in "p":
        return _active(context, index, group, patients)
    if before in "PEw" and before != " " and not patients and sentence.at(index + 1) in 'pyT.,;&R)" ':
        return _reduced(context, index, group)
    return []


def _holds_people(context: Context, index: int, group: Group) -> bool:
    """ "were being held", "holds at least seven soldiers"; not "held a meeting", "holds 20,000 people"."""
    if group.be:
        return "being" in group.words or "still" in group.words
    patients = objects(context.sentence, index, context.lexicon)
    if not patients:
        return False
    chunk = context.sentence.chunks[patients[0].first]
    return group_of(context, patients[0]) in {"combatants", "captive", "law"} or (
        chunk.tagged("persons") and context.text[chunk.end - len(chunk.head)].isupper()
    )


def _same_subject(context: Context, index: int, earlier: int) -> list[Harm]:
    """ "were killed and wounded": the second verb has the first one's subject."""
    return [
        replace(harm, trigger=index, outcome=context.sentence.chunks[index].word.outcome or "unspecified") for harm in _at(context, earlier)
    ]


def _at(context: Context, index: int) -> list[Harm]:
    code = context.sentence.codes[index]
    return _participle(context, index) if code == "V" else _state(context, index)


def _passive(context: Context, index: int, group: Group) -> list[Harm]:
    patients = subjects(context.sentence, group.left) or shared_subjects(context.sentence, group.left)
    agent = _agent(context, index + 1)
    return [replace(_make(context, "passive", index, who, group), attacker=agent, passive=True) for who in patients]


def _is_known_set(context: Context, index: int, left: int) -> bool:
    """ "four of the wounded died": the state tells who they were, the verb behind it what happened."""
    sentence = context.sentence
    return (
        left > 0
        and sentence.chunks[left - 1].code == "F"
        and sentence.chunks[left - 1].tail == "the"
        and (sentence.at(index + 1) in "Ihb" and sentence.at(index + 1) != " ")
    )


def _is_freed(context: Context, left: int) -> bool:
    """ "released 14 of the students abducted in May", "operated on 14 of the wounded": somebody else's figure."""
    sentence = context.sentence
    if left < 2 or sentence.codes[left - 1] not in "NF":  # noqa: PLR2004
        return False
    before = sentence.chunks[left - 2]
    return before.tagged("rescue") or (before.code == "p" and sentence.chunks[left - 1].tail == "the")


def _reduced(context: Context, index: int, group: Group) -> list[Harm]:
    """ "12 killed", "at least 30 people wounded in the blast"."""
    if _is_known_set(context, index, group.left) or _is_freed(context, group.left):
        return []
    patients = adjacent(context.sentence, group.left)
    agent = _agent(context, index + 1)
    return [replace(_make(context, "reduced", index, who, group), attacker=agent, passive=True) for who in patients]


def _agent(context: Context, index: int) -> Span | None:
    """The people or name behind "by": "by gunmen", "by Ukrainian forces"."""
    sentence = context.sentence
    for at in range(index, min(index + 6, len(sentence.codes))):
        if sentence.codes[at] == "y":
            return _actor(context, at + 1)
        if sentence.codes[at] in ",;.&":
            return None
    return None


def _actor(context: Context, index: int) -> Span | None:
    sentence = context.sentence
    code = sentence.at(index)
    if code in "NP" and code != " ":
        chunk = sentence.chunks[index]
        return chunk.people
    last = index
    while sentence.at(last) in "dEYw" and sentence.at(last) != " " and last - index < 8:  # noqa: PLR2004
        last += 1
    if last == index:
        return None
    return actor_in(context, index, last - 1)


def actor_in(context: Context, first: int, last: int) -> Span | None:
    """The actor that a noun phrase names: itself, or the nationality or name that owns the event ("a Russian missile strike")."""
    chunks = context.sentence.chunks
    start = first + 1 if chunks[first].code == "d" and first < last else first
    head = chunks[last]
    if head.text in context.lexicon.lists["event_nouns"] or (head.code == "w" and not _is_group(context, head.text)):
        owners = [
            chunk
            for chunk in chunks[start : last + 1]
            if chunk.code in "YE" or chunk.text in context.lexicon.groups or chunk.text in context.lexicon.lists["units"]
        ]
        owners = [
            chunk
            for chunk in owners
            if not any(sign.isdigit() for sign in chunk.text)
            and (chunk.code == "Y" or not context.sentence.silent or chunk.tagged("country"))
        ]
        return Span(owners[0].start, owners[-1].end - (2 if owners[-1].possessive else 0)) if owners else None
    if head.code in "EYP" or _is_group(context, head.text):
        return Span(chunks[start].start, head.end)
    return None


def _is_group(context: Context, word: str) -> bool:
    return word in context.lexicon.groups or word in context.lexicon.lists["units"] or word in _GROUPS


def _active(context: Context, index: int, group: Group | None, patients: list[Party]) -> list[Harm]:
    """ "killed 12 soldiers", "has wounded 20"."""
    if not patients:
        return []
    attacker = _attacker(context, index, group)
    return [replace(_make(context, "active", index, who, group), attacker=attacker, at=who.first) for who in patients]


def _attacker(context: Context, index: int, group: Group | None) -> Span | None:
    """Who did it: the verb's subject; for ", killing 12" and "and injured 20" that of the verb before."""
    left = group.left if group else index
    found = subjects(context.sentence, left, coordinated=False) or shared_subjects(context.sentence, left)
    for who in found[-1:]:
        chunk = context.sentence.chunks[who.last]
        if chunk.code in "NP" or who.pronoun:
            return None if chunk.text in {"that", "which"} else who.people
        if who.people is not None:
            return actor_in(context, who.first, who.last)
    return None


def _present(context: Context, index: int) -> list[Harm]:
    """ "Blast kills 12", and nouns that look like it: "the capture of two soldiers"."""
    sentence = context.sentence
    if sentence.at(index + 1) == "o":
        return of_people(context, index)
    group = verb_group(sentence, index)
    infinitive = group.infinitive and not _LINKING.intersection(group.words)
    if unreal(context, group) or infinitive or sentence.at(group.left - 1) in "do":
        return []
    if sentence.chunks[index].tagged("held") and not _holds_people(context, index, group):
        return []
    return _active(context, index, group, objects(sentence, index, context.lexicon))


def _gerund(context: Context, index: int) -> list[Harm]:
    """ "killing 12", "the killing of 12"."""
    sentence = context.sentence
    if sentence.at(index + 1) == "o":
        return of_people(context, index)
    group = verb_group(sentence, index)
    if group.negated or (group.modal and not group.have):
        return []
    return [replace(harm, pattern="gerund") for harm in _active(context, index, None, objects(sentence, index, context.lexicon))]


def of_people(context: Context, index: int) -> list[Harm]:
    """ "the death of a soldier", "the capture of two soldiers", "bodies of 12 people"."""
    sentence = context.sentence
    if sentence.chunks[index].text not in context.lexicon.lists["of_nouns"] or sentence.chunks[index].figure is not None:
        return []
    group = verb_group(sentence, index)
    if group.negated or sentence.at(index - 1) == "X":
        return []
    people = [who for who in objects(sentence, index + 1, context.lexicon) if who.figure is not None]
    agent = _agent(context, index + 2)
    return [replace(_make(context, "nominal_of", index, who), attacker=agent) for who in people]


def _intransitive(context: Context, index: int) -> list[Harm]:
    """ "12 people died", "thousands fled their homes"."""
    sentence = context.sentence
    group = verb_group(sentence, index)
    if unreal(context, group) and not (group.infinitive and group.have):
        return []
    patients = subjects(sentence, group.left)
    if not patients and sentence.at(index - 1) != " " and sentence.chunks[index - 1].text == "there":
        patients = objects(sentence, index, context.lexicon)
    patients = patients or shared_subjects(sentence, group.left)
    return [_make(context, "intransitive", index, who, group) for who in patients]


def _state(context: Context, index: int) -> list[Harm]:
    """ "12 dead", "20 people are missing", "left 12 dead"."""
    sentence = context.sentence
    if sentence.at(index - 1) in "do" or sentence.at(index + 1) in "w":
        return []  # "the dead", "dead bodies"
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    patients = subjects(sentence, group.left) if group.be else adjacent(sentence, group.left)
    if sentence.at(index - 1) == "," and sentence.at(index - 2) in "NF" and sentence.at(index + 1) in ",." and index > 1:
        return [_make(context, "state", index, party(sentence, index - 2), group)]  # "four others, wounded in action, …"
    if (
        sentence.at(group.left - 1) not in "NFPC)"
        and not group.be
        and not any(sentence.chunks[at].tagged("stay") for at in range(group.left, index))
    ):
        return []
    return [_left_behind(context, group, _make(context, "state", index, who, group)) for who in patients]


def _left_behind(context: Context, group: Group, harm: Harm) -> Harm:
    """ "The enemy left 23 dead": whoever left them behind."""
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
    return replace(harm, people=people) if known else harm


def _particle(context: Context, index: int) -> list[Harm]:
    """ "took 30 soldiers prisoner", "forced 3,000 people to flee": verb, people, particle."""
    sentence = context.sentence
    verb = next((tag.partition(":")[2] for tag in sorted(sentence.chunks[index].word.tags) if tag.startswith("between:")), None)
    if verb is None:
        return []
    patients = objects(sentence, index, context.lexicon)
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
            attacker = _attacker(context, index, group)
            return [
                replace(_make(context, "particle", index, who, group), outcome=outcome, attacker=attacker)
                for who in patients
                if who.figure or who.people
            ]
    return []


def _lost(context: Context, index: int) -> list[Harm]:
    """ "the army lost up to a battalion of infantry", "we lost 37 of them": own losses, of a kind that is not said."""
    sentence = context.sentence
    if not sentence.chunks[index].tagged("lose"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    who = [item for item in objects(sentence, index, context.lexicon) if item.figure is not None]
    usable = [
        item
        for item in who
        if (item.people is not None and sentence.codes[item.first] == "N") or sentence.chunks[item.first].head == "them"
    ]
    return [replace(_make(context, "lost", index, item, group), outcome="unspecified") for item in usable]


def _fell(context: Context, index: int) -> list[Harm]:
    """ "No more than four soldiers fell." """
    sentence = context.sentence
    if sentence.chunks[index].text not in {"fell", "fallen"} or sentence.at(index + 1) not in '.,;"& )':
        return []
    group = verb_group(sentence, index)
    who = [item for item in subjects(sentence, group.left) if group_of(context, item) in {"combatants", "law"} and item.figure is not None]
    return [] if unreal(context, group) else [replace(_make(context, "intransitive", index, item, group), outcome="killed") for item in who]


def _crossed(context: Context, index: int) -> list[Harm]:
    """ "80,000 herders have crossed into the neighbouring country", "12,000 refugees arrived": people who had to leave."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    arrives = chunk.text in {"arrived", "arrive", "arriving"}
    if not arrives and not (chunk.word.lemma == "cross" and sentence.at(index + 1) in "pd"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group) or group.be:
        return []
    who = [item for item in subjects(sentence, group.left) if item.figure is not None and item.people is not None]
    usable = [item for item in who if _are_fleeing(context, item, arrives=arrives)]
    return [replace(_make(context, "intransitive", index, item, group), outcome="displaced") for item in usable]


def _are_fleeing(context: Context, who: Party, *, arrives: bool) -> bool:
    if who.people is None:
        return False
    words = context.text[who.people.start : who.people.end].lower().split()
    if words and words[-1] in {"refugees", "evacuees"}:
        return True
    return not arrives and group_of(context, who) == "civilians" and who.figure is not None and (who.figure.figure.low or 0) >= 100  # noqa: PLR2004


def _destroyed(context: Context, index: int) -> list[Harm]:
    """ "Eleven of the attackers were destroyed": what communiqués say of enemies."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if not chunk.tagged("effect:destroyed") or chunk.word.lemma not in {"destroy", "intercept", "down"}:
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    who = subjects(sentence, group.left) if group.be else objects(sentence, index, context.lexicon)
    usable = [
        item for item in who if item.figure is not None and group_of(context, item) in {"combatants"} and sentence.codes[item.first] == "N"
    ]
    attacker = _agent(context, index + 1) if group.be else _attacker(context, index, group)
    return [replace(_make(context, "destroyed", index, item, group), outcome="killed", attacker=attacker) for item in usable]


def _taken(context: Context, index: int) -> list[Harm]:
    """ "276 schoolgirls were taken from their dormitory": persons who are taken, and not to hospital."""
    sentence = context.sentence
    if (
        sentence.chunks[index].text != "taken"
        or sentence.at(index + 1) == " "
        or sentence.chunks[index + 1].text not in {"from", "away", "by"}
    ):
        return []
    group = verb_group(sentence, index)
    if (
        not group.be
        or unreal(context, group)
        or any("hospital" in chunk.text or chunk.text in {"clinic", "safety", "scene"} for chunk in sentence.chunks)
    ):
        return []
    who = [item for item in subjects(sentence, group.left) if item.figure is not None and group_of(context, item) == "civilians"]
    return [replace(_make(context, "passive", index, item, group), outcome="abducted", attacker=_agent(context, index + 1)) for item in who]
