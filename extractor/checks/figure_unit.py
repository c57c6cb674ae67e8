"""The number counts what the claim counts: it is no date, no share, no money, no kilometres, no tanks."""

from __future__ import annotations

import re

from extractor.checks.check import block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.tokens import Token
from extractor.claims.finding import Finding, Span

_AGES = re.compile(
    r"(?:[A-Z][\w’'-]+, \d{1,2} and \d{1,2},|\baged? (?:\w+ and )?\w+\W$|\b(?:under|over) (?:five|ten|\d{1,2})\W$(?<=of )|(?:boy|girl|man|woman|child) of \d{1,2}\W$)"
)
_PERSONS = "persons"
_AGE = "an age or a measure"
_NAMES = {"date": "a date", "ordinal": "an ordinal number", "designation": "a name or designation", "money": "an amount of money"}
_MONEY = re.compile(r"dollar|euro|pound|hryvnia|rubl|roubl|money|currency|usd|eur|gbp|uah|[$€£]", re.IGNORECASE)


def judge(case: Case, token: Token) -> Finding | None:
    """Whether the number in the text is of another kind or unit than the claim's."""
    figure = case.claim.figure
    if figure is None:
        return None
    other = _other(case, token, figure.unit)
    if other is None:
        return None
    start, end = token.sentence.start, token.sentence.start
    span = Span(start + token.count.span.start, end + max(token.count.span.end, token.count.phrase.end))
    report = warn if other == _AGE and not token.count.words.isdigit() else block
    return report(
        "figure.of_other_unit",
        "figure.unit",
        f"In {quoted(case.text[span.start : span.end])} the number is {other}, the claim counts {figure.unit}.",
        expected=figure.unit,
        found=other,
        span=span,
    )


def _other(case: Case, token: Token, unit: str) -> str | None:
    kind = token.kind
    if kind in {"date", "ordinal", "designation"}:
        return _NAMES[kind]
    if kind == "money":
        return None if _MONEY.search(unit) else _NAMES[kind]
    if kind == "percent" or unit == "percent":
        return None if (kind == "percent") == (unit == "percent") else ("a share" if kind == "percent" else "no share")
    if unit != _PERSONS or token.found is None:
        return None
    if _AGES.search(token.sentence.text, max(0, token.count.span.start - 40), token.count.span.end + 1):
        return _AGE
    if kind == "measure":
        unit = token.found.figure.unit
        return _AGE if unit == "measure" else f"a number of {unit}"
    thing = _thing(case, token)
    return f"a number of {thing}" if thing else None


def _thing(case: Case, token: Token) -> str | None:
    """What is counted, if it is a thing: the last noun of the phrase, or the one before "of" ("12 brigades of infantry")."""
    lexicon = case.docket.lexicon
    if lexicon.things is None:
        return None
    phrase = token.sentence.lower[token.count.phrase.start : token.count.phrase.end]
    head = phrase.strip().partition(" of ")[0] if not phrase.strip().startswith("of ") else ""
    if not head or (lexicon.people is not None and lexicon.people.search(phrase)):
        return None
    found = list(lexicon.things.finditer(head))
    return found[-1][0] if found and found[-1].end() == len(head) else None
