"""How a claim was come to, for `quotebound explain` and the app: its pattern, the words it rests on, and what was decided by them."""

from __future__ import annotations

from typing import Any

from extractor.claims.core import Claim
from extractor.claims.finding import Span
from extractor.models.rules.build import hedge_in
from extractor.models.rules.harm import Harm
from extractor.models.rules.setting import Setting
from extractor.models.rules.voices import Voice


def spans_of(text: str, **spans: Span | None) -> dict[str, dict[str, Any]]:
    """The words at each span that there is, with where they stand."""
    return {
        name: {"text": text[span.start : span.end], "start": span.start, "end": span.end}
        for name, span in spans.items()
        if span is not None
    }


def where_and_when(setting: Setting) -> dict[str, Span | None]:
    """The words that gave a claim its place and its time."""
    return {"place": setting.place.words if setting.place is not None else None, "time": setting.time}


def hedge_of(claim: Claim, setting: Setting, trigger: int) -> Span | None:
    """The word that hedges a claim, where one does."""
    return hedge_in(setting, trigger) if claim.stance == "hedged" else None


def trace_of(pattern: str, words: dict[str, dict[str, Any]], claim: Claim, voice: Voice) -> dict[str, Any]:
    """The pattern, the words with their spans, why this source, and why the claim is not simply asserted, if it is not."""
    stance = _why_stance(claim, voice)
    return {"pattern": pattern, "words": words, "source": voice.reason} | ({"stance": stance} if stance is not None else {})


def trace_of_harm(claim: Claim, setting: Setting, harm: Harm) -> dict[str, Any]:
    """The trace of a claim of casualties."""
    trigger, voice = setting.sentence.chunks[harm.trigger], setting.voice
    words = spans_of(
        setting.text,
        outcome=Span(trigger.start, trigger.end),
        figure=harm.figure.span if harm.figure else None,
        population=harm.people,
        attacker=harm.attacker,
        source=voice.source,
        cue=voice.cue,
        hedge=hedge_of(claim, setting, harm.trigger),
        **where_and_when(setting),
    )
    return trace_of(harm.pattern, words, claim, voice)


def _why_stance(claim: Claim, voice: Voice) -> str | None:
    match claim.stance:
        case "asserted":
            return None
        case "denied":
            return "denied by its source's verb" if voice.kind == "deny" else "denied: the sentence negates it"
        case "retracted":
            return "retracted by its source's verb" if voice.kind == "retract" else "retracted: the sentence gives another figure for it"
        case "disputed":
            return "disputed by others, as the sentence says"
    return "hedged by the sentence's words"
