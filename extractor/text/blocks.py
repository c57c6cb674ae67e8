"""The blocks of a plain text: lines that stand by themselves, and lines wrapped at a column joined to paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extractor.claims.finding import Span

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_WRAP_MAX = 110  # a program that wraps at a column leaves no longer line
_WRAP_MIN = 40
_GOING_ON = 0.3
_TERMINALS = (".", "!", "?", ":", "…", "。", "！", "？")
_CLOSERS = "\"”’')]»"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a text that belong together. `apart` is false where it follows the block before without an empty line."""

    span: Span
    words: str
    apart: bool

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.rstrip(_CLOSERS).endswith(_TERMINALS)


def blocks(text: str) -> list[Block]:
    """The blocks of `text` in order; together they hold every character that isn't blank."""
    groups: list[list[Span]] = []
    end = -1
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        span = Span(start, start + len(stripped))
        if end < 0 or text.count("\n", end, start) + text.count("\r", end, start) - text.count("\r\n", end, start) > 1:
            groups.append([span])
        else:
            groups[-1].append(span)
        end = span.end
    column = _wrap_column(text, groups)
    return [block for group in groups for block in _of_group(text, group, column)]


def _wrap_column(text: str, groups: list[list[Span]]) -> int | None:
    """The column at which the text's lines are wrapped; null where they aren't.

    They are where no line is long, and many go on in the middle of a sentence.
    """
    following = [line for group in groups for line in group[1:]]
    if not following:
        return None
    longest = max(span.end - span.start for group in groups for span in group)
    going_on = sum(text[line.start].islower() for line in following)
    return longest if _WRAP_MIN <= longest <= _WRAP_MAX and going_on >= _GOING_ON * len(following) else None


def _of_group(text: str, lines: list[Span], column: int | None) -> list[Block]:
    """One block a line, or the paragraphs of lines that are wrapped."""
    paragraphs = lines if column is None else _unwrapped(text, lines, column)
    return [Block(span, text[span.start : span.end], at == 0) for at, span in enumerate(paragraphs)]


def _unwrapped(text: str, lines: list[Span], column: int) -> list[Span]:
    found = [lines[0]]
    for above, line in pairwise(lines):
        if _goes_on(text[above.start : above.end], text[line.start : line.end], column):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _goes_on(above: str, line: str, column: int) -> bool:
    """Whether a paragraph runs on: the next line's first word had no place any more on the line above."""
    return line[0].islower() or len(above) + 1 + len(line.split(maxsplit=1)[0]) > column
