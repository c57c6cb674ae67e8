"""Whether one field of a prediction agrees with gold, column by column, alternatives respected (pure).

Words agree when they are the same but for case, quotation marks, a leading article and a trailing possessive; the canonical name does as
well as the words. Dates agree when they name the same days. A column that neither side has (an outcome of a kind without one) is not
measured: null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal

from evals.gold import GoldClaim
from evals.kinds import choice_of
from evals.match import bounds_of
from extractor.claims.core import Claim, Mention
from extractor.claims.domain import Domain
from extractor.claims.edtf import edtf_interval

DateAgreement = Literal["exact", "coarser", "wrong", "unresolved"]
Agree = Callable[[GoldClaim, Claim, Domain], bool | None]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words without what two annotators may write differently."""
    text = re.sub(r"\s+", " ", words.translate(_QUOTES).casefold()).strip(" .,;:\"'()")
    return _ARTICLE.sub("", re.sub(r"'s?$", "", text))


def _same_words(right: Iterable[str | None], said: Iterable[str | None]) -> bool:
    wanted = {None if words is None else plain(words) for words in right}
    given = [None if words is None else plain(words) for words in said]
    return any(words in wanted for words in given)


def _said(mention: Mention | None) -> tuple[str | None, ...]:
    """The ways a mention can be read: its words and its name."""
    if mention is None:
        return (None,)
    return (mention.text,) if mention.name is None else (mention.text, mention.name)


def word_overlap(right: Iterable[str | None], mention: Mention | None) -> float:
    """Best F1 of the words shared with a right value, 0 to 1; 1 if both are null."""
    if mention is None:
        return float(None in list(right))
    return max((_shared(plain(one), plain(other)) for one in right if one for other in _said(mention) if other), default=0.0)


def _shared(one: str, other: str) -> float:
    first, second = one.split(), other.split()
    common = sum(min(first.count(word), second.count(word)) for word in set(first))
    return 2 * common / (len(first) + len(second)) if common else 0.0


def _role(column: str) -> Agree:
    """Population or attacker: the domain says which fields of a kind may hold them."""

    def agree(gold: GoldClaim, claim: Claim, domain: Domain) -> bool | None:
        fields = domain.roles.get(claim.kind, {}).get(column, ())
        mentions: list[Mention | None] = [getattr(claim, field) for field in fields]
        if not mentions:
            return None if None in gold.right(column) else False
        if gold.row[column] is None and mentions[0] is None:
            return None
        said = (
            [words for mention in mentions if mention for words in _said(mention)] if gold.row[column] is not None else _said(mentions[0])
        )
        return _same_words(gold.right(column), said or (None,))

    return agree


def _choice(column: str) -> Agree:
    def agree(gold: GoldClaim, claim: Claim, _: Domain) -> bool | None:
        said = choice_of(claim, column)
        if said is None and (gold.row[column] is None or claim.kind != gold.kind):
            return None
        return said in gold.right(column)

    return agree


def _figure(gold: GoldClaim, claim: Claim, _: Domain) -> bool | None:
    if not gold.has_figure and claim.figure is None:
        return None
    return bounds_of(claim) in gold.bounds_right


def _figure_part(column: str) -> Agree:
    """Qualifier and unit, where both sides have a figure."""

    def agree(gold: GoldClaim, claim: Claim, _: Domain) -> bool | None:
        if not gold.has_figure or claim.figure is None:
            return None
        said: str = getattr(claim.figure, column)
        return said in gold.right(column) or (column == "unit" and _same_words(gold.right(column), (said,)))

    return agree


def _source(gold: GoldClaim, claim: Claim, _: Domain) -> bool:
    return _same_words(gold.right("source"), _said(claim.attribution.source))


def _relays(gold: GoldClaim, claim: Claim, _: Domain) -> bool:
    said = [_said(relay) for relay in claim.attribution.relays]
    return any(
        len(right) == len(said) and all(_same_words((words,), ways) for words, ways in zip(right, said, strict=True))
        for right in gold.right("relays")
    )


def _chain(gold: GoldClaim, claim: Claim, domain: Domain) -> bool:
    return _source(gold, claim, domain) and _relays(gold, claim, domain)


def _cue(gold: GoldClaim, claim: Claim, _: Domain) -> bool:
    return _same_words(gold.right("cue"), (claim.attribution.cue,))


def _place(gold: GoldClaim, claim: Claim, _: Domain) -> bool:
    place = claim.place
    return _same_words(gold.right("place"), (None,) if place is None else (place.text, *([place.name] if place.name else [])))


def date_of(claim: Claim, column: str) -> str | None:
    """The EDTF value of `said_on` or `event_time`."""
    time = claim.attribution.said_on if column == "said_on" else claim.event_time
    return time.edtf if time else None


def date_agreement(right: Iterable[str | None], said: str | None) -> DateAgreement:
    """exact: the same days; coarser: right, but wider (2024-12 for 2024-12-14); unresolved: none given where one is right."""
    values = list(right)
    if said in values:
        return "exact"
    if said is None:
        return "unresolved"
    wider = False
    outer = edtf_interval(said)
    for value in values:
        inner = edtf_interval(value) if value else None
        if inner is None or outer is None:
            continue
        if inner == outer:
            return "exact"
        starts = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
        ends = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
        wider = wider or (starts and ends)
    return "coarser" if wider else "wrong"


def _date(column: str) -> Agree:
    return lambda gold, claim, _: date_agreement(gold.right(column), date_of(claim, column)) == "exact"


def _plain_value(column: str, value: Callable[[Claim], Any]) -> Agree:
    return lambda gold, claim, _: value(claim) in gold.right(column)


COLUMNS: dict[str, Agree] = {
    "kind": _plain_value("kind", lambda claim: claim.kind),
    "outcome": _choice("outcome"),
    "population": _role("population"),
    "attacker": _role("attacker"),
    "figure": _figure,
    "qualifier": _figure_part("qualifier"),
    "unit": _figure_part("unit"),
    "scope": _choice("scope"),
    "source": _source,
    "source_type": _plain_value("source_type", lambda claim: claim.attribution.source_type),
    "cue": _cue,
    "relays": _relays,
    "chain": _chain,
    "said_on": _date("said_on"),
    "event_time": _date("event_time"),
    "place": _place,
    "stance": _plain_value("stance", lambda claim: claim.stance),
    "verification": _plain_value("verification", lambda claim: claim.verification.status),
    "salience": _plain_value("salience", lambda claim: claim.salience),
}
"""Every column of a gold line that is measured, and `chain`: source and relays both right."""
