"""W3C Web Annotations (JSON: one annotation, a list, a page or a collection) beside the texts that their targets name.

A target's quote and position selectors are the evidence; a textual body is the statement; a body with purpose `tagging` whose value is a
kind is the kind.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from evals.outside.shape import Mapped, Outside, corpus_of, read_text
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.text.document import Document
from extractor.text.locate import TextIndex
from extractor.text.selectors import from_selectors

NOTES = (
    "Not in the format, so not measured: every field but the quote, and the kind where it is tagged.",
    "Not mapped: targets but the first, creators, motivations, styles, bodies that aren't text, selectors of other types.",
)
_SELECTORS = {"TextQuoteSelector", "TextPositionSelector"}


def load_w3c(path: Path) -> Outside:
    """Read a JSON file; the texts lie beside it. Raises `UsageError`."""
    files = sorted([*path.glob("*.json"), *path.glob("*.jsonld")]) if path.is_dir() else [path]
    folder = path if path.is_dir() else path.parent
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for file in files:
        for annotation in _annotations(_json(file)):
            found[_source(annotation, file)].append(annotation)
    documents = []
    tagged = False
    for name, about in sorted(found.items()):
        text = read_text(folder / name)
        index = TextIndex(text)
        claims = [_claim(annotation, index, name) for annotation in about]
        tagged = tagged or any(_kind(annotation) for annotation in about)
        documents.append((Document(text=text, name=name), claims))
    return Outside(corpus_of(path, documents, ("quote", "kind") if tagged else ("quote",)), NOTES)


def _json(file: Path) -> Any:
    try:
        return json.loads(read_text(file))
    except ValueError as error:
        raise UsageError(f"{file}: not JSON ({error})", hint="Give Web Annotations as JSON.") from None


def _annotations(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _annotations(one)
    elif isinstance(data, Mapping):
        if data.get("type") == "Annotation":
            yield data
        for key in ("items", "first"):
            yield from _annotations(data.get(key))


def _target(annotation: Mapping[str, Any]) -> Mapping[str, Any]:
    target = annotation.get("target")
    one = target[0] if isinstance(target, list) and target else target
    return one if isinstance(one, Mapping) else {"source": one}


def _source(annotation: Mapping[str, Any], file: Path) -> str:
    source = _target(annotation).get("source")
    address = source.get("id") if isinstance(source, Mapping) else source
    name = Path(unquote(urlsplit(address).path)).name if isinstance(address, str) else ""
    if not name:
        raise UsageError(
            f"{file}: {annotation.get('id', 'an annotation')}: target.source names no text", hint="The text's file, beside it."
        )
    return name


def _claim(annotation: Mapping[str, Any], index: TextIndex, name: str) -> Mapped:
    given = _target(annotation).get("selector")
    selectors = [
        one for one in (given if isinstance(given, list) else [given]) if isinstance(one, Mapping) and one.get("type") in _SELECTORS
    ]
    where = f"{name}: {annotation.get('id', 'an annotation')}"
    try:
        evidence = from_selectors(selectors, index) if selectors else None
    except ValueError as error:
        raise UsageError(f"{where}: target.selector: {error}", hint="Positions count code points of the text.") from None
    if evidence is None or evidence.start is None or evidence.end is None:
        raise UsageError(f"{where}: target.selector points to no one place in the text", hint="Give a quote selector, a position or both.")
    bodies = [body for body in _bodies(annotation) if body.get("purpose") != "tagging"]
    statement = next((body["value"] for body in bodies if isinstance(body.get("value"), str) and body["value"]), evidence.text)
    kind = _kind(annotation)
    alt = {} if kind else {"kind": tuple(CONFLICT.kinds)}
    return Mapped(kind or "statement", statement, Span(evidence.start, evidence.end), {}, alt)


def _bodies(annotation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    body = annotation.get("body")
    return [one for one in (body if isinstance(body, list) else [body]) if isinstance(one, Mapping)]


def _kind(annotation: Mapping[str, Any]) -> str | None:
    tags = [body.get("value") for body in _bodies(annotation) if body.get("purpose") == "tagging"]
    return next((tag for tag in tags if tag in CONFLICT.kinds), None)
