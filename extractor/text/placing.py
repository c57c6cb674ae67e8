"""Place one quote in a document: its offsets, the document's own words for it, and what had to be changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from extractor.claims.core import Evidence
from extractor.claims.finding import Finding, Severity, Span
from extractor.text.locate import Located, Place
from extractor.text.reading import Reading
from extractor.text.selectors import context, evidence_at
from extractor.text.stitch import fragments, has_ellipsis

_MORE = " They stand in more places than are looked at: select the one that is meant, or quote more of the words around it."
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one quote: one evidence (`start` null if it isn't there), or several if it was stitched together.

    `sure` is false where the quote stands in several places of the story and nothing tells them apart.
    """

    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote to be placed: its `number` in the claim, where to look, and the places that the claim's quotes before it have taken."""

    item: Evidence
    number: int
    place: Place
    taken: AbstractSet[Span] = frozenset()
    copies: int = 1
    """How many quotes of the claim have these words: it may mean as many places."""

    def finding(self, code: str, severity: Severity, message: str, found: str | None = None, span: Span | None = None) -> Finding:
        """A finding about this quote."""
        return Finding(
            code=code,
            severity=severity,
            field=f"evidence.{self.number}.text",
            message=message,
            expected=_short(self.item.text),
            found=_short(found) if found else None,
            span=span,
        )


def place_quote(quote: Quote, reading: Reading) -> Placed:
    """Place a quote; offsets that are right already stay as they are."""
    item = quote.item
    if item.start is not None and item.end is not None and reading.text[item.start : item.end] == item.text:
        return Placed((_in_context(item, Span(item.start, item.end), reading.text),))
    place = Place(item.prefix, item.suffix, quote.place.within, quote.place.after, quote.place.before)
    located = reading.index.locate_at(item.text, place)
    if located.tier in {"case", "absent"}:
        return _stitched(quote, reading) or _absent(quote, located, reading.text)
    return _chosen(quote, located, reading)


def _in_context(item: Evidence, span: Span, text: str) -> Evidence:
    if item.prefix or item.suffix:
        return item
    prefix, suffix = context(text, span)
    return item.model_copy(update={"prefix": prefix, "suffix": suffix})


def _chosen(quote: Quote, located: Located, reading: Reading) -> Placed:
    """The occurrence that is meant: by locate, as the only one left, as the only one in the story; else the story's first."""
    free = [span for span in located.spans if span not in quote.taken] or list(located.spans)
    if located.chosen in free:
        span, sure = located.chosen, True
    else:
        span, sure = _meant(quote, located, free, reading)
    findings = [] if sure else [_ambiguous(quote, span, located)]
    evidence = evidence_at(reading.text, span)
    if evidence.text != quote.item.text:
        findings.insert(0, _normalised(quote, located.tier, evidence.text, span))
    return Placed((evidence,), tuple(findings), sure)


def _meant(quote: Quote, located: Located, free: Sequence[Span], reading: Reading) -> tuple[Span, bool]:
    """The place that a quote means where nothing in it tells, and whether that is sure."""
    if len(free) == 1 and not located.more:
        return free[0], True  # without a look at the page: what is furniture on it costs more than all the rest
    story = [span for span in free if _in_story(span, reading)]
    if not located.more and (len(located.spans) <= quote.copies or len(story) == 1):
        return (story or free)[0], True
    after = quote.place.after or 0
    return next((span for span in story if span.start >= after), (story or free)[0]), False


def _in_story(span: Span, reading: Reading) -> bool:
    """Whether `span` stands in a paragraph of the story: not in a headline, not in page furniture."""
    segment = reading.paragraph_at(span.start)
    return segment is not None and segment.kind == "paragraph"


def _stitched(quote: Quote, reading: Reading) -> Placed | None:
    """A quote that leaves words out, as the spans it is stitched from; null if it isn't one, or they don't stand there."""
    if not has_ellipsis(quote.item.text):
        return None
    parts = fragments(quote.item.text)
    if len(parts) == 1:
        whole = place_quote(
            Quote(Evidence(text=parts[0], prefix=quote.item.prefix, suffix=quote.item.suffix), quote.number, quote.place), reading
        )
        message = "The quote's ellipsis, which isn't the document's, was left out."
        note = quote.finding("quote.normalised", "info", message, whole.evidence[0].text)
        return Placed(whole.evidence, (note, *whole.findings), whole.sure) if whole.evidence[0].start is not None else None
    spans = reading.index.locate_stitched(quote.item.text, within=quote.place.within)
    if not spans:
        return None
    found = " … ".join(reading.text[span.start : span.end] for span in spans)
    message = f"The quote leaves words out; it was taken apart into the {len(spans)} pieces that stand in the document."
    return Placed(
        tuple(evidence_at(reading.text, span) for span in spans), (quote.finding("quote.stitched", "warn", message, found, spans[0]),)
    )


def _absent(quote: Quote, located: Located, text: str) -> Placed:
    findings: Sequence[Finding] = ()
    if located.spans:
        span = located.spans[0]
        message = "The quote stands in the document only with other capital letters."
        findings = (quote.finding("quote.case", "warn", message, text[span.start : span.end], span),)
    elif located.cut:
        message = f"Where its words stand in the document, the quote {located.cut}."
        findings = (quote.finding("quote.cut", "block", message + (_MORE if located.more else ""), located.cut),)
    item = quote.item
    return Placed((item if item.start is None else Evidence(text=item.text, prefix=item.prefix, suffix=item.suffix),), tuple(findings))


def _normalised(quote: Quote, tier: str, found: str, span: Span) -> Finding:
    if _BETWEEN_PARAGRAPHS.search(found) and not _BETWEEN_PARAGRAPHS.search(quote.item.text):
        message = "The quote joins words of two paragraphs; it was put as the document has it."
        return quote.finding("quote.normalised", "warn", message, found, span)
    how = "spaces and line breaks" if tier == "whitespace" else "typography"
    message = f"The quote was put in the document's own words: they differ in {how} only."
    return quote.finding("quote.normalised", "info", message, found, span)


def _ambiguous(quote: Quote, span: Span, located: Located) -> Finding:
    count = f"{len(located.spans)} times" + (" or more" if located.more else "")
    message = f"The quote stands in the document {count}, and nothing says which is meant: the first in the story was taken."
    return quote.finding("quote.ambiguous", "warn", message, count, span)


def _short(words: str, length: int = 300) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
