"""Findings of the patterns → claims of the record."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from extractor.claims.conflict import Casualties, Deployment, Engagement, Materiel, Statement, Territory
from extractor.claims.core import Attribution, Claim, Figure, Mention, PlaceRef, Precision, SourceType, Stance, TimeRef
from extractor.claims.dates import resolve_time
from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span
from extractor.models.rules.actions import Act
from extractor.models.rules.closed import listed, mentions
from extractor.models.rules.harm import Harm
from extractor.models.rules.setting import Setting
from extractor.models.rules.wording import act_sentence, casualty_sentence, sentence


def mention(setting: Setting, span: Span | None) -> Mention | None:
    """The mention at `span`."""
    return _mentioned(setting.words(span)) if span is not None and span.end > span.start else None


@lru_cache(maxsize=4096)
def _mentioned(words: str) -> Mention:
    """Records are frozen: the same words are the same mention."""
    return Mention(text=words)


def time_ref(setting: Setting, span: Span | None) -> TimeRef | None:
    """The time words at `span`, resolved against the publication date, or a date of the text where that is unknown."""
    return _resolved(setting.words(span), setting.published, setting.anchor) if span is not None else None


@lru_cache(maxsize=4096)
def _resolved(words: str, published: str | None, anchor: str | None) -> TimeRef:
    """Pure, and asked the same again for every claim of a sentence."""
    return resolve_time(words, published, context=anchor)


def place_ref(setting: Setting) -> PlaceRef | None:
    """The place of the setting."""
    place = setting.place
    return _placed(setting.words(place.words), place.precision) if place else None


@lru_cache(maxsize=4096)
def _placed(words: str, precision: Precision) -> PlaceRef:
    return PlaceRef(text=words, precision=precision)


def figure_of(setting: Setting, found: FoundFigure | None, unit: str = "persons") -> Figure | None:
    """The figure with its words as they stand."""
    if found is None:
        return None
    figure = found.bounds
    return Figure(
        text=setting.words(found.span), low=figure.low, high=figure.high, qualifier=figure.qualifier,
        unit=figure.unit if figure.unit == "percent" else unit, bounds_from=figure.bounds_from
    )  # fmt: skip


def attribution(setting: Setting, hedge: Span | None) -> Attribution:
    """Who says it (worked out once a voice); an adverb of hearsay ("reportedly") is the cue of an unnamed source."""
    voice, known = setting.voice, setting.voices.attributions
    key = (voice.source, voice.cue, voice.said_on, voice.basis, voice.relays, hedge)
    if key not in known:
        known[key] = _attribution(setting, hedge)
    return known[key]


def _attribution(setting: Setting, hedge: Span | None) -> Attribution:
    voice = setting.voice
    relays = tuple(_mentioned(setting.words(span)) for span in (*voice.relays, *((setting.agency,) if setting.agency else ())))
    if voice.source is None and voice.cue is None:
        if hedge is not None:
            return Attribution(source_type="unknown", cue=setting.words(hedge), relays=relays)
        return Attribution(source_type="outlet", relays=relays)
    kind = _type(setting, voice.source)
    return Attribution(
        source=_named(setting, voice.source),
        source_type=kind,
        cue=setting.words(voice.cue) if voice.cue and setting.words(voice.cue) not in _SIGNS else None,
        basis=setting.words(voice.basis) if voice.basis else None,
        said_on=time_ref(setting, voice.said_on),
        relays=relays,
    )


def _named(setting: Setting, source: Span | None) -> Mention | None:
    """The source's mention, under its full name where the text calls it by a short one."""
    return Mention(text=setting.words(source), name=setting.voices.name_of(source)) if source is not None else None


def _type(setting: Setting, source: Span | None) -> SourceType:
    if source is None:
        return "unknown"
    return setting.voices.type_of(source)  # type: ignore[return-value]


_SIGNS = frozenset(":-–—(")
_HEARSAY = listed("reported said alleged understood rumoured rumored claimed")
_HEARD = re.compile("[bR][SvR]t")
"""What such a word hedges in: "are said to", "reportedly claimed to"."""


def _hedges(setting: Setting) -> bool:
    """Whether the sentence has any hedging word: most have none."""
    sentence = setting.sentence
    return sentence.has(setting.lexicon.lists["hedges"]) or (sentence.has(_HEARSAY) and _HEARD.search(sentence.codes) is not None)


def _is_hedge(setting: Setting, at: int) -> bool:
    word, codes = setting.sentence.chunks[at].text, setting.sentence.codes
    return codes[at] in "RwvSJ" and (
        word in setting.lexicon.lists["hedges"] or (word in _HEARSAY and _HEARD.match(codes, max(0, at - 1), at + 2) is not None)
    )


def hedge_in(setting: Setting, trigger: int) -> Span | None:
    """The hedging word nearest before the trigger in its clause."""
    if not _hedges(setting):
        return None
    chunks, codes = setting.sentence.chunks, setting.sentence.codes
    for at in range(min(trigger, len(chunks) - 1), max(-1, trigger - 12), -1):
        if codes[at] in ";!" and at < trigger:
            return None
        if _is_hedge(setting, at):
            return Span(chunks[at].start, chunks[at].end)
    return None


_RESOLVED: dict[str, Stance] = {"revised": "retracted"}
"""Stances that a pattern alone decides."""


def stance_of(setting: Setting, *, hedged: bool, hedge: Span | None) -> Stance:
    """How the content is presented: denied or retracted by its source, hedged, or asserted."""
    if setting.voice.kind == "deny":
        return "denied"
    if setting.voice.kind == "retract":
        return "retracted"
    if setting.voice.frame is not None and setting.voice.frame.contested:
        return "disputed"
    return "hedged" if hedged or hedge is not None else "asserted"


_SINCE = re.compile(
    r"\b(?:since|so far|to date|a total of|in total|in all|altogether|already|thus far|until now|overall|all told|still)\b"
    r"|(?:year|month|week)s?[- ]old (?:\w+ ){0,2}(?:war|conflict|insurgency|rebellion|uprising|siege|offensive|campaign|crisis|outbreak)\b",
)
_SINCE_WORDS = (
    *("since", "so far", "to date", "total", "in all", "altogether", "already", "thus far", "until now", "overall", "all told", "still"),
    *("-old ", " old "),
)
_PERIOD_WORDS = ("day", "week", "month", "year", "hour", "daily", "from ")
"""One of them is in whatever the pattern matches: most clauses have none."""
_SPAN = r"(?:days?|weeks?|months?|years?|hours?)"
_PERIOD = re.compile(
    rf"\b(?:in|over|during|within)\s+(?:the\s+)?(?:(?:past|last|space of|course of)\s+(?:\w+\s+){{0,2}}|(?:\w+\s+){{1,2}}){_SPAN}\b"
    r"|\b(?:per|a) day\b"
    r"|\bthis (?:year|month|week)\b|\bin the (?:past|last) (?:year|month|week|day)\b|\bdaily\b|\b(?:every|each) (?:day|week|month|year)\b"
    r"|\bin the week\b|\bfrom \d{1,2} \w+ to\b",
)


def scope_of(setting: Setting, harm: Harm, *, siblings: bool) -> str:
    """incident, period, cumulative or increment (CODEBOOK.md, "Casualties")."""
    if harm.other and not siblings and not _has_people_before(setting, harm):
        return "increment"
    if harm.scope:
        return harm.scope
    words = _clause(setting, harm).lower()
    if mentions(words, _SINCE_WORDS) and _SINCE.search(words):
        return "cumulative"
    if mentions(words, _PERIOD_WORDS) and _PERIOD.search(words):
        return "period"
    if harm.perfect and setting.time is None and (harm.passive or harm.figure is None):
        return "cumulative"
    return "incident"


def _has_people_before(setting: Setting, harm: Harm) -> bool:
    return any(chunk.code == "N" for chunk in setting.sentence.chunks[: harm.at])


def _clause(setting: Setting, harm: Harm) -> str:
    """The words from the start of the sentence, or the last semicolon, to the first comma behind the finding."""
    codes, chunks = setting.sentence.codes, setting.sentence.chunks
    low = min(harm.trigger, harm.at)
    start = max(codes.rfind(";", 0, low), codes.rfind(",!", 0, low)) + 1
    last = max(harm.trigger, harm.at)
    comma, semicolon = codes.find(",", last), codes.find(";", last)
    end = min(comma if comma >= 0 else len(codes), semicolon if semicolon >= 0 else len(codes))
    return setting.text[chunks[start].start : chunks[end - 1].end]


def _counted_unit(setting: Setting, people: Span | None) -> str:
    """Persons, but for families and households, which are counted as such."""
    last = setting.words(people).lower().split()[-1] if people is not None and setting.words(people).split() else ""
    return last if last in {"families", "households"} else "persons"


def _is_one(harm: Harm) -> bool:
    """As in "not one of them", "no soldier": no number is denied."""
    return harm.figure is None or harm.figure.bounds.high == 1


def casualties(setting: Setting, harm: Harm, *, people: Span | None, siblings: bool) -> Casualties:
    """The casualties claim of a finding."""
    hedge = hedge_in(setting, harm.trigger)
    unit = _counted_unit(setting, people)
    figure = None if harm.negated and _is_one(harm) else figure_of(setting, harm.figure, unit)
    return Casualties(
        statement=casualty_sentence(setting, harm, people),
        evidence=(setting.evidence,),
        attribution=attribution(setting, hedge),
        event_time=time_ref(setting, setting.time),
        place=place_ref(setting),
        stance="denied"
        if harm.negated
        else "retracted"
        if harm.pattern == "revised"
        else stance_of(setting, hedged=harm.hedged, hedge=hedge),
        figure=figure,
        outcome=harm.outcome,
        population=mention(setting, people),
        attacker=mention(setting, harm.attacker),
        scope=scope_of(setting, harm, siblings=siblings),
    )


def act(setting: Setting, found: Act) -> Claim:
    """The deployment, engagement, territory or materiel claim of a finding."""
    hedge = hedge_in(setting, found.trigger)
    common: dict[str, Any] = {
        "statement": act_sentence(setting, found),
        "evidence": (setting.evidence,),
        "attribution": attribution(setting, hedge),
        "event_time": time_ref(setting, setting.time),
        "place": place_ref(setting),
        "stance": stance_of(setting, hedged=found.hedged, hedge=hedge),
        "figure": figure_of(setting, found.figure, found.unit),
    }
    patient, actor = mention(setting, found.patient), mention(setting, found.actor)
    if found.kind == "deployment":
        return Deployment(population=patient, by=actor, **common)
    if found.kind == "materiel":
        return Materiel(item=patient or Mention(text=setting.evidence.text), effect=found.value, **common)
    if found.kind == "territory":
        return Territory(holder=actor, change=found.value, **common)
    return Engagement(initiator=actor, opponent=patient, action=setting.words(found.words) if found.words else found.value, **common)


def _hedge_of(setting: Setting, content: Span) -> Span | None:
    """The first hedging word in the content's first words."""
    if not _hedges(setting):
        return None
    chunks = setting.sentence.chunks
    first = next((at for at, chunk in enumerate(chunks) if chunk.start >= content.start), 0)
    hedge = hedge_in(setting, first)
    if hedge is None:
        at = next((at for at in range(first, min(first + 14, len(chunks))) if _is_hedge(setting, at)), None)
        return Span(chunks[at].start, chunks[at].end) if at is not None else None
    return hedge if hedge.start >= content.start else None


def statement(setting: Setting, content: Span, topic: str, figure: Figure | None = None) -> Statement:
    """The statement claim of an attributed sentence, or of one that counts something."""
    hedge = _hedge_of(setting, content)
    return Statement(
        statement=sentence(setting.words(content)),
        evidence=(setting.evidence,),
        attribution=attribution(setting, None),
        event_time=time_ref(setting, setting.time),
        place=place_ref(setting),
        stance=stance_of(setting, hedged=False, hedge=hedge),
        topic=topic,
        figure=figure,
    )
