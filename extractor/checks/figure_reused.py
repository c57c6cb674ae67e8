"""One number of the text serves one claim: the same source can't give it twice for the same people and the same fate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.check import Check, block, quoted, warn
from extractor.checks.docket import Case
from extractor.checks.figure_token import Taken, chosen, of_sentence
from extractor.checks.same import role_key, source_key, value_key, words_key
from extractor.checks.statement import disagreement
from extractor.checks.tokens import Token, own
from extractor.claims.finding import Finding, Span

_EACH = re.compile(r"\b(?:each|apiece|respectively|per|every)\b", re.IGNORECASE)
_MOST = 50
_EXPECTED = "one claim for one number"


def _uses(taken: Taken) -> dict[Span, list[Case]]:
    """Number → the sound claims that use it; a claim that is blocked anyway takes nothing away."""
    uses: dict[Span, list[Case]] = {}
    for case, token in taken:
        if any(finding.severity == "block" for finding in chosen(case)[1]):
            continue
        wrong = disagreement(case)
        if (wrong is None or wrong.severity != "block") and not _EACH.search(token.sentence.text):
            uses.setdefault(token.number, []).append(case)
    return uses


def _run(case: Case) -> Iterator[Finding]:
    token, _ = chosen(case)
    if token is None:
        return
    users = of_sentence(case.docket, token.sentence.start, "figure_reused", _uses).get(token.number, [])[:_MOST]
    others = [user for user in users if user.number != case.number]
    if case not in users or not others:
        return
    same = next((other for other in others if _same_content(other, case)), None)
    if same is not None:
        yield block(*_words(token, same), expected=_EXPECTED, found=same.claim.statement, span=token.number)
    elif (other := next((other for other in others if not _may_share(token, other, case)), None)) is not None:
        yield warn(*_words(token, other), expected=_EXPECTED, found=other.claim.statement, span=token.number)


def _words(token: Token, other: Case) -> tuple[str, str, str]:
    message = f"The same {quoted(token.count.words)} serves another claim: {quoted(other.claim.statement)}."
    return "figure.reused", "figure.text", message


def _same_content(first: Case, second: Case) -> bool:
    """The same value for the same people by the same source; in the same words it is a duplicate, not a second use."""
    if value_key(first) != value_key(second) or source_key(first) != source_key(second):
        return False
    one, two = role_key(first, "population"), role_key(second, "population")
    return (one is None or two is None or one == two) and words_key(first.claim.statement) != words_key(second.claim.statement)


def _may_share(token: Token, first: Case, second: Case) -> bool:
    """Both values are said of the number ("12 wounded were captured"), or the claims are duplicates."""
    if words_key(first.claim.statement) == words_key(second.claim.statement):
        return True
    for support in second.docket.lexicon.supports(second.claim.kind):
        values = {getattr(case.claim, support.field, None) for case in (first, second)}
        link = own(token, support).link
        if len(values) > 1 and link is not None and values <= link.values:
            return True
    return False


FIGURE_REUSED = Check("figure_reused", {"figure.reused": ("block", "warn")}, _run)
