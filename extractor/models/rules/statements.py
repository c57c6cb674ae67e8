"""Attributed sentences that say none of the counted things: claims of the kind "statement"."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.claims.finding import Span
from extractor.models.rules.closed import holds, listed, mentions
from extractor.models.rules.harm import Context
from extractor.models.rules.phrases import Chunk, Sentence
from extractor.models.rules.shapes import Frame

_EMPTY = re.compile(
    r"declined to|refused to|did not (?:immediately )?(?:respond|reply|comment|give|say|elaborate)|could not be reached|for comment|"
    r"no comment|will be held|spoke on condition"
)
_REFUSING = ("declined", "refused", "did not", "reached", "comment", "held", "spoke on")
"""One of them is in whatever the pattern matches."""
_MIN_WORDS, _TOPIC = 4, 6


class Said(NamedTuple):
    """The content of an attribution: its words, and the frame that attributes them."""

    content: Span
    frame: Frame


def sayings(context: Context, frames: tuple[Frame, ...], taken: list[int]) -> list[Said]:
    """The attributions of a sentence whose content holds no finding (they begin at `taken`), and says something."""
    for frame in frames:
        if (frame.how in {"participle", "citing"} and len(frames) > 1) or frame.pronoun in {"we", "i", "you"}:
            continue
        content = trimmed(context.text, frame)
        if content is None or any(content.start <= start < content.end for start in taken):
            continue
        if says_something(context, content):
            return [Said(content, frame)]
    return []


def trimmed(text: str, frame: Frame) -> Span | None:
    """The content without conjunction, quotation marks and closing signs; null if next to nothing is left."""
    start, end = frame.content
    if frame.how == "according" and frame.source is not None:
        if frame.source.start - start > frame.content.end - frame.source.end:
            end = frame.cue.start
        else:
            start = frame.source.end
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return Span(start, end) if end - start > _SHORTEST else None


_LEAD = re.compile(r"[\s,:;–—-]*(?:that\s+)?[\s“\"«,]*")
_CLOSING = ' \n\t”"».,:;–—-'
_SHORTEST = 15


def says_something(context: Context, content: Span) -> bool:
    """Whether the words are a clause of some length, no question, and no refusal to speak."""
    words = context.text[content.start : content.end]
    if len(words.split()) < _MIN_WORDS or words.rstrip().endswith("?") or _refuses(context):
        return False
    return any(chunk.code in "bhmvVKIGDlSJ" and content.start <= chunk.start < content.end for chunk in context.sentence.chunks)


def _refuses(context: Context) -> bool:
    """Whether the sentence tells of a refusal to speak (looked up once a sentence)."""
    sentence = context.sentence
    if sentence.refuses is None:
        words = context.text[sentence.span.start : sentence.span.end].lower()
        sentence.refuses = mentions(words, _REFUSING) and _EMPTY.search(words) is not None
    return sentence.refuses


def topic_of(context: Context, content: Span) -> str:
    """A short noun phrase for what the content is about: its first noun phrase, or its first words."""
    chunks = [chunk for chunk in context.sentence.chunks if content.start <= chunk.start < content.end]
    first = next((at for at, chunk in enumerate(chunks) if chunk.code in "dEYPNwC"), 0)
    last = first
    while last + 1 < len(chunks) and chunks[last + 1].code in "EYwPNCo" and last - first < _TOPIC:
        last += 1
    words = context.text[chunks[first].start : chunks[last].end] if chunks else context.text[content.start : content.end]
    return " ".join(words.split())[:80] or "statement"


_KNOWN = listed("first last past next previous coming final same latest top only the these those all other both its their his her our")
_AROUND = listed("in across at from within over through on under after between for into near without by to")
_BODIES = listed("coalition network alliance federation consortium panel committee union association")
_PLACES = ("locality", "district", "region")


def counted_chunks(context: Context, claimed: set[int]) -> list[int]:
    """The chunks whose counted people or things no claim has: "64 people were rescued", "had 214 passengers on board"."""
    sentence = context.sentence
    if not holds(sentence.codes, "bhvVKIGSmlD") and not any(
        chunk.code == "w" and chunk.text.endswith("ed") and not chunk.capital for chunk in sentence.chunks
    ):
        return []
    return [at for at in sentence.figures if _is_news(context, at, sentence.chunks[at], claimed)]


def _is_news(context: Context, at: int, chunk: Chunk, claimed: set[int]) -> bool:  # noqa: C901, PLR0911 (one exception a line)
    figure = chunk.figure
    sentence = context.sentence
    if figure is None or figure.span.start in claimed or (figure.bounds.low, figure.bounds.high) == (None, None):
        return False
    if figure.kind != "count" and not (figure.kind == "percent" and _does_something(sentence, at + 1)):
        return False  # of shares only "91 percent were seen"
    before = sentence.chunks[at - 1] if at else None
    if before is not None and (before.text in _KNOWN or (before.code == "o" and _is_measure_of(context, at - 2))):
        return False
    if sentence.at(at - 1) == "," and sentence.at(at - 2) == "E" and sentence.at(at + 1) in ",&":
        return False  # "Jon and Piet Holm, 24 and 31,": ages
    if chunk.code == "F" and sentence.at(at - 1) == "," and sentence.at(at - 2) in "NPEw" and sentence.at(at + 1) == ",":
        return False  # "a street vendor, 54, was"
    if chunk.code == "F" and sentence.at(at - 1) == "&" and sentence.at(at - 2) == "F" and sentence.at(at - 3) == ",":
        return False
    if holds(sentence.codes[max(0, at - 3) : at], "X"):
        return False
    low = figure.bounds.low or 0
    if chunk.code == "F":
        if low > 1 and _does_something(sentence, at + 1):
            return True
        if chunk.head == "them" and sentence.at(at + 1) == "P" and any(item.code == "N" for item in sentence.chunks[max(0, at - 6) : at]):
            return True  # "three foreigners, two of them divers"
        return low > 1 and chunk.tail != "the" and _tells_of_harm(sentence, at)
    article = context.text[figure.span.start : figure.span.end].lower() in {"a", "an", "another", "one"}
    return _is_thing_of_note(context, at, low) if chunk.code == "U" else chunk.code == "N" and not article


def _does_something(sentence: Sentence, index: int) -> bool:
    """Whether a verb stands at `index`, known or not."""
    return sentence.at(index) in "bhvI" if sentence.at(index) != "w" else sentence.chunks[index].text.endswith("ed")


def _is_thing_of_note(context: Context, at: int, low: int) -> bool:
    """Whether the thing counted at `at` is what the sentence is about, no circumstance and no membership."""
    sentence, chunk = context.sentence, context.sentence.chunks[at]
    before = sentence.chunks[at - 1] if at else None
    circumstance = before is not None and before.text in _AROUND and chunk.head not in context.lexicon.lists["items"]
    members = before is not None and before.code == "o" and sentence.chunks[max(0, at - 2)].text in _BODIES
    return chunk.people is not None and low > 2 and not circumstance and not members  # noqa: PLR2004 ("two countries", "two sides")


def _tells_of_harm(sentence: Sentence, at: int) -> bool:
    """Whether the words around a bare figure speak of harm, so that it counts people."""
    low, high = max(0, at - 20), at + 20
    return any(chunk.word.outcome is not None and chunk.code in "VKGIJCL" for chunk in sentence.chunks[low:high])


def _is_measure_of(context: Context, at: int) -> bool:
    """As in "a town of 22,000", "a population of 140", "two of three experts": the number describes something else."""
    if at < 0:
        return False
    head = context.sentence.chunks[at]
    return (
        head.figure is not None
        or head.text in {"population", "capacity", "crowd", "age", "distance", "average"}
        or _is_place(context, head.text)
    )


def _is_place(context: Context, word: str) -> bool:
    return any(word in context.lexicon.lists[name] for name in _PLACES)
