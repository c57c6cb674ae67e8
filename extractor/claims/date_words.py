"""Reading time words: the rules in order, lead-in words peeled off, nights, open ends, and what leans on the text (see `dates.py`)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from extractor.claims.day_words import DAY_RULES
from extractor.claims.edtf import is_edtf
from extractor.claims.period_words import PERIOD_RULES
from extractor.claims.time_frame import Anchor, Frame, Handler, Resolution, Rule, digits, iso, small_count, span

_LONGEST = 90
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_CLOCK = re.compile(
    r"(?:\b(?:at|by|around|about|before|after|shortly|just|as of)\s+)*"
    r"(?<![\w./:-])(?:(?:[01]?[0-9]|2[0-4])[:.h][0-5][0-9](?::[0-5][0-9])?(?![0-9]|[./-][0-9])(?:\s?(?:[ap]\.?m\b\.?|hours|hrs))?"
    r"|(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?|(?:[01][0-9]|2[0-4])[0-5][0-9]\s(?:hours|hrs)|noon|midnight|midday)"
    r"(?:\s(?:local time|gmt|utc|cet|eet|est|edt|et|local))?(?:\s?\([^()]{0,20}\))?(?:\s(?:on|of)\b)?",
)
_LEADS = re.compile(
    r"^(?:(?:at (?:dawn|dusk|night) on|in the (?:early |late )?hours of|early hours of|as of|dated?|on|in|at|during|of|for|the|back|that"
    r"|both)\s+)+(?=.)"
)
_PART_OF_DAY = re.compile(
    r"^(?:(?:very\s+)?(?:early|late|earlier|later)(?:\s+in\s+the\s+day)?\s+(?:on\s+)?|(?:(?:the\s+)?(?:(?:early|late)\s+)?"
    r"(?:morning|afternoon|evening|night|hours)\s+(?:of|on)\s+))(?:the\s+)?(?=\S)"
)
_TRAILING_PART = re.compile(
    r"[\s,]+(?:(?:in\s+the\s+)?(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)|(?:at|around|before)\s+(?:dawn|dusk|night))$"
)


@lru_cache(maxsize=4096)
def normalise(words: str) -> str:
    """Lower case, one kind of dash and space, no clock time, no outer punctuation, no mere lead-in words (kept: time words come again)."""
    text = re.sub(r"\s+", " ", words.lower().translate(_DASHES)).strip(" ,.;:()[]\"'“”‘’")
    text = re.sub(r"\s*,\s*", ", ", _CLOCK.sub(" ", text)) if re.search(r"[0-9]|noon|mid", text) else text
    return re.sub(r"\s+", " ", text).strip(" ,.;:")


def resolve_words(words: str, published: Anchor | None, context: Anchor | None) -> Resolution | None:
    """The value of `words`; null if no rule reads them whole or the anchor they need is missing."""
    if len(words) > _LONGEST:
        return None
    frame = Frame(published, "publication_date", context) if published or not context else Frame(context, "context", context)
    text = normalise(words)
    for _ in range(5):  # as they stand, then without lead-in words, then without the part of the day
        resolution = _first_rule(text, frame)
        if resolution is not None:
            return resolution if is_edtf(resolution.edtf) else None
        shorter = _shorter(text)
        if shorter == text:
            return None
        text = shorter
    return None


def _shorter(text: str) -> str:
    bare = _LEADS.sub("", text)
    return bare if bare != text else _TRAILING_PART.sub("", _PART_OF_DAY.sub("", text))


def _first_rule(text: str, frame: Frame) -> Resolution | None:
    found = _rule_of(text)
    return found[0](found[1], frame) if found is not None else None


@lru_cache(maxsize=4096)
def _rule_of(text: str) -> tuple[Handler, re.Match[str]] | None:
    """The first rule that reads `text`, and how (kept: what the words are does not depend on when they were written)."""
    return next(((handler, match) for pattern, handler in _RULES if (match := pattern.fullmatch(text))), None)


def _inner(text: str, frame: Frame) -> Resolution | None:
    found = _first_rule(text, frame)
    return found if found or _shorter(text) == text else _first_rule(_shorter(text), frame)


def _night_of(match: re.Match[str], frame: Frame) -> Resolution | None:
    """The night that begins on a day ("the night of Dec. 5"); two days are taken as given ("the night of 5-6 May")."""
    return _night(match["rest"], frame, before=0)


def _night_into(match: re.Match[str], frame: Frame) -> Resolution | None:
    """The night that ends on a day ("overnight into Tuesday")."""
    return _night(match["rest"], frame, before=1)


def _overnight(match: re.Match[str], frame: Frame) -> Resolution | None:
    """Two days named ("overnight Dec. 14-15"); with one nobody can say whether the night begins or ends there."""
    inner = _inner(match["rest"], frame)
    return inner if inner and "/" in inner.edtf else None


def _night(words: str, frame: Frame, *, before: int) -> Resolution | None:
    inner = _inner(words, frame)
    if inner is None or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", inner.edtf):
        return inner if inner and "/" in inner.edtf else None
    first = date.fromisoformat(inner.edtf) - timedelta(days=before)
    return Resolution(span(first, first + timedelta(days=1)), inner.origin)


def _since(match: re.Match[str], frame: Frame) -> Resolution | None:
    inner = _inner(match["rest"], frame)
    if inner is None or inner.edtf.startswith("XXXX"):
        return None
    return Resolution(f"{inner.edtf.split('/')[0]}/..", inner.origin)


def _until(match: re.Match[str], frame: Frame) -> Resolution | None:
    inner = _inner(match["rest"], frame)
    if inner is None or inner.edtf.startswith("XXXX"):
        return None
    return Resolution(f"../{inner.edtf.rpartition('/')[2]}", inner.origin)


def _between(match: re.Match[str], frame: Frame) -> Resolution | None:
    first, last = _inner(match["a"], frame), _inner(match["b"], frame)
    if first is None or last is None or "/" in first.edtf + last.edtf or "XXXX" in first.edtf + last.edtf:
        return None
    return Resolution(f"{first.edtf}/{last.edtf}", last.origin if first.origin == "text" else first.origin)


def _row(match: re.Match[str], frame: Frame) -> Resolution | None:
    """Runs of days ("for the third day in a row"), said on a day that the text gives: that day and the two before it."""
    ordinal = _ORDINALS.get(match["n"]) or (digits(match["n"]) if match["n"][0].isdigit() else None)
    if frame.context is None or frame.context.day is None or not ordinal:
        return None
    return Resolution(span(frame.context.day - timedelta(days=ordinal - 1), frame.context.day), "context")


_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = {word: place for place, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ORDINAL = "|".join(_ORDINALS)
_RUN = "day(?: in a row| running)?"


def _context_day(match: re.Match[str], frame: Frame) -> Resolution | None:
    """Days counted from a date of the text: "the same day", "the next day", "two days later"."""
    if frame.context is None or frame.context.day is None:
        return None
    text = match[0]
    if "same" in text or "that" in text:
        offset = 0
    elif match["n"]:
        count = small_count(match["n"])
        if count is None:
            return None
        offset = count if "later" in text or "after" in text else -count
    else:
        offset = -1 if re.search("previous|before", text) else 1
    return Resolution(iso(frame.context.day + timedelta(days=offset)), "context")


_OWN_RULES: tuple[Rule, ...] = (
    (r"(?:the )?(?:night|overnight hours) of (?P<rest>.+)", _night_of),
    (r"(?:overnight|the night|late|night) into (?P<rest>.+)", _night_into),
    (r"overnight (?:on |from |between )?(?P<rest>.+)", _overnight),
    (r"(?:ever )?since (?P<rest>.+)", _since),
    (r"(?:until|till|up to|through|before|by|prior to) (?P<rest>.+)", _until),
    (r"after (?P<rest>.+)", _since),
    (r"(?:from|between) (?P<a>.+?) (?:to|and|until|till|through) (?P<b>.+)", _between),
    (
        rf"(?:for )?(?:the |a )?(?P<n>{_ORDINAL}|[0-9]{{1,2}}(?:st|nd|rd|th)) (?:(?:consecutive|straight|successive) )?{_RUN}",
        _row,
    ),
    (r"(?:the |that )?(?:same|next|following|previous) day|that day|the day (?:before|after)(?P<n>$never)?", _context_day),
    (r"(?P<n>[a-z0-9-]+) days? (?:later|earlier|before|after)", _context_day),
)
_RULES = tuple((re.compile(pattern), handler) for pattern, handler in (*DAY_RULES, *_OWN_RULES[:3], *PERIOD_RULES, *_OWN_RULES[3:]))
