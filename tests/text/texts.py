"""Texts to locate quotes in: any characters at all, and news of our own wording, with quotes from them put in another spelling."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from extractor.claims.finding import Span

AWKWARD = list(
    "  \n\t\r\xa0\u2009\u202f\u200b\xad\ufeff\u200e\u200d\x00"
    "'\"‘’“”„«»´`…."
    "-‐‑–—−,;:!?()[]/_%$€+#&@"
    "aAbBzéßİıσςñÅ1234567890½²"
    "\u0301\u0308ﬁﬀ中万三人عربרקक्षि🎉👩🏽\ud83d１ａ"
)
awkward_texts = st.lists(st.sampled_from(AWKWARD), max_size=60).map("".join)
"""Texts of characters that are easily taken for each other, or for nothing; lone surrogates too."""
any_texts = st.text(st.characters(), max_size=60) | awkward_texts

_NAMES = ["the navy", "Brell", "Colonel Anders Voss", "the U.N. office", "a spokesman", "“Tarn” brigade", "the ministry’s press desk"]
_VERBS = ["said", "reported", "denied", "could not confirm", "wrote on Dec. 14–15", "told us — twice —"]
_COUNTS = ["12", "at least 1,240", "between 8 and 10", "two hundred", "12.5 percent", "a dozen", "10 000", "five"]
_PEOPLE = ["soldiers", "civilians", "men and women", "people of the re-settled villages", "fishermen"]
_ENDS = ["were killed near Tarn.", "had not been wounded.", "are missing…", "“fled,” it said.", "were taken to St. Brieg."]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of news."""
    pick = st.sampled_from
    return " ".join(draw(pick(part)) for part in (_NAMES, _VERBS, _COUNTS, _PEOPLE, _ENDS))


articles = st.lists(sentences(), min_size=1, max_size=5, unique=True).map("\n\n".join)
"""A few sentences of news, a paragraph each."""


def word_spans(text: str) -> list[Span]:
    """The stretches between blanks."""
    return [Span(*match.span()) for match in re.finditer(r"\S+", text)]


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """An article, and a stretch of three or more of its words."""
    text = draw(articles)
    words = word_spans(text)
    first = draw(st.integers(0, len(words) - 3))
    last = draw(st.integers(first + 2, min(len(words) - 1, first + 20)))
    return text, Span(words[first].start, words[last].end)


_SPELLINGS = {
    " ": [" ", "\n", "  ", " \r\n", "\t"],
    "'": ["'", "’", "‘"],
    "’": ["'", "’", "´"],
    "“": ["“", '"', "„", "«"],
    "”": ["”", '"', "»"],
    "—": ["—", "--", "―"],
    "–": ["–", "-", "‑"],
    "-": ["-", "‐", "‑"],
    "…": ["…", "...", ". . ."],
    "f": ["f"],
}


@st.composite
def respelled(draw: st.DrawFn, text: str, *, layout_only: bool = False) -> str:
    """`text` with other blanks, and with other quotation marks, dashes and ellipses unless `layout_only`."""
    out = []
    for char in text:
        options = _SPELLINGS.get(char, [char])
        if layout_only and char != " ":
            options = [char]
        out.append(draw(st.sampled_from(options)))
        if not layout_only and char.isalpha() and draw(st.integers(0, 30)) == 0:
            out.append(draw(st.sampled_from(["\xad", "\u200b"])))
    return "".join(out)


def plain_words(text: str) -> list[str]:
    """The words and numbers of `text` and nothing else: what no respelling may change."""
    text = re.sub("[\xad\u200b]", "", text)
    return re.findall(r"\w+", text)


def holds(words: list[str], part: list[str]) -> bool:
    """Whether `part` stands in `words`, in a row."""
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))
