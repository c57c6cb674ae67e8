"""Which word of a sentence governs which number: "killed 12 and injured 20" ties 12 to killed and 20 to injured.

Nearest-trigger and coordination rules over words, no parser: a number is tied to the verb it is the object of ("killed 12"), to the
predicate it is the subject of ("12 were killed", "12 dead"), to the noun that reaches it ("the toll rose to 12"), or it shares the word of
the number it is coordinated with ("killed eight with drones, and five in a gunbattle"). Nouns for people by what befell them ("inmates")
count only where nothing else does. Whatever these rules leave open stays open:
a check may only speak where they do. Linear: every number looks at a few neighbours within a bounded distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.checks import english
from extractor.checks.link import REACH, Link
from extractor.checks.scene import Scene, masked_text
from extractor.checks.sentence import Count, Sentence, Trigger
from extractor.claims.domain import Support


@dataclass(frozen=True, slots=True)
class Governed:
    """A count and its link; null = no word of the field governs it."""

    count: Count
    link: Link | None


def govern(sentence: Sentence, support: Support, extra: Sequence[Count] = (), *, loosely: bool = False) -> tuple[Governed, ...]:
    """Tie every count of `sentence` (and `extra` ones, e.g. the "a" of "a soldier") to the words of `support` that govern it.

    `loosely`: words that support a value without taking a number by rule ("held", "under the rubble") are let take one as verbs do.
    """
    counts = sorted([*sentence.counts, *extra], key=lambda count: count.span)
    triggers, masked = sentence.triggers(support), masked_text(sentence, counts)
    plain = tuple(trigger for trigger in triggers if trigger.form != "status")
    links = _links(Scene(sentence, tuple(counts), plain, support, masked, loosely))
    if len(plain) < len(triggers):
        every = _links(Scene(sentence, tuple(counts), triggers, support, masked, loosely))
        links = [second if second and (first is None or first.inherited) else first for first, second in zip(links, every, strict=True)]
    return tuple(Governed(count, link) for count, link in zip(counts, links, strict=True))


def _links(scene: Scene) -> list[Link | None]:
    """The link of every number: its own, else what it shares with the number before, else with the one behind."""
    links = [scene.own_link(index) for index in range(len(scene.counts))]
    for index, count in enumerate(scene.counts):
        link = links[index]
        if link is None or (link.strength == "weak" and english.MANNER.match(scene.sentence.lower, count.span.end)):
            links[index] = _from_left(scene, index, links) or link
    for index in reversed(range(len(scene.counts))):
        if links[index] is None:
            links[index] = _from_right(scene, index, links)
    return links


def _from_left(scene: Scene, index: int, links: Sequence[Link | None]) -> Link | None:
    """What the number before shares: "killed 12 soldiers and three civilians", "12 died, including three children"."""
    count = scene.counts[index]
    before = index - 1
    while before >= 0 and scene.counts[before].circumstance and links[before] is None:
        before -= 1
    link = links[before] if before >= 0 else None
    if link is None or count.span.start - scene.counts[before].span.end > REACH:
        return None
    start = scene.counts[before].span.end
    gap = scene.sentence.lower[start : count.span.start]
    if not english.PART_LEAD.search(gap) and _stands_alone(scene, count, scene.counts[before], link):
        return None
    restated = english.COMPARED.search(gap) or (
        (not count.heads or english.ENTRIES.match(scene.sentence.lower, count.span.end)) and english.RESTATED.search(gap)
    )
    if not restated and (count.circumstance or not _joined(scene, gap, count)):
        return None
    foreign = any(_is_foreign(scene, trigger, link) for trigger in scene.between(start, count.span.start))
    if foreign and not english.PART_LEAD.search(gap):
        return None
    return Link(link.values, link.triggers, "weak", inherited=True)


def _is_foreign(scene: Scene, trigger: Trigger, link: Link) -> bool:
    """Whether a word between two numbers says something else than the link; not where it tells of what or where others died."""
    if trigger in link.triggers or trigger.form == "loose" or trigger.values & link.values:
        return False
    lead = scene.sentence.lower[max(0, trigger.span.start - 20) : trigger.span.end]
    return english.CAUSE.search(lead[: len(lead) - (trigger.span.end - trigger.span.start)]) is None and " in hospital" not in lead


def _stands_alone(scene: Scene, count: Count, before: Count, link: Link) -> bool:
    """Whether a number has a predicate of its own ("3 died and 2 have not been found"), or a noun of its own beside a counted noun."""
    if english.OWN_PREDICATE.match(scene.sentence.lower, count.phrase.end):
        return True
    if english.ENTRIES.match(scene.sentence.lower, count.span.end):
        return False
    if english.OF_THEM.match(scene.sentence.lower, count.span.end) or count.words.lower().endswith(" of"):
        return False
    trigger = link.triggers[0]
    counted = not trigger.passive and trigger.span.start - before.span.end >= 0 and trigger.span.end <= before.phrase.end
    return counted and bool(count.heads)


def _joined(scene: Scene, gap: str, count: Count) -> bool:
    """Whether the words between two numbers coordinate them, or make the second a part of the first."""
    if english.OF_THEM.match(scene.sentence.lower, count.span.end) or english.PLACE_LIST.fullmatch(gap):
        return True
    if not count.heads and english.PLACE_BY_PLACE.search(gap):
        return True
    return ";" not in gap and english.JOINS_NUMBERS.fullmatch(re.sub(english.LIGHT + r"$", "", gap)) is not None


def _from_right(scene: Scene, index: int, links: Sequence[Link | None]) -> Link | None:
    """What the number behind shares: "12 soldiers and three civilians were killed"."""
    if index + 1 >= len(scene.counts):
        return None
    count, after = scene.counts[index], scene.counts[index + 1]
    link = links[index + 1]
    gap = scene.sentence.lower[count.span.end : after.span.start]
    if link is None or count.circumstance or count.base or len(gap) > REACH or not english.LIST_JOIN.search(gap):
        return None
    if not any(trigger.span.start >= after.span.end for trigger in link.triggers) or english.OF_THEM.match(
        scene.sentence.lower, after.span.end
    ):
        return None
    if english.FINITE.search(gap) or re.search(r"[;:.]\s", gap) or not english.JOINS_BEHIND.search(re.sub(english.LIGHT + r"$", "", gap)):
        return None
    if scene.between(count.span.end, after.span.start):
        return None
    return Link(link.values, link.triggers, "weak", inherited=True)
