"""Another number of the sentence fits the claim better than its own, and no claim gives it: the claim may have taken the wrong one.

A number fits by the word that governs it ("12 were killed": surely; "and three drivers": it shares the word) and by its noun ("34 churches"
for churches). A rival fits as well in both and better in one, and every judge of numbers would let it pass in the claim's place; where the
claim's number has no word at all and the rival surely has, its noun doesn't count: people are mistaken along with their number. A number
that only shares its word has a rival where it is a part ("50 hurt, most of them women"): coordinates share theirs as of right. Numbers that
claims give are no rivals: who gives all of a sentence's is told nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from extractor.checks import english
from extractor.checks.check import Check, quoted, warn
from extractor.checks.docket import Case, Docket
from extractor.checks.figure_token import Taken, chosen, judged, of_sentence
from extractor.checks.link import Link
from extractor.checks.same import role_mention, value_key
from extractor.checks.sentence import Count, Sentence, content_words, same_length_lower
from extractor.checks.tokens import Token, all_governed, own
from extractor.claims.core import Figure
from extractor.claims.domain import Support
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Finding, Span

_MOST = 12
"""Numbers of a sentence that are looked at: those nearest to the claim's."""
_NONE, _SHARED, _SURE = range(3)
_OF_THEM = re.compile(r"\s*(?:of|from) (?:them|whom|which|these|those)\b")
_OF_WHICH = re.compile(r"\b(?:of|from) (?:them|whom|which|these|those)[, ]+(?:(?:only|just|about|some|at least|the) )*$")
"""Behind and before a number: it is a part of the number before, and counts the same."""
_ASIDE = re.compile(r"\(\s*$")
_COMPARED = re.compile(r"\b(?:not|than|from|against|instead of)\s+(?:the |a )?$")
"""Before a number: it stands aside of the number before; it is what that is told apart from."""
_Said = tuple[tuple[str, ...], int | None, int | None, str]


@dataclass(frozen=True, slots=True)
class _Want:
    """What a number must go with: the claim's own value of each strict support, and the words for what it counts, stemmed.

    `people`: the claim counts people and doesn't say which.
    """

    values: tuple[tuple[Support, str], ...]
    nouns: frozenset[str]
    people: bool

    def names(self, sentence: Sentence, count: Count) -> bool:
        """Whether a number has the claim's words for what it counts, or a word for people where the claim has none."""
        return _is_of_people(self, sentence, count) if self.people else bool(self.nouns & count.nouns)


def _run(case: Case) -> Iterator[Finding]:
    token, findings = chosen(case)
    if token is None or any(finding.severity != "info" for finding in findings):
        return
    want = _wanted(case)
    mine = max((_word(own(token, support).link, value) for support, value in want.values), default=_NONE)
    for count in _near(case, token):
        if _fits(want, token, mine, count) and (figure := _in_place(case, token.sentence, count, led=mine == _NONE)):
            yield _finding(token, count, figure)
            return


def _wanted(case: Case) -> _Want:
    supports, figure, counted = case.docket.lexicon.supports(case.claim.kind), case.claim.figure, role_mention(case, "population")
    values = ((support, str(getattr(case.claim, support.field, None))) for support in supports if support.strict)
    unit = figure.unit if figure and figure.unit not in {"persons", "percent"} else ""
    nouns = content_words(same_length_lower(f"{counted.text if counted else ''} {unit}"))
    people = not nouns and figure is not None and figure.unit == "persons"
    return _Want(tuple((support, value) for support, value in values if value in support.words), nouns, people)


def _word(link: Link | None, value: str) -> int:
    """How surely a number is said to be the value's."""
    if link is None or value not in link.values:
        return _NONE
    return _SURE if link.strength == "strong" else _SHARED


def _near(case: Case, token: Token) -> list[Count]:
    """The numbers of the claim's sentence that the quote holds and no claim takes, from the nearest on."""
    start = token.sentence.start
    quotes = [Span(quote.start - start, quote.end - start) for quote in case.quotes]
    free = of_sentence(case.docket, start, "figure_rival", partial(_free, token.sentence))
    inside = [count for count in free if any(quote.start <= count.span.start and count.span.end <= quote.end for quote in quotes)]
    return sorted(inside, key=lambda count: abs(count.span.start - token.count.span.start))[:_MOST]


def _free(sentence: Sentence, taken: Taken) -> tuple[Count, ...]:
    """The counts of a sentence that no claim takes, without pronouns ("one of them")."""
    spans = {token.count.span for _, token in taken}
    counts = (count for count in sentence.counts if count.kind == "count" and (count.heads or count.words.lower() != "one"))
    return tuple(count for count in counts if count.span not in spans)


def _fits(want: _Want, token: Token, mine: int, count: Count) -> bool:
    """Whether a number goes with the claim's words as the claim's own does, and better."""
    sentence = token.sentence
    links = [(next(item.link for item in all_governed(sentence, support) if item.count == count), value) for support, value in want.values]
    word = max((_word(link, value) for link, value in links), default=_NONE)
    theirs, part = want.names(sentence, count), _is_part(token)
    named = want.names(sentence, token.count) or (want.people and not _is_of_things(want, sentence, token.count, word))
    if mine == _NONE and _is_whole_of(token, count):
        return True
    alone = word == _SURE and mine == _NONE and token.found is not None
    if word < mine or (named and not theirs and not part and not alone) or (count.circumstance and not _is_put(links, count)):
        return False
    lead = sentence.lower[max(0, count.span.start - 40) : count.span.start]
    if _is_of_others(want, sentence, count) or _COMPARED.search(lead) or english.PART_LEAD.search(lead):
        return False
    aside = part or _ASIDE.search(sentence.lower[max(0, token.count.span.start - 5) : token.count.span.start]) is not None
    pronoun = token.count.words.lower() == "one" and not token.count.heads
    return (theirs and not named and not part) or (word > mine and (mine == _NONE or aside or pronoun)) or (pronoun and part and theirs)


def _is_of_others(want: _Want, sentence: Sentence, count: Count) -> bool:
    """Whether a number has a noun of its own that is neither the claim's nor a word for people: "1,902 samples"."""
    return bool(count.heads) and not count.nouns & want.nouns and not _is_of_people(want, sentence, count)


def _is_of_things(want: _Want, sentence: Sentence, count: Count, word: int) -> bool:
    """Whether a number beside one with `word` hardly counts people: it has a noun for certain, and none that is a nation's name."""
    return bool(count.heads) and (word > _NONE or not want.values) and not _has_name(sentence, count)


def _has_name(sentence: Sentence, count: Count) -> bool:
    return not sentence.is_headline and re.search(r"[A-Z]", sentence.text[slice(*count.phrase)]) is not None


def _is_of_people(want: _Want, sentence: Sentence, count: Count) -> bool:
    """Whether a number's noun is one for people, or for what befell them: "12 guards", "283 cases", "38,000 deaths"."""
    people, (start, end) = sentence.lexicon.people, count.phrase
    if (people and people.search(sentence.lower, start, end)) or english.LISTED.search(sentence.lower, start, end):
        return True
    return any(
        trigger.form in {"noun", "status"} and start <= trigger.span.start < end
        for support, _ in want.values
        for trigger in sentence.triggers(support)
    )


def _is_part(token: Token) -> bool:
    """Whether the claim's number is a part of another, and counts what that counts: "50 names … 46 of them", "23 of the 31 victims"."""
    sentence, span = token.sentence, token.count.span
    behind = next((count for count in sentence.counts if count.span.start >= span.end), None)
    lead = sentence.lower[max(0, span.start - 40) : span.start]
    them = _OF_THEM.match(sentence.lower, span.end - len(" of") if token.count.words.lower().endswith(" of") else span.end)
    return bool((behind and behind.base) or them or _OF_WHICH.search(lead))


def _is_whole_of(token: Token, count: Count) -> bool:
    """Whether the claim's number is the whole of which another is a part: "11 of the 26 villages"."""
    gap = token.sentence.lower[count.span.end : token.count.span.start] if count.span.end <= token.count.span.start else ""
    return token.count.base and re.fullmatch(r"\s*(?:out )?of (?:[\w-]+ )?", gap) is not None


def _is_put(links: list[tuple[Link | None, str]], count: Count) -> bool:
    """Whether a word for those concerned before it puts the number there ("put the dead at 35"); else "in 14 villages" says where."""
    strong = [link for link, _ in links if link and link.strength == "strong"]
    return any(trigger.form in {"noun", "subject"} and trigger.span.end <= count.span.start for link in strong for trigger in link.triggers)


def _in_place(case: Case, sentence: Sentence, count: Count, *, led: bool) -> Figure | None:
    """The rival as the claim's figure, if every judge would let it pass there and the document has no claim that says it elsewhere.

    `led`: the claim's number has no word for its value, so its people may be mistaken with it; the rival is judged without them.
    """
    claim, found = case.claim, next((figure for figure in sentence.figures if figure.span == count.span), None)
    figure = parse_figure(found.words, claim.figure.unit) if found and claim.figure else None
    if found is None or figure is None or _said(case, figure) in case.docket.memo("figure_rival", _known):
        return None
    people = case.docket.domain.roles.get(claim.kind, {}).get("population", ()) if led else ()
    placed = Case(case.docket, case.number, claim.model_copy(update={"figure": figure, **dict.fromkeys(people)}))
    span = Span(sentence.start + count.span.start, sentence.start + count.span.end)
    passed = all(finding.severity == "info" for finding in judged(placed, Token(span, sentence, found, count)))
    return figure if passed else None


def _known(docket: Docket) -> set[_Said]:
    """What the claims say already, wherever their quotes stand."""
    return {_said(case, case.claim.figure) for case in docket.cases if case.claim.figure is not None}


def _said(case: Case, figure: Figure) -> _Said:
    return value_key(case), figure.low, figure.high, figure.unit


def _finding(token: Token, count: Count, figure: Figure) -> Finding:
    sentence = token.sentence
    there = sentence.text[count.span.start : count.phrase.end]
    return warn(
        "figure.rival",
        "figure.text",
        f"{quoted(there)} fits this claim better than {quoted(token.count.words)}, and no claim gives that number.",
        expected=figure.text,
        found=token.count.words,
        span=Span(sentence.start + count.span.start, sentence.start + count.phrase.end),
    )


FIGURE_RIVAL = Check("figure_rival", {"figure.rival": ("warn",)}, _run)
