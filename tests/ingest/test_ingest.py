from __future__ import annotations

import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from extractor.errors import InputError, MetadataError, UsageError
from extractor.ingest import Metadata, ReadOptions, Source, discover, load_metadata, read_source, styles
from extractor.ingest.plain import require_encoding

OPTIONS = ReadOptions(max_bytes=10_000, timeout=5)


def read_bytes(folder: Path, data: bytes, name: str = "a.txt", options: ReadOptions = OPTIONS) -> str:
    path = folder / name
    path.write_bytes(data)
    return read_source(Source(name, path=path), Metadata(), options).text


def failure_of(folder: Path, data: bytes, name: str = "a.txt") -> InputError:
    with pytest.raises(InputError) as caught:
        read_bytes(folder, data, name)
    assert name in caught.value.message, "the message names the file"
    assert caught.value.hint, "the message shows the way out"
    return caught.value


class TestPlainText:
    def test_keeps_every_character_and_line_end(self, tmp_path: Path) -> None:
        text = "Twelve killed.\r\nName:\tЯна\u00a0— 👩‍🚒 e\u0301\n\n"
        assert read_bytes(tmp_path, text.encode()) == text

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_follows_a_byte_order_mark_and_drops_it(self, tmp_path: Path, encoding: str) -> None:
        assert read_bytes(tmp_path, "Zürich: 12 dead".encode(encoding)) == "Zürich: 12 dead"

    def test_refuses_latin_1_and_names_byte_position_and_option(self, tmp_path: Path) -> None:
        error = failure_of(tmp_path, "Der Bürgermeister sagte, fünf Menschen seien getötet worden.".encode("latin-1"))
        assert error.code == "input.encoding"
        assert "byte 0xfc at 5" in error.message
        assert "--encoding windows-1252" in error.hint

    def test_reads_latin_1_when_told_so(self, tmp_path: Path) -> None:
        assert read_bytes(tmp_path, "Bürger".encode("latin-1"), options=ReadOptions(encoding="latin-1")) == "Bürger"

    @pytest.mark.parametrize("text", ["naïve", "He said: £5 million and 14 killed", "The café in Tarsk was hit, killing 14 people."])
    def test_supposes_accents_and_not_japanese_behind_a_few_bytes_among_plain_letters(self, tmp_path: Path, text: str) -> None:
        assert "--encoding windows-1252" in failure_of(tmp_path, text.encode("latin-1")).hint

    def test_still_names_an_encoding_of_ideographs(self, tmp_path: Path) -> None:
        assert "--encoding big5" in failure_of(tmp_path, "警方星期二表示，爆炸造成至少十四人死亡，三十人受傷。".encode("big5")).hint

    @pytest.mark.parametrize("name", ["utf-16-le", "UTF-32-BE"])
    def test_reads_an_encoding_whose_text_has_nul_bytes_when_told_so(self, tmp_path: Path, name: str) -> None:
        assert read_bytes(tmp_path, "Zürich: 12 dead".encode(name), options=ReadOptions(encoding=name)) == "Zürich: 12 dead"

    @pytest.mark.parametrize("name", ["klingon", "hex", "undefined", ""])
    def test_refuses_the_name_of_no_encoding_before_any_document_is_read(self, name: str) -> None:
        with pytest.raises(UsageError, match=f"--encoding {name}: no such encoding"):
            require_encoding(name)

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "input.empty"),
            (b" \n\t ", "input.empty"),
            ("\ufeff".encode(), "input.empty"),
            (b"\x7fELF\x02\x01\x01\x00\x00", "input.binary"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "input.binary"),
            (b"x" * 10_001, "input.too_large"),
        ],
    )
    def test_refuses_what_is_no_text(self, tmp_path: Path, data: bytes, code: str) -> None:
        assert failure_of(tmp_path, data).code == code

    @pytest.mark.parametrize(
        ("data", "kind", "way"),
        [
            (b"PK\x03\x04\x14\0\0\0\x08\0", "zip archive, or an office file", "Unpack it"),
            (b"PK\x03\x04\x14\0\1\0\x08\0" + b"a" * 30, "a zip archive with a password", "Unpack it with its password"),
            (b"PK\x03\x04\x14" + b"\0" * 25 + b"[Content_Types].xml", "an office file (.docx", "Save the document as text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an office file or message of the old kind", "Save the document as text"),
            (b"{\\rtf1\\ansi Twelve died.}", "a rich-text file", "Save the document as text"),
            (b"\x1f\x8b\x08\0", "compressed by gzip", "Unpack it"),
            (b"Salted__\0\1", "encrypted by openssl", "Decrypt it"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image (JPEG)", "OCR"),
            (b"\x89PNG\r\n\x1a\n\0", "an image (PNG)", "OCR"),
            (b"From: a@b\nContent-Transfer-Encoding: base64\n\nVHdlbHZl\n", "a message with coded parts", "Save its text"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\nx", "a message with coded parts", "Save its text"),
        ],
    )
    def test_what_is_known_by_its_first_bytes_is_named_with_the_way_out(self, tmp_path: Path, data: bytes, kind: str, way: str) -> None:
        error = failure_of(tmp_path, data, "report.txt")
        assert error.code == "input.binary"
        assert kind in error.message
        assert way in error.hint

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("words", ["Twelve killed, says Zürich.\r\n", "Двенадцать погибли, один без вести."])
    def test_utf_16_without_its_mark_is_told_with_the_option_that_reads_it(self, tmp_path: Path, encoding: str, words: str) -> None:
        error = failure_of(tmp_path, words.encode(encoding))
        assert error.code == "input.encoding"
        assert f"--encoding {encoding}," in error.hint
        assert read_bytes(tmp_path, words.encode(encoding), options=ReadOptions(encoding=encoding)) == words

    @pytest.mark.parametrize(
        "text", ["GIF8 tanks and 12 dead.", "From: the front, 12 dead.\nContent-Type: a tale.\n\nx", "PK 12", "Rar! 12 dead"]
    )
    def test_text_that_begins_a_little_like_such_a_file_is_read(self, tmp_path: Path, text: str) -> None:
        assert read_bytes(tmp_path, text.encode()) == text

    def test_names_a_file_that_vanished(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"gone\.txt: No such file"):
            read_source(Source("gone.txt", path=tmp_path / "gone.txt"), Metadata(), OPTIONS)


class TestPages:
    PAGE = b"""<!doctype html><html><head><meta charset="utf-8"><title>Ferry sinks off Port Amsel</title>
    <meta property="og:site_name" content="Harbour Courier"><meta property="article:published_time" content="2023-05-06"></head>
    <body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Ferry sinks off Port Amsel</h1>
    <p>The coast guard said on Friday that 14 passengers had drowned when the ferry went down in rough seas off the island.</p>
    <p>Another nine people were still missing on Saturday morning, a spokeswoman for the harbour authority told reporters.</p>
    </article><footer>Subscribe to our newsletter</footer></body></html>"""

    def test_gives_the_article_without_navigation(self, tmp_path: Path) -> None:
        text = read_bytes(tmp_path, self.PAGE, "a.html")
        assert "14 passengers had drowned" in text
        assert "Sport" not in text

    def test_takes_title_outlet_and_date_from_the_page_but_given_metadata_wins(self, tmp_path: Path) -> None:
        path = tmp_path / "a.html"
        path.write_bytes(self.PAGE)
        document = read_source(Source("a.html", path=path), Metadata(outlet="The Courier"), OPTIONS)
        assert (document.title, document.published) == ("Ferry sinks off Port Amsel", "2023-05-06")
        assert document.outlet == "The Courier"

    @pytest.mark.parametrize(
        "hidden",
        [
            "<p hidden>{}</p>",
            '<p hidden="until-found">{}</p>',
            '<p style="display: none">{}</p>',
            '<div style="color:red;DISPLAY:NONE !important"><p>{}</p></div>',
            '<p style="visibility:hidden">{}</p>',
            "<template><p>{}</p></template>",
            "<noscript><p>{}</p></noscript>",
            "<!-- <p>{}</p> -->",
            "<dialog><p>{}</p></dialog>",
            "<p><del>{}</del></p>",
            "<p><s>{}</s></p>",
            '<p style="font-size:0">{}</p>',
            '<style>/* old */ .gone{{display:none}}</style><p class="note gone">{}</p>',
            '<style media="screen"><!-- p#gone, .other {{ color: red; Visibility: HIDDEN !important }} --></style><p id="gone">{}</p>',
            '<style>.a{{content:"}}"}} p.a.b{{font-size:0px;}}</style><p class="b a">{}</p>',
            "<style>p{{display:block}} aside{{display:none}} aside:target{{color:red}}</style><aside><p>{}</p></aside>",
            '<style>.x{{display:block}} .x{{display:none}}</style><div class="x"><p>{}</p></div>',
        ],
    )
    def test_leaves_out_what_a_browser_does_not_show_or_strikes_out(self, tmp_path: Path, hidden: str) -> None:
        words = "The coast guard said on Sunday that 41 passengers had drowned when another ferry went down."
        page = self.PAGE.replace(b"</p>\n    </article>", f"</p>{hidden.format(words)}</article>".encode())
        assert page != self.PAGE
        text = read_bytes(tmp_path, page, "a.html")
        assert "41 passengers" not in text
        assert text == read_bytes(tmp_path, self.PAGE, "a.html")

    def test_keeps_what_stands_behind_hidden_words_and_what_other_styles_dress(self, tmp_path: Path) -> None:
        page = self.PAGE.replace(
            b"14 passengers", b'<del>13</del><span style="display:none">41</span> 14 <b style="display:inline">passengers</b>'
        )
        text = " ".join(read_bytes(tmp_path, page, "a.html").split())
        assert "said on Friday that 14 passengers had drowned" in text

    @pytest.mark.parametrize(
        "style",
        [
            ".x{display:none} .x{display:block}",
            ".x{display:none} article > p.x:first-of-type{display:block}",
            ".x{display:none} @media print{.x{display:block}}",
            ".x{display:block!important} .x{display:none}",
            "@media print{.x{display:none}} .y{} @supports (a:b){.x{visibility:hidden}}",
            ".x .x{display:none} .x:hover{display:none} .x[hidden]{display:none} .x::after{display:none}",
            "@font-face{font-family:x;display:none}",
            "article{font-size:0} .x{display:none;} .x{display:inline}",
            "article{visibility:hidden} .x{visibility:visible}",
            ".x{visibility:visible} article#a{visibility:hidden}",
            ".y{display:none}",
            "body{display:none} html{visibility:hidden} article{display:none}",
            "".join(f".z{n},.y{{display:none}}" for n in range(251)) + ".x{display:none}",
        ],
    )
    @pytest.mark.parametrize("attribute", [b"", b' media="print"'])
    def test_keeps_what_a_style_sheet_may_show(self, tmp_path: Path, style: str, attribute: bytes) -> None:
        words = b"<p class='x'>The coast guard said on Sunday that 41 passengers had drowned when another ferry went down.</p>"
        shown = self.PAGE.replace(b"</h1>", b"</h1>" + words).replace(b"<article>", b"<article id=a>")
        page = shown.replace(b"</head>", b"<style" + attribute + b">" + style.encode() + b"</style></head>")
        assert read_bytes(tmp_path, page, "a.html", ReadOptions()) == read_bytes(tmp_path, shown, "a.html")

    def test_a_style_of_the_elements_own_outranks_the_sheet(self, tmp_path: Path) -> None:
        page = self.PAGE.replace(b"</head>", b"<style>.x{display:none}</style></head>").replace(
            b"14 pass", b"<i class=x style='display:inline'>14</i> pass"
        )
        assert "14 passengers" in " ".join(read_bytes(tmp_path, page, "a.html").split())

    def test_a_sheet_and_a_page_without_end_are_weighed_once_each(self, monkeypatch: pytest.MonkeyPatch) -> None:
        weighed = 0
        names = styles._names_of

        def counted(element: object) -> set[str]:
            nonlocal weighed
            weighed += 1
            return names(element)

        monkeypatch.setattr(styles, "_names_of", counted)
        page = "<style>" + ".x .y{display:block}" * 400 + ".x{display:none}</style>" + "<p class=x>x</p>" * 2_000
        assert len(styles.hidden_elements(html.fromstring(page))) == 2_000
        assert weighed <= 3 * 2_000 + 10

    def test_a_page_that_a_script_uncovers_is_read(self, tmp_path: Path) -> None:
        page = self.PAGE.replace(b"<body>", b'<body style="visibility:hidden">')
        assert read_bytes(tmp_path, page, "a.html") == read_bytes(tmp_path, self.PAGE, "a.html")

    def test_an_element_that_holds_most_of_the_page_is_uncovered_by_a_script_too(self, tmp_path: Path) -> None:
        page = self.PAGE.replace(b"<article>", b"<style>.main{display:none}</style><article class=main>")
        assert read_bytes(tmp_path, page, "a.html") == read_bytes(tmp_path, self.PAGE, "a.html")

    def test_says_when_a_page_has_no_article(self, tmp_path: Path) -> None:
        assert failure_of(tmp_path, b"<html><body></body></html>", "a.html").code == "input.empty"


class TestPdf:
    @pytest.mark.parametrize("data", [b"%PDF-1.7 nonsense", b"", b"<html>"])
    def test_says_what_to_do_with_a_damaged_file(self, tmp_path: Path, data: bytes) -> None:
        error = failure_of(tmp_path, data, "a.pdf")
        assert error.code == "input.pdf"
        assert "damaged" in error.message
        assert "password" not in error.hint

    def test_says_that_a_file_asks_for_a_password(self, tmp_path: Path) -> None:
        lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
        error = failure_of(tmp_path, one_page_pdf("Twelve").replace(b"trailer<<", b"trailer<<" + lock), "a.pdf")
        assert "asks for a password" in error.message
        assert "without" in error.hint

    def test_reads_the_text_layer(self, tmp_path: Path) -> None:
        assert "Twelve soldiers were killed" in read_bytes(tmp_path, one_page_pdf("Twelve soldiers were killed"), "a.pdf")

    def test_says_that_a_scan_has_no_text(self, tmp_path: Path) -> None:
        error = failure_of(tmp_path, one_page_pdf(""), "a.pdf")
        assert error.code == "input.empty"
        assert "character recognition" in error.hint


def one_page_pdf(words: str) -> bytes:
    stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


class TestDiscover:
    def test_lists_a_folder_by_relative_names_in_order_without_hidden_and_unreadable_kinds(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/x.html", "a/y.jpg", ".hidden.txt", "c.PDF"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        assert [source.name for source in discover([tmp_path])] == ["a/x.html", "b.txt", "c.PDF"]

    def test_reads_a_named_file_whatever_its_ending(self, tmp_path: Path) -> None:
        (tmp_path / "report.odd").write_text("x")
        assert [source.name for source in discover([tmp_path / "report.odd"])] == ["report.odd"]

    def test_refuses_a_missing_path_and_a_folder_without_texts(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="nowhere: no such file or folder"):
            list(discover([tmp_path / "nowhere"]))
        with pytest.raises(UsageError, match="nothing to read"):
            list(discover([tmp_path]))

    def test_a_wrong_line_in_a_list_of_addresses_is_that_sources_failure(self, tmp_path: Path) -> None:
        path = tmp_path / "pages.urls"
        path.write_text("# sources\nhttp://127.0.0.1:9/a\nftp://x/y\n")
        good, bad = discover([path])
        assert good.url == "http://127.0.0.1:9/a"
        with pytest.raises(InputError, match="line 3"):
            read_source(bad, Metadata(), OPTIONS)


class TestMetadata:
    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("{", "line 2: not JSON"),
            ('{"published": null}', "line 2, field doc: missing"),
            ('{"doc": "b", "published": "19 Dec"}', "line 2, field published: '19 Dec' is not an EDTF date"),
            ('{"doc": "b", "outlet": 3}', "line 2, field outlet"),
            ('{"doc": "a"}', "line 2, field doc: 'a' is there twice"),
            ("[1]", "line 2, field doc: missing"),
        ],
    )
    def test_a_wrong_line_is_named_with_file_line_and_field(self, tmp_path: Path, line: str, complaint: str) -> None:
        path = tmp_path / "documents.jsonl"
        path.write_text('{"doc": "a"}\n' + line)
        with pytest.raises(MetadataError, match=f"documents.jsonl, {complaint}"):
            load_metadata(path)

    def test_missing_and_undecodable_files_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(MetadataError, match="No such file"):
            load_metadata(tmp_path / "none.jsonl")
        (tmp_path / "latin.jsonl").write_bytes(b'{"doc": "\xfc"}')
        with pytest.raises(MetadataError, match="not UTF-8"):
            load_metadata(tmp_path / "latin.jsonl")

    def test_stronger_metadata_wins_and_weaker_fills_the_gaps(self) -> None:
        merged = Metadata(outlet="A").over(Metadata(outlet="B", title="T"))
        assert (merged.outlet, merged.title) == ("A", "T")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_bytes(TestPages.PAGE)
    (tmp_path / "site" / "big.html").write_bytes(b"x" * 20_000)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    def handler(*args: object) -> Quiet:
        return Quiet(*args, directory=str(tmp_path / "site"))  # type: ignore[arg-type]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestWeb:
    def test_fetches_a_page_and_keeps_its_address(self, site: str) -> None:
        document = read_source(Source(f"{site}/a.html", url=f"{site}/a.html"), Metadata(), OPTIONS)
        assert "14 passengers had drowned" in document.text
        assert document.url == f"{site}/a.html"

    @pytest.mark.parametrize(("page", "code"), [("none.html", "input.unreachable"), ("big.html", "input.too_large")])
    def test_names_what_it_could_not_fetch(self, site: str, page: str, code: str) -> None:
        with pytest.raises(InputError) as caught:
            read_source(Source("p", url=f"{site}/{page}"), Metadata(), OPTIONS)
        assert caught.value.code == code

    def test_a_closed_port_is_a_clear_failure(self) -> None:
        with pytest.raises(InputError, match="refused"):
            read_source(Source("p", url="http://127.0.0.1:9/x"), Metadata(), OPTIONS)


def test_links_that_lead_out_of_a_folder_or_around_are_passed_over_and_counted(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("Not for them.")
    (top / "inner" / "a.txt").write_text("A text.")
    (top / "out.txt").symlink_to(tmp_path / "secret.txt")
    (top / "inner" / "around").symlink_to(top)
    (top / "same.txt").symlink_to(top / "inner" / "a.txt")
    passed: Counter[str] = Counter()
    assert [source.name for source in discover([top], passed=passed)] == ["inner/a.txt", "same.txt"]
    assert passed == {"links out of the folder": 2}


def test_standard_input_is_no_document_and_the_way_out_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        list(discover([Path("-")]))
    assert caught.value.hint.startswith("Standard input is not read")


def test_a_line_of_metadata_may_hold_a_separator_that_ends_no_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text('{"doc": "a", "outlet": "A\u2028B"}\r\n{"doc": "b"}\n', encoding="utf-8")
    known = load_metadata(path)
    assert (known["a"].outlet, set(known)) == ("A\u2028B", {"a", "b"})
