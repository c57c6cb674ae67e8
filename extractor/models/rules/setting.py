"""What surrounds a finding of the patterns: text, date, sentence, speaker, place and time."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.claims.core import Evidence
from extractor.claims.finding import Span
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Sentence
from extractor.models.rules.places import Place
from extractor.models.rules.voices import Voice, Voices


@dataclass(slots=True)
class Setting:
    """What surrounds a finding: the document's text and date, its sentence, who speaks, where and when."""

    text: str
    published: str | None
    anchor: str | None
    outlet: str | None
    lexicon: Lexicon
    sentence: Sentence
    voice: Voice
    voices: Voices
    evidence: Evidence
    agency: Span | None
    place: Place | None
    time: Span | None

    def words(self, span: Span) -> str:
        """The document's words at `span`."""
        return self.text[span.start : span.end]
