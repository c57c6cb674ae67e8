"""Words with offsets: the lowest layer of the engine."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractor.claims.finding import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|[0-9]+(?:[.,][0-9]+)*"
    r"|[^\W\d_]+(?:[-‐‑'’][^\W_]+)*"  # soldier's, friendly-fire, Mk-19
    r"|[^\w\s]|\w"
)
_PLAIN = str.maketrans({"’": "'", "‐": "-", "‑": "-"})
_ARTICLES = frozenset(("al", "el", "an", "ad", "ar", "as", "at", "az", "ul"))
"""Arabic articles, written small before a name: "al-Balah"."""
MAX_TOKENS = 160
"""A longer sentence (a list, a table, no full stop anywhere) is read in stretches of this length, so that time stays linear."""


class Token(NamedTuple):
    """A word or sign: its span, the word in lower case without possessive ending, whether it is possessive, whether capitalised."""

    start: int
    end: int
    word: str
    possessive: bool
    capital: bool


def tokenize(text: str, span: Span) -> list[Token]:
    """The tokens of `text[span]`, with offsets into `text`."""
    return [Token(match.start(), match.end(), *_form(match.group())) for match in _TOKEN.finditer(text, span.start, span.end)]


@lru_cache(maxsize=65536)
def _form(raw: str) -> tuple[str, bool, bool]:
    """A word in lower case without possessive ending, whether it was possessive, whether capitalised (kept: texts repeat their words)."""
    word = raw.lower() if raw.isascii() else raw.lower().translate(_PLAIN)
    possessive = word.endswith("'s") and len(word) > 2  # noqa: PLR2004
    capital = raw[0].isupper() or (raw[2:3] == "-" and word[:2] in _ARTICLES and raw[3:4].isupper())
    return (word[:-2] if possessive else word), possessive, capital


def case_is_silent(tokens: list[Token], text: str) -> bool:
    """Whether capitals say nothing about names here: a text in capitals, or a headline with Every Word Capitalised."""
    words = [token for token in tokens if token.word[0].isalpha() and len(token.word) > 3]  # noqa: PLR2004 (headlines keep short words small)
    if len(words) < 3:  # noqa: PLR2004
        return bool(words) and all(text[token.start : token.end].isupper() for token in words)
    return sum(token.capital for token in words) >= 0.85 * len(words)
