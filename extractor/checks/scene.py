"""A sentence's numbers before the words of one support: which word a number has for itself."""

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


def masked_text(sentence: Sentence, counts: Sequence[Count]) -> str:
    """The sentence in lower case, with every independent number written as number signs."""
    lower = sentence.lower
    pieces, at = [], 0
    for count in counts:
        if not (count.circumstance or count.base) and count.span.start >= at:
            pieces += [lower[at : count.span.start], _NUMBER * (count.span.end - count.span.start)]
            at = count.span.end
    return "".join([*pieces, lower[at:]])


@dataclass(frozen=True)
class Scene:
    """A sentence, its numbers and the words of one support; `masked` is the sentence with its numbers as number signs."""

    sentence: Sentence
    counts: tuple[Count, ...]
    triggers: tuple[Trigger, ...]
    support: Support
    masked: str
    loosely: bool

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
        return "weak" if listed and not self.between(trigger.span.end, count.span.start) else None

    def _is_put(self, trigger: Trigger, gap: str) -> bool:
        """Whether the number of those concerned is put at the number behind: "the number of dead in Olm at 212", "pushing tolls to 9"."""
        lead = self.sentence.lower[max(0, trigger.span.start - 60) : trigger.span.start]
        put = english.NUMBER_OF.search(lead) or (trigger.form == "noun" and english.DRIVEN.search(lead))
        return put is not None and english.PUT_AT.fullmatch(gap) is not None

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

    def between(self, start: int, end: int) -> tuple[Trigger, ...]:
        """The words of the support from `start` to `end`."""
        first = bisect_left(self.triggers, start, key=lambda trigger: trigger.span.start)
        last = bisect_right(self.triggers, end, key=lambda trigger: trigger.span.end)
        return self.triggers[first:last]

    def _predicate_strength(self, trigger: Trigger, gap: str, count: Count) -> Strength | None:
        bare = self._united(english.PARENTHESIS.sub(" ", gap))
        reduced = not (trigger.passive or trigger.form == "subject") or english.REDUCED.search(gap) is not None
        aside = (count.circumstance or count.base) and not (reduced and trigger.form in _VERBS and is_phrase(gap))
        if aside or self._is_active(trigger) or self._befalls_others(trigger, gap) or english.SUBORDINATOR.search(bare):
            return None
        if trigger.form in _NOUNS:
            return noun_strength(bare)
        if is_phrase(bare):
            return "weak" if reduced and english.OF_A_WHOLE.match(bare) else "strong"
        apposed = trigger.form in _VERBS and re.fullmatch(r"[^,;:#()—–]*,\s*", gap)
        return "weak" if apposed or not reduced else None

    def _befalls_others(self, trigger: Trigger, gap: str) -> bool:
        """Whether the number before a gap counts who or what did it: "six attacks killed guards", "12 bullets left guards dead"."""
        people, lower = self.sentence.lexicon.people, self.sentence.lower
        if people is None:
            return False
        left = english.LEFT.search(gap)
        if left and people.match(gap, left.end()):
            return True
        done = trigger.form in {"active", *_VERBS} and not trigger.passive
        return done and english.PLURAL.search(gap) is not None and people.match(lower, trigger.span.end + 1) is not None

    def _united(self, gap: str) -> str:
        """A gap that begins with two nouns for people under one number, "20 women and girls", with the first of them only."""
        people, pair = self.sentence.lexicon.people, english.PAIR.match(gap)
        if people and pair and people.fullmatch(pair["one"]) and people.fullmatch(pair["two"]):
            return gap[: pair.end("one")] + gap[pair.end() :]
        return gap

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
