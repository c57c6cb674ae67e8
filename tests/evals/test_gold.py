from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.gold import load_corpus
from evals.validate import problems, validate_corpus
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import UsageError
from extractor.settings import read_settings
from tests.evals.corpus import GOLD, QUOTE, write_corpus

OWN = sorted(path.parent for path in Path("evals/corpora").glob("*/gold.jsonl"))


def test_a_corpus_has_its_documents_in_order_and_gold_by_document(tmp_path: Path) -> None:
    corpus = load_corpus(write_corpus(tmp_path / "mine"))
    assert corpus.name == "mine"
    assert [document.name for document in corpus.documents] == ["a.txt", "b.txt"]
    assert corpus.documents[0].published == "2024-12-19"
    (claim,) = corpus.claims
    assert claim.spans == (Span(0, len(QUOTE)),)
    assert corpus.gold["b.txt"] == ()


def test_texts_keep_every_character(tmp_path: Path) -> None:
    directory = write_corpus(tmp_path)
    (directory / "documents" / "b.txt").write_bytes("one\r\ntwo\u2028é\ufeff".encode())
    assert load_corpus(directory).documents[1].text == "one\r\ntwo\u2028é\ufeff"


def test_a_quote_that_stands_twice_has_both_places(tmp_path: Path) -> None:
    corpus = load_corpus(write_corpus(tmp_path, [{**GOLD, "quote": "on"}]))
    assert len(next(corpus.claims).spans) == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({key: value for key, value in GOLD.items() if key != "stance"}, r"gold.jsonl:1: stance missing"),
        ({**GOLD, "doc": "c.txt"}, r"gold.jsonl:1: doc 'c.txt' is not in documents.jsonl"),
        ({**GOLD, "low": "12"}, r"low must be an integer or null"),
        ({**GOLD, "low": True}, r"low must be an integer or null"),
        ({**GOLD, "relays": "AP"}, r"relays must be a list of strings"),
        ({**GOLD, "quote": ""}, r"quote must be a non-empty string"),
        ({**GOLD, "source": 3}, r"source must be a string or null"),
        ({**GOLD, "alt": {"stnce": ["x"]}}, r"alt.stnce is no field"),
        ({**GOLD, "alt": {"stance": "hedged"}}, r"alt must map fields to lists"),
        ({**GOLD, "alt": {"figure": [12]}}, r"alt.figure must be a list of \[low, high\]"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_by_file_line_and_field(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_corpus(write_corpus(tmp_path, [row]))


def test_ids_are_unique(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="id 'a-1' is also on"):
        load_corpus(write_corpus(tmp_path, [GOLD, GOLD]))


def test_files_that_are_missing_or_broken_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no corpus"):
        load_corpus(tmp_path)
    directory = write_corpus(tmp_path / "a", documents=[{"doc": "a.txt"}])
    with pytest.raises(UsageError, match=r"no line for b\.txt"):
        load_corpus(directory)
    (directory / "documents" / "b.txt").unlink()
    (directory / "gold.jsonl").write_text("{not json}\n")
    with pytest.raises(UsageError, match=r"gold\.jsonl:1: not JSON"):
        load_corpus(directory)
    (directory / "gold.jsonl").write_text("[]\n")
    with pytest.raises(UsageError, match=r"gold\.jsonl:1: not a JSON object"):
        load_corpus(directory)
    (directory / "documents" / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match=r"a.txt: not UTF-8"):
        load_corpus(directory)
    (directory / "documents" / "a.txt").unlink()
    with pytest.raises(UsageError, match=r"a.txt is missing"):
        load_corpus(directory)


def test_a_publication_date_is_edtf(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="published 'yesterday' is no EDTF date"):
        load_corpus(write_corpus(tmp_path, documents=[{"doc": "a.txt", "published": "yesterday"}, {"doc": "b.txt"}]))


def test_right_gold_has_no_problem(tmp_path: Path) -> None:
    assert validate_corpus(write_corpus(tmp_path), CONFLICT) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"quote": "Twelve miners died."}, "a-1: quote: does not stand in the text"),
        ({"source": "the minister"}, "a-1: source: “the minister” does not stand in the text"),
        ({"relays": ["a daily"]}, "a-1: relays: “a daily” does not stand in the text"),
        ({"alt": {"source": ["the unions"]}}, "a-1: alt.source: “the unions” does not stand in the text"),
        ({"kind": "eruption"}, "a-1: kind: 'eruption' is no kind of conflict"),
        ({"stance": "sure"}, "a-1: stance: 'sure' is none of asserted, hedged, denied, disputed, retracted"),
        ({"outcome": "dead"}, "a-1: outcome: 'dead' is none of"),
        ({"figure_text": None}, "a-1: low: is given, but figure_text is null"),
        ({"unit": None}, "a-1: figure_text: has no qualifier or no unit"),
        ({"low": 13}, "a-1: low: 13 is greater than high 12"),
        ({"low": 11}, "a-1: figure_text: “Twelve” means 12, not 11 to 12"),
        ({"event_time": "14 Dec"}, "a-1: event_time: '14 Dec' is no EDTF date"),
        ({"event_time": "2024-12-15"}, "a-1: event_time: “Dec. 14” means 2024-12-14, not 2024-12-15"),
        ({"event_time": None}, "a-1: event_time: is null, but “Dec. 14” means 2024-12-14"),
        ({"event_time_text": None}, "a-1: event_time: is given without event_time_text"),
    ],
)
def test_gold_that_breaks_the_codebook_is_listed(tmp_path: Path, change: dict[str, Any], problem: str) -> None:
    found = [str(one) for one in validate_corpus(write_corpus(tmp_path, [{**GOLD, **change}]), CONFLICT)]
    assert [one for one in found if one.startswith(problem)], found


@pytest.mark.parametrize("directory", OWN, ids=lambda path: path.name)
def test_our_own_gold_keeps_to_the_codebook(directory: Path) -> None:
    assert [str(one) for one in validate_corpus(directory, CONFLICT) if one.severity == "error"] == []


def test_further_corpora_keep_to_the_codebook_where_they_are_at_hand() -> None:
    corpora = read_settings().corpora
    if corpora is None:
        pytest.skip("QUOTEBOUND_CORPORA names no folder with further corpora")
    for gold in sorted(corpora.glob("*/gold.jsonl")):
        assert [str(one) for one in problems(load_corpus(gold.parent), CONFLICT) if one.severity == "error"] == []
