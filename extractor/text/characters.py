"""Characters that are not seen, or that turn what is; no more than that, so that commands which only list themselves wait for nothing."""

from __future__ import annotations

SPACES = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
SOFT_HYPHEN = "\xad"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What changes the direction of the text behind it, and can make 14 look like 41."""
INVISIBLE = SOFT_HYPHEN + "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u061c\u180e" + TURNING + "\ufe0e\ufe0f"
