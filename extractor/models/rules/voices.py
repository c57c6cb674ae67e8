"""Who is speaking at any place of a document: frames of the sentence, quotations over several paragraphs, pronouns, short names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.claims.finding import Span
from extractor.models.rules.frames import Frame
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.sources import source_type

_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"'
_MIN_QUOTE = 12
_WINDOW = 3
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z.&-]{1,9})\)")


@dataclass(frozen=True, slots=True)
class Voice:
    """The attribution that holds at one place: the originator's words, the cue, when it was said, and who carried it (outermost last)."""

    source: Span | None = None
    cue: Span | None = None
    said_on: Span | None = None
    basis: Span | None = None
    relays: tuple[Span, ...] = ()
    kind: str = "say"
    reason: str = "own voice"
    quoted: bool = False
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words inside quotation marks, and whether the paragraph ended before they were closed."""

    span: Span
    paragraph: int
    open_end: bool


@dataclass
class Voices:
    """All attributions of a document, ready to be asked for a position."""

    text: str
    lexicon: Lexicon
    frames: Sequence[tuple[Frame, ...]]
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]
    quotations: list[Quotation] = field(default_factory=list)
    speakers: dict[int, Voice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.quotations = find_quotations(self.text, self.paragraphs)
        self._assign_speakers()

    def at(self, sentence: int, position: int) -> Voice:
        """The voice at `position` of sentence number `sentence`."""
        covering = [frame for frame in self.frames[sentence] if frame.content.start <= position < frame.content.end and frame.start > -1]
        covering = [frame for frame in covering if not (frame.source and frame.source.start <= position < frame.source.end)]
        if covering:
            return self._of_frames(sentence, covering)
        quoted = self._quotation_at(position)
        if quoted is not None and quoted in self.speakers:
            return self.speakers[quoted]
        return Voice()

    def of(self, sentence: int, frame: Frame) -> Voice:
        """The voice of one frame, with the frames around it as relays."""
        around = [
            other
            for other in self.frames[sentence]
            if other is not frame and other.content.start <= frame.content.start and frame.content.end <= other.content.end
        ]
        return self._of_frames(sentence, [frame, *around])

    def _of_frames(self, sentence: int, covering: list[Frame]) -> Voice:
        ordered = sorted(covering, key=self._depth)
        inner = ordered[0]
        source = self._resolved(sentence, inner)
        outer = [frame.source for frame in ordered[1:] if frame.source is not None and frame.how != "participle"]
        relays = [*inner.relays, *(span for span in outer if not _overlap(span, inner.source))]
        relays = [span for span in dict.fromkeys(relays) if self._is_relay(span, inner)]
        said_on = inner.said_on
        return Voice(
            source,
            inner.cue,
            said_on,
            inner.basis,
            tuple(relays),
            inner.kind,
            f"{inner.how}: “{self.text[inner.cue.start : inner.cue.end]}”",
            frame=inner,
        )

    def _depth(self, frame: Frame) -> tuple[int, int]:
        """Innermost first: a cited source lies under whoever cites it, a medium over everybody else."""
        medium = frame.how == "according" and frame.source is not None and self._type(frame.source) == "media"
        rank = {"citing": 0, "participle": 1}.get(frame.how, 3 if medium else 2)
        return rank, frame.content.end - frame.content.start

    def _is_relay(self, span: Span, inner: Frame) -> bool:
        told = span in inner.relays and self.text[inner.cue.start : inner.cue.end].lower() in {"told", "tells", "telling"}
        return not told or self._type(span) == "media"

    def _type(self, span: Span) -> str:
        return source_type(self.text[span.start : span.end], self.lexicon)

    def _resolved(self, sentence: int, frame: Frame) -> Span | None:
        """The frame's source, or whom its pronoun stands for."""
        if not frame.pronoun or frame.source is None:
            return frame.source
        return self.antecedent(sentence, frame.source.start, frame.pronoun)

    def antecedent(self, sentence: int, position: int, pronoun: str) -> Span | None:
        """The last source before `position` that `pronoun` can stand for, within a few paragraphs."""
        paragraph = self.paragraph_of(position)
        for number in range(sentence, -1, -1):
            if paragraph - self.paragraph_of(self.sentences[number].start) > _WINDOW:
                return None
            for frame in reversed(self.frames[number]):
                if frame.source is None or frame.pronoun or frame.source.start >= position or frame.how == "participle":
                    continue
                if self._agrees(pronoun, frame.source):
                    return frame.source
        return None

    def _agrees(self, pronoun: str, source: Span) -> bool:
        words = self.text[source.start : source.end]
        kind = self._type(source)
        last = words.split()[-1].lower().strip(".,)")
        is_plural = last.endswith("s") and not last.endswith("ss") and self.lexicon.persons.get(last) == "pl"
        person = (
            self.lexicon.persons.get(last) == "sg"
            or bool(re.search(r"[A-Z][a-z]+ [A-Z][a-z]+", words))
            or kind in {"witness", "anonymous", "expert"}
        )
        if pronoun in {"he", "she", "i"}:
            return not is_plural and (person or len(words.split()) == 1)
        if pronoun == "it":
            return self.lexicon.persons.get(last) is None
        return pronoun == "they" or pronoun == "we"

    def paragraph_of(self, position: int) -> int:
        """The number of the paragraph that holds `position`."""
        return max(0, bisect_right(self.paragraphs, position, key=lambda span: span.start) - 1)

    # quotations

    def _quotation_at(self, position: int) -> int | None:
        at = bisect_right(self.quotations, position, key=lambda item: item.span.start) - 1
        return at if at >= 0 and position < self.quotations[at].span.end else None

    def _assign_speakers(self) -> None:
        for number, quotation in enumerate(self.quotations):
            voice = self._adjacent(quotation) or self._inherited(number)
            if voice is not None:
                self.speakers[number] = voice

    def _adjacent(self, quotation: Quotation) -> Voice | None:
        """The frame whose cue stands directly behind or before the quotation, in its paragraph."""
        best: tuple[int, int, Frame] | None = None
        first = bisect_right(self.sentences, self.paragraphs[quotation.paragraph].start, key=lambda span: span.end)
        for number in range(first, len(self.sentences)):
            if self.sentences[number].start >= self.paragraphs[quotation.paragraph].end:
                break
            for frame in self.frames[number]:
                distance = self._distance(frame, quotation)
                if distance is not None and (best is None or distance < best[0]):
                    best = (distance, number, frame)
        if best is None:
            return None
        _, number, frame = best
        voice = self._of_frames(number, [frame])
        return Voice(
            voice.source,
            voice.cue,
            voice.said_on,
            voice.basis,
            voice.relays,
            voice.kind,
            f"quotation, {voice.reason}",
            quoted=True,
            frame=frame,
        )

    def _distance(self, frame: Frame, quotation: Quotation) -> int | None:
        if frame.source is None or quotation.span.start <= frame.cue.start < quotation.span.end:
            return None
        first, last = min(frame.source.start, frame.cue.start), max(frame.source.end, frame.cue.end)
        if first >= quotation.span.end:
            gap = self.text[quotation.span.end : first]
            return len(gap) if len(gap) <= 4 else None  # noqa: PLR2004 (a comma, a blank, the mark itself)
        gap = self.text[last : quotation.span.start]
        if not 0 <= len(gap) <= 120:  # noqa: PLR2004
            return None
        stops = re.search(r"[.;!?](?=\s)", gap)
        return None if stops and not gap.rstrip(' "“«').endswith(":") else 10 + len(gap)

    def _inherited(self, number: int) -> Voice | None:
        """The speaker of the quotation before, in the same paragraph or where this paragraph goes on with it."""
        if number == 0:
            return None
        before, this = self.quotations[number - 1], self.quotations[number]
        opens = self.text[self.paragraphs[this.paragraph].start : this.span.start].strip(' "“«„') == ""
        follows = this.paragraph == before.paragraph or (
            this.paragraph == before.paragraph + 1 and opens and (before.open_end or self._ends_paragraph(before))
        )
        return self.speakers.get(number - 1) if follows else None

    def _ends_paragraph(self, quotation: Quotation) -> bool:
        return self.paragraphs[quotation.paragraph].end - quotation.span.end <= 2  # noqa: PLR2004


def _overlap(one: Span, other: Span | None) -> bool:
    return other is not None and one.start < other.end and other.start < one.end


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Stretches in quotation marks, paragraph by paragraph; an unclosed one ends with its paragraph. Very short ones are left out."""
    found = []
    for number, paragraph in enumerate(paragraphs):
        start: int | None = None
        for position in range(*paragraph):
            sign = text[position]
            if sign in _OPEN or (sign == _STRAIGHT and start is None):
                start = position + 1
            elif (sign in _CLOSE or sign == _STRAIGHT) and start is not None:
                if position - start >= _MIN_QUOTE:
                    found.append(Quotation(Span(start, position), number, open_end=False))
                start = None
        if start is not None and paragraph.end - start >= _MIN_QUOTE:
            found.append(Quotation(Span(start, paragraph.end), number, open_end=True))
    return found
