"""Documents → the article pane. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.checks.coverage import Gap
from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.reading import Reading
from review_ui.views import BlockView, DocumentView, GapView
from review_ui.wording import GAP_REASONS, say_edtf, shorten

_SURROGATES = re.compile("[\ud800-\udfff]")
_WRAPPED_LINE = range(45, 101)
_LEAST_WRAPPED = 3
_TOP = 5


def document_view(reading: Reading, gaps: Iterable[Gap] = ()) -> DocumentView:
    """The article as the browser shows it. `gaps` are stretches that no claim covers."""
    document = reading.document
    return {
        "id": document.id,
        "title": title_of(document, reading),
        "subtitle": subtitle_of(document),
        "url": document.url if document.url and document.url.startswith(("http://", "https://")) else None,
        "text": sendable(document.text),
        "blocks": _blocks(reading),
        "gaps": gap_views(gaps),
        "chars": len(document.text),
    }


def sendable(text: str) -> str:
    """`text` with lone surrogates replaced, one code point for one, so that it can be sent; offsets stay."""
    return _SURROGATES.sub("\ufffd", text)


def title_of(document: Document, reading: Reading) -> str:
    """The document's title; else the longest heading near its beginning, or its first line; else its file name."""
    if document.title:
        return document.title
    top = reading.segments[:_TOP]
    headings = [segment.span for segment in top if segment.kind == "heading"] or [segment.span for segment in top[:1]]
    longest = max(headings, key=lambda span: span.end - span.start, default=None)  # a section's name over the headline is shorter
    return shorten(document.text[slice(*longest)], 140) if longest else document.name


def subtitle_of(document: Document) -> list[str]:
    """What stands under the title: outlet, date, file."""
    published = say_edtf(document.published) if document.published else "no publication date"
    return [part for part in (document.outlet, published, document.name) if part]


def gap_views(gaps: Iterable[Gap]) -> list[GapView]:
    """What no claim covers, each with the reason it matters."""
    return [
        {
            "start": gap.span.start,
            "end": gap.span.end,
            "role": "unclaimed",
            "title": GAP_REASONS[gap.reason],
            "sentence": list(gap.sentence),
            "figure": None if gap.reason == "words" else gap.words,
        }
        for gap in gaps
    ]


def _blocks(reading: Reading) -> list[BlockView]:
    """One block a segment; text that no segment covers becomes a block of its own, so that nothing of the document is hidden."""
    blocks: list[BlockView] = []
    end = 0
    for segment in reading.segments:
        blocks.extend(_loose(reading.text, end, segment.span.start))
        blocks.append(_block(reading, segment.span, segment.kind))
        end = segment.span.end
    return _reasons_once([*blocks, *_loose(reading.text, end, len(reading.text))])


def _reasons_once(blocks: list[BlockView]) -> list[BlockView]:
    """Of neighbouring blocks that are greyed for the same reason only the last one says it."""
    following: list[BlockView | None] = [*blocks[1:], None][: len(blocks)]
    said = [after is not None and after["furniture"] == block["furniture"] for block, after in zip(blocks, following, strict=True)]
    return [{**block, "furniture": None} if repeated else block for block, repeated in zip(blocks, said, strict=True)]


def _loose(text: str, start: int, end: int) -> list[BlockView]:
    if not text[start:end].strip():
        return []
    return [{"start": start, "end": end, "kind": "paragraph", "grey": False, "furniture": None, "wrapped": False}]


def _block(reading: Reading, span: Span, kind: str) -> BlockView:
    grey = reading.is_furniture(span)
    return {
        "start": span.start,
        "end": span.end,
        "kind": kind,
        "grey": grey is not None,
        "furniture": grey.reason if grey else None,
        "wrapped": _is_wrapped(reading.text[span.start : span.end].splitlines()),
    }


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a paragraph was broken into lines by a program: every line but the last is nearly as long as the others."""
    return len(lines) >= _LEAST_WRAPPED and all(len(line) in _WRAPPED_LINE for line in lines[:-1])
