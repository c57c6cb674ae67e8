from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.text.document import Document
from tests.ingest.test_records import found

WORDS = b"Some words. "


def archive(path: Path, *, number: int = 3, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of as many texts, the second with a name that takes a header of its own."""
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w", format=form) as out:
        for index in range(number):
            held = tarfile.TarInfo(("n" * 120 if index == 1 else "") + f"{index}.txt")
            held.size = len(WORDS)
            out.addfile(held, io.BytesIO(WORDS))
    return path.read_bytes()


def crawl(path: Path, *, number: int = 3) -> bytes:
    """A web archive of as many pages."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for index in range(number):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
            payload = io.BytesIO(WORDS)
            record = writer.create_warc_record(f"http://example.org/{index}", "response", payload=payload, http_headers=headers)
            writer.write_record(record)
            record.raw_stream.close()
    return path.read_bytes()


def outcome(path: Path) -> tuple[int, int]:
    """How many whole documents a file gave, and how many errors; a document that is not whole fails the test."""
    values = list(found(path).values())
    documents = [value for value in values if isinstance(value, Document)]
    assert {document.text for document in documents} <= {WORDS.decode()}
    return len(documents), len(values) - len(documents)


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_tar_archive_cut_anywhere_gives_whole_members_only_and_says_that_it_breaks_off(tmp_path: Path, name: str, form: int) -> None:
    whole, path = archive(tmp_path / name, form=form), tmp_path / name
    for cut in range(0, len(whole) - 1, max(1, len(whole) // 150)):
        path.write_bytes(whole[:cut])
        documents, errors = outcome(path)
        assert documents == 3 or errors == 1, cut


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive_cut_inside_a_record_gives_whole_pages_only_and_says_that_it_breaks_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    ends = {len(crawl(path, number=number)) for number in (1, 2)}  # cut there, it is whole
    whole = crawl(path)
    for cut in range(0, len(whole), max(1, len(whole) // 150)):
        if not any(cut - 4 <= end <= cut + 4 for end in ends):
            path.write_bytes(whole[:cut])
            documents, errors = outcome(path)
            assert documents == 3 or errors == 1, cut


def test_a_damaged_header_is_no_end_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    data = bytearray(archive(path, form=tarfile.USTAR_FORMAT, number=1)[:1024] * 2)
    data[1024] ^= 1
    path.write_bytes(data + bytes(1024))
    assert outcome(path) == (1, 1)


def test_a_header_that_promises_megabytes_is_not_held_in_memory(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 2_000_000
    (tmp_path / "a.tar").write_bytes(header.tobuf(tarfile.USTAR_FORMAT) + bytes(2_000_384) + bytes(1024))
    assert found(tmp_path / "a.tar") == {"a.tar:1": "input.unreadable"}


def test_archives_give_their_members_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "pages.tar.gz"
    members = {
        "a/text.txt": b"Rebels killed 12 soldiers.",
        "b/page.html": b"<html><body><article><p>" + b"A bridge was closed on Monday. " * 9 + b"</p></article></body></html>",
        "c/long.txt": b"x" * 10_001,
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            held = tarfile.TarInfo(name)
            held.size = len(data)
            archive.addfile(held, io.BytesIO(data))
    text, page, long = found(path).values()
    assert isinstance(text, Document)
    assert isinstance(page, Document)
    assert page.media_type == "text/html"
    assert page.text.startswith("A bridge was closed")
    assert long == "input.too_large"


def test_an_archive_that_breaks_off_gives_what_came_before_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rows.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=0) as archive:
        for number in range(3):
            held = tarfile.TarInfo(f"{number}.txt")
            held.size = 5000
            archive.addfile(held, io.BytesIO(b"Some words. " * 417))
    path.write_bytes(path.read_bytes()[:9000])
    *before, last = found(path).values()
    assert [value.name for value in before if isinstance(value, Document)] == ["0.txt"]
    assert last == "input.unreadable"


def test_a_web_archive_gives_its_pages_and_passes_over_pictures_and_errors(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    body = b"<html><body><article><p>" + b"A bridge was closed on Monday. " * 9 + b"</p></article></body></html>"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (status, kind) in enumerate(
            [("200 OK", "text/html; charset=utf-8"), ("404 Not Found", "text/html"), ("200 OK", "image/png")]
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(f"http://example.org/{number}", "response", payload=io.BytesIO(body), http_headers=headers)
            writer.write_record(record)
            record.raw_stream.close()
    (page,) = found(path).values()
    assert isinstance(page, Document)
    assert (page.url, page.media_type) == ("http://example.org/0", "text/html")
    assert "bridge was closed" in page.text
