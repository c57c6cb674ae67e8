"""What only the whole document tells of a claim: whether it could be verified, whether others contest it, whether it is background."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from extractor.claims.conflict import Casualties
from extractor.claims.core import Claim, Verification
from extractor.claims.edtf import edtf_interval
from extractor.claims.finding import Span
from extractor.models.rules.analysis import Analysis
from extractor.models.rules.closed import listed, mentions
from extractor.models.rules.lexicon import lexicon
from extractor.protocol import Proposed

_CHECKING = ("verif", "confirm", "corroborat", "authenticat", "substantiat", "check", "establish")
_LINE = re.compile(r"[^\n]+")
_UNVERIFIED = re.compile(
    r"(?P<phrase>\b(?:could|can|was|were|is|are|has|have|had)(?:[^\S\n]?not|n['’]t|[^\S\n]neither|[^\S\n]unable)\b"
    r"(?:[^\S\n](?:been|be|able|to|immediately|independently|yet|so|far|in|a|position)){0,6}"
    r"[^\S\n](?:verif(?:y|ied)|confirm(?:ed)?|corroborated?|authenticated?|substantiated?|checked|established)\b(?P<object>[^.;\n]{0,80})"
    r"|\b(?:no|without)[^\S\n]independent[^\S\n](?:confirmation|verification)"
    r"|\b(?:impossible|not[^\S\n]possible|difficult|hard)[^\S\n]to[^\S\n](?:independently[^\S\n])?verify\b(?P<thing>[^.;\n]{0,60}))"
)
_CHECKER = re.compile(r"(?:(?:[A-Z][\w.’'&-]*|the|The|and|of|A|a|this|newspaper|agency|we|We|journalists|reporters) ){1,7}$")
_REPORTS = r"(?:claims?|reports?|figures?|accounts?|statements?|numbers?|tolls?|assertions?|allegations?|estimates?|versions?)"
_OWNED = re.compile(rf"(?P<who>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){{0,4}}|the [a-z]+(?: [a-z]+)?|their|its|his|her)['’]?s? (?:\w+ )?{_REPORTS}")
_ALL = re.compile(
    rf"\b(?:these|those|the|any of the|either|neither|both|all|battlefield)\b(?: \w+){{0,2}} {_REPORTS}\b|\bneither\b|\beither\b"
)
_NO_OWNER = listed("the its their his her these those this both all neither either any such")
_ANYBODY = listed("people persons person members residents")
_ASIDE = listed("former attributive")
_NAME_WORD = re.compile(r"\w+")
_NO_NAMES = listed("the s")
_WINDOW = 400
_NEAR_DENIAL = 4
_BACKGROUND = timedelta(days=45)


def verified(proposed: Sequence[Proposed], analysis: Analysis) -> list[Proposed]:
    """The claims with what the text says of checking them.

    "could not verify X's claims" reaches X's claims, "these claims" every sourced one above (CODEBOOK.md, `verification`).
    """
    text = analysis.reading.text
    claims = list(proposed)
    lines = [line.span() for line in _LINE.finditer(text) if mentions(line[0], _CHECKING)]
    above = _Above(claims if lines else ())
    for match in (match for line in lines for match in _UNVERIFIED.finditer(text, *line)):
        phrase = text[match.start("phrase") : match.end("phrase")].rstrip()
        reached = _reached(above, match, analysis)
        checker = _CHECKER.search(text, max(0, match.start() - 80), match.start())
        by = checker.group().strip() if checker and any(sign.isupper() for sign in checker.group()) else None
        mark = Verification(status="unverified", text=phrase, by=by)
        for at in reached:
            claim = claims[at].claim.model_copy(update={"verification": mark})
            claims[at] = Proposed(claim, {**claims[at].trace, "verification": f"unverified, as the text says: “{phrase}”"})
        above.settle(reached)
    return claims


class _Above:
    """The sourced claims above a point of the text that no verification has reached yet; each is gone through once, not per sentence."""

    def __init__(self, claims: Sequence[Proposed]) -> None:
        self.waiting = sorted(((_start(item.claim), at) for at, item in enumerate(claims) if _is_sourced(item.claim)), reverse=True)
        self.claims = claims
        self.open: dict[int, int] = {}
        self.by_source: dict[str, set[int]] = {}
        """The open ones again, by the words of their source in small letters."""

    def advance(self, position: int) -> None:
        """Take in the claims that begin before `position`."""
        while self.waiting and self.waiting[-1][0] < position:
            start, at = self.waiting.pop()
            if self.claims[at].claim.verification.status == "none":
                self.open[at] = start
                if source := _source_words(self.claims[at].claim):
                    self.by_source.setdefault(source, set()).add(at)

    def of(self, who: str) -> list[int]:
        """The open claims whose source is named `who`."""
        words = [word for word in _NAME_WORD.findall(who.lower()) if word not in _NO_NAMES]
        return sorted(at for source, ats in self.by_source.items() if all(word in source for word in words) for at in ats)

    def since(self, position: int) -> list[int]:
        """The open claims that begin at `position` or later."""
        found = []
        for at in reversed(self.open):
            if self.open[at] < position:
                break
            found.append(at)
        return sorted(found)

    def settle(self, reached: Sequence[int]) -> None:
        """Verification has reached these."""
        for at in reached:
            del self.open[at]
            source = _source_words(self.claims[at].claim)
            if source and len(self.by_source[source]) > 1:
                self.by_source[source].remove(at)
            elif source:
                del self.by_source[source]


def _reached(above: _Above, match: re.Match[str], analysis: Analysis) -> list[int]:
    sentence = analysis.reading.sentence_at(match.start("phrase")) or Span(match.start(), match.end())
    start, end = max(sentence.start, match.start("phrase") - _WINDOW), min(sentence.end, match.end("phrase") + _WINDOW)
    words = analysis.reading.text[start:end]
    above.advance(sentence.end)
    owned = _OWNED.search(match["object"] or match["thing"] or "") or _OWNED.search(words[: match.start("phrase") - start])
    if owned is not None and owned["who"].lower() not in _NO_OWNER:
        return above.of(owned["who"])
    if _ALL.search(words.lower()):
        return sorted(above.open)
    return above.since(analysis.voices.paragraph_before(sentence.start))


def _start(claim: Claim) -> int:
    return min(item.start for item in claim.evidence if item.start is not None)


def _is_sourced(claim: Claim) -> bool:
    return claim.attribution.source is not None or claim.attribution.cue is not None


def _source_words(claim: Claim) -> str:
    source = claim.attribution.source
    return f"{source.text} {source.name or ''}".lower() if source is not None else ""


def disputed(proposed: Sequence[Proposed]) -> list[Proposed]:
    """The claims whose content another source denies nearby: a denial of the same outcome with another source contests those above it."""
    claims = list(proposed)
    spoken: deque[int] = deque(maxlen=_NEAR_DENIAL)
    for at, item in enumerate(claims):
        denier = item.claim.attribution.source if item.claim.stance == "denied" else None
        for earlier in spoken if denier is not None else ():
            other = claims[earlier].claim
            if other.stance != "asserted" or other.kind != item.claim.kind or other.attribution.source is None:
                continue
            if _speaks_of(item.claim, other) and denier is not None and other.attribution.source.text != denier.text:
                contested = other.model_copy(update={"stance": "disputed"})
                claims[earlier] = Proposed(contested, {**claims[earlier].trace, "stance": f"disputed: “{denier.text}” denies it near by"})
        if not _is_aside(item):
            spoken.append(at)
    return claims


def _speaks_of(denial: Claim, other: Claim) -> bool:
    """Whether a denial can be meant for a claim: the same outcome, no other number, no other sort of people."""
    if not isinstance(denial, Casualties) or not isinstance(other, Casualties) or denial.outcome != other.outcome:
        return False
    numbers = {(figure.low, figure.high) for figure in (denial.figure, other.figure) if figure is not None}
    sorts = {sort for claim in (denial, other) if (sort := _sort(claim)) is not None}
    return len(numbers) < 2 and len(sorts) < 2  # noqa: PLR2004 (they differ)


def _sort(claim: Casualties) -> str | None:
    """civilians, combatants, …, by the last word of the people that says so; null for people in general."""
    words = claim.population.text.lower().split() if claim.population is not None else []
    known = next((word for word in reversed(words) if word in lexicon().groups), None)
    return None if known is None or known in _ANYBODY else lexicon().groups[known]


def _is_aside(item: Proposed) -> bool:
    """A thing that only the outlet counts: it stands between nobody's claims."""
    return item.trace.get("pattern") == "counted" and item.claim.kind == "statement" and item.claim.attribution.source is None


def weighed(proposed: Sequence[Proposed], analysis: Analysis) -> list[Proposed]:
    """The claims with their salience: teasers and what happened long before publication are minor."""
    published = edtf_interval(analysis.reading.document.published or "") if analysis.reading.document.published else None
    harmful = any(item.claim.kind == "casualties" for item in proposed)
    furnished = bool(analysis.reading.furniture)
    result = []
    for item in proposed:
        claim = item.claim
        start = _start(claim)
        teaser = furnished and analysis.reading.is_furniture(Span(start, start + 1)) is not None
        aside = item.trace.get("pattern") in _ASIDE or (claim.kind == "materiel" and harmful)
        if teaser or aside or (published is not None and published[0] is not None and _is_old(claim, published[0] - _BACKGROUND)):
            item = replace(item, claim=claim.model_copy(update={"salience": "minor"}))  # noqa: PLW2901
        result.append(item)
    return result


def _is_old(claim: Claim, before: object) -> bool:
    if claim.event_time is None or claim.event_time.edtf is None:
        return False
    if "since" in claim.evidence[0].text.lower().split():
        return False
    days = edtf_interval(claim.event_time.edtf)
    return days is not None and days[1] is not None and days[1] < before  # type: ignore[operator]
