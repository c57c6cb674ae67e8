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


def _breaks(analysis: Analysis, number: int) -> bool:
    """Whether a paragraph ends with sentence `number`: what it was about is not carried further."""
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
    before: Harm | None = None
    for number, sentence in enumerate(analysis.sentences):
        if not within.start <= sentence.span.start < within.end:
            continue
        furniture = reading.is_furniture(sentence.span)
        if furniture is None or furniture.claimable:
            claims, last = SentenceReader(analysis, number, words).claims(before)
            before = last or (before if claims == [] and not _breaks(analysis, number) else None)
            found += claims
    merged = merge(relevant(found), reading)
    return tuple(weighed(disputed(verified(merged, analysis)), analysis))
