"""A domain's words as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.claims.domain import Domain, Form, Support
from extractor.claims.finding import Span


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one support: where one stands, which values it supports, and how it takes a number."""

    pattern: re.Pattern[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    forms: tuple[tuple[Form, re.Pattern[str]], ...]
    sure: re.Pattern[str]

    @lru_cache(maxsize=8192)  # noqa: B019 (lexicons live as long as the process)
    def reading(self, words: str) -> tuple[frozenset[str], Form, bool]:
        """The values that `words` support, how they take a number, and whether they have no other sense."""
        values = frozenset(value for value, pattern in self.values if pattern.fullmatch(words))
        return (
            values,
            next((form for form, pattern in self.forms if pattern.fullmatch(words)), "participle"),
            bool(self.sure.fullmatch(words)),
        )


@dataclass(frozen=True)
class Lexicon:
    """What the checks ask a domain's words: who supports what, who is a person, what is a thing."""

    domain: Domain
    words: dict[str, Words]
    people: re.Pattern[str] | None
    things: re.Pattern[str] | None

    def matches(self, support: Support, lower: str) -> Iterator[tuple[Span, frozenset[str], Form, bool]]:
        """The words in `lower` (lower case) that support values of `support`'s field, in order, never overlapping."""
        words = self.words[support.field]
        for match in words.pattern.finditer(lower):
            yield Span(*match.span()), *words.reading(match[0])

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
    every = {pattern for patterns in support.words.values() for pattern in patterns}
    ordered = sorted(every, key=lambda pattern: (-pattern.count(" "), -len(pattern), pattern))
    return Words(
        _any_of(ordered) or re.compile(r"(?!)"),
        tuple((value, _whole(patterns)) for value, patterns in support.words.items()),
        tuple((form, _whole(patterns)) for form, patterns in support.forms.items()),
        _whole(support.sure),
    )


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{_whole(patterns).pattern})(?!\w)") if patterns else None
