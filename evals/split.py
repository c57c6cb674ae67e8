"""Whether tune and test halves are apart: by event, and without near duplicates across them.

A split is a JSON file (`evals/corpora/split.json`): events, each with its half, its corpus and a pattern of its documents' names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import Path

from datasketch import MinHash, MinHashLSH

from extractor.errors import UsageError

WORDS = 5
"""Words in a shingle."""
NEAR = 0.3
"""Shared shingles, by all of two texts, from which they are near duplicates."""
_PERMUTATIONS = 128
_CANDIDATE = 0.15


@dataclass(frozen=True)
class Event:
    """One event: which half its documents are in."""

    event: str
    split: str
    corpus: str
    documents: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two documents of different halves that share much of their words."""

    first: str
    second: str
    shared: float


def load_split(path: Path) -> tuple[Event, ...]:
    """The events of a split file. Raises `UsageError`."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["events"]
        return tuple(Event(row["event"], row["split"], row["corpus"], row["documents"]) for row in rows)
    except FileNotFoundError:
        raise UsageError(f"{path} is missing", hint="A split is a JSON file like evals/corpora/split.json.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: not a split ({error})", hint="See evals/corpora/split.json.") from None


def split_problems(events: Sequence[Event], documents: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with a split: an event in two halves, a (corpus, document) of no event or of several. Pure."""
    halves: dict[str, set[str]] = {}
    for event in events:
        halves.setdefault(event.event, set()).add(event.split)
    found = [f"{name}: in {' and '.join(sorted(several))}" for name, several in halves.items() if len(several) > 1]
    for corpus, document in documents:
        owners = [event.event for event in events if event.corpus == corpus and fnmatchcase(document, event.documents)]
        if len(owners) != 1:
            found.append(f"{corpus}/{document}: " + (f"of several events: {', '.join(owners)}" if owners else "of no event"))
    return found


def half_of(events: Sequence[Event], corpus: str, document: str) -> str | None:
    """The half that a document is in; null if no event has it."""
    owners = (event.split for event in events if event.corpus == corpus and fnmatchcase(document, event.documents))
    return next(owners, None)


def near_duplicates(halves: Mapping[str, Mapping[str, str]], threshold: float = NEAR) -> list[Near]:
    """Pairs of documents across halves (half → name → text) that share `threshold` of their shingles, the nearest first.

    Candidates come from MinHash (datasketch); what is reported is counted exactly.
    """
    shingled = {(half, name): shingles(text) for half, texts in halves.items() for name, text in texts.items()}
    found = [
        Near(one[1], other[1], shared)
        for one, other in _candidates(shingled)
        if one[0] != other[0] and (shared := overlap(shingled[one], shingled[other])) >= threshold
    ]
    return sorted(found, key=lambda near: -near.shared)


Key = tuple[str, str]


def _candidates(shingled: Mapping[Key, frozenset[str]]) -> Iterator[tuple[Key, Key]]:
    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    hashes = {key: _hashed(parts) for key, parts in shingled.items() if parts}
    for key, hashed in hashes.items():
        index.insert(key, hashed)
    alike = {key: set(index.query(hashed)) for key, hashed in hashes.items()}
    return ((one, other) for one, other in combinations(hashes, 2) if other in alike[one])


def _hashed(parts: frozenset[str]) -> MinHash:
    hashed = MinHash(num_perm=_PERMUTATIONS, seed=1)
    hashed.update_batch([part.encode("utf-8", "surrogatepass") for part in sorted(parts)])
    return hashed


def shingles(text: str) -> frozenset[str]:
    """Every run of five words, without case and punctuation; of a shorter text the whole. Pure."""
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
    return frozenset(runs or ({" ".join(words)} if words else set()))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared by all (Jaccard); 0 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 0.0
