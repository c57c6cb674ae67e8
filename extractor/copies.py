"""Near-duplicates: the same story carried by many outlets is extracted once, and only where nothing can be missed by it.

MinHash finds candidates: texts that share most of their five-word sequences. A candidate is a copy only if every sentence of it that
says something stands in the original word for word, page furniture apart: whatever has eight words or a sentence's end, and whatever
coverage would point at (numbers, people, words of harm, speakers). One changed digit makes it another document.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from extractor.checks.coverage import coverage
from extractor.claims.domain import Domain
from extractor.text.document import Document
from extractor.text.reading import Reading

_SHINGLE = 5
_BANDS, _ROWS = 8, 8
"""Texts with a similarity of 0.9 share a band with probability 0.99, of 0.7 with 0.38, of 0.5 with 0.03."""
_SHORTEST = 12
"""Words; shorter texts are not compared."""
_WORDS = 8
_ENDS = (".", "!", "?", "”", '"', "…")


def bands(text: str) -> tuple[int, ...]:
    """Numbers of which near-duplicates share at least one; none for short texts. The same in every process and version."""
    words = text.casefold().split()
    if len(words) < _SHORTEST:
        return ()
    signature = _blank().copy()
    signature.update_batch(
        [" ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass") for at in range(len(words) - _SHINGLE + 1)]
    )
    values = signature.digest().astype(">u4").tobytes()
    width = len(values) // _BANDS
    return tuple(zlib.crc32(values[at * width : (at + 1) * width], at) for at in range(_BANDS))


@lru_cache(maxsize=1)
def _blank() -> Any:
    """A signature of nothing; its permutations take longer to draw than a text takes to sign."""
    from datasketch import MinHash  # noqa: PLC0415 - it brings scipy, which takes a second that most commands have no use for

    return MinHash(num_perm=_BANDS * _ROWS, seed=1, hashfunc=zlib.crc32)


def is_copy(document: Document, original: Document, domain: Domain) -> bool:
    """Whether all that `document` says stands in `original`, which was published under the same date."""
    if document.published != original.published:
        return False  # words like "on Tuesday" mean another day
    known = f" {_plain(original.text)} "
    return all(f" {sentence} " in known for sentence in _said(Reading.of(document), domain))


def _said(reading: Reading, domain: Domain) -> Iterator[str]:
    pointed = {gap.sentence for gap in coverage((), reading, domain)}
    for sentence in reading.sentences:
        words = _plain(reading.text[sentence.start : sentence.end])
        whole = len(words.split()) >= _WORDS or words.endswith(_ENDS)
        if sentence in pointed or (whole and not reading.is_furniture(sentence)):
            yield words


def _plain(text: str) -> str:
    return " ".join(text.split())
