"""Who is speaking at any place of a document: frames of the sentence, quotations over several paragraphs, pronouns, short names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.claims.core import Attribution
from extractor.claims.finding import Span
from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.names import Names, find_names
from extractor.models.rules.placed import PlacedFrames
from extractor.models.rules.quotations import OPENING, Quotation, find_quotations
from extractor.models.rules.shapes import Frame
from extractor.models.rules.sources import source_type, states_in

_WINDOW = 3
_BEFORE, _BEHIND = 120, 4
"""How many code points may stand between an attribution and the quotation behind it, and the one before it (a comma, a blank, the mark)."""
_SENTENCES = 40
"""How far back a pronoun is looked up where a text has no paragraphs."""
_AROUND = 140
"""How far behind a source its sentence is read for how it wants to be named."""
_PERSONAL = listed("he she i")
_NO_PERSONS = listed("private general human local national")
_NAME = re.compile(r"(?!The |THE )(?:[A-Z][\w’'.-]+ ){1,2}[A-Z][\w’'-]+")
_STOP = re.compile(r"[.;!?](?=\s)")
_HEAD = re.compile(r" (?:of|at|for|in|who|from) |, ")
"""Behind it stands where a source belongs, or who it is."""


class Voice(NamedTuple):
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


_OWN = Voice()


@dataclass
class Voices:
    """All attributions of a document, ready to be asked for a position."""

    text: str
    lexicon: Lexicon
    frames: Sequence[tuple[Frame, ...]]
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]
    persons: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}))
    scopes: list[tuple[int, int, int, Frame]] = field(default_factory=list)
    scope_starts: list[int] = field(default_factory=list)
    states: frozenset[str] | None = None
    types: dict[Span, str] = field(default_factory=dict)
    attributions: dict[object, Attribution] = field(default_factory=dict)
    said: dict[str, Span] = field(default_factory=dict)
    heard: dict[tuple[int, ...], Voice] = field(default_factory=dict)
    introduced: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    quotations: list[Quotation] = field(default_factory=list)
    speakers: dict[int, Voice] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    lowered: str = ""
    quotation_starts: list[int] = field(default_factory=list)
    issuer: Span | None = None

    def __post_init__(self) -> None:
        self.lowered = self.text.lower()
        self.starts = [span.start for span in self.paragraphs]
        self.quotations = find_quotations(self.text, self.paragraphs)
        self.quotation_starts = [quotation.span.start for quotation in self.quotations]
        sources = [frame.source for frames in self.frames for frame in frames if frame.source is not None]
        self.names = find_names(self.text, sources)
        self._assign_speakers()
        self._open_scopes()
        self._remember_dates()

    def at(self, sentence: int, position: int) -> Voice:
        """The voice at `position` of sentence number `sentence`."""
        covering = [frame for frame in self.frames[sentence] if self._covers(frame, position)]
        quoted = self._quotation_at(position)
        if quoted is not None and quoted in self.speakers:
            covering = [frame for frame in covering if frame.pronoun not in {"we", "i", "you"}]
            if not covering:
                return self.speakers[quoted]
        if covering:
            return self._of_frames(sentence, covering)
        scope = bisect_right(self.scope_starts, position) - 1
        if scope >= 0 and position < self.scopes[scope][1]:
            _, _, number, frame = self.scopes[scope]
            return self._of_frames(number, [frame])._replace(reason=f"announced by a colon, {frame.how}")
        return _OWN if self.issuer is None else Voice(self.issuer, reason="issuer of the whole text")

    def _covers(self, frame: Frame, position: int) -> bool:
        source = frame.source
        if not frame.content.start <= position < frame.content.end or (source is not None and source.start <= position < source.end):
            return False
        return not self._parted(frame, position)

    def is_quoted(self, position: int) -> bool:
        """Whether `position` stands inside quotation marks."""
        return self._quotation_at(position) is not None

    def _parted(self, frame: Frame, position: int) -> bool:
        """Whether a semicolon stands between the attribution and the place: "…, according to X; lawyers put the number at 40"."""
        if frame.source is None or frame.how == "leading":
            return False
        low, high = min(frame.source.end, position), max(frame.source.start, position)
        return ";" in self.text[low:high] and self._quotation_at(position) is None

    def name_of(self, source: Span) -> str | None:
        """The full name of a source that the text calls by a short one."""
        return self.names.of(self.text[source.start : source.end])

    def type_of(self, source: Span) -> str:
        """The source's type by its own words, else by its full name."""
        known = self.types.get(source)
        if known is None:
            known = self.types[source] = self._read_type(source)
        return known

    def _read_type(self, source: Span) -> str:
        words = self.text[source.start : source.end]
        around = self.text[source.end : source.end + _AROUND].partition(".")[0]
        telling = around.lstrip(" ,").startswith(("who", "speaking", "said", "told", "on condition", "declin", "asking"))
        found = source_type(words, around if telling else "")
        if found == "unknown" and self._is_state(words):
            return "official"
        full = self.names.of(words)
        if full is not None and (found == "unknown" or len(words.split()) <= 2):  # noqa: PLR2004
            fuller = source_type(full)
            return fuller if fuller != "unknown" else found
        return found

    def _is_state(self, words: str) -> bool:
        """Whether the document speaks of the "army", "ministry", … of a source that is one name: then it is a state."""
        name = words.removesuffix("'s").removesuffix("’s")
        if not name[:1].isupper() or " " in name.strip():
            return False
        if self.states is None:
            self.states = states_in(self.text)
        return name.lower() in self.states

    def _open_scopes(self) -> None:
        """Sentences ending with a colon ("The General Staff reports:") speak for the paragraphs behind them, to the next of their kind."""
        opened = []
        for number, frames in enumerate(self.frames):
            span = self.sentences[number]
            if frames and self.text[span.start : span.end].rstrip().endswith(":"):
                frame = frames[-1]
                if frame.how == "leading" and span.end - frame.cue.end <= 60:  # noqa: PLR2004
                    opened.append((span.end, number, frame))
        for at, (start, number, frame) in enumerate(opened):
            end = opened[at + 1][0] if at + 1 < len(opened) else len(self.text)
            paragraph = self.paragraph_of(start)
            quoted = paragraph + 1 < len(self.paragraphs) and self.text[self.paragraphs[paragraph + 1].start] in OPENING
            if self.paragraphs[paragraph].end - start <= 2 and not quoted:  # noqa: PLR2004
                self.scopes.append((start, end, number, frame))
        self.scope_starts = [scope[0] for scope in self.scopes]

    def _remember_dates(self) -> None:
        """When each source spoke, if its first mention says so; later mentions of the day mean the same occasion."""
        for frames in self.frames:
            for frame in frames:
                if frame.source is not None and frame.said_on is not None and not frame.pronoun:
                    self.said.setdefault(self._key(frame.source), frame.said_on)

    def _key(self, source: Span) -> str:
        words = self.text[source.start : source.end]
        return (self.names.of(words) or words).lower()

    def of(self, sentence: int, frame: Frame) -> Voice:
        """The voice of one frame, with the frames around it as relays."""
        around = [
            other
            for other in self.frames[sentence]
            if other is not frame and other.content.start <= frame.content.start and frame.content.end <= other.content.end
        ]
        return self._of_frames(sentence, [frame, *around])

    def _of_frames(self, sentence: int, covering: list[Frame]) -> Voice:
        """The voice of frames that hold at one place (worked out once)."""
        key = (sentence, *[id(frame) for frame in covering])
        if key not in self.heard:
            self.heard[key] = self._hear(sentence, covering)
        return self.heard[key]

    def _hear(self, sentence: int, covering: list[Frame]) -> Voice:
        ordered = sorted(covering, key=self._depth)
        inner = ordered[0]
        source = self._resolved(sentence, inner)
        outer = [frame.source for frame in ordered[1:] if frame.source is not None and frame.how != "participle"]
        relays = [*inner.relays, *(span for span in outer if not _overlap(span, inner.source))]
        relays = [span for span in dict.fromkeys(relays) if self._is_relay(span, inner)]
        said_on = inner.said_on or (self.said.get(self._key(source)) if source is not None else None)
        if said_on is not None and said_on.start > inner.cue.end + 400:
            said_on = None
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
        medium = frame.how == "according" and frame.source is not None and source_type(self._words(frame.source)) == "media"
        rank = {"citing": 0, "participle": 1}.get(frame.how, 3 if medium else 2)
        return rank, frame.content.end - frame.content.start

    def _is_relay(self, span: Span, inner: Frame) -> bool:
        told = span in inner.relays and self.text[inner.cue.start : inner.cue.end].lower() in {"told", "tells", "telling"}
        return not told or source_type(self._words(span)) == "media"

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _resolved(self, sentence: int, frame: Frame) -> Span | None:
        """The frame's source, or whom its pronoun stands for."""
        if not frame.pronoun or frame.source is None:
            return frame.source
        return self.antecedent(sentence, frame.source.start, frame.pronoun)

    def antecedent(self, sentence: int, position: int, pronoun: str) -> Span | None:
        """The last source or named person before `position` that `pronoun` can stand for, within a few paragraphs."""
        paragraph = self.paragraph_of(position)
        for number in range(sentence, max(-1, sentence - _SENTENCES), -1):
            if paragraph - self.paragraph_of(self.sentences[number].start) > _WINDOW:
                return None
            sources = self._introduced(number)
            persons = [span for span in self.persons.get(number, ()) if pronoun in _PERSONAL]
            before = sorted({span for span in (*sources, *persons) if span.start < position}, key=lambda span: -span.start)
            for span in before:
                if self._agrees(pronoun, span):  # "Brigade spokesman Major X" rather than the "Major X" inside it
                    return next((whole for whole in sources if _overlap(span, whole) and self._agrees(pronoun, whole)), span)
        return None

    def _introduced(self, number: int) -> tuple[Span, ...]:
        """The sources that sentence `number` names other than by a pronoun (gathered once a sentence)."""
        if number not in self.introduced:
            frames = (frame for frame in self.frames[number] if not frame.pronoun and frame.how != "participle")
            self.introduced[number] = tuple(frame.source for frame in frames if frame.source is not None)
        return self.introduced[number]

    def _agrees(self, pronoun: str, source: Span) -> bool:
        person = self._is_person(source)
        head = _HEAD.split(self.text[source.start : source.end], maxsplit=1)[0]
        last = (head.split() or [""])[-1].lower().strip(".,)")
        plural = self.lexicon.persons.get(last) == "pl" and last not in {"staff", "forces", "police"}
        if pronoun in _PERSONAL:
            return person and not plural
        if pronoun == "it":
            return not person and not plural
        return plural or not person

    def _is_person(self, source: Span) -> bool:
        """Whether the words name one person: a title or role, a person noun, or nothing but a name of two words."""
        words = self.text[source.start : source.end]
        head = _HEAD.split(words, maxsplit=1)[0]
        tokens = [token.lower().strip(".,()'\"’") for token in head.split()]
        if not tokens:
            return False
        if (
            source_type(head) in {"military", "intelligence", "media"}
            and self.lexicon.persons.get(tokens[-1]) is None
            and not head.split()[-1][0].isupper()
        ):
            return False
        titled = tokens[0] in self.lexicon.lists["titles"] and " ".join(tokens[:2]) != "general staff"
        spoken = any(token.startswith("spokes") for token in tokens)
        ends_named = head.split()[-1][0].isupper() and tokens[-1] not in self.lexicon.sources
        person = self.lexicon.persons.get(tokens[-1]) == "sg" or any(
            (self.lexicon.persons.get(token) == "sg" and token not in _NO_PERSONS) or (ends_named and token in self.lexicon.lists["titles"])
            for token in tokens[:-1]
        )
        named = _NAME.fullmatch(head) is not None and source_type(head) == "unknown"
        short = len(tokens) == 1 and self.names.of(words) is not None and source_type(words) == "unknown"
        return titled or spoken or person or named or short

    def paragraph_of(self, position: int) -> int:
        """The number of the paragraph that holds `position`."""
        return max(0, bisect_right(self.starts, position) - 1)

    def paragraph_before(self, position: int) -> int:
        """Where the paragraph before the one that holds `position` begins."""
        number = self.paragraph_of(position) - 1
        return self.starts[number] if number > 0 else 0

    # quotations

    def _quotation_at(self, position: int) -> int | None:
        at = bisect_right(self.quotation_starts, position) - 1
        return at if at >= 0 and position < self.quotations[at].span.end else None

    def _assign_speakers(self) -> None:
        placed: dict[int, PlacedFrames] = {}
        for number, quotation in enumerate(self.quotations):
            if quotation.paragraph not in placed:
                placed[quotation.paragraph] = PlacedFrames(self._frames_of(quotation.paragraph))
            voice = self._adjacent(quotation, placed[quotation.paragraph]) or self._inherited(number)
            if voice is not None:
                self.speakers[number] = voice

    def _frames_of(self, paragraph: int) -> list[tuple[int, Frame]]:
        """(number of the sentence, frame) of a paragraph, in order."""
        span = self.paragraphs[paragraph]
        first = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.end)
        last = bisect_left(self.sentences, span.end, key=lambda sentence: sentence.start)
        return [(number, frame) for number in range(first, last) for frame in self.frames[number]]

    def _adjacent(self, quotation: Quotation, placed: PlacedFrames) -> Voice | None:
        """The frame whose cue stands directly behind or before the quotation, in its paragraph."""
        best: tuple[int, int, int, Frame] | None = None
        for _, _, order, number, frame in placed.around(quotation.span.start - _BEFORE, quotation.span.end + _BEHIND):
            distance = self._distance(frame, quotation)
            if distance is not None and (best is None or (distance, order) < best[:2]):
                best = (distance, order, number, frame)
        if best is None:
            return None
        _, _, number, frame = best
        voice = self._hear(number, [frame])  # not kept: when the others spoke is not known yet
        return voice._replace(reason=f"quotation, {voice.reason}", quoted=True, frame=frame)

    def _distance(self, frame: Frame, quotation: Quotation) -> int | None:
        if frame.source is None or quotation.span.start <= frame.cue.start < quotation.span.end:
            return None
        first, last = min(frame.source.start, frame.cue.start), max(frame.source.end, frame.cue.end)
        if first >= quotation.span.end:
            gap = self.text[quotation.span.end : first]
            return len(gap) if len(gap) <= _BEHIND else None
        gap = self.text[last : quotation.span.start]
        if len(gap) > _BEFORE:
            return None
        stops = _STOP.search(gap)
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
