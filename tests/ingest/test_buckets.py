from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from extractor.errors import InputError, UsageError
from extractor.ingest import Metadata, Opening, ReadOptions, Source, discover, read_source
from extractor.ingest import buckets as module
from tests.ingest.bucket import PAGE, Bucket, served

STORY = "The army said on Monday that {} soldiers were killed near Dorrin.\n"
FIRE = "<p>Twelve people died in the fire at the mill, police said on Monday.</p>"
PAGE_HTML = f"<html><body><article><h1>Fire</h1>{FIRE * 4}</article></body></html>".encode()
OPTIONS = ReadOptions(max_bytes=1_000)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    module._opened.cache_clear()
    monkeypatch.setattr(module, "AT_ONCE", PAGE)
    objects = {f"2024/day {number}/é{number}.txt": STORY.format(number + 2).encode() for number in range(7)}
    made = Bucket({**objects, "2024/page.html": PAGE_HTML, "2024/photo.jpg": b"\xff\xd8", "2025/other.txt": b"None."})
    with served(made, monkeypatch):
        yield made


def found(address: str, passed: Counter[str] | None = None, opening: Opening | None = None) -> list[Source]:
    return list(discover([Path(address)], opening, passed))


@pytest.mark.usefixtures("bucket")
def test_what_is_under_a_prefix_is_taken_as_of_a_folder() -> None:
    passed: Counter[str] = Counter()
    sources = found("s3://reports/2024/", passed)
    assert [source.name for source in sources] == [*(f"day {number}/é{number}.txt" for number in range(7)), "page.html"]
    assert passed == {".jpg": 1}
    assert {source.size for source in sources[:7]} == {len(STORY.format(2))}
    texts = [read_source(source, Metadata(), OPTIONS) for source in sources]
    assert texts[3].text == STORY.format(5)
    assert "Twelve people died" in texts[7].text
    assert texts[7].media_type == "text/html"
    assert {text.url for text in texts} == {None}, "an address that only its owner can open is nothing to publish"


def test_the_listing_is_read_page_by_page(bucket: Bucket) -> None:
    assert len(list(islice(discover([Path("s3://reports")]), 1))) == 1
    assert len(bucket.asked) <= 2, f"of {len(bucket.objects) // PAGE + 1} pages"


@pytest.mark.usefixtures("bucket")
def test_one_object_is_named_by_its_key_and_lists_may_name_it(tmp_path: Path) -> None:
    (source,) = found("s3://reports/2024/page.html")
    assert (source.name, source.url) == ("page.html", "s3://reports/2024/page.html")
    (tmp_path / "some.urls").write_text("s3://reports/2025/other.txt\nftp://reports/x.txt\n")
    listed, wrong = found(str(tmp_path / "some.urls"))
    assert read_source(listed, Metadata(), OPTIONS).text == "None."
    with pytest.raises(InputError, match="line 2"):
        read_source(wrong, Metadata(), OPTIONS)


def test_a_file_with_many_documents_is_opened_where_it_is_named(bucket: Bucket) -> None:
    bucket.objects["2024/all.jsonl"] = b"".join(json.dumps({"doc": f"{at}", "text": STORY.format(at)}).encode() + b"\n" for at in range(4))
    sources = found("s3://reports/2024/all.jsonl", opening=Opening())
    assert [read_source(source, Metadata(), OPTIONS).text for source in sources] == [STORY.format(at) for at in range(4)]


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("address", ["s3://reports/2023", "s3://reports/2024/none.txt", "s3://reports/2024/day"])
def test_an_address_with_nothing_there_is_said_at_once(address: str) -> None:
    with pytest.raises(UsageError, match="s3://reports/202") as caught:
        found(address)
    assert caught.value.hint


def test_under_an_address_with_nothing_readable_that_is_said(bucket: Bucket) -> None:
    bucket.objects["2026/photo.jpg"] = b"-"
    with pytest.raises(UsageError, match="nothing to read") as caught:
        found("s3://reports/2026")
    assert ".txt" in (caught.value.hint or "")


def test_the_object_that_a_console_makes_for_a_folder_is_no_document(bucket: Bucket) -> None:
    bucket.objects |= {"2026/": b"", "2026/a.txt": b"None.", "2026/inner/": b""}
    assert [source.name for source in found("s3://reports/2026/")] == ["a.txt"]


def test_what_may_not_be_listed_says_so_and_where_keys_come_from(bucket: Bucket) -> None:
    bucket.refuses_after = (0, 403)
    with pytest.raises(UsageError, match="can't be listed") as caught:
        found("s3://reports/2024")
    assert "AWS_" in (caught.value.hint or "")
    assert "\n" not in caught.value.message


def test_a_listing_that_breaks_off_keeps_what_was_listed_and_says_so(bucket: Bucket) -> None:
    bucket.refuses_after = (1, 403)
    *sources, last = found("s3://reports/2024")
    assert len(sources) == PAGE
    assert last.problem is not None
    assert "broke off" in last.problem.message


def test_an_object_that_is_gone_or_too_large_fails_alone(bucket: Bucket) -> None:
    bucket.objects["2024/long.txt"] = b"x" * 2_000
    sources = {source.name: source for source in found("s3://reports/2024")}
    del bucket.objects["2024/page.html"]
    for name, why in (("page.html", "not found"), ("long.txt", "limit")):
        with pytest.raises(InputError, match=f"s3://reports/2024/{name}.*{why}"):
            read_source(sources[name], Metadata(), OPTIONS)


@pytest.mark.usefixtures("bucket")
def test_without_the_extra_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(UsageError, match="extra `buckets`"):
        found("s3://reports/2024")
