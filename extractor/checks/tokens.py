"""Where a claim's figure stands in its evidence: one number token of one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.checks.docket import Case, Docket
from extractor.checks.govern import Governed, govern
from extractor.checks.same import role_mention
from extractor.checks.sentence import Count, Sentence, content_words, same_length_lower
from extractor.claims.domain import Support
from extractor.claims.figures import FoundFigure
from extractor.claims.finding import Span


@dataclass(frozen=True, slots=True)
class Token:
    """An occurrence of the claim's figure words: `span` in the document, the figure expression found there, and its sentence.

    `found` is null where the words are no figure expression by themselves ("a" of "a soldier").
    """

    span: Span
    sentence: Sentence
    found: FoundFigure | None
    count: Count

    @property
    def kind(self) -> str:
        """The kind of the number expression; a count where the words are none by themselves."""
        if self.found is None:
            return "count"
        known = next((count.kind for count in self.sentence.counts if count.span == self.found.span), None)
        return known or self.found.kind

    @property
    def number(self) -> Span:
        """The claim's own number in the document: the bare number, as far as the claim's words hold it."""
        start, end = self.sentence.start + self.count.number.start, self.sentence.start + self.count.number.end
        own = Span(max(start, self.span.start), min(end, self.span.end))
        return own if own.start < own.end else Span(start, end)


def tokens(case: Case) -> tuple[Token, ...]:
    """Every place of the claim's figure words in its evidence: those before its own people, else of an article those before people."""
    figure = case.claim.figure
    found = tuple(token for span in case.places(figure.text) for token in _tokens(case.docket, span)) if figure else ()
    if len(found) > 1 and (own_people := tuple(token for token in found if is_counted(case, token))):
        return own_people
    people = figure is not None and figure.unit == "persons"
    return tuple(token for token in found if people and token.found is None and _counts_people(token)) or found


def is_counted(case: Case, token: Token) -> bool:
    """Whether the claim's own words for those concerned name what is counted."""
    counted = role_mention(case, "population")
    return counted is not None and bool(content_words(same_length_lower(counted.text)) & token.count.nouns)


def _counts_people(token: Token) -> bool:
    people = token.sentence.lexicon.people
    return people is not None and people.search(token.sentence.lower, token.count.phrase.start, token.count.phrase.end) is not None


def _tokens(docket: Docket, span: Span) -> Iterator[Token]:
    for sentence in docket.sentences_in(span):
        local = Span(span.start - sentence.start, span.end - sentence.start)
        if local.start < 0 or local.end > len(sentence.text):
            continue
        found = next((item for item in sentence.figures if item.span.start < local.end and local.start < item.span.end), None)
        yield Token(span, sentence, found, _count(sentence, local, found))


def _count(sentence: Sentence, local: Span, found: FoundFigure | None) -> Count:
    if found is None:
        return sentence.count(local, local)
    known = next((count for count in sentence.counts if count.span == found.span), None)
    return known or sentence.count(found.span, found.number, found.kind)


def governed(token: Token, support: Support, *, loosely: bool = False) -> tuple[Governed, ...]:
    """Every count of the token's sentence with what governs it; the token's own is among them."""
    if token.count in token.sentence.counts:
        return all_governed(token.sentence, support, loosely=loosely)
    return govern(token.sentence, support, (token.count,), loosely=loosely)


def all_governed(sentence: Sentence, support: Support, *, loosely: bool = False) -> tuple[Governed, ...]:
    """Every count of `sentence` with what governs it; worked out once."""
    key = f"{support.field} {loosely}"
    known = sentence.memo.get(key)
    if known is None:
        known = sentence.memo[key] = govern(sentence, support, loosely=loosely)
    return known  # type: ignore[return-value]


def own(token: Token, support: Support, *, loosely: bool = False) -> Governed:
    """The token's count with what governs it."""
    return next(item for item in governed(token, support, loosely=loosely) if item.count == token.count)
