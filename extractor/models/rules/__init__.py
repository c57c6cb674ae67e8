"""The embedded model: a small cascade of rules over a lexicon, without network, weights or cost.

It is made for the conflict domain and names its kinds and outcomes. Each stage reads what the one before it made:

    lexicon/*.yaml ─▶ lexicon                        words as data, each list with its origin
    tokens ─▶ cutter (phrases) ─▶ people, noun_phrases, settling   words → phrases with one-letter codes → figures with people
    grammar ─▶ verbs, nouns, tolls, parts, care, actions, ellipsis     the named patterns → Harm, Act
    regions ─▶ stretches ─▶ frames ─▶ voices (sources, names)      who says it
    places, reader, build, wording, traces           findings → claims, with their trace
    merge, passes                                    repetitions; verification, disputes, salience

`engine.propose` runs all of it. To add a word, add it to a list; to add a pattern, add a function to one of the pattern modules and
a sentence to tests/models/rules/.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from extractor.models.rules import engine
from extractor.models.rules.engine import propose
from extractor.protocol import Proposal, ProposeRequest

MAX_CHARS = 50_000_000


@cache
def rules_version() -> str:
    """Hash over engine and lexicon: 12 hexadecimal digits, another for every change of either."""
    digest = hashlib.sha256()
    root = files("extractor.models.rules")
    for folder in (root, root / "lexicon"):
        for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if item.name.endswith((".py", ".yaml")):
                digest.update(item.name.encode() + b"\0" + item.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def is_compiled() -> bool:
    """Whether this installation has the engine compiled (docs/RULES.md, "Compiled"); it gives the same bytes either way."""
    return not engine.__file__.endswith(".py")


class RulesModel:
    """The rules as a `Model`: deterministic, explains itself in each claim's trace, never fails on a text."""

    name = "rules"
    max_chars = MAX_CHARS

    @property
    def version(self) -> str:
        """Hash of engine and lexicon."""
        return rules_version()

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Propose the claims of `request.chunk`."""
        return Proposal(propose(request.reading, request.chunk))

    async def aclose(self) -> None:
        """Nothing to release."""
