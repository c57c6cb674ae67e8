"""What forces do besides harming people: deployments, engagements, ground, materiel."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.grammar import Group, Party, subjects, verb_group
from extractor.models.rules.harm import Context, actor_in, unreal
from extractor.models.rules.objects import objects
from extractor.models.rules.phrases import Chunk, Sentence

_PROMISED = listed("promised pledged agreed vowed ordered decided announced plans planned promises pledges")
_FORCES = listed(
    "troops forces soldiers personnel reinforcements units fighters police officers peacekeepers advisers advisors servicemen "
    "mercenaries volunteers"
)


class Act(NamedTuple):
    """Something a force did.

    `value` is the kind's enumerated field (effect, change) or its action; `patient` whom or what it was done to.
    """

    kind: str
    pattern: str
    trigger: int
    at: int
    value: str
    figure: FoundFigure | None = None
    patient: Span | None = None
    actor: Span | None = None
    unit: str = "persons"
    hedged: bool = False
    words: Span | None = None


_FORCES_ONLY = listed("deploy redeploy mobilize mobilise station")
_MEASURED = listed("hectares acres kilograms kilogram kg kilos tonnes tons litres")
_LONG_LIST, _PHRASE = 24, 12
_VERBS = re.compile("[vVKGl]")
_ACTS = frozenset(
    ["deploy", "engagement", "seized", "capturing"]
    + [f"effect:{effect}" for effect in ("destroyed", "damaged", "captured", "supplied", "used", "found")]
    + [f"control:{change}" for change in ("gained", "lost", "held", "contested")]
)


def find_acts(context: Context, taken: set[int]) -> list[Act]:
    """Deployments, materiel, ground and engagements of a sentence, in text order; figures starting at a place in `taken` are left alone."""
    found: list[Act] = []
    for match in _VERBS.finditer(context.sentence.codes):
        index = match.start()
        if not _ACTS.isdisjoint(context.sentence.chunks[index].word.tags):
            found += _deployment(context, index) or _territory(context, index) or _materiel(context, index) or _engagement(context, index)
    found += _presence(context)
    if not found:
        return found
    usable = [act for act in found if act.figure is None or act.figure.span.start not in taken]
    unique: dict[tuple[object, ...], Act] = {}
    for act in usable:
        key = (act.figure.span.start,) if act.figure else (act.kind, act.trigger)
        unique.setdefault(key, act)
    return sorted(unique.values(), key=lambda act: (act.at, act.trigger))


# deployments


def _deployment(context: Context, index: int) -> list[Act]:
    """As in "sent 2,000 soldiers into the capital", "troops were deployed to the border", "promised to send 1,500 troops"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if not chunk.tagged("deploy"):
        return []
    group = verb_group(sentence, index)
    if group.negated or (group.modal and not group.have and "will" not in group.words):
        return []
    if group.infinitive and not (sentence.at(group.left - 1) != " " and sentence.chunks[group.left - 1].text in _PROMISED):
        return []
    if group.be:
        forces = [who for who in subjects(sentence, group.left) if _are_forces(context, who)]
        return [_act(context, "deployment", "deployed", index, who, group, actor=_by(context, index)) for who in forces]
    actor = _promiser(context, group) if group.infinitive else _actor(context, group)
    named = chunk.word.lemma in _FORCES_ONLY  # "deployed 3,000 engineers": whoever is deployed is a force
    forces = [
        who for who in objects(sentence, index, things=True) if _are_forces(context, who) or (named and sentence.codes[who.first] == "N")
    ]
    forces = forces or _forces_behind(context, index)
    return [_act(context, "deployment", "deployed", index, who, group, actor=actor) for who in forces]


def _promiser(context: Context, group: Group) -> Span | None:
    """As in "The president promised to send": the subject of the promise."""
    return _actor(context, verb_group(context.sentence, group.left - 1)) if group.left > 0 else None


def _act(context: Context, kind: str, value: str, index: int, who: Party, group: Group, *, actor: Span | None) -> Act:
    chunk, hedged = context.sentence.chunks[who.last], group.modal and "will" not in group.words
    if chunk.code == "U":  # "two battalions", "14 helicopters"
        return Act(kind, value, index, who.last, value, chunk.figure, chunk.people, actor, chunk.head, hedged=hedged)
    return Act(kind, value, index, who.first, value, who.figure, who.people, actor, hedged=hedged)


def _forces_behind(context: Context, index: int) -> list[Party]:
    """A figure that counts units or vehicles: "two engineer battalions and 14 helicopters"."""
    sentence = context.sentence
    found = []
    at = index + 1
    while at < len(sentence.chunks) and sentence.codes[at] in "dU&,R":
        chunk = sentence.chunks[at]
        if chunk.code == "U" and chunk.figure is not None and chunk.figure.kind == "count" and _counts_forces(context, chunk):
            found.append(Party(at, at, chunk.figure, chunk.people))
        at += 1
    return found


def _counts_forces(context: Context, chunk: Chunk) -> bool:
    head = chunk.head.removesuffix("s")
    return head in context.lexicon.lists["units"] or chunk.head in context.lexicon.lists["items"] or head in {"team", "vessel", "plane"}


def _are_forces(context: Context, who: Party) -> bool:
    if who.people is None:
        return False
    words = context.text[who.people.start : who.people.end].lower().replace("’s", "").replace("'s", "").split()
    if not words:
        return False
    if any(word in _FORCES or word.removesuffix("s") in context.lexicon.lists["units"] for word in words):
        return True
    return (
        context.lexicon.groups.get(words[-1]) in {"combatants", "law"}
        or (context.lexicon.groups.get(words[0]) in {"combatants", "law"})
        or "citizens" in words
    )


def _actor(context: Context, group: Group) -> Span | None:
    for who in subjects(context.sentence, group.left, coordinated=False):
        chunk = context.sentence.chunks[who.last]
        if chunk.code in "NPu" or who.people is None:
            return who.people
        return actor_in(context, who.first, who.last) or who.people
    return None


def _by(context: Context, index: int) -> Span | None:
    sentence = context.sentence
    if sentence.at(index + 1) != "y":
        return None
    found = objects(sentence, index + 1)
    return found[0].people if found else None


_PRESENT = listed("present stationed based")
_HAVE = listed("has have had")
_HOLDING = re.compile("hR*N[p.,]")


def _presence(context: Context) -> list[Act]:
    """As in "has between 6,000 and 7,000 soldiers on its side", "soldiers have been present in … since October"."""
    sentence = context.sentence
    found: list[Act] = []
    if _HOLDING.search(sentence.codes) is None and not sentence.has(_PRESENT):
        return found
    for index, chunk in enumerate(sentence.chunks):
        if chunk.code == "h" and chunk.text in _HAVE:
            ahead = index + 1
            while sentence.at(ahead) == "R":
                ahead += 1
            if sentence.at(ahead) != "N" or sentence.at(ahead + 1) not in "p.,":
                continue
            who = Party(ahead, ahead, sentence.chunks[ahead].figure, sentence.chunks[ahead].people)
            group = verb_group(sentence, index)
            actor = _actor(context, group)
            if who.figure is not None and _are_forces(context, who) and actor is not None and not group.negated:
                found.append(Act("deployment", "presence", index, ahead, "present", who.figure, who.people, actor))
        elif chunk.text in _PRESENT and sentence.at(index + 1) == "p":
            group = verb_group(sentence, index)
            if group.be and not unreal(context, group):
                found += [
                    Act("deployment", "presence", index, who.first, "present", who.figure, who.people)
                    for who in subjects(sentence, group.left)
                    if _are_forces(context, who)
                ]
    return found


# materiel


def _materiel(context: Context, index: int) -> list[Act]:
    """As in "shot down two drones", "three houses were damaged", "Captured: 2 machine guns, 31 rifles"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    effect = next((tag.partition(":")[2] for tag in sorted(chunk.word.tags) if tag.startswith("effect:")), None)
    if effect is None and chunk.word.outcome == "captured" and chunk.word.lemma in {"capture", "seize"}:
        effect = "captured"
    if effect is None and chunk.tagged("seized"):
        effect = "captured"
    if effect is None and chunk.tagged("lose"):
        effect = "destroyed"
    if effect is None:
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    things = _things(context, index + 1 + (sentence.at(index + 1) in ":i"))
    if group.be or (not things and sentence.at(group.left - 1) == "U"):
        things = _things_before(context, group.left - 1)
        actor = _by(context, index)
    else:
        listed_items = sentence.at(index + 1) == "i" or (effect == "destroyed" and chunk.tagged("lose"))
        actor = None if listed_items else _actor(context, group)  # "items recovered include …", "the army lost two tanks"
    found = []
    for at in things:
        item = sentence.chunks[at]
        found.append(
            Act(
                "materiel",
                effect,
                index,
                at,
                effect,
                item.figure,
                item.people,
                actor,
                item.head or (item.figure.bounds.unit if item.figure else "items"),
                hedged=group.modal,
            )
        )
    return found


def _things(context: Context, index: int) -> list[int]:
    """The counted items in the list that begins at `index`."""
    sentence = context.sentence
    found: list[int] = []
    at = index
    while at < len(sentence.chunks) and sentence.codes[at] in "dUNR&,oEwY" and at - index < _LONG_LIST:
        if sentence.codes[at] == "U" and (_is_item(context, sentence.chunks[at]) or (found and _is_listed(sentence, at))):
            found.append(at)
        elif sentence.codes[at] == "U" or (not found and sentence.codes[at] in "oEwY" and not _is_store(sentence, index, at)):
            break
        at += 1
    return found


_STORES = listed("cache stockpile stash haul arsenal store depot")


def _is_store(sentence: Sentence, first: int, at: int) -> bool:
    """As in "a cache of 63 mortar rounds"."""
    return any(chunk.text in _STORES for chunk in sentence.chunks[first : at + 2])


def _is_listed(sentence: Sentence, at: int) -> bool:
    """As in "five rifles, three slings and 620 bolts": what stands in a list of items is one."""
    return sentence.at(at - 1) in "&," and _is_thing(sentence, at)


def _is_thing(sentence: Sentence, at: int) -> bool:
    chunk = sentence.chunks[at]
    return chunk.figure is not None and chunk.figure.kind == "count" and not chunk.tagged("persons")


def _things_before(context: Context, index: int) -> list[int]:
    sentence = context.sentence
    found: list[int] = []
    at = index
    while at >= 0 and index - at < _LONG_LIST:
        code = sentence.codes[at]
        if code == "U" and (_is_item(context, sentence.chunks[at]) or (found and sentence.at(at + 1) in ",&" and _is_thing(sentence, at))):
            found.insert(0, at)
        elif code == "U" and sentence.at(at + 1) in ",&w":
            pass  # something counted that is no materiel, inside the list
        elif code not in "&,RpEwYo(d)" or (code in "&," and not found):
            break
        at -= 1
    return found


def _is_item(context: Context, chunk: Chunk) -> bool:
    if chunk.figure is not None and chunk.figure.kind == "measure":
        return chunk.figure.bounds.unit in _MEASURED
    if chunk.figure is None or chunk.figure.kind not in {"count", "percent"} or chunk.people is None:
        return False
    words = context.text[chunk.people.start : chunk.people.end].lower()
    items = context.lexicon.lists["items"]
    return chunk.head in items or any(word in items for word in words.split()) or words in items


# ground


def _territory(context: Context, index: int) -> list[Act]:
    """As in "captured the village of X", "retook two settlements"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    change = next((tag.partition(":")[2] for tag in sorted(chunk.word.tags) if tag.startswith("control:")), None)
    if change is None:
        return []
    group = verb_group(sentence, index)
    if unreal(context, group) or group.infinitive:
        return []
    places = context.lexicon.lists["places_taken"]
    if group.be:
        return []
    ahead = sentence.chunks[index + 1 : index + 6]
    for offset, item in enumerate(ahead):
        if item.code in ",;.:&" or item.code in "NFPbhV":
            break
        if item.code == "U" and item.head in places and item.figure is not None and item.figure.kind in {"count", "measure"}:
            return [
                Act("territory", "ground", index, index + 1 + offset, change, item.figure, item.people, _actor(context, group), item.head)
            ]
        if item.text in places and item.code in "wvS":
            named = index + 3 + offset if context.sentence.codes[index + 2 + offset : index + 4 + offset] == "oE" else index + 1 + offset
            phrase = Span(sentence.chunks[group.left].start, sentence.chunks[named].end)
            return [Act("territory", "ground", index, index, change, actor=_actor(context, group), words=phrase)]
    return []


# engagements


def _engagement(context: Context, index: int) -> list[Act]:
    """As in "repelled an assault by X", "attacked a convoy", "shelled the town"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    if not chunk.tagged("engagement"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group) or (group.be and chunk.word.form not in {"", "ing"} and " " not in chunk.text):
        return []
    if sentence.at(index - 1) in "dop":
        return []
    actor = _fighter(context, group)
    if actor is None:
        return []
    opponent = _opponent(context, index)
    last = _phrase_end(context, index)
    return [
        Act(
            "engagement",
            "engagement",
            index,
            index,
            chunk.text,
            None,
            opponent,
            actor,
            words=Span(sentence.chunks[group.left].start, sentence.chunks[last].end),
        )
    ]


def _fighter(context: Context, group: Group) -> Span | None:
    """Who fights: people, a named force or state; no event, no thing."""
    for who in subjects(context.sentence, group.left, coordinated=False):
        chunk = context.sentence.chunks[who.last]
        if who.people is None or chunk.text in {"we", "i", "you", "he", "she"}:
            return None
        if chunk.code in "NPu":
            return who.people
        return actor_in(context, who.first, who.last)
    return None


def _opponent(context: Context, index: int) -> Span | None:
    """The people that the verb acts on, or who stand behind "by" or "with"."""
    sentence = context.sentence
    for at in range(index + 1, min(index + 8, len(sentence.chunks))):
        if sentence.codes[at] in "NP":
            return sentence.chunks[at].people
        if sentence.codes[at] in ",;.&VKI":
            return None
    return None


def _phrase_end(context: Context, index: int) -> int:
    """The last chunk of the verb phrase that begins at `index`, without words that only lead on to the next phrase."""
    sentence = context.sentence
    at = index
    while at + 1 < len(sentence.chunks) and sentence.codes[at + 1] not in ',;.:!q"VGKISsA(-&T' and at - index < _PHRASE:
        at += 1
    while at > index and sentence.codes[at] in "pdtoR":
        at -= 1
    return at
