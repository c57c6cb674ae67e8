"""The audit trail as rows, and two texts as a diff of words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from extractor.store.statistics import Trace
from review_ui.wording import DONE, shown, shown_row

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])")

_ADDRESSES = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"


def trail_rows(traces: Iterable[Trace]) -> list[dict[str, str]]:
    """One row a decision."""
    return [
        shown_row(
            {
                "When (UTC)": f"{one.decided_at:%Y-%m-%d %H:%M:%S}",
                "Who": one.reviewer,
                "What": DONE.get(one.action, one.action),
                "Reason": one.reason or "",
                "Claim": one.statement,
                "Version": str(one.version),
                "Id": one.claim_id,
            }
        )
        for one in traces
    ]


def plain(words: str) -> str:
    """Words of a document inside Markdown: every sign that Markdown could take for its own is escaped.

    Web and mail addresses become links even then, unless something that nobody sees stands within.
    """
    return _SIGNS.sub(r"\\\1", _ADDRESSES.sub(_JOINER, shown(words)))


def word_diff(before: str, after: str) -> str:
    """What was struck and what was put in its place, word by word, as Markdown."""
    return " ".join(_changes(before.split(), after.split()))


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    for step, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = plain(" ".join(before[first:last])), plain(" ".join(after[start:end]))
        if step == "equal":
            yield new
            continue
        if old:
            yield f":red[~~{old}~~]"
        if new:
            yield f":green[**{new}**]"
