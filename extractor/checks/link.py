"""What ties a number to a word: the link, and what the words between them must look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.checks import english
from extractor.checks.sentence import Trigger
from extractor.claims.domain import Support

REACH = 260
"""How far from its word a number may stand, in code points."""
Strength = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Link:
    """A number's governing words: the values they support, and how sure the rules are."""

    values: frozenset[str]
    triggers: tuple[Trigger, ...]
    strength: Strength
    inherited: bool = False


def reaches(gap: str) -> bool:
    """Whether the words between a noun and a number let the one reach the other: "have already risen to"."""
    return len(gap) < REACH and not re.search(r"[;:.]\s", gap) and english.REACHING.fullmatch(gap.strip() + " ") is not None


def is_phrase(gap: str) -> bool:
    """Whether a gap is one noun phrase with its auxiliary: no punctuation, nothing coordinated."""
    return not re.search(r"[,;:()—–#]|\s-\s", gap) and not english.COORDINATOR.search(gap)


def noun_strength(gap: str) -> Strength | None:
    """How surely a noun behind a number is what the number counts or suffers."""
    words = gap.split()
    if english.SUFFERED.search(gap) and not re.search(r"[;:#]|,(?!\s*(?:with|suffering|sustaining)\b)", gap):
        return "strong"
    if not is_phrase(gap):
        return None
    if len(words) == 1 and english.ATTRIBUTE.fullmatch(words[0]):
        return "strong"
    return "strong" if len(words) <= 3 and not english.FINITE.search(gap) else None  # noqa: PLR2004 ("12 more civilian deaths")


def united(first: Link, second: Link, support: Support) -> Link:
    """Both words hold ("captured 12 wounded soldiers"); a word that leaves the value open gives way ("lost 12 killed")."""
    definite = [link for link in (first, second) if not (support.open and support.open in link.values)]
    kept = definite or [first, second]
    values = frozenset().union(*(link.values for link in kept))
    triggers = tuple(trigger for link in kept for trigger in link.triggers)
    return Link(values, triggers, "strong")
