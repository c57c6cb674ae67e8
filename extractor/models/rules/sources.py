"""What kind of source the words name (CODEBOOK.md, `source_type`)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Lexicon, lexicon

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’/][^\W_]+)*")
_NEUTRAL = listed(
    "committee; network; union; association; party; alliance; commission; agency; bureau; group; center; centre; press service; press "
    "office; press center; press centre; council; unit; official; officials; spokesman; spokeswoman; spokesperson; spokesmen; "
    "spokespeople; spokespersons; statement; statements; chief; head; director; deputy; press; service; office; department; video; "
    "post; report; reports; briefing; communique; communiqué; figures; data; release; bulletin; leader; leaders; member; members; "
    "representative; representatives; adviser; advisor; aide"
)
_UNNAMED = listed("official officer source commander diplomat insider person aide lawmaker executive employee")
_INNER = re.compile(r"\b(?:of|at|for|from|with|in|on)\b")
_ANONYMOUS = re.compile(
    r"anonym|unnamed|not (?:want )?to be (?:named|identified)|\bsources?\b|familiar with|declin(?:ed|ing) to be|names? (?:to )?be withheld|"
    r"simply gave"
)

_STATE = "army|ministry|president|government|military|general staff|parliament|prime minister|forces"
_OWNS = re.compile(rf"['’]s (?=(?:[\w-]+ ){{0,2}}(?:{_STATE})\b)", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?=\w)")
_LONGEST = 200


def states_in(text: str) -> frozenset[str]:
    """The words, in small letters, that own an army, a ministry, … in `text` ("Sorvia’s army"): a source that is one of them is a state."""
    found: set[str] = set()
    for match in _OWNS.finditer(text):
        owner = text[max(0, match.start() - _LONGEST) : match.start()].rpartition(" ")[2]
        found.update(owner[begin.start() :].lower() for begin in _BEGINS.finditer(owner))
    return frozenset(found)


@lru_cache(maxsize=4096)
def source_type(words: str, around: str = "") -> str:
    """The source type that `words` name; `around` is the rest of the sentence, read for anonymity only (kept: sources come again)."""
    plain = words.replace("’", "'")
    lowered = plain.lower()
    tokens = [token.removesuffix("'s") for token in _WORD.findall(lowered)]
    if not tokens:
        return "unknown"
    if _ANONYMOUS.search(lowered) or (around and _ANONYMOUS.search(around.lower())) or _is_unnamed(plain, tokens):
        return "anonymous"
    known = lexicon()
    found = _matches(tokens, known)
    inner = _INNER.search(lowered) if found else None
    count = len(_WORD.findall(lowered[: inner.start()])) if inner is not None else 0
    named = [item for item in found if item[0] < count] or found
    return _decide(named, found, tokens, known)


def _is_unnamed(words: str, tokens: list[str]) -> bool:
    """As in "a senior U.S. military official", "an officer": one person, no name."""
    return (
        tokens[0] in {"a", "an", "one", "another"}
        and tokens[-1] in _UNNAMED
        and not re.search(r"[a-z] [A-Z][a-z]+ [A-Z][a-z]+$", words)
        and ("lawmaker" not in tokens)
    )


def _matches(tokens: list[str], lexicon: Lexicon) -> list[tuple[int, str, str]]:
    """(position, type, word) of every source noun; fixed phrases before single words."""
    found = []
    at = 0
    while at < len(tokens):
        for rest, kind in lexicon.source_phrases.get(tokens[at], ()):
            if tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
                found.append((at, kind, " ".join((tokens[at], *rest))))
                at += len(rest)
                break
        else:
            if tokens[at] in lexicon.sources:
                found.append((at, lexicon.sources[tokens[at]][0], tokens[at]))
        at += 1
    return found


def _decide(named: list[tuple[int, str, str]], found: list[tuple[int, str, str]], tokens: list[str], lexicon: Lexicon) -> str:  # noqa: PLR0911 (in the order of what decides)
    telling = [item for item in named if item[2] not in _NEUTRAL]
    ranks = lexicon.lists["titles"]
    roles = [
        item
        for item in telling
        if item[2] not in ranks or item[2] in {"president", "minister", "governor", "mayor", "commander", "commander-in-chief"}
    ]
    neutral = [item for item in named if item[2] in _NEUTRAL]
    if roles:
        return roles[-1][1]
    if neutral:
        others = [item for item in found if item[2] not in _NEUTRAL and item[2] not in ranks]
        own = [item for item in neutral if item[1] not in {"official", "media"}]
        return others[0][1] if others else own[-1][1] if own else "official"
    if telling:
        return telling[-1][1]
    words = " ".join(tokens)
    known = lexicon.words.get(words) or lexicon.words.get(words.removeprefix("the "))
    if known is not None and known.code == "E":
        return "official"  # a seat of government or a country speaks through its government
    if any(lexicon.words.get(token) is not None and lexicon.words[token].code == "E" for token in tokens):
        return "official"
    if any(lexicon.groups.get(token) == "civilians" for token in tokens):
        return "witness"
    return "unknown"
