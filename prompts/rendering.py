"""A prompt and a document → messages. The unchanging part first, for prefix caching; the document last, fenced.

The document's words are never changed, but for one thing that JSON can't carry: a lone surrogate becomes U+FFFD, one code point
for one code point.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from prompts.prompt import Example, Prompt

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Source:
    """What is asked about: `text` (a whole document or a part) and what is known of it. `context` is text that comes before the part."""

    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    context: str = ""


@dataclass(frozen=True)
class Message:
    """One chat message."""

    role: str
    content: str


@dataclass(frozen=True)
class Repair:
    """A failed claim for a repair request: its number, its JSON as the model gave it, and what is wrong, a sentence each."""

    number: int
    claim: str
    problems: tuple[str, ...]


def render(prompt: Prompt, source: Source) -> tuple[Message, ...]:
    """The messages that ask for the claims of `source`."""
    return (Message("system", static_prefix(prompt)), Message("user", f"{_fenced(source)}\n{prompt.ask}"))


def render_cover(prompt: Prompt, source: Source) -> tuple[Message, ...]:
    """The messages that ask about passages from which an earlier answer claimed nothing."""
    return (Message("system", static_prefix(prompt)), Message("user", f"{_fenced(source)}\n{prompt.cover}"))


def render_repair(prompt: Prompt, source: Source, failed: Sequence[Repair]) -> tuple[Message, ...]:
    """The messages that ask to correct `failed` claims; `source.text` is the passages concerned."""
    listed = "\n".join(f"{item.number}. {item.claim}\n" + "\n".join(f"   - {problem}" for problem in item.problems) for item in failed)
    content = f"{_fenced(source)}\n{prompt.repair}\n{listed}"
    return (Message("system", static_prefix(prompt)), Message("user", _sendable(content)))


@lru_cache(maxsize=32)
def static_prefix(prompt: Prompt) -> str:
    """Instructions and worked examples: the same for every document."""
    return "\n\n".join((prompt.instructions, *map(_worked, prompt.examples)))


def _worked(example: Example) -> str:
    source = Source(example.text, example.title, example.outlet, example.published)
    answer = json.dumps(example.answer, ensure_ascii=False, separators=(",", ":"))
    return f"{_fenced(source)}\n{answer}"


def mark(text: str, length: int = 8) -> str:
    """A mark that does not occur in `text`, the same for the same text: digits of its hash, salted again while they do."""
    for salt in count():
        digest = hashlib.sha256(f"{salt} {text}".encode("utf-8", "surrogatepass")).hexdigest()[:length]
        if digest not in text:
            return digest
    raise AssertionError("unreachable: a text has finitely many substrings")


def _fenced(source: Source) -> str:
    facts = {"title": source.title, "outlet": source.outlet, "published": source.published}
    header = json.dumps({name: value for name, value in facts.items() if value is not None}, ensure_ascii=False)
    fence = mark(source.context + source.text + header)
    before = f"BEFORE {fence}\n{source.context}\n" if source.context else ""
    return _sendable(f"{header}\n{before}TEXT {fence}\n{source.text}\nEND {fence}")


def _sendable(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
