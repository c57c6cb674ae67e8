"""The number counts the claim's own people or things: in "12 soldiers and three civilians" the three are no soldiers."""

from __future__ import annotations

import re

from extractor.checks import speech
from extractor.checks.check import block, info, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.same import role_mention
from extractor.checks.sentence import Count, content_words, same_length_lower
from extractor.checks.tokens import Token, all_governed, is_counted, own
from extractor.claims.core import Mention
from extractor.claims.finding import Finding, Span

_COLLECTIVE = re.compile(
    r"\b(?:crew|famil\w+|groups?|party|team|unit|convoy|column|staff|band|class|platoon|squad|patrol|household|couple|pair)\b"
)
_ONE = re.compile(r"(?<![\w-])(?:an?|one) (?:[\w-]+ )?$")
_RELATIVE = re.compile(r"[^,;:.\d]*\b(?:that|who|whom|which|they|he|she|it|we)\b[^,;:.\d]*")


def judge(case: Case, token: Token) -> Finding | None:
    """Whether the claim's words for what is counted stand behind another number, and another noun behind this one."""
    if _speaks(token) and not _is_governed(case, token, shared=False):
        return _of_speakers(token)
    if token.count.base and case.docket.lexicon.supports(case.claim.kind) and not _is_governed(case, token):
        return _of_whole(token)
    counted = role_mention(case, "population")
    return _of_people(case, token, counted) if counted else None


def _of_people(case: Case, token: Token, counted: Mention) -> Finding | None:
    nouns = token.count.nouns - _trigger_words(case, token)
    if alone := _alone(case, token, counted):
        return alone
    wanted = content_words(same_length_lower(counted.text))
    if not nouns or not wanted or token.count.nouns & wanted or not token.count.heads:
        return None
    other = role_mention(case, "attacker")
    if other and other.text != counted.text and nouns <= content_words(same_length_lower(other.text)):
        return _swapped(token, counted, other)
    holder = next((count for count in token.sentence.counts if count.span != token.count.span and _tells(count, wanted, nouns)), None)
    return _of_holder(case, token, counted, holder) if holder else None


def _of_holder(case: Case, token: Token, counted: Mention, holder: Count) -> Finding:
    there = token.sentence.text[holder.span.start : holder.phrase.end]
    return _of_other(token, counted, there, sure=_same_value(case, token, holder))


def _alone(case: Case, token: Token, counted: Mention) -> Finding | None:
    """Whether the claim's people are one person in the sentence, "a night guard", and the number is another."""
    figure, sentence = case.claim.figure, token.sentence
    words = same_length_lower(counted.text).removeprefix("a ").removeprefix("an ")
    if figure is None or 1 in (figure.low, figure.high) or figure.low is None or (token.kind, figure.unit) != ("count", "persons"):
        return None
    at, lower = sentence.lower.find(words), sentence.lower
    one = _ONE.search(lower[max(0, at - 30) : at]) if at > 0 and not lower[at + len(words) : at + len(words) + 1].isalnum() else None
    if one is None or _COLLECTIVE.search(words) or is_counted(case, token):
        return None
    return _of_other(token, counted, sentence.text[at - len(one[0]) : at + len(words)], sure=False)


def _speaks(token: Token) -> bool:
    """Whether the number counts those who speak: "two officials said", "one of them told", "according to two officials"."""
    lower, (start, end) = token.sentence.lower, token.count.span
    if token.count.heads and speech.NAMED.search(lower[max(0, start - 20) : start]):
        return True
    return speech.SPEAKS.match(lower, end) is not None and speech.SPEAKS_LEAD.search(lower[max(0, start - 20) : start]) is not None


def _of_speakers(token: Token) -> Finding:
    here = token.sentence.text[token.count.span.start : token.count.phrase.end]
    return warn(
        "figure.of_other_population",
        "figure.text",
        f"{quoted(here)} are those who speak.",
        expected="those whom they speak of",
        found=here,
        span=Span(token.span.start, token.sentence.start + token.count.phrase.end),
    )


def _is_governed(case: Case, token: Token, *, shared: bool = True) -> bool:
    """Whether a word of the claim's kind goes with the number, or follows it in its own clause ("of the 13 that it gave as missing").

    `shared`: a word that the number only shares with another counts as well.
    """
    sentence = token.sentence
    for support in case.docket.lexicon.supports(case.claim.kind):
        following = next((trigger for trigger in sentence.triggers(support) if trigger.span.start >= token.count.span.end), None)
        link = own(token, support).link
        if link is not None and (shared or not link.inherited):
            return True
        if following and following.form == "participle" and not following.passive and following.span.start - token.count.phrase.end <= 1:
            return True
        if following and _RELATIVE.fullmatch(sentence.lower[token.count.span.end : following.span.start]):
            return True
    return False


def _of_whole(token: Token) -> Finding | None:
    sentence = token.sentence
    before = [count for count in sentence.counts if count.span.end <= token.count.span.start]
    behind = [count for count in sentence.counts if count.span.start >= token.count.span.end]
    if not before and not behind:
        return None
    part = (before[-1:] or behind)[0]
    return info(
        "figure.of_whole",
        "figure.text",
        f"{quoted(token.count.words)} is the whole of which {quoted(part.words)} are a part.",
        expected=part.words,
        found=token.count.words,
        span=Span(
            sentence.start + min(part, token.count, key=lambda count: count.span).span.start,
            sentence.start + max(part.span.end, token.count.phrase.end),
        ),
    )


def _trigger_words(case: Case, token: Token) -> frozenset[str]:
    sentence = token.sentence
    spans = [trigger.span for support in case.docket.lexicon.supports(case.claim.kind) for trigger in sentence.triggers(support)]
    inside = [span for span in spans if token.count.phrase.start <= span.start and span.end <= token.count.phrase.end]
    return frozenset().union(*(content_words(sentence.lower[span.start : span.end]) for span in inside))


def _tells(count: Count, wanted: frozenset[str], nouns: frozenset[str]) -> bool:
    return bool(count.nouns & wanted) and not count.nouns & nouns


def _of_other(token: Token, counted: Mention, there: str, *, sure: bool) -> Finding:
    sentence = token.sentence
    report = block if sure else warn
    here = sentence.text[token.count.span.start : token.count.phrase.end]
    return report(
        "figure.of_other_population",
        "figure.text",
        f"The text says {quoted(there)} and {quoted(here)}: the claim gives the second number for {quoted(counted.text)}.",
        expected=there,
        found=token.count.words,
        span=Span(sentence.start + token.count.span.start, sentence.start + token.count.phrase.end),
    )


def _same_value(case: Case, token: Token, holder: Count) -> bool:
    """Whether both numbers are governed alike: then only their nouns tell them apart."""
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        mine = own(token, support).link
        theirs = next((item.link for item in all_governed(token.sentence, support) if item.count == holder), None)
        if mine and theirs and value in mine.values and value in theirs.values:
            return True
    return False


def _swapped(token: Token, counted: Mention, other: Mention) -> Finding:
    sentence = token.sentence
    here = sentence.text[token.count.span.start : token.count.phrase.end]
    return warn(
        "population.swapped",
        "figure.text",
        f"The number counts {quoted(here)}, whom the claim has as the other side; it says {quoted(counted.text)} suffered.",
        expected=other.text,
        found=counted.text,
        span=Span(sentence.start + token.count.span.start, sentence.start + token.count.phrase.end),
    )
