"""Negation, denial and hedging in the text are not lost in the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import english
from extractor.checks.check import Check, block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.sentence import Sentence, content_words, same_length_lower
from extractor.claims.finding import Finding, Span

_TURNED = {"denied", "disputed", "retracted"}
_SCOPE = 60


def _run(case: Case) -> Iterator[Finding]:
    stance = case.claim.stance
    statement = same_length_lower(case.claim.statement)
    negated_itself = english.NEGATION.search(statement) is not None or english.DENIAL.search(statement) is not None
    if stance not in _TURNED:
        if not negated_itself:
            yield from _denial(case)
            yield from _negation(case, content_words(statement))
        if stance == "asserted":
            yield from _hedge(case, content_words(statement))
    elif stance == "denied" and not negated_itself:
        yield from _unsupported(case)


def _denial(case: Case) -> Iterator[Finding]:
    cue = case.claim.attribution.cue
    if cue is not None and (match := english.DENIAL.search(cue.lower())):
        yield block(
            "stance.denial_lost",
            "stance",
            f"The source {quoted(match[0])} it, the claim has it {case.claim.stance}.",
            expected="denied",
            found=case.claim.stance,
            span=case.anchors.get("attribution.cue"),
        )
        return
    for sentence, match in _in_quotes(case, english.DENIAL):
        if not (_others_deny(case, sentence) or _goes_on(case, sentence, match.end()) or _comes_behind(case, sentence, match)):
            yield warn(
                "stance.denial_lost",
                "stance",
                f"The quote has a denial, {quoted(match[0])}, the claim is {case.claim.stance}.",
                expected="denied or disputed, unless the denial concerns something else",
                found=case.claim.stance,
                span=_at(sentence, match),
            )
            return


def _goes_on(case: Case, sentence: Sentence, start: int) -> bool:
    """Whether the source says on, behind the denial, what the figure is about: the claim's own cue stands between, or another such word."""
    figure, cue = case.anchors.get("figure.text"), case.anchors.get("attribution.cue")
    end = figure.start - sentence.start if figure else start
    between = cue is not None and figure is not None and sentence.start + start <= cue.start < figure.start
    return between or english.SAID_ON.search(sentence.lower, start, max(start, end)) is not None


def _comes_behind(case: Case, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the source goes on to deny something else: "said that nine were killed, and denied that any civilians were hurt"."""
    figure = case.anchors.get("figure.text")
    apart = english.ALSO_DENIES.search(sentence.lower, max(0, match.start() - 20), match.end() + 12)
    return apart is not None and figure is not None and figure.end <= sentence.start + apart.start()


def _others_deny(case: Case, sentence: Sentence) -> bool:
    """Whether another claim of the document takes the sentence's denial up."""
    denied = case.docket.memo(
        "stance.denied",
        lambda docket: {there.start for other in docket.cases if other.claim.stance in _TURNED for there in other.sentences},
    )
    return sentence.start in denied


def _in_quotes(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, re.Match[str]]]:
    for sentence in case.sentences:
        for match in pattern.finditer(sentence.lower):
            span = _at(sentence, match)
            if any(quote.start <= span.start and span.end <= quote.end for quote in case.quotes):
                yield sentence, match


def _at(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.start + match.start(), sentence.start + match.end())


def _negation(case: Case, stated: frozenset[str]) -> Iterator[Finding]:
    for sentence, match in _in_quotes(case, english.NEGATION):
        negated = _following(sentence, match.end())
        if not negated or not stated.issuperset(negated[:2]):
            continue
        report = block if _touches_value(case, sentence, match.end()) else warn
        yield report(
            "stance.negation_lost",
            "stance",
            f"The quote says {quoted(sentence.text[match.start() : _clause_end(sentence, match.end())])}, the statement has no negation.",
            expected="denied, or a statement with the negation",
            found=case.claim.statement,
            span=_at(sentence, match),
        )
        return


def _clause_end(sentence: Sentence, start: int) -> int:
    stop = english.CLAUSE_END.search(sentence.lower, start)
    return min(stop.start() if stop else len(sentence.lower), start + _SCOPE)


def _following(sentence: Sentence, start: int) -> list[str]:
    """The content words from `start` to the end of the clause, stemmed, in order."""
    words = re.findall(r"[^\W\d_]+", sentence.lower[start : _clause_end(sentence, start)])
    return [stem for word in words if word not in english.FILLERS for stem in content_words(word)]


def _touches_value(case: Case, sentence: Sentence, start: int) -> bool:
    """Whether the negated clause holds a word that supports one of the claim's values."""
    end = _clause_end(sentence, start)
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        if any(start <= trigger.span.start < end and value in trigger.parts for trigger in sentence.triggers(support)):
            return True
    return False


def _hedge(case: Case, stated: frozenset[str]) -> Iterator[Finding]:
    for sentence, match in _in_quotes(case, english.HEDGE):
        hedged = _following(sentence, match.end())
        if any(word in stated for word in hedged[:2]) or (not hedged and sentence.lower[match.end() : match.end() + 1] in ",."):
            yield warn(
                "stance.hedge_lost",
                "stance",
                f"The text hedges with {quoted(match[0])}, the claim is asserted.",
                expected="hedged",
                found="asserted",
                span=_at(sentence, match),
            )
            return


def _unsupported(case: Case) -> Iterator[Finding]:
    """A denial needs words that deny, in the quote's sentences or in the ones beside them."""
    if not case.quotes:
        return
    around = Span(max(0, case.quotes[0].start - 400), min(len(case.text), case.quotes[-1].end + 400))
    near = same_length_lower(case.text[around.start : around.end])
    if not any(words.search(near) for words in (english.DENIAL, english.NEGATION, english.DISPUTING)):
        yield warn(
            "stance.unsupported",
            "stance",
            "The claim is denied, but no word in or near the quote denies it.",
            expected="words such as “denied”, “no”, “not”",
            found=case.claim.stance,
            span=case.quotes[0],
        )


STANCE = Check(
    "stance",
    {
        "stance.denial_lost": ("block", "warn"),
        "stance.negation_lost": ("block", "warn"),
        "stance.hedge_lost": ("warn",),
        "stance.unsupported": ("warn",),
    },
    _run,
)
