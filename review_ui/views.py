"""What the browser is told: plain JSON shapes, named here once for Python; `reader/*.js` reads the same names.

Spans are [start, end) in code points of the document's text. `role` says which tint words get: figure, source, time, place, party, words.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from extractor.review import Action


class MarkView(TypedDict):
    """A stretch of the article to tint."""

    start: int
    end: int
    role: str
    title: NotRequired[str]
    path: NotRequired[str]
    claim: NotRequired[str]


class LinkView(TypedDict):
    """One link of an attribution chain: the document's words (null for the outlet itself), its name, and what it is."""

    path: str | None
    role: str
    words: str | None
    name: str | None
    note: str | None


class RowView(TypedDict):
    """One line of the claim: `words` are the document's, `value` is what they were taken to mean, `note` says how."""

    path: str
    label: str
    role: str
    words: str | None
    value: str | None
    note: str | None
    chain: NotRequired[list[LinkView]]


class FindingView(TypedDict):
    """A finding in plain words."""

    code: str
    severity: str
    field: str
    label: str
    message: str
    expected: str | None
    found: str | None
    span: list[int] | None


class ChangeView(TypedDict):
    """One step from the model's words to the document's: same, added, removed, changed."""

    op: str
    quote: str
    document: str


class SuggestionView(TypedDict):
    """The stretch that is most like a quote that isn't there."""

    start: int
    end: int
    score: int
    diff: list[ChangeView]


class TagView(TypedDict):
    """An enumerated value that stands above the statement; `label` is its field's."""

    label: str
    words: str


class PastView(TypedDict):
    """Something that happened to the claim: when, who, what, and the fields that it changed as [label, before, after]."""

    when: str
    who: str
    what: str
    changes: list[list[str]]


class TraceView(TypedDict):
    """One thing a model says of how it came to a claim, and where the words stand."""

    label: str
    words: str
    span: list[int] | None


class GapView(MarkView):
    """A stretch that no claim covers: its sentence, and its words if they are a figure's."""

    sentence: list[int]
    figure: str | None


class ClaimView(TypedDict):
    """A claim as the reviewer sees it. `record` is the claim itself, for the form; `flagged`: somebody has asked for a second look.

    `refused`: actions that the store would not take from this reviewer now, each with the reason. `blocked`: a finding forbids accepting.
    """

    id: str
    document: str
    kind: str
    state: str
    flagged: bool
    version: int
    revision: int
    statement: str
    tags: list[TagView]
    figure: RowView | None
    rows: list[RowView]
    missing: list[str]
    quotes: list[list[int]]
    lost_quotes: list[str]
    suggestion: SuggestionView | None
    words: list[MarkView]
    findings: list[FindingView]
    blocked: bool
    refused: dict[Action, str]
    origin: str
    trace: list[TraceView]
    past: list[PastView]
    record: dict[str, Any]


class BlockView(TypedDict):
    """A paragraph of the article. `grey`: page furniture, and `furniture` says why; `wrapped`: its line breaks mean nothing."""

    start: int
    end: int
    kind: str
    grey: bool
    furniture: str | None
    wrapped: bool


class DocumentView(TypedDict):
    """An article; its claims travel apart, because their states change."""

    id: str
    title: str
    subtitle: list[str]
    url: str | None
    text: str
    blocks: list[BlockView]
    gaps: list[GapView]
    chars: int


class SiblingView(TypedDict):
    """Another claim of the article, as a mark and an entry in its list."""

    id: str
    state: str
    statement: str
    blocked: bool
    spans: list[list[int]]


class FieldView(TypedDict):
    """A control of the form. `widget`: line, area, number, choice, words, date, group, list."""

    name: str
    path: str
    label: str
    widget: str
    optional: bool
    role: str
    options: NotRequired[list[list[str]]]
    fields: NotRequired[list[FieldView]]
    blank: NotRequired[Any]


class AckView(TypedDict):
    """The store's answer to one decision: written (`ok`), with the claim's state after it, or refused, with both sides to be seen.

    `same`: refused because somebody had decided the same already, which is no more than a word worth.
    """

    ok: bool
    same: NotRequired[bool]
    state: NotRequired[str]
    revision: NotRequired[int]
    title: NotRequired[str]
    message: NotRequired[str]
    sides: NotRequired[list[list[str]]]


class AnswerView(TypedDict):
    """What the checks say to a draft. `record` is the draft as it would be stored, null if it is no claim; `why` forbids saving.

    `id` is the identifier under which it would be.
    """

    n: int
    id: str | None
    record: dict[str, Any] | None
    filled: dict[str, Any]
    findings: list[FindingView]
    why: str | None
    quotes: list[list[int]]
    words: list[MarkView]


class EmptyView(TypedDict):
    """What to say where there is no claim to show, and the key's act that leads on, if one does."""

    title: str
    lines: list[str]
    commands: list[str]
    act: str | None


class TroubleView(TypedDict):
    """Something that keeps the app from working, and the way out."""

    title: str
    message: str
