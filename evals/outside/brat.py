"""brat standoff (`NAME.txt` beside `NAME.ann`) with sources, cues and contents, as PolNeAR has them.

An attribution is an event (`E1 Attribution:T3 Source:T1 Cue:T2`) or relations between text-bounds (`R1 Attribution Arg1:T3 Arg2:T1`). Its
quote is the stretch from the first to the last of its parts, because a quote here holds the words that attribute.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.outside.shape import Mapped, Outside, corpus_of, read_text
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.text.document import Document

_PARTS = ("source", "cue", "content")
_ANY_KIND = ("casualties", "deployment", "engagement", "territory", "materiel")
NOTES = (
    "Not in the format, so not measured: kind, figure, outcome, parties, relays, stance, verification, dates, place.",
    "Not mapped: attributes, notes, normalisations, and annotations of other types than source, cue and content.",
    "Of a discontinuous span the whole stretch is taken.",
    "A claim with a figure is matched by its quote alone. What the outlet itself says is not annotated: precision counts it as spurious.",
)


@dataclass(frozen=True)
class _Bound:
    label: str
    span: Span


def load_brat(path: Path) -> Outside:
    """Read a folder of .txt and .ann files. Raises `UsageError`."""
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    documents = []
    for file in files:
        text = read_text(file.with_suffix(".txt"))
        document = Document(text=text, name=file.with_suffix(".txt").name)
        documents.append((document, [_claim(text, parts) for parts in attributions(read_text(file), text, str(file))]))
    return Outside(corpus_of(path, documents, ("quote", "source", "cue")), NOTES)


def attributions(annotation: str, text: str, where: str) -> Iterator[dict[str, list[Span]]]:
    """The parts of every attribution. Raises `UsageError` for a text-bound outside the text."""
    bounds: dict[str, _Bound] = {}
    groups: list[list[str]] = []
    links: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(annotation.splitlines(), start=1):
        identifier, _, rest = line.partition("\t")
        if identifier.startswith("T"):
            bounds[identifier] = _bound(rest, text, f"{where}:{number}")
        elif identifier.startswith("E"):
            groups.append(re.findall(r":(T\d+)", rest))
        elif identifier.startswith("R"):
            first, second = [*re.findall(r":(T\d+)", rest), "", ""][:2]
            links[first].append(second)
            links[second].append(first)
    groups += [[content, *linked] for content, linked in links.items() if content in bounds and bounds[content].label == "content"]
    for group in groups:
        yield {part: [bounds[one].span for one in group if one in bounds and bounds[one].label == part] for part in _PARTS}


def _bound(rest: str, text: str, where: str) -> _Bound:
    label, _, offsets = rest.partition("\t")[0].partition(" ")
    numbers = [int(one) for one in re.findall(r"\d+", offsets)]
    if len(numbers) < 2 or not min(numbers) < max(numbers) <= len(text):  # noqa: PLR2004 (a start and an end)
        raise UsageError(
            f"{where}: {offsets!r} lies outside the text ({len(text)} characters)", hint="Offsets count characters of the .txt."
        )
    return _Bound(label.lower(), Span(min(numbers), max(numbers)))


def _claim(text: str, parts: dict[str, list[Span]]) -> Mapped:
    spans = [span for found in parts.values() for span in found]
    hull = Span(min((span.start for span in spans), default=0), max((span.end for span in spans), default=0))
    source, cue = (_words(text, parts[part]) for part in ("source", "cue"))
    statement = _words(text, parts["content"]) or text[hull.start : hull.end] or "attribution"
    return Mapped("statement", statement, hull, {"source": source, "cue": cue}, {"kind": _ANY_KIND})


def _words(text: str, spans: Sequence[Span]) -> str | None:
    return text[min(span.start for span in spans) : max(span.end for span in spans)] if spans else None
