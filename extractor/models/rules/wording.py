"""Statements: one self-contained English sentence for a claim, put together from the document's own words."""

from __future__ import annotations

import re

from extractor.claims.finding import Span
from extractor.models.rules.actions import Act
from extractor.models.rules.harm import Harm
from extractor.models.rules.setting import Setting

_PASSIVE = {
    "killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed or wounded", "captured": "captured", "abducted": "abducted",
    "displaced": "displaced", "affected": "affected", "missing": "missing", "unspecified": "lost as casualties",
}  # fmt: skip


def tidy(words: str) -> str:
    """Blanks made single, quotation marks dropped."""
    return re.sub(r"\s+", " ", words.replace('"', "").replace("“", "").replace("”", "")).strip()


def sentence(*parts: str) -> str:
    """The non-empty parts joined, with a capital and a full stop."""
    words = tidy(" ".join(part for part in parts if part))
    return (words[:1].upper() + words[1:]).rstrip(" .,;:") + "."


def _lowered(words: str) -> str:
    first = words.split(" ", 1)[0]
    return (
        words[:1].lower() + words[1:]
        if first.lower()
        in {"the", "a", "an", "at", "more", "some", "several", "about", "around", "nearly", "up", "over", "dozens", "hundreds"}
        else words
    )


def circumstances(setting: Setting) -> str:
    """Place and time as the text words them."""
    parts = []
    if setting.place is not None:
        parts.append(setting.words(Span(setting.place.lead.start, setting.place.words.end)))
    if setting.time is not None:
        start = _with_preposition(setting, setting.time)
        parts.append(setting.words(Span(start, setting.time.end)))
    return " ".join(parts)


def _with_preposition(setting: Setting, time: Span) -> int:
    before = next((chunk for chunk in reversed(setting.sentence.chunks) if chunk.end <= time.start), None)
    return before.start if before is not None and before.code == "p" and time.start - before.end <= 1 else time.start


def casualty_sentence(setting: Setting, harm: Harm, people: Span | None) -> str:
    """ "12 soldiers were killed by the rebels near the village on Tuesday." """
    who = tidy(setting.words(people)) if people is not None else "people"
    number = tidy(setting.words(harm.figure.span)) if harm.figure is not None else ""
    if number.lower() in {"a", "an"}:
        number, who = "", f"{number} {who}" if people is not None else "one person"
    subject = f"{number} {who}".strip()
    single = harm.figure is not None and harm.figure.figure.high == 1
    verb = "was" if single else "were"
    agent = f"by {_lowered(tidy(setting.words(harm.attacker)))}" if harm.attacker is not None else ""
    return sentence(subject, verb, _PASSIVE[harm.outcome], agent, circumstances(setting))


def act_sentence(setting: Setting, act: Act) -> str:
    """ "Russia deployed 2,000 soldiers to the border.", "Two drones were shot down." """
    number = setting.words(act.figure.span) if act.figure is not None else ""
    patient = setting.words(act.patient) if act.patient is not None else ""
    actor = setting.words(act.actor) if act.actor is not None else ""
    what = f"{number} {patient}".strip()
    if act.kind == "engagement":
        phrase = setting.words(act.words) if act.words is not None else act.value
        rest = circumstances(setting)
        return sentence(actor, phrase, "" if rest and rest.split()[-1] in phrase else rest)
    if act.kind == "deployment":
        return (
            sentence(actor, "deployed" if act.value == "deployed" else "had", what, circumstances(setting))
            if actor
            else sentence(what, "were deployed", circumstances(setting))
        )
    if act.kind == "territory":
        return (
            sentence(actor, setting.words(act.words), circumstances(setting))
            if act.words is not None
            else sentence(actor, act.value, what, circumstances(setting))
        )
    return sentence(actor, act.value, what, circumstances(setting)) if actor else sentence(what, "were", act.value, circumstances(setting))
