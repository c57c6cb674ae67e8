"""The number counts what the claim counts: it is no date, no share, no money, no kilometres, no tanks."""

from __future__ import annotations

import re

from extractor.checks.check import block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.sentence import content_words
from extractor.checks.tokens import Token, is_counted
from extractor.claims.finding import Finding, Span

_PERSONS = "persons"
_AGE = "an age, a measure or a name"
_NAMES = {"date": "a date", "ordinal": "an ordinal number", "designation": "a name or designation", "money": "an amount of money"}
_VERB = re.compile(r"(?:\s+\w+(?:ed|ing)\b.*)?")
_LABEL = re.compile(r"(?:^|[.;,•·*\n–—-])\s*(?P<what>[^.;,:•\d\n]{3,40}):\s?$")
"""Before a bare number: what it counts, in a list ("Shelters open: 14")."""
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
    unsure = token.kind == "count" and figure.unit != _PERSONS
    sure = token.count.words.isdigit() and (token.kind == "measure" or token.sentence.is_uncounted(token.count.span, surely=True))
    report = warn if unsure or (other == _AGE and not sure) else block
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
        return None if kind == unit else ("a share" if kind == "percent" else "no share")
    return _other_count(case, token, unit) if token.found else None


def _other_count(case: Case, token: Token, unit: str) -> str | None:
    measured = token.found.figure.unit if token.found else unit
    if token.sentence.is_uncounted(token.count.span) or (token.kind == "measure" and measured == "measure"):
        return _AGE
    if token.kind == "measure":
        return None if _same_unit(measured, unit) else f"a number of {measured}"
    thing, things = _thing(case, token), case.docket.lexicon.things
    known = unit != _PERSONS and things is not None and things.search(unit.lower()) is not None
    if known and not thing and _people(case, token):
        return "a number of people"
    if not thing or is_counted(case, token):
        return None
    if unit == _PERSONS or (known and not _same_unit(thing, unit) and not content_words(thing) & content_words(unit.lower())):
        return f"a number of {thing}"
    return None


def _people(case: Case, token: Token) -> bool:
    """Whether a word for people is the first noun of the phrase."""
    people, start = case.docket.lexicon.people, token.count.phrase.start
    return people is not None and people.match(token.sentence.lower, start + 1, token.count.phrase.end) is not None


def _same_unit(measured: str, unit: str) -> bool:
    """Whether the words for two units of measure mean the same: kilometers and km, days and day."""
    one, two = ("".join(word[0] for word in re.findall(r"kilo|metre|meter|\w+", name.lower())) for name in (measured, unit))
    return measured.lower()[:3] == unit.lower()[:3] or one == unit.lower() or two == measured.lower()


def _thing(case: Case, token: Token) -> str | None:
    """What is counted, if it is a thing: the last noun of the phrase, or the one before "of" ("12 brigades of infantry")."""
    lexicon = case.docket.lexicon
    if lexicon.things is None:
        return None
    phrase = token.sentence.lower[token.count.phrase.start : token.count.phrase.end]
    if token.sentence.is_of_harm(token.count.span):
        return phrase.split()[-1]
    if not phrase.strip() and (label := _LABEL.search(token.sentence.lower[: token.count.span.start])):
        return _labelled(case, label["what"])
    head = phrase.strip().partition(" of ")[0] if not phrase.strip().startswith("of ") else ""
    found = [match for match in lexicon.things.finditer(head) if _VERB.fullmatch(head, match.end())]
    person = lexicon.people.search(phrase) if lexicon.people is not None else None
    active = found and head[found[0].end() :].strip() and person and person.start() > phrase.find(head) + found[0].end()
    return found[-1][0] if found and (not person or active) else None


def _labelled(case: Case, label: str) -> str | None:
    """The things with which a label begins, if it names no people: not the one place of "Region V: 6"."""
    lexicon = case.docket.lexicon
    things = lexicon.things.match(label) if lexicon.things else None
    return things[0] if things and things[0].endswith("s") and not (lexicon.people and lexicon.people.search(label)) else None
