from __future__ import annotations

import json

from evals.outside import load_outside
from tests.cli.run import CommandLine

TEXT = (
    "The ministry said on Tuesday that 12 soldiers were killed and 20 wounded near Halm. "
    "Another 9 soldiers were killed in the east, and 12 drowned.\n"
)


def test_claims_as_web_annotations_are_read_back_with_kind_statement_and_the_very_place(quotebound: CommandLine) -> None:
    quotebound.write("a b.txt", TEXT)
    assert quotebound("extract", quotebound.folder / "a b.txt", "--published", "2024-12-19").code == 0
    claims = [json.loads(line) for line in quotebound("claims", "--format", "jsonl").out.splitlines()]
    quotebound.write("page.json", quotebound("claims", "--format", "w3c").out)
    found = load_outside("w3c", quotebound.folder / "page.json").corpus.claims
    assert len(claims) >= 3
    assert [(one.kind, one.row["statement"], [(span.start, span.end) for span in one.spans]) for one in found] == [
        (claim["kind"], claim["statement"], [(claim["evidence"][0]["start"], claim["evidence"][0]["end"])]) for claim in claims
    ]


def test_no_claims_are_an_empty_page(quotebound: CommandLine) -> None:
    quotebound("db", "upgrade")
    page = json.loads(quotebound("claims", "--format", "w3c").out)
    assert (page["type"], page["items"]) == ("AnnotationPage", [])
