"""Words that make a value likely without saying it (`Support.leaning`), and what the text before a quote tells of.

Both only weigh where no word that says a value goes with the number: they spare the reviewer a warning or give it its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extractor.checks.docket import Case
from extractor.checks.sentence import Sentence
from extractor.checks.tokens import Token
from extractor.claims.domain import Support
from extractor.claims.finding import Span

Told = tuple[Span, frozenset[str]]
"""Words (where they stand) and the values that they say or lean to."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ies|ied|y|ing|ed|es|s|e)$")
_ENDINGS = re.compile(r"(\w)\1$")
_POSSESSIVE = frozenset("his her their its our my your one's".split())  # noqa: SIM905 (words)
_FIRM = frozenset(("participle", "active", "subject", "noun", "status"))
_BEFORE = 900
_BEHIND = 500


def _stem(word: str) -> str:
    return "one's" if word in _POSSESSIVE else _ENDINGS.sub(r"\1", _ENDING.sub("", word))


@lru_cache(maxsize=64)
def _phrases(support: Support) -> Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    """First stem → (stems, values) of each phrase that begins with it, the longest first."""
    values: dict[tuple[str, ...], set[str]] = {}
    for value, phrases in support.leaning.items():
        for phrase in phrases:
            values.setdefault(tuple(map(_stem, phrase.split())), set()).add(value)
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for stems in sorted(values, key=len, reverse=True):
        found.setdefault(stems[0], []).append((stems, frozenset(values[stems])))
    return {first: tuple(entries) for first, entries in found.items()}


def leanings(sentence: Sentence, support: Support) -> tuple[Told, ...]:
    """The leaning words of `sentence`, by offsets into it, in order; of two that overlap the longer."""
    key = f"{support.field} leaning"
    if key not in sentence.memo:
        found = _find(sentence.lower, support)
        sentence.memo[key] = tuple(item for item in found if not _is_name(sentence, item[0]))
    return sentence.memo[key]  # type: ignore[return-value]


def _is_name(sentence: Sentence, span: Span) -> bool:
    """Whether a word with a capital is no mere beginning of the sentence: "the Red Cross", "Aid Minister"."""
    if not sentence.text[span.start].isupper() or sentence.is_headline:
        return False
    return span.start > 1 or re.match(r" [A-Z]", sentence.text[span.end : span.end + 2]) is not None


def _find(lower: str, support: Support) -> Iterator[Told]:
    phrases = _phrases(support)
    words = [(match.span(), _stem(match[0])) for match in _WORD.finditer(lower)]
    at = 0
    while at < len(words):
        length = 1
        for stems, values in phrases.get(words[at][1], ()):
            if tuple(stem for _, stem in words[at : at + len(stems)]) == stems:
                length = len(stems)
                yield Span(words[at][0][0], words[at + length - 1][0][1]), values
                break
        at += length


def beside(token: Token, support: Support) -> tuple[Told, ...]:
    """The leaning words of the token's sentence that no other number stands between."""
    counts = token.sentence.counts
    start = max((count.span.end for count in counts if count.span.end <= token.count.span.start), default=0)
    behind = (count.span.start for count in counts if count.span.start >= token.count.span.end and not count.base)
    end = min(behind, default=len(token.sentence.lower))
    return tuple(item for item in leanings(token.sentence, support) if start <= item[0].start and item[0].end <= end)


def told_before(case: Case, support: Support) -> tuple[Told, ...]:
    """The words of the nearest sentence before the quote that tell of a value, else of the nearest behind it: what both go on about."""
    first, last = case.sentences[0], case.sentences[-1]
    before = case.docket.sentences_in(Span(max(0, first.start - _BEFORE), first.start))
    end = last.start + len(last.text)
    around = (*reversed(before), *case.docket.sentences_in(Span(end, min(len(case.text), end + _BEHIND))))
    for forms in (_FIRM, {"loose"}):
        for sentence in around:
            told = [(trigger.span, trigger.values) for trigger in sentence.triggers(support) if trigger.form in forms]
            if told:
                return tuple((Span(sentence.start + span.start, sentence.start + span.end), values) for span, values in told)
    return ()


def is_bare(token: Token) -> bool:
    """Whether the number has no noun of its own: it counts what the text spoke of before."""
    return not token.count.heads
