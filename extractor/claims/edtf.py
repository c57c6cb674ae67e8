"""EDTF values as a Pydantic type; parsing is the `edtf` library's (ISO 8601-2)."""

from __future__ import annotations

from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pydantic import AfterValidator


@lru_cache(maxsize=4096)
def is_edtf(value: str) -> bool:
    """Whether `value` is an EDTF string of level 0, 1 or 2."""
    try:
        parse_edtf(value)
    except EDTFParseException:
        return False
    return True


def _validated(value: str) -> str:
    if not is_edtf(value):
        raise ValueError(f"{value!r} is not an EDTF date (examples: 2024-12-14, 2024-12, 2024-12-14/2024-12-15, 2024-12~, XXXX-12-19)")
    return value


check_edtf = AfterValidator(_validated)
