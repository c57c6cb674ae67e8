"""PDF: the text layer, page by page, by PDFium."""

from __future__ import annotations

import pypdfium2

from extractor.errors import InputError
from extractor.ingest.extracted import Extracted

_LOCKED = "it asks for a password", "Save a copy without one (for example with `qpdf --decrypt`) and give that."


def read(data: bytes, name: str, encoding: str) -> Extracted:
    """Take the text layer of every page, pages separated by a blank line. Raises `InputError` for a damaged or locked file."""
    del encoding
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        why, way = _LOCKED if locked else ("it is damaged, or no PDF", "Get the file anew, or give its text as .txt.")
        raise InputError(f"{name}: the PDF can't be opened: {why}", code="input.pdf", hint=way) from error
    try:
        pages = [_page_text(document, number) for number in range(len(document))]
    finally:
        document.close()
    hint = "The pages are pictures without a text layer; run character recognition on the file first (for example with ocrmypdf)."
    return Extracted("\n\n".join(page for page in pages if page.strip()), empty_hint=hint)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    # PDFium ends lines with CR LF and leaves NUL and U+FFFE where it could not map a glyph.
    text: str = layer.get_text_bounded().replace("\r\n", "\n").replace("\0", "\ufffd").replace("\ufffe", "\u00ad")
    layer.close()
    page.close()
    return text
