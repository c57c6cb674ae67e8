"""The engine: a document's sentences through the cascade, findings built into claims, repetitions merged, the whole looked at once more."""

from __future__ import annotations

from extractor.claims.finding import Span
from extractor.models.rules.analysis import analyse
from extractor.models.rules.lexicon import lexicon
from extractor.models.rules.merge import merge
from extractor.models.rules.passes import disputed, verified, weighed
from extractor.models.rules.reader import SentenceReader
from extractor.protocol import Proposed
from extractor.text.reading import Reading


def propose(reading: Reading, within: Span) -> tuple[Proposed, ...]:
    """The claims of a document whose sentences begin inside `within`, in text order."""
    words = lexicon()
    analysis = analyse(reading, words)
    if analysis.invented:
        return ()
    found: list[Proposed] = []
    for number, sentence in enumerate(analysis.sentences):
        if not within.start <= sentence.span.start < within.end:
            continue
        furniture = reading.is_furniture(sentence.span)
        if furniture is None or furniture.claimable:
            found += SentenceReader(analysis, number, words).claims()
    merged = merge(found, reading)
    return tuple(weighed(disputed(verified(merged, analysis)), analysis))
