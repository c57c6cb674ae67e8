"""Statements: one self-contained English sentence for a claim, put together from the document's own words."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.actions import Act
from extractor.models.rules.closed import listed
from extractor.models.rules.harm import Harm
from extractor.models.rules.inflection import plural
from extractor.models.rules.setting import Setting

_PASSIVE = {
    "killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed or wounded", "captured": "captured", "abducted": "abducted",
    "displaced": "displaced", "affected": "affected", "missing": "missing", "unspecified": "lost"
}  # fmt: skip
_NOUNS = 4
_MARKS = '"“”«»'
_LOWER = listed(
    "the a an at more some several about around nearly up over dozens hundreds in on near since during after his her its their our"
)
_NO_PERSONS = listed("; people; persons; bodies; corpses; remains; body; corpse")
_OWNERS = listed("his her its their our the those these")
_WITH_OF = listed("dozens; scores; hundreds; thousands; millions; tens; a couple")


def tidy(words: str) -> str:
    """Blanks made single, quotation marks dropped."""
    for mark in '"' if words.isascii() else _MARKS:
        words = words.replace(mark, "")
    return " ".join(words.split())


def sentence(*parts: str) -> str:
    """The non-empty parts joined, with a capital and a full stop."""
    words = tidy(" ".join(filter(None, parts)))
    return (words[:1].upper() + words[1:]).rstrip(" .,;:") + "."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if words.partition(" ")[0].lower() in _LOWER and not words.isupper() else words


def circumstances(setting: Setting, said: str = "") -> str:
    """Place and time as the text words them, as far as `said` doesn't have them yet."""
    parts = []
    if setting.place is not None and setting.words(setting.place.words) not in said:
        lead = setting.words(setting.place.lead).lower()
        where = setting.words(setting.place.words)
        parts.append(f"in {where}" if lead == "of" else _lowered(setting.words(Span(setting.place.lead.start, setting.place.words.end))))
    if setting.time is not None and setting.words(setting.time) not in said:
        parts.append(_lowered(setting.words(Span(_with_preposition(setting, setting.time), setting.time.end))))
    return " ".join(parts)


def _with_preposition(setting: Setting, time: Span) -> int:
    before = next((chunk for chunk in reversed(setting.sentence.chunks) if chunk.end <= time.start), None)
    as_of = setting.text[max(0, time.start - 6) : time.start]
    if as_of.lower() == "as of ":
        return time.start - 6
    return before.start if before is not None and before.code == "p" and time.start - before.end <= 1 else time.start


def casualty_sentence(setting: Setting, harm: Harm, people: Span | None) -> str:
    """12 soldiers were killed by the rebels near the village on Tuesday."""
    if harm.pattern in {"suffered", "none"}:
        who = setting.words(people) if people is not None else ""
        return sentence(who, "suffered casualties" if who else "there were casualties", circumstances(setting))
    if harm.pattern == "counted" and harm.figure is not None:
        counted = setting.words(Span(harm.figure.span.start, setting.sentence.chunks[harm.at].end))
        lives = setting.sentence.chunks[harm.at].head in {"lives", "life"}
        return sentence(counted, "were lost" if lives else "were recorded", circumstances(setting))
    subject, single = _subject(setting, harm, people)
    agent = f"by {_agent(setting, harm.attacker)}" if harm.attacker is not None else ""
    return sentence(subject, "was" if single else "were", _PASSIVE[harm.outcome], agent, circumstances(setting))


def _agent(setting: Setting, attacker: Span) -> str:
    """Who did it; a bare nationality with what it stands before ("Israeli" → "Israeli air strikes").

    The sentence's first word loses its capital unless it is a name.
    """
    chunks = setting.sentence.chunks
    first = next((at for at, chunk in enumerate(chunks) if chunk.start == attacker.start), None)
    end = attacker.end
    if first is not None and chunks[first].code == "Y" and chunks[first].end == attacker.end:
        last = first
        while last + 1 < len(chunks) and chunks[last + 1].code in "EYwv" and last - first < _NOUNS:
            last += 1
        end = chunks[last].end
    words = tidy(setting.words(Span(attacker.start, end)))
    begins = first == 0 and words.partition(" ")[0].lower() in setting.lexicon.groups and not setting.sentence.silent
    return words[:1].lower() + words[1:] if begins else _lowered(words)


def _subject(setting: Setting, harm: Harm, people: Span | None) -> tuple[str, bool]:
    """Who it happened to, as the text words it, and whether that is one."""
    who = tidy(setting.words(people)) if people is not None else ""
    last = who.lower().rpartition(" ")[2]
    number_of = setting.lexicon.persons.get(last)
    if harm.figure is None:
        bare = re.sub(r"^(?:any|no)\s+", "", who, flags=re.IGNORECASE) or "people"
        return (f"a {bare}" if number_of == "sg" and bare != who else bare), number_of == "sg"
    single = harm.figure.bounds.high == 1
    number = tidy(setting.words(harm.figure.span))
    if last in _NO_PERSONS:
        who = "person" if single else "people"
    elif (
        people is not None
        and harm.pattern != "attributive"
        and 0 < people.start - harm.figure.span.end <= 40  # noqa: PLR2004
        and people.end <= setting.sentence.chunks[harm.at].end
    ):
        return tidy(setting.words(Span(harm.figure.span.start, people.end))), single
    elif single and number_of == "pl":
        owned = who.partition(" ")[0].lower() in _OWNERS
        return f"one of {who}" if owned else f"one of the {who}", True
    elif not single and number_of == "sg":
        who = plural(who)
    if number.lower() in {"a", "an", "another"}:
        return (f"one {who}" if who == "person" else f"{number} {who}"), True
    if harm.figure.kind == "percent" and who.partition(" ")[0].lower() not in _OWNERS:
        return f"{number} of the {who}", False
    joint = "of" if number.lower() in _WITH_OF or who.partition(" ")[0].lower() in _OWNERS else ""
    return " ".join(part for part in (number, joint, who) if part), single


def act_sentence(setting: Setting, act: Act) -> str:
    """Russia deployed 2,000 soldiers to the border. Two drones were destroyed."""
    number = setting.words(act.figure.span) if act.figure is not None else ""
    unit = "" if act.unit in {"persons", "items"} else act.unit
    patient = setting.words(act.patient) if act.patient is not None else unit if act.figure is not None else ""
    actor = setting.words(act.actor) if act.actor is not None else ""
    what = f"{number} {patient}".strip()
    phrase = setting.words(act.words) if act.words is not None else ""
    around = circumstances(setting, phrase)
    if act.kind == "engagement":
        return sentence(actor, phrase or act.value, around)
    if act.kind == "deployment":
        return (
            sentence(actor, "deployed" if act.value == "deployed" else "had", what, around)
            if actor
            else sentence(what, "were deployed", around)
        )
    if act.kind == "territory":
        return sentence(actor, phrase or f"{act.value} {what}", around)
    return sentence(actor, act.value, what, around) if actor else sentence(what, "were", act.value, around)
