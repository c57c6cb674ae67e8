"""Which word of a sentence governs which number: "killed 12 and injured 20" ties 12 to killed and 20 to injured.

Nearest-trigger and coordination rules over words, no parser: a number is tied to the verb it is the object of ("killed 12"), to the
predicate it is the subject of ("12 were killed", "12 dead"), to the noun that reaches it ("the toll rose to 12"), or it shares the word of
the number it is coordinated with ("killed eight with drones, and five in a gunbattle"). Nouns for people by what befell them ("inmates")
count only where nothing else does. Whatever these rules leave open stays open:
a check may only speak where they do. Linear: every number looks at a few neighbours within a bounded distance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.checks import english
from extractor.checks.link import REACH, Link, Strength, is_phrase, noun_strength, reaches, united
from extractor.checks.sentence import Count, Sentence, Trigger
from extractor.claims.domain import Support

_NEIGHBOURS = 4
_NUMBER = "#"
_NOUNS = frozenset({"noun", "status"})
_VERBS = frozenset({"participle", "loose"})
"""Forms that take a number as verbs do; loose ones only where that is asked for."""


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
    triggers, masked = sentence.triggers(support), _masked(sentence, counts)
    plain = tuple(trigger for trigger in triggers if trigger.form != "status")
    links = _Scene(sentence, tuple(counts), plain, support, masked, loosely).links()
    if len(plain) < len(triggers):
        every = _Scene(sentence, tuple(counts), triggers, support, masked, loosely).links()
        links = [second if second and (first is None or first.inherited) else first for first, second in zip(links, every, strict=True)]
    return tuple(Governed(count, link) for count, link in zip(counts, links, strict=True))


def _masked(sentence: Sentence, counts: Sequence[Count]) -> str:
    """The sentence in lower case, with every independent number written as number signs."""
    lower = sentence.lower
    pieces, at = [], 0
    for count in counts:
        if not (count.circumstance or count.base) and count.span.start >= at:
            pieces += [lower[at : count.span.start], _NUMBER * (count.span.end - count.span.start)]
            at = count.span.end
    return "".join([*pieces, lower[at:]])


@dataclass(frozen=True)
class _Scene:
    sentence: Sentence
    counts: tuple[Count, ...]
    triggers: tuple[Trigger, ...]
    support: Support
    masked: str
    loosely: bool

    def links(self) -> list[Link | None]:
        """The link of every number: its own, else what it shares with the number before, else with the one behind."""
        links = [self.own_link(index) for index in range(len(self.counts))]
        for index, count in enumerate(self.counts):
            link = links[index]
            if link is None or (link.strength == "weak" and english.MANNER.match(self.sentence.lower, count.span.end)):
                links[index] = self.from_left(index, links) or link
        for index in reversed(range(len(self.counts))):
            if links[index] is None:
                links[index] = self.from_right(index, links)
        return links

    def _is_idle(self, trigger: Trigger) -> bool:
        return trigger.form == "loose" and not self.loosely

    def own_link(self, index: int) -> Link | None:
        """The link of a number by itself, without its coordinates."""
        count = self.counts[index]
        if around := self._around(count):
            return around
        left, beside, right = self._left(count), *self._right(count)
        if left is None:
            return beside or right
        if left.strength == "weak":
            attributive = beside and beside.triggers[-1].form == "participle" and self._is_before_people(count, beside)
            return united(left, beside, self.support) if beside and attributive else beside or right or left
        if beside:
            return united(left, beside, self.support)
        reduced = right is not None and not any(trigger.passive or trigger.form == "subject" for trigger in right.triggers)
        return united(left, right, self.support) if right and (reduced or self._is_open(left)) else left

    def _is_before_people(self, count: Count, beside: Link) -> bool:
        """Whether the word only tells which people are counted: "a monk and 16 displaced villagers"."""
        people = self.sentence.lexicon.people
        return people is not None and people.search(self.sentence.lower, beside.triggers[-1].span.end, count.phrase.end) is not None

    def _is_open(self, link: Link) -> bool:
        return self.support.open is not None and self.support.open in link.values

    def _around(self, count: Count) -> Link | None:
        """A number inside the words themselves: "claimed 12 lives"."""
        at = bisect_right(self.triggers, count.span.start, key=lambda trigger: trigger.span.start) - 1
        trigger = self.triggers[at] if at >= 0 else None
        return Link(trigger.values, (trigger,), "strong") if trigger and count.span.end <= trigger.span.end else None

    def _left(self, count: Count) -> Link | None:
        trigger = self._before(count)
        if trigger is None or count.span.start - trigger.span.end > REACH:
            return None
        gap = self.masked[trigger.span.end : count.span.start]
        if _NUMBER in gap:
            return None
        strength = self._object_strength(trigger, gap, count)
        return Link(trigger.values, (trigger,), strength) if strength else None

    def _object_strength(self, trigger: Trigger, gap: str, count: Count) -> Strength | None:
        bare = english.ASIDE_NUMBER.sub(" ", english.PARENTHESIS.sub(" ", gap), count=1)
        if re.fullmatch(r"\s*(?:[:=—–|(]|-\s)\s*", gap):
            return "strong"
        counted = trigger.form in _NOUNS or self._is_counted(trigger)
        if counted and (english.LABEL_GAP.fullmatch(bare) or reaches(bare) or self._is_put(trigger, bare)):
            return "strong"
        if trigger.passive:
            return None
        if english.OBJECT_GAP.fullmatch(gap):
            return None if trigger.form in _NOUNS and not gap.strip() and count.circumstance else "strong"
        listed = trigger.form in {"active", *_VERBS} and english.OBJECTS.fullmatch(gap) and not english.FINITE.search(gap)
        return "weak" if listed and not self._between(trigger.span.end, count.span.start) else None

    def _is_put(self, trigger: Trigger, gap: str) -> bool:
        """Whether the number of those concerned is put at the number behind: "the number of dead in Olm alone at 212"."""
        lead = self.sentence.lower[max(0, trigger.span.start - 60) : trigger.span.start]
        return english.NUMBER_OF.search(lead) is not None and english.PUT_AT.fullmatch(gap) is not None

    def _is_counted(self, trigger: Trigger) -> bool:
        """Whether a predicate is itself counted: "the number of wounded", "the toll of those killed", "the dead"."""
        return english.COUNTED_LEAD.search(self.sentence.lower[max(0, trigger.span.start - 40) : trigger.span.start]) is not None

    def _right(self, count: Count) -> tuple[Link | None, Link | None]:
        """The word right beside the number (before anything else can come between), and the predicate farther on."""
        beside: Link | None = None
        for trigger in self._following(count):
            gap = self.masked[count.span.end : trigger.span.start]
            if len(gap) > REACH or english.BREAK.search(gap):
                break
            if _NUMBER in english.PARENTHESIS.sub(" ", gap) and not self._takes_object(trigger):
                break
            if self._is_idle(trigger):
                continue
            link, done = self._predicate(trigger, gap, count, beside)
            if link is not None and beside is not None:
                return united(beside, link, self.support), None
            if link is not None and not done and (trigger.form in {*_NOUNS, *_VERBS} and not trigger.passive):
                beside = link
                continue
            if link is not None:
                link = self._coordinated(link, trigger)
                return (link, None) if english.BESIDE_GAP.fullmatch(gap) else (None, link)
            if done:
                break
        return beside, None

    def _coordinated(self, link: Link, trigger: Trigger) -> Link:
        """A predicate and the one coordinated with it are both said of the number: "were arrested in March and never seen again"."""
        at = bisect_left(self.triggers, trigger.span.end, key=lambda other: other.span.start)
        for other in self.triggers[at : at + 1]:
            gap = self.masked[trigger.span.end : other.span.start]
            if (trigger.passive or trigger.form == "subject") and english.AND_ALSO.fullmatch(gap) and not self._is_active(other):
                return Link(link.values | other.values, (*link.triggers, other), link.strength)
        return link

    def _predicate(self, trigger: Trigger, gap: str, count: Count, beside: Link | None) -> tuple[Link | None, bool]:
        """The link to a word behind the number, and whether to stop looking."""
        if count.base and (trigger.passive or trigger.form == "subject"):
            return None, False  # "two of the 30 fled": the predicate is the part's
        near = english.BESIDE_GAP.fullmatch(gap) is not None
        if not near and english.NOMINAL.search(gap):
            return None, False  # "the list of the dead": who is dead there is not the number
        if beside is not None:
            predicate = (
                trigger.passive or trigger.form == "subject" or (trigger.form in _NOUNS and english.SUFFERED.search(gap) is not None)
            )
            attributive = predicate and not count.base and not english.SEPARATES.search(gap)
            return (Link(trigger.values, (trigger,), "strong") if attributive else None), True
        if near and self._is_active(trigger) and gap.strip():
            return None, True
        strength: Strength | None = "strong" if near else self._predicate_strength(trigger, gap, count)
        if strength is None:
            return None, False
        return Link(trigger.values, (trigger,), strength), (strength == "weak" and not english.OF_A_WHOLE.match(gap)) or trigger.passive

    def _following(self, count: Count) -> tuple[Trigger, ...]:
        first = bisect_left(self.triggers, count.span.end, key=lambda trigger: trigger.span.start)
        return self.triggers[first : first + _NEIGHBOURS]

    def _before(self, count: Count) -> Trigger | None:
        at = bisect_right(self.triggers, count.span.start, key=lambda trigger: trigger.span.end)
        return next((trigger for trigger in reversed(self.triggers[max(0, at - _NEIGHBOURS) : at]) if not self._is_idle(trigger)), None)

    def _between(self, start: int, end: int) -> tuple[Trigger, ...]:
        first = bisect_left(self.triggers, start, key=lambda trigger: trigger.span.start)
        last = bisect_right(self.triggers, end, key=lambda trigger: trigger.span.end)
        return self.triggers[first:last]

    def _predicate_strength(self, trigger: Trigger, gap: str, count: Count) -> Strength | None:
        bare = english.PARENTHESIS.sub(" ", gap)
        reduced = not (trigger.passive or trigger.form == "subject") or english.REDUCED.search(gap) is not None
        aside = (count.circumstance or count.base) and not (reduced and trigger.form in _VERBS and is_phrase(gap))
        if aside or self._is_active(trigger) or english.SUBORDINATOR.search(bare):
            return None
        if trigger.form in _NOUNS:
            return noun_strength(bare)
        if is_phrase(bare):
            return "weak" if reduced and english.OF_A_WHOLE.match(bare) else "strong"
        apposed = trigger.form in _VERBS and re.fullmatch(r"[^,;:#()—–]*,\s*", gap)
        return "weak" if apposed or not reduced else None

    def _is_active(self, trigger: Trigger) -> bool:
        return trigger.form != "subject" and (trigger.active or self._takes_object(trigger))

    def _takes_object(self, trigger: Trigger) -> bool:
        """Whether a participle stands before its object: "killed 12", "wounded several", "captured the village"."""
        if trigger.form in {"active", *_VERBS} and not trigger.passive:
            behind = self.masked[trigger.span.end : trigger.span.end + 60]
            number = re.match(rf"[^{_NUMBER}]*(?={_NUMBER})", behind)
            if number and english.OBJECT_GAP.fullmatch(number[0]):
                return True
            return trigger.form == "active" or english.TAKES_OBJECT.match(self.sentence.lower, trigger.span.end) is not None
        return False

    def from_left(self, index: int, links: Sequence[Link | None]) -> Link | None:
        """What the number before shares: "killed 12 soldiers and three civilians", "12 died, including three children"."""
        count = self.counts[index]
        before = index - 1
        while before >= 0 and self.counts[before].circumstance and links[before] is None:
            before -= 1
        link = links[before] if before >= 0 else None
        if link is None or count.span.start - self.counts[before].span.end > REACH:
            return None
        start = self.counts[before].span.end
        gap = self.sentence.lower[start : count.span.start]
        if not english.PART_LEAD.search(gap) and self._stands_alone(count, self.counts[before], link):
            return None
        restated = english.COMPARED.search(gap) or (not count.heads and english.RESTATED.search(gap))
        if not restated and (count.circumstance or not self._joined(gap, count)):
            return None
        between = self._between(start, count.span.start)
        foreign = (
            trigger
            for trigger in between
            if trigger not in link.triggers
            and trigger.form != "loose"
            and not trigger.values & link.values
            and not english.CAUSE.search(self.sentence.lower[max(0, trigger.span.start - 20) : trigger.span.start])
        )
        if any(foreign) and not english.PART_LEAD.search(gap):
            return None
        return Link(link.values, link.triggers, "weak", inherited=True)

    def _stands_alone(self, count: Count, before: Count, link: Link) -> bool:
        """Whether a number has a predicate of its own ("3 died and 2 have not been found"), or a noun of its own beside a counted noun."""
        if english.OWN_PREDICATE.match(self.sentence.lower, count.phrase.end):
            return True
        if english.OF_THEM.match(self.sentence.lower, count.span.end) or count.words.lower().endswith(" of"):
            return False
        trigger = link.triggers[0]
        counted = not trigger.passive and trigger.span.start - before.span.end >= 0 and trigger.span.end <= before.phrase.end
        return counted and bool(count.heads)

    def _joined(self, gap: str, count: Count) -> bool:
        """Whether the words between two numbers coordinate them, or make the second a part of the first."""
        if english.OF_THEM.match(self.sentence.lower, count.span.end) or english.PLACE_LIST.fullmatch(gap):
            return True
        if not count.heads and english.PLACE_BY_PLACE.search(gap):
            return True
        return ";" not in gap and english.JOINS_NUMBERS.fullmatch(re.sub(english.LIGHT + r"$", "", gap)) is not None

    def from_right(self, index: int, links: Sequence[Link | None]) -> Link | None:
        """What the number behind shares: "12 soldiers and three civilians were killed"."""
        if index + 1 >= len(self.counts):
            return None
        count, after = self.counts[index], self.counts[index + 1]
        link = links[index + 1]
        gap = self.sentence.lower[count.span.end : after.span.start]
        if link is None or count.circumstance or count.base or len(gap) > REACH or not english.LIST_JOIN.search(gap):
            return None
        if not any(trigger.span.start >= after.span.end for trigger in link.triggers) or english.OF_THEM.match(
            self.sentence.lower, after.span.end
        ):
            return None
        if (
            english.FINITE.search(gap)
            or re.search(r"[;:.]\s", gap)
            or not english.JOINS_BEHIND.search(re.sub(english.LIGHT + r"$", "", gap))
        ):
            return None
        if self._between(count.span.end, after.span.start):
            return None
        return Link(link.values, link.triggers, "weak", inherited=True)
