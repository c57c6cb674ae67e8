"""Claims as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one annotation page, written as claims come."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any
from urllib.parse import quote

from extractor.store import ClaimRow
from extractor.text.document import Document
from extractor.text.selectors import to_selectors

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def print_annotations(rows: Iterable[tuple[ClaimRow, Document]]) -> None:
    """Print an AnnotationPage on stdout, a line for each annotation."""
    sys.stdout.write(f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "items": [')
    for comma, (row, document) in zip(chain(("",), repeat(",")), rows, strict=False):
        sys.stdout.write(f"{comma}\n" + json.dumps(annotation_of(row, document), ensure_ascii=False))
    sys.stdout.write("\n]}\n")


def annotation_of(row: ClaimRow, document: Document) -> dict[str, Any]:
    """A claim as an annotation: its quotes targets, its statement the description; kind, state, and a stance other than asserted tags."""
    tags = [row.claim.kind, row.state, *([row.claim.stance] if row.claim.stance != "asserted" else [])]
    source = {"id": quote(document.name), "type": "Text", "format": "text/plain"} | ({"canonical": document.url} if document.url else {})
    return {
        "id": f"claims/{row.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": row.claim.statement},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": [{"source": source, "selector": to_selectors(evidence)} for evidence in row.claim.evidence],
        "generator": {"type": "Software", "name": row.run.model},
    }
