"""Fold spaces and typography to one spelling, with a map back to the characters they stand for.

Only spellings of the same characters are folded: spaces, quotation marks, dashes, ellipses, ligatures, fullwidth forms, invisible
characters, and composed against decomposed letters (Unicode NFC). Never letter case, never digits, never compatibility forms that
read differently (x² is not x2, 1½ is not 11/2, ß is not ss).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import heapify, heappop, heapreplace

import regex

from extractor.claims.finding import Span
from extractor.text.characters import INVISIBLE, SOFT_HYPHEN, SPACES

_HIDDEN = "\u200b"  # what every invisible character is folded to before it is dropped
_SINGLE_QUOTES = "‘’‚‛‹›′ʼʹ`´"
_DOUBLE_QUOTES = "“”„‟«»″〝〞"
_HYPHENS = "‐‑‒–−﹣"
_LONG_DASHES = "―⸺"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    table = dict.fromkeys(SPACES, " ")
    table |= dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"')
    table |= dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_LONG_DASHES, "—")
    table |= dict.fromkeys(INVISIBLE, _HIDDEN)
    wide = ((chr(code), chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F))
    return table, {char: table.get(narrow, narrow) for char, narrow in wide}


_ONE_TO_ONE, _FULLWIDTH = _spellings()
_ASCII = {char: spelled for char, spelled in _ONE_TO_ONE.items() if char.isascii()}
_TRANSLATION = str.maketrans(_ONE_TO_ONE | _FULLWIDTH)
_SHORT = 1000  # up to here str.translate beats one str.replace a character
_DOUBLE_QUOTE = re.compile(r'"(?<![0-9]")')  # 5" is inches: behind a digit a double quotation mark stays one
_RUN_CHARS = " .-—…" + _HIDDEN + "".join(_LIGATURES)
_RUN = re.compile(f"[{re.escape(_RUN_CHARS)}]{{1,4096}}")  # longer runs are no typography: they are read in pieces
_RUN_MARKS = ("  ", "—", "…", "--", " - ", "...", ". . .", _HIDDEN, *_LIGATURES)
_SPELLED = {"dots": "…", "long": "-"}
_TOKEN = re.compile(
    rf"(?P<blank>[ {_HIDDEN}]+)|(?P<dots>…|\.{{3,}}|\.(?:[ {_HIDDEN}]+\.){{2,}})|(?P<long>--+|-?—[—-]*)|(?P<dash>-)"
    rf"|(?P<ligature>[{''.join(_LIGATURES)}])|(?P<mark>\.)"
)
# The hyphen first and the letter before it looked back at: so the scan skips from hyphen to hyphen.
_LINE_END = r"(?=[^\S\n\r\u2028]*+[\n\r\u2028])\s*+"  # blanks with a line break among them, read once
_LINE_HYPHEN = re.compile(rf"[-‐{SOFT_HYPHEN}](?<=[^\W\d_].){_LINE_END}(?=[^\W\d_])")
_HYPHEN_INSIDE = re.compile(rf"[-‐‑‒–−{SOFT_HYPHEN}](?<=[^\W\d_].)(?:{_LINE_END})?(?=[^\W\d_])")
_LONGEST_CLUSTER = 64  # Unicode's stream-safe text has 30 marks on a letter at most; more take time by their square
_COMPOSABLE = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")

Change = tuple[int, int, str]
"""Replace the characters from one offset to another by other ones."""


class Mapped:
    """A rewritten text and the way back to the offsets of the text it was made from."""

    __slots__ = ("_new_ends", "_new_starts", "_old_ends", "_old_starts", "text")

    def __init__(self, source: str, changes: Iterable[Change]) -> None:
        self._new_starts: list[int] = []
        self._new_ends: list[int] = []
        self._old_starts: list[int] = []
        self._old_ends: list[int] = []
        parts: list[str] = []
        at = length = 0
        for start, end, spelled in changes:
            parts += (source[at:start], spelled)
            length += start - at
            self._old_starts.append(start)
            self._old_ends.append(end)
            self._new_starts.append(length)
            length += len(spelled)
            self._new_ends.append(length)
            at = end
        self.text = "".join((*parts, source[at:])) if parts else source

    def back(self, start: int, end: int) -> Span | None:
        """The characters that `text[start:end]` stands for; null where it begins or ends inside the spelling of one of them."""
        first, last = self._start(start), self._end(end)
        return None if first is None or last is None else Span(first, last)

    def ahead(self, position: int) -> int:
        """Where the character at `position` of the source went."""
        at = bisect_right(self._old_starts, position) - 1
        if at < 0:
            return position
        return self._new_starts[at] if position < self._old_ends[at] else self._new_ends[at] + position - self._old_ends[at]

    def _start(self, position: int) -> int | None:
        at = bisect_right(self._new_starts, position) - 1
        if at < 0:
            return position
        if position < self._new_ends[at]:
            return self._old_starts[at] if position == self._new_starts[at] else None
        return self._old_ends[at] + position - self._new_ends[at]

    def _end(self, position: int) -> int | None:
        at = bisect_right(self._new_starts, position - 1) - 1
        if at < 0:
            return position
        if position - 1 < self._new_ends[at]:
            return self._old_ends[at] if position == self._new_ends[at] else None
        return self._old_ends[at] + position - self._new_ends[at]


class Folded:
    """A text after all its rewrites: what it reads, and the way back through each of them.

    Without `hyphens`, the hyphens inside words are left out, and line breaks behind them: `reads_as` tells which of them may be.
    """

    __slots__ = ("_steps", "text")

    def __init__(self, text: str, *, hyphens: bool = True) -> None:
        self._steps: list[Mapped] = []
        text = self._composed(text)
        if not hyphens:
            text = self._step(text, ((m.start(), m.end(), "") for m in _HYPHEN_INSIDE.finditer(text)))
        text = self._composed(_respell(text))  # again: a fullwidth letter becomes one that takes an accent
        self.text = self._step(text, _respaced(text))

    def _composed(self, text: str) -> str:
        return text if text.isascii() or unicodedata.is_normalized("NFC", text) else self._step(text, _compositions(text))

    def _step(self, text: str, changes: Iterable[Change]) -> str:
        self._steps.append(Mapped(text, changes))
        return self._steps[-1].text

    def back(self, start: int, end: int) -> Span | None:
        """The characters of the original text that `text[start:end]` stands for; null where it cuts one of them."""
        span: Span | None = Span(start, end)
        for step in reversed(self._steps):
            span = span and step.back(*span)
        return span

    def ahead(self, position: int) -> int:
        """Where the character at `position` of the original text went."""
        for step in self._steps:
            position = step.ahead(position)
        return position


def fold(quote: str, *, hyphens: bool = True) -> str:
    """`quote` in the spelling of `Folded` texts, without blanks at its ends."""
    return Folded(quote, hyphens=hyphens).text.strip(" ")


def uncased(text: str) -> str:
    """`text` without letter case, as long as it was (İ, whose lower case has two characters, becomes i; final ς becomes σ)."""
    return text.replace("İ", "i").lower().replace("ς", "σ")


def reads_as(words: str, quote: str) -> bool:
    """Whether `words`, some of them divided at line ends, read as the folded `quote`: co-⏎operate as cooperate and as co-operate."""
    at = 0
    for part in map(fold, _LINE_HYPHEN.split(words)):
        at += at > 0 and quote[at : at + 1] == "-"
        if not quote.startswith(part, at):
            return False
        at += len(part)
    return at == len(quote)


def has_line_hyphens(text: str) -> bool:
    """Whether a word is divided by a hyphen at the end of a line."""
    return _LINE_HYPHEN.search(text) is not None


def _respell(text: str) -> str:
    """Replace characters one for one: offsets stay."""
    if len(text) <= _SHORT:
        text = text.translate(_TRANSLATION)
    else:
        for char, spelled in _respelled_in(text):
            text = text.replace(char, spelled)
    return _DOUBLE_QUOTE.sub("'", text)


def _respelled_in(text: str) -> Iterator[tuple[str, str]]:
    """The characters that `text` may hold and that are spelled in another way."""
    if text.isascii():
        yield from _ASCII.items()
        return
    yield from _ONE_TO_ONE.items()
    if b"\xff" in text.encode("utf-16-le", "surrogatepass")[1::2]:  # U+FFxx: fullwidth forms, which are rare
        yield from _FULLWIDTH.items()


def _respaced(text: str) -> Iterator[Change]:
    """What changes the length: runs of spaces, spaces around dashes and ellipses, ligatures, invisible characters."""
    done = 0
    coming = [(text.find(mark), mark) for mark in _RUN_MARKS if mark in text]
    heapify(coming)
    while coming:
        start, mark = coming[0]
        if start < done:
            start = text.find(mark, done)
            _ = heapreplace(coming, (start, mark)) if start >= 0 else heappop(coming)
            continue
        while start > done and text[start - 1] in _RUN_CHARS:
            start -= 1
        run = _RUN.match(text, start)
        done = run.end() if run else start + 1
        tokens = _short_tokens if done - start <= _SHORT_RUN else _tokens
        for low, high, spelled in tokens(text[start:done]):
            yield start + low, start + high, spelled


def _tokens(run: str) -> tuple[Change, ...]:
    """What changes in a run of blanks, dashes and dots. Blanks around a long dash, a spaced dash or an ellipsis are left out."""
    found = list(_TOKEN.finditer(run))
    kinds = [match.lastgroup or "" for match in found]
    spaced = [kind == "blank" and " " in match.group() for kind, match in zip(kinds, found, strict=True)]
    tight = [
        kind in {"dots", "long"} or (kind == "dash" and 0 < at < len(kinds) - 1 and spaced[at - 1] and spaced[at + 1])
        for at, kind in enumerate(kinds)
    ]
    changes = []
    for at, match in enumerate(found):
        words = match.group()
        if kinds[at] == "blank":
            beside = (at > 0 and tight[at - 1]) or (at + 1 < len(tight) and tight[at + 1])
            spelled = " " if spaced[at] and not beside else ""
        else:
            spelled = _LIGATURES.get(words) or _SPELLED.get(kinds[at], words)
        if spelled != words:
            changes.append((match.start(), match.end(), spelled))
    return tuple(changes)


_SHORT_RUN = 16
_short_tokens = lru_cache(maxsize=512)(_tokens)


def _compositions(text: str) -> Iterator[Change]:
    """Each group of characters that NFC writes in another way."""
    known: dict[str, str] = {}
    for run in _COMPOSABLE.finditer(text):
        if unicodedata.is_normalized("NFC", run.group()):
            continue
        for cluster in regex.finditer(r"\X", run.group()):
            words = cluster.group().rstrip(INVISIBLE)  # a quote that ends before them cuts nothing
            if len(words) > _LONGEST_CLUSTER:
                continue
            if words not in known:
                known[words] = unicodedata.normalize("NFC", words)
            if known[words] != words:
                start = run.start() + cluster.start()
                yield start, start + len(words), known[words]
