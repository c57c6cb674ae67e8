"""The words that govern the number support the claim's value: "killed 12 and injured 20" is no support for 20 killed."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks import english
from extractor.checks.check import block, info, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.govern import Governed
from extractor.checks.leaning import beside
from extractor.checks.link import Link
from extractor.checks.same import role_mention
from extractor.checks.tokens import Token, governed, is_counted, own
from extractor.claims.domain import Support
from extractor.claims.finding import Finding, Span


def judge(case: Case, token: Token) -> Finding | None:
    """Whether the number belongs to words of another value, or the value's words to another number."""
    for support in case.docket.lexicon.supports(case.claim.kind):
        value = getattr(case.claim, support.field, None)
        if value in support.words and (finding := _judge(case, token, support, str(value))):
            return finding
        if support.against is not None and (finding := _contrary(case, token, support)):
            return finding
    return None


def _contrary(case: Case, token: Token, support: Support) -> Finding | None:
    """Whether a word that speaks against the claim's value governs the number, and none that speaks for it."""
    field, against = support.against or ("", {})
    link, value = own(token, support).link, str(getattr(case.claim, field, None))
    if link is None or not any(value in against.get(said, ()) for said in link.values):
        return None
    other = next(item for item in case.docket.lexicon.supports(case.claim.kind) if item.field == field)
    rival = own(token, other).link
    if rival is not None and not rival.inherited and any(trigger.form != "status" for trigger in rival.triggers):
        return None
    words = _words(token, link.triggers[0].span)
    sure = not link.inherited and any(trigger.sure for trigger in link.triggers)
    return (block if sure else warn)(
        "figure.not_governed",
        "figure.text",
        f"The number {quoted(token.count.words)} belongs to {quoted(words)}, the claim says {_spoken(value)}.",
        expected=_spoken(value),
        found=words,
        span=_hull(token, link.triggers[0].span),
    )


def _judge(case: Case, token: Token, support: Support, value: str) -> Finding | None:
    link = own(token, support).link
    if link is None:
        return _taken(case, token, support, value) or _astray(case, token, support, value)
    loose = own(token, support, loosely=True).link
    excused = loose is not None and value in loose.values and not _is_firm(link)
    if value in link.values or excused or _gives_way(token, support, value, link):
        return None
    words = _words(token, link.triggers[0].span)
    sure = (
        support.strict
        and any(trigger.sure and trigger.form != "status" for trigger in link.triggers)
        and not (link.strength == "weak" and not link.inherited)
        and not _said_apart(case, token, support, value)
    )
    report = block if sure else warn
    if any(value in trigger.parts and trigger.merged for trigger in link.triggers):
        return report(
            "outcome.merged_class_split",
            support.field,
            f"{quoted(words)} gives one number for both: it must not be split into {_spoken(value)} alone.",
            expected=" or ".join(sorted(map(_spoken, link.values))),
            found=_spoken(value),
            span=_span(token, link.triggers[0].span),
        )
    return report(
        "figure.not_governed",
        "figure.text",
        f"The number {quoted(token.count.words)} belongs to {quoted(words)}, the claim says {_spoken(value)}.",
        expected=_spoken(value),
        found=" or ".join(sorted(map(_spoken, link.values))),
        span=_hull(token, link.triggers[0].span),
    )


def _is_firm(link: Link) -> bool:
    """Whether a word surely governs the number: then no word that takes none by rule may speak for another value."""
    return link.strength == "strong" and any(trigger.form != "status" for trigger in link.triggers)


def _gives_way(token: Token, support: Support, value: str, link: Link) -> bool:
    """Whether the number has only a word for people by what befell them, and a word that says the value is no other number's."""
    if any(trigger.form != "status" for trigger in link.triggers):
        return False
    taken = {trigger.span for item in governed(token, support) if item.link for trigger in item.link.triggers}
    return any(value in trigger.values and trigger.span not in taken for trigger in token.sentence.triggers(support))


def _said_apart(case: Case, token: Token, support: Support, value: str) -> bool:
    """Whether a later sentence of the quote says of the figure itself that it is the value's ("its figure was for dead and wounded")."""
    return any(
        sentence.start > token.sentence.start
        and english.THE_FIGURE.search(sentence.lower) is not None
        and any(value in trigger.values for trigger in sentence.triggers(support))
        and not sentence.counts
        for sentence in case.sentences
    )


def _taken(case: Case, token: Token, support: Support, value: str) -> Finding | None:
    """A number that no word governs, beside another that a word of the claim's value surely governs."""
    others: Sequence[Governed] = governed(token, support)
    holders = [
        item
        for item in others
        if item.link
        and item.link.strength == "strong"
        and value in item.link.values
        and any(trigger.form != "status" for trigger in item.link.triggers)
        and (item.count.heads or item.count.words.lower() != "one")
    ]
    loose = own(token, support, loosely=True).link
    if not holders or not support.strict or _beside(token, support, value) or (loose and value in loose.values):
        return None
    likely = _may_share(case, token)
    counts_others = token.count.heads and not likely and not is_counted(case, token)
    holder, report = holders[0], info if likely else block if counts_others and not _is_free(token, support, value, holders) else warn
    return report(
        "figure.not_governed",
        "figure.text",
        f"{_spoken(value).capitalize()} goes with {quoted(holder.count.words)} in this sentence, not with {quoted(token.count.words)}.",
        expected=holder.count.words,
        found=token.count.words,
        span=_span(token, token.count.span),
    )


def _is_free(token: Token, support: Support, value: str, holders: Sequence[Governed]) -> bool:
    """Whether a word of the sentence that says the value goes with none of the numbers that have one."""
    taken = {trigger.span for item in holders if item.link for trigger in item.link.triggers}
    return any(value in trigger.parts and trigger.span not in taken for trigger in token.sentence.triggers(support))


def _may_share(case: Case, token: Token) -> bool:
    """Whether nothing speaks against a number's sharing the word: it counts the claim's people, if any, else nothing of its own.

    Nor may anything else be said of it: another word of the domain, a predicate of its own, a place or time that it is part of.
    """
    count = token.count
    if count.kind != "count" or count.base or count.circumstance or count.words.lower() == "one":
        return False
    lower = token.sentence.lower
    if english.OWN_PREDICATE.match(lower, count.phrase.end) and not english.OF_THEM.match(lower, count.span.end):
        return False
    if any(own(token, support, loosely=True).link for support in case.docket.lexicon.supports(case.claim.kind)):
        return False
    return is_counted(case, token) if role_mention(case, "population") else not count.heads


def _astray(case: Case, token: Token, support: Support, value: str) -> Finding | None:
    """A number that no word governs and that is hardly a count of people: "one" as a pronoun, or a thing that no list knows."""
    count, people = token.count, case.docket.lexicon.people
    loose = own(token, support, loosely=True).link
    likely = any(value in values for _, values in beside(token, support)) or _beside(token, support, value)
    if is_counted(case, token) or likely or count.kind != "count" or (loose and value in loose.values):
        return None
    pronoun = count.words.lower() == "one"
    phrase = token.sentence.lower[slice(*count.phrase)].partition(" of ")[0]
    elsewhere = count.heads and not english.LISTED.search(phrase) and not (people and people.search(phrase))
    if not support.strict or not (pronoun or elsewhere):
        return None
    there = _words(token, Span(count.span.start, count.phrase.end))
    return warn(
        "figure.not_governed",
        "figure.text",
        f"No word that says {_spoken(value)} goes with {quoted(there)}.",
        expected=_spoken(value),
        found=count.words,
        span=_span(token, count.span),
    )


def _beside(token: Token, support: Support, value: str) -> bool:
    """Whether a word stands behind the number that leans to the value, or says it and takes no number ("19 members shot and")."""
    end = token.count.phrase.end
    return any(value in values and span.start >= token.count.span.end for span, values in beside(token, support)) or any(
        trigger.form == "loose"
        and value in trigger.values
        and english.BESIDE_GAP.fullmatch(token.sentence.lower, min(end, trigger.span.start), trigger.span.start)
        for trigger in token.sentence.triggers(support)
        if trigger.span.start >= token.count.span.end
    )


def _words(token: Token, span: Span) -> str:
    return token.sentence.text[span.start : span.end]


def _span(token: Token, span: Span) -> Span:
    return Span(token.sentence.start + span.start, token.sentence.start + span.end)


def _hull(token: Token, span: Span) -> Span:
    start, end = min(span.start, token.count.span.start), max(span.end, token.count.span.end)
    return Span(token.sentence.start + start, token.sentence.start + end)


def _spoken(value: str) -> str:
    return value.replace("_", " ")
