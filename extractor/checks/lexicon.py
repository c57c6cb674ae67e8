"""A domain's words as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.claims.domain import Domain, Form, Support
from extractor.claims.finding import Span


@dataclass(frozen=True)
class Words:
    """The words of one support: a pattern whose groups each stand for a set of values, and how each word takes a number."""

    pattern: re.Pattern[str]
    values: tuple[frozenset[str], ...]
    forms: tuple[tuple[Form, re.Pattern[str]], ...]

    def form(self, words: str) -> Form:
        """How `words` take a number."""
        return next((form for form, pattern in self.forms if pattern.fullmatch(words)), "participle")


@dataclass(frozen=True)
class Lexicon:
    """What the checks ask a domain's words: who supports what, who is a person, what is a thing."""

    domain: Domain
    words: dict[str, Words]
    people: re.Pattern[str] | None
    things: re.Pattern[str] | None

    def matches(self, support: Support, lower: str) -> Iterator[tuple[Span, frozenset[str], Form]]:
        """The words in `lower` (lower case) that support values of `support`'s field, in order, never overlapping."""
        words = self.words[support.field]
        for match in words.pattern.finditer(lower):
            yield Span(*match.span()), words.values[(match.lastindex or 1) - 1], words.form(match[0])

    def supports(self, kind: str) -> tuple[Support, ...]:
        """The supports that concern claims of `kind`."""
        return tuple(support for support in self.domain.supports if not support.kinds or kind in support.kinds)


@lru_cache(maxsize=16)
def lexicon(domain: Domain) -> Lexicon:
    """The compiled words of `domain`; compiled once a domain."""
    return Lexicon(
        domain,
        {support.field: _words(support) for support in domain.supports},
        _any_of(domain.people),
        _any_of(domain.things),
    )


def _words(support: Support) -> Words:
    """Longer patterns are tried first, so that "lost their lives" is found before "lost"."""
    values: dict[str, set[str]] = {}
    for value, patterns in support.words.items():
        for pattern in patterns:
            values.setdefault(pattern, set()).add(value)
    ordered = sorted(values, key=lambda pattern: (-_weight(pattern), pattern))
    if not ordered:
        return Words(re.compile(r"(?!)"), (), ())
    compiled = re.compile(r"(?<!\w)(?:" + "|".join(f"({_ungrouped(pattern)})" for pattern in ordered) + r")(?!\w)")
    forms: tuple[tuple[Form, re.Pattern[str]], ...] = tuple(
        (form, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))) for form, patterns in support.forms.items()
    )
    return Words(compiled, tuple(frozenset(values[pattern]) for pattern in ordered), forms)


def _weight(pattern: str) -> int:
    return pattern.count(" ") * 1000 + len(pattern)


def _ungrouped(pattern: str) -> str:
    if re.compile(pattern).groups:
        raise ValueError(f"a supporting pattern must not capture: {pattern!r} (write (?:…) instead of (…))")
    return pattern


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)") if patterns else None
