"""Arrests by police, prosecutors or courts are no harm: a statement counts them. Whom a party to the fight takes is captured."""

from __future__ import annotations

from extractor.models.rules.closed import listed
from extractor.models.rules.harm import Context, Harm

_ARRESTS = listed("arrests; detentions; under arrest; in custody; in police custody; in detention; behind bars; in jail; in prison")
_JAILED = listed("jail imprison incarcerate nab")
_FIGHTING = listed(
    "army troops soldiers forces force fighters rebels insurgents militants militia militiamen guerrillas navy marines commandos "
    "paratroopers brigade battalion side enemy coalition front patrol"
)
_LAW = listed(
    "police policemen detective detectives officers prosecutor prosecutors prosecution court courts judge magistrate gendarmes "
    "gendarmerie customs sheriff sheriffs inspectors investigators officials agents"
)
_SECURITY = listed("security police")


def by_the_law(context: Context, harm: Harm) -> bool:
    """Whether the harm is an arrest by police or a court, as far as the sentence tells: nobody who fights takes them or is taken."""
    chunk = context.sentence.chunks[harm.trigger]
    if (
        harm.outcome != "captured"
        or harm.pattern == "label"
        or not (chunk.tagged("detained") or chunk.text in _ARRESTS or chunk.word.lemma in _JAILED)
    ):
        return False
    actor = set(_words(context, harm.attacker.start, harm.attacker.end)) if harm.attacker is not None else set[str]()
    if actor & _LAW:
        return True
    if actor & _FIGHTING:
        return not actor.isdisjoint(_SECURITY) and not _of_a_fight(context, harm)
    return not _of_a_fight(context, harm) and not any(one.text in _FIGHTING or one.head in _FIGHTING for one in context.sentence.chunks)


def _of_a_fight(context: Context, harm: Harm) -> bool:
    """Whether the sentence names fighters beside whoever takes them: they, or others with them, are taken."""
    groups, actor = context.lexicon.groups, harm.attacker
    chunks = [chunk for chunk in context.sentence.chunks if actor is None or not actor.start <= chunk.start < actor.end]
    return any(chunk.head not in _LAW and groups.get(chunk.head or chunk.text) == "combatants" for chunk in chunks)


def _words(context: Context, start: int, end: int) -> list[str]:
    return context.text[start:end].lower().split()
