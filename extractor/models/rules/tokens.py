"""Words with offsets: the lowest layer of the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.claims.figure_starts import STARTS, WORD
from extractor.claims.finding import Span
from extractor.claims.time_scan import WORD as TIME_WORD
from extractor.claims.time_scan import role_of
from extractor.models.rules.lexicon import Phrases, Word, lexicon

_TOKEN = re.compile(
    r"(?!\s)(?:[A-Za-z]{2,}+(?:[-'’][A-Za-z0-9]++)*+(?![^\W_]|[-‐‑'’][^\W_])"  # what most words are, found the faster
    r"|(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|[^\W\d_]+(?:[-‐‑'’][^\W_]+)*"  # soldier's, friendly-fire, Mk-19
    r"|[0-9]+(?:[.,][0-9]+)*"
    r"|[^\w\s]|\w)"
)
_PLAIN = str.maketrans({"’": "'", "‐": "-", "‑": "-"})
_ARTICLES = frozenset(("al", "el", "an", "ad", "ar", "as", "at", "az", "ul"))
"""Arabic articles, written small before a name: "al-Balah"."""
MAX_TOKENS = 160
"""A longer sentence (a list, a table, no full stop anywhere) is read in stretches of this length, so that time stays linear."""
_HEADLINE = 0.85
_LONGEST, _MOST = 40, 65_536
"""Longer pieces without a blank (addresses, scripts that write none) seldom come again: they are not kept; nor are more than so many."""
_SIGNS = {
    **{sign: sign for sign in ',;:.()"&-'},
    **dict.fromkeys("–—", "-"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("…!?", "."),
    "[": "(",
    "]": ")",
    "|": ";",
    **dict.fromkeys("'’‘*•·_`", ""),
}


@dataclass(frozen=True, slots=True)
class Form:
    """A word in lower case without possessive ending, and what there is to know of it wherever it stands.

    `long`: enough to tell a headline. `phrases` it can begin, by the word behind it (null: it is always read by itself), and itself as the
    lexicon has it (`known`). `code` is its chunk's; empty for signs that are passed over. `figures` are the places in it where a
    figure can begin: offset, first word, offset behind that. `spoken` are the words in it that times are read by, in small letters,
    `times` those that can begin one: which of them, where it begins in the token, and its role.
    """

    word: str
    possessive: bool
    capital: bool
    long: bool
    hints: int
    phrases: dict[str, Phrases] | None
    known: Word | None
    code: str
    figures: tuple[tuple[int, str, int], ...]
    spoken: tuple[str, ...]
    times: tuple[tuple[int, int, int], ...]


class Tokens(NamedTuple):
    """The words and signs of a stretch, column by column (lists are made and searched faster than objects); offsets are the text's."""

    starts: list[int]
    ends: list[int]
    words: tuple[str, ...]
    forms: list[Form]

    def part(self, first: int, end: int) -> Tokens:
        """The tokens from number `first` to before number `end`."""
        return Tokens(self.starts[first:end], self.ends[first:end], self.words[first:end], self.forms[first:end])


Piece = tuple[tuple[int, int, Form], ...]
"""The tokens between two blanks: where each begins and ends in there."""


def tokenize(text: str, span: Span) -> Tokens:
    """The tokens of `text[span]`: no token reaches over a blank, and what stands between two is mostly known already."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[Form] = []
    at = span.start
    for raw in text[at : span.end].split(" "):
        for first, end, form in _PIECES.get(raw) or _piece(raw):
            starts.append(at + first)
            ends.append(at + end)
            forms.append(form)
        at += len(raw) + 1
    return Tokens(starts, ends, tuple([form.word for form in forms]), forms)


_PIECES: dict[str, Piece] = {}
"""What was read before, for texts repeat their words; emptied when it is full: an order of last use takes longer to keep than it saves."""


def _piece(raw: str) -> Piece:
    """The tokens of `raw`, kept unless it is long."""
    found = tuple([(match.start(), match.end(), _form(match[0])) for match in _TOKEN.finditer(raw)])
    if len(raw) <= _LONGEST:
        if len(_PIECES) >= _MOST:
            _PIECES.clear()
        _PIECES[raw] = found
    return found


@lru_cache(maxsize=_MOST)
def _form(raw: str) -> Form:
    """What there is to know of a token as it stands (kept too: with other signs around it, it is another piece)."""
    word = raw.lower() if raw.isascii() else raw.lower().translate(_PLAIN)
    possessive = word.endswith("'s") and len(word) > 2  # noqa: PLR2004
    capital = raw[0].isupper() or (raw[2:3] == "-" and word[:2] in _ARTICLES and raw[3:4].isupper())
    word = word[:-2] if possessive else word
    words = lexicon()
    phrases, known = words.entries.get(word, (None, None))
    code = known.code if known is not None else "w"
    if known is None and phrases is None and not word[0].isalnum():
        code = _SIGNS.get(word, "w")
    long = word[0].isalpha() and len(word) > 3  # noqa: PLR2004 (headlines keep short words small)
    figures = tuple((match.start(), match[0], match.end()) for match in WORD.finditer(raw) if match[0].lower() in STARTS)
    places = list(TIME_WORD.finditer(raw))
    spoken = tuple([match[0].lower() for match in places])
    times = tuple([(at, match.start(), role) for at, match in enumerate(places) if (role := role_of(spoken[at]))])
    return Form(word, possessive, capital, long, words.hints(word), phrases, known, code, figures, spoken, times)


def case_is_silent(tokens: Tokens, text: str) -> bool:
    """Whether capitals say nothing about names here: a text in capitals, or a headline with Every Word Capitalised."""
    told = [form.capital for form in tokens.forms if form.long]
    if len(told) < 3:  # noqa: PLR2004
        spans = zip(tokens.starts, tokens.ends, tokens.forms, strict=True)
        return bool(told) and all(text[start:end].isupper() for start, end, form in spans if form.long)
    return sum(told) >= _HEADLINE * len(told)
