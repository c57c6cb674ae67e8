"""Words around a number that make another of it: "most of the 30", "30 guards or more", "twice 12", "12 guards a day", "rather than 12"."""

from __future__ import annotations

import re

from extractor.checks import english
from extractor.checks.check import quoted, warn
from extractor.checks.docket import Case
from extractor.checks.sentence import same_length_lower
from extractor.checks.tokens import Token, own
from extractor.claims.finding import Finding, Span

_REACH = 60
_NUMBER = r"(?:\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|hundred)\b)"
_BEFORE = re.compile(
    r"(?:[<>≥≤]\s?|\b(?:"
    r"ca?\.|not quite|(?:shy|short|north) of|beyond|barely|hardly|scarcely|as (?:few|little) as|"
    r"(?:more|fewer|less)(?: even|, far (?:more|fewer|less),) than|"
    r"twice|double|triple|times|(?:twice|times|double) as (?:many|much|high)(?: \w+)? as|"
    rf"{_NUMBER}[\w,-]* out of(?: every)?|{_NUMBER}[\w-]*\s(?:groups|lots|batches|sets|rows) of|"
    r"instead of|rather than|and not|, not|one in every|[0-9]+(?:st|nd|rd|th)(?: out)? of|of every [\w, ]{1,60},"
    r")\s(?:the |some )?)$"
)
"""Before a number."""
_BESIDE = re.compile(
    r"\s?(?:‰|p\.\s?c\.)|\sper (?:mille|hundred|thousand|million|\d)|\s(?:score|gross|thou|fewer)\b|"
    r"\s?\((?:hundreds?|thousands?|millions?)\)|"
    r"\s?out of (?:every |an? )?(?:ten|hundred|thousand|10|100|1,000)\b|"
    rf"\s?…\s?\d|,?\s(?:perhaps|maybe|possibly|or even|if not)\s{_NUMBER}"
)
"""Right behind a number."""
_BEHIND = re.compile(
    r",?\s(?:(?:or|and|perhaps|maybe|possibly)\s(?:more|fewer|less)(?=[,.;]|$|\s(?:were|was|are|have|had|died|dead|killed|wounded)\b)|"
    r"at (?:the very )?(?:least|most)\b|(?:minimum|maximum|apiece|daily|nightly)\b|"
    r"(?:\w+ )?(?:in|per|for|to|out of) (?:each |every )?(?:1,000(?:,000)?|100?,000|(?:an? )?(?:hundred|thousand|million)|capita|head)\b|"
    r"(?:a|per|every|each) (?:day|night|week|month|year|hour)\b(?!\s(?:after|before|earlier|later|ago|of|long|old)\b))"
)
"""Behind a number and its noun."""
_EACH = re.compile(r"\seach\b(?! other\b)")
"""The same where victims are counted, "12 guards each"; of what is sent or exchanged each side's number is given as it stands."""


def judge(case: Case, token: Token) -> Finding | None:
    """Whether words around the number, outside the claim's words, say another number than it."""
    figure, sentence, count = case.claim.figure, token.sentence, token.count
    if figure is None or figure.qualifier != "exact" or token.kind != "count" or case.claim.stance not in {"asserted", "hedged"}:
        return None
    start, end = token.span.start, token.span.end
    lead, rest = same_length_lower(case.text[max(0, start - _REACH) : start]), same_length_lower(case.text[end : end + _REACH])
    noun = max(0, sentence.start + count.phrase.end - end)
    before = _BEFORE.search(lead) or _some_of(case, token, lead)
    behind = _BESIDE.match(rest) or next((match for match in _BEHIND.finditer(rest) if match.start() <= noun), None)
    if behind is None and any(support.strict for support in case.docket.lexicon.supports(case.claim.kind)):
        behind = next((match for match in _EACH.finditer(rest) if match.start() <= noun), None)
    if before is None and behind is None:
        return None
    whole = Span(start - len(before[0]) if before else start, end + behind.end() if behind else end)
    words = case.text[whole.start : whole.end]
    return warn(
        "figure.qualifier_dropped",
        "figure.text",
        f"The text says {quoted(words)}, the figure is {quoted(figure.text)}.",
        expected=" ".join(words.split()),
        found=figure.text,
        span=whole,
    )


def _some_of(case: Case, token: Token, lead: str) -> re.Match[str] | None:
    """Words for some of a number, of which the claim gives the whole, where no word of the claim's value goes with the whole itself."""
    some = english.SOME_OF.search(lead)
    supports = case.docket.lexicon.supports(case.claim.kind)
    values = [(support, getattr(case.claim, support.field, None)) for support in supports if support.strict]
    links = [(own(token, support).link, value) for support, value in values if value in support.words]
    return some if some and links and not any(link and value in link.values for link, value in links) else None
