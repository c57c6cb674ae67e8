"""Harm to people: what a pattern finds, and what all patterns share (what is real, whose outcome, who did it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.grammar import Group, Party, shared_subjects, subjects, verb_group
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Sentence


class Harm(NamedTuple):
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


@dataclass(slots=True)
class Context:
    """What every pattern needs: the document's text, the sentence, the lexicon, and whether the document is about a disease."""

    text: str
    sentence: Sentence
    lexicon: Lexicon
    disease: bool = False


_GROUPS = listed(
    "force; forces; coalition; government; army; air force; navy; military; artillery; side; crowd; enemy; adversary; regime; "
    "state; front; movement"
)
_MANAGED = listed(
    "managed manages said claiming claimed claims reported believed known claim thought feared alleged confirmed understood "
    "reportedly presumed appears appear"
)
LINKING = listed("believed thought feared reported said known understood presumed estimated alleged considered")


def unreal(context: Context, group: Group) -> bool:  # noqa: PLR0911 (one sort of unreal a line)
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
        if LINKING.intersection(group.words):
            return False
        before = context.sentence.chunks[group.left - 1].text if group.left else ""
        return not (before in _MANAGED and group.be is False and before in {"managed", "manages"})
    return False


def hedged(context: Context, group: Group) -> bool:
    """Whether the words of the group hedge ("reportedly", "may have", "are feared")."""
    hedges = context.lexicon.lists["hedges"]
    return any(word in hedges for word in group.words) or (group.modal and group.have)


def outcome_at(context: Context, trigger: int, who: Party) -> str:  # noqa: PLR0911 (one sort of word a line)
    """The outcome that the word at `trigger` names for `who`; some words depend on whom it happens to, or on what the text is about."""
    chunk = context.sentence.chunks[trigger]
    outcome = chunk.word.outcome or "unspecified"
    joined = context.sentence.chunks[trigger - 2].word.outcome if context.sentence.at(trigger - 1) == "|" else None
    if joined not in {None, outcome, "killed_or_wounded"}:
        return "unspecified"  # "killed or captured 45 fighters"
    if (chunk.tagged("held") or chunk.tagged("seized")) and _is_kidnap(context):
        return "abducted"
    if chunk.tagged("held") or chunk.tagged("seized"):
        held = chunk.tagged("held") and (group_of(context, who) != "civilians" or sentence_head(context, who) in _ANYBODY)
        lawful = held or group_of(context, who) in {"combatants", "law"}
        return "captured" if lawful or _by_the_law(context, trigger) else "abducted"
    if chunk.tagged("shot") and _is_executed(context, trigger, who):
        return "killed"
    if outcome == "wounded" and chunk.code == "J" and context.disease and not _TREATED.isdisjoint(chunk.text.split()):
        return "affected"
    if chunk.tagged("hospitalized"):
        ill = context.disease or context.sentence.has(context.lexicon.lists["diseases"]) or context.sentence.has(_SYMPTOMS)
        return "affected" if ill else "wounded"
    if chunk.word.lemma == "carry off" and context.sentence.has(context.lexicon.lists["diseases"]):
        return "killed"
    return outcome


_SYMPTOMS = listed("symptoms illness poisoning diarrhoea vomiting")
_TREATED = listed("treatment hospital care ventilator ventilators condition")
_KIDNAP = listed("ransom hostage hostages kidnappers pirates captors hijackers bandits gunmen abductors")
_ANYBODY = listed("people persons person demonstrators protesters rioters others")


def sentence_head(context: Context, who: Party) -> str:
    """The last word of the people."""
    return context.sentence.chunks[who.last].head


_EXECUTION = listed("lined forest dawn deserted squad grave graves ditch pit massacre execution executed deserters wall rounded")
_SURVIVED = listed("leg legs arm arms foot thigh shoulder hospital wounded injured wounds survived hospitalised condition")
_MANY = 15


def _is_executed(context: Context, trigger: int, who: Party) -> bool:
    """Whether "shot" means shot dead: had been shot, so many at once, or words of an execution beside it, and none of survival."""
    sentence = context.sentence
    if sentence.has(_SURVIVED):
        return False
    many = who.figure is not None and (who.figure.bounds.low or 0) >= _MANY
    return many or sentence.has(_EXECUTION) or {"had", "been"} <= set(verb_group(sentence, trigger).words)


def _is_kidnap(context: Context) -> bool:
    return any(chunk.text in _KIDNAP or chunk.head in _KIDNAP for chunk in context.sentence.chunks)


_LAW = listed("police officers authorities prosecutors gendarmes government court suspected wanted suspects")


def _by_the_law(context: Context, trigger: int) -> bool:
    """Whether those who hold or seize are police or other authorities."""
    return any(chunk.text in _LAW or chunk.head in _LAW for chunk in context.sentence.chunks[max(0, trigger - 6) : trigger])


def group_of(context: Context, who: Party) -> str | None:
    """combatants, law, civilians, captive or harmed, by the last word of the people."""
    if who.people is None:
        return None
    words = context.text[who.people.start : who.people.end].lower().split()
    return next((context.lexicon.groups[word] for word in reversed(words) if word in context.lexicon.groups), None)


def make(context: Context, pattern: str, trigger: int, who: Party, group: Group | None = None) -> Harm:
    """The harm that `pattern` found at `trigger` for `who`; its outcome is the trigger word's."""
    outcome = outcome_at(context, trigger, who)
    return Harm(
        pattern, outcome, trigger, who.first, who.figure, who.people,
        pronoun=who.pronoun, other=who.other, negated=who.negated,
        hedged=group is not None and hedged(context, group),
        perfect=group is not None and group.have and not group.modal and not group.infinitive
    )  # fmt: skip


def plain_harm(outcome: str, pattern: str, trigger: int, who: Party) -> Harm:
    """The harm that `pattern` found at `trigger` for `who`, with an outcome of the pattern's own."""
    return Harm(pattern, outcome, trigger, who.first, who.figure, who.people, other=who.other, pronoun=who.pronoun, negated=who.negated)


def agent_behind(context: Context, index: int) -> Span | None:
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
    if code in "NP":
        chunk = sentence.chunks[index]
        return chunk.people
    last = index
    while sentence.at(last) in "dEYw" and last - index < 8:  # noqa: PLR2004
        last += 1
    if last == index:
        return None
    return actor_in(context, index, last - 1)


def actor_in(context: Context, first: int, last: int) -> Span | None:
    """The actor that a noun phrase names: itself, or the nationality or name that owns the event ("a Russian missile strike")."""
    chunks = context.sentence.chunks
    start = first + 1 if chunks[first].code == "d" and first < last else first
    head = chunks[last]
    if head.text in context.lexicon.lists["event_nouns"] or (head.code == "w" and not is_group(context, head.text)):
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
    if head.code in "EYP" or is_group(context, head.text):
        return Span(chunks[start].start, head.end)
    return None


def is_group(context: Context, word: str) -> bool:
    """Whether `word` names people or a force, so that it can have done something."""
    return word in context.lexicon.groups or word in context.lexicon.lists["units"] or word in _GROUPS


def attacker_of(context: Context, index: int, group: Group | None) -> Span | None:
    """Who did it: the verb's subject; for ", killing 12" and "and injured 20" that of the verb before."""
    left = group.left if group else index
    found = subjects(context.sentence, left, coordinated=False) or shared_subjects(context.sentence, left)
    if not found and group is not None and group.infinitive and context.sentence.at(left - 1) in "Ss":
        found = subjects(context.sentence, verb_group(context.sentence, left - 1).left, coordinated=False)  # "claimed to have killed"
    for who in found[-1:]:
        chunk = context.sentence.chunks[who.last]
        if chunk.code in "NP" or who.pronoun:
            return None if chunk.text in {"that", "which"} else who.people
        if who.people is not None:
            return actor_in(context, who.first, who.last)
    return None
