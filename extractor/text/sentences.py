"""Sentences, by offsets: English abbreviations, quotes over several sentences, enumerations, copy all in capitals.

A quotation of several sentences is cut into them; a closing quotation mark stays with the sentence it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.claims.finding import Span

MAX_SENTENCE = 2_000
"""Code points read as one sentence; longer ones (lists, tables) are read in pieces."""
_CLOSERS = "\"”’'»)\\]"
_END = re.compile(  # it begins with one set of marks, so that the scan skips from mark to mark
    rf"(?P<mark>[.!?…。！？؟۔।])(?:(?<=[.!?…])(?P<more>[.!?…]*+)[{_CLOSERS}]*+(?=\s)"  # the usual end: marks, then a blank
    r"|(?<=[a-z][a-z][.!?])”?(?=[A-Z][a-z]+\s)"  # a lost blank: "ended.Next one"
    r"|(?<=[。！？])[」』）]?|(?<=[؟۔।])[؟۔।]*(?=\s)"
    r"|(?P<inside>(?<=[.!?…])[.!?…]++|(?<=[؟۔।])[؟۔।]++))"  # marks without a blank behind end nothing: they are read once
)
_BLANKS = re.compile(r"\s*")
_NEXT = re.compile(r"\s*[\"“‘'«(\[]*([^\s\"”’',;:.!?)\]]*)")
_LAST_TOKEN = re.compile(r"(?:.*[\s\"“‘'(\[—–])?(.*)", re.DOTALL)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER = _words(
    "mr mrs ms dr gen maj lt col capt cpt sgt cpl pvt adm brig cmdr prof rev hon sen rep gov pres supt insp messrs vs approx "
    "ft mt fig figs vol pp cf viz al gens lts cols sens reps"
)
_BEFORE_NUMBER = _words("no nos jan feb mar apr jun jul aug sep sept oct nov dec art par sec ch p op tel")
_SOMETIMES = _words("jr sr inc ltd co corp etc st a.m p.m am pm e.g i.e ph.d bros dept est ave mon tue tues wed thu thurs fri sat sun")
_STARTERS = _words(
    "the a an this that these those it its he she they we i you his her their our my there here in on at by for from with "
    "after before but and or so yet if when while as since although though however meanwhile according some many most more "
    "no not none all both each every another one two three several what who why how where which mr mrs ms dr"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
_SPEECH = re.compile(
    r"\s+(?:[A-Z][\w'’.-]*\s+){1,4}(?:said|says|told|asked|asks|added|adds|wrote|writes|replied|shouted|cried|continued|explained)\b"
)


def sentences(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """The sentences of `text` inside `span` (null: all of it), in order, without the blanks between them; they cover all else."""
    start, end = span or (0, len(text))
    found = []
    for cut in (*_ends(text, start, end), end):
        trimmed = _trim(text, start, cut)
        if trimmed.start < trimmed.end:
            found.append(trimmed)
        start = cut
    return tuple(found)


def pieces(text: str, sentence: Span) -> list[Span]:
    """`sentence` in pieces of at most `MAX_SENTENCE`, cut at blanks where it has them."""
    found, start = [], sentence.start
    while sentence.end - start > MAX_SENTENCE:
        blank = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut_at = blank if blank > start else start + MAX_SENTENCE
        found.append(Span(start, cut_at))
        start = cut_at
    return [*found, Span(start, sentence.end)]


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    begin = _BLANKS.match(text, start, end).end()  # type: ignore[union-attr]
    for match in _END.finditer(text, start, end):
        if match["inside"]:
            continue
        if match["more"] is None or _is_end(text, begin, match, end):
            yield match.end()
            begin = _BLANKS.match(text, match.end(), end).end()  # type: ignore[union-attr]


def _is_end(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether the marks end the sentence whose first character stands at `begin`."""
    follows = _NEXT.match(text, match.end(), end)
    word = follows.group(1) if follows else ""
    if word[:1].islower():
        return False
    marks = match["mark"] + match["more"]
    if marks != ".":
        return not (marks[-1] in "?!" and match.end() > match.end("more") and _SPEECH.match(text, match.end(), end))
    token = _LAST_TOKEN.match(text, max(begin, match.start() - 40), match.start())
    last = token.group(1) if token else ""
    return not _is_abbreviation(last, word, at_start=match.start() - len(last) <= begin)


def _is_abbreviation(token: str, following: str, *, at_start: bool) -> bool:
    """Whether the full stop behind `token` belongs to it and not to the sentence."""
    folded = token.casefold()
    if folded.rpartition("-")[2] in _NEVER:  # "Maj.-Gen."
        return following != ""
    if folded in _BEFORE_NUMBER:
        return following[:1].isdigit() or (folded not in {"no", "art", "par"} and not _starts(following))
    if at_start and _ENUMERATOR.fullmatch(token):
        return True
    if folded in _SOMETIMES or (_DOTTED.fullmatch(token) and (len(token) > 1 or token.isupper())):
        return following != "" and not _starts(following)
    return False


def _starts(word: str) -> bool:
    """Whether `word` is one that sentences begin with."""
    return word.casefold() in _STARTERS


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
