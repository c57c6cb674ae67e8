"""The engine: a document's sentences through the cascade, findings built into claims, repetitions merged, the whole looked at once more."""

from __future__ import annotations

from extractor.claims.finding import Span
from extractor.models.rules.analysis import Analysis, analyse
from extractor.models.rules.harm import Harm
from extractor.models.rules.lexicon import lexicon
from extractor.models.rules.merge import merge
from extractor.models.rules.passes import disputed, verified, weighed
from extractor.models.rules.reader import SentenceReader
from extractor.protocol import Proposed
from extractor.text.reading import Reading

_NEAR = 3
"""So many sentences, a paragraph's end counted as another, does what was told last go on being meant."""


def _breaks(analysis: Analysis, number: int) -> bool:
    """Whether a paragraph ends with sentence `number`."""
    voices, sentences = analysis.voices, analysis.sentences
    if number + 1 >= len(sentences):
        return True
    return voices.paragraph_of(sentences[number].span.start) != voices.paragraph_of(sentences[number + 1].span.start)


def relevant(found: list[Proposed]) -> list[Proposed]:
    """What belongs to a report of harm: in a text that tells of none, what else is counted or said is left alone."""
    harmful = any(item.claim.kind in {"casualties", "deployment", "engagement", "territory"} for item in found)
    return found if harmful else [item for item in found if item.claim.kind == "materiel"]


def propose(reading: Reading, within: Span) -> tuple[Proposed, ...]:
    """The claims of a document whose sentences begin inside `within`, in text order."""
    words = lexicon()
    analysis = analyse(reading, words)
    if analysis.invented:
        return ()
    found: list[Proposed] = []
    before: tuple[Harm, ...] = ()
    since = 0
    for number, sentence in enumerate(analysis.sentences):
        if not within.start <= sentence.span.start < within.end:
            continue
        furniture = reading.is_furniture(sentence.span)
        if furniture is None or furniture.claimable:
            claims, harms = SentenceReader(analysis, number, words).claims(before)
            since = 0 if harms else since + 1 + _breaks(analysis, number)
            before = harms or (before if since <= _NEAR else ())
            found += claims
    merged = merge(relevant(found), reading)
    return tuple(weighed(disputed(verified(merged, analysis)), analysis))
