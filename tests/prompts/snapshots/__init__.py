"""Rendered prompts as they were reviewed."""

from __future__ import annotations

from pathlib import Path

from prompts import Source, load, render

SOURCE = Source("Two ferries collided.", title="Ferries", outlet="The Halm Courier", published="2031-03-12")


def shown(version: str) -> str:
    """A version (`conflict/extract.v1`) rendered for a small document."""
    domain, _, rest = version.partition("/")
    name, _, number = rest.partition(".v")
    messages = render(load(domain, name, int(number)), SOURCE)
    return "\n\n".join(f"=== {message.role}\n{message.content}" for message in messages) + "\n"


def snapshot(version: str) -> Path:
    """Where the version's snapshot is kept."""
    return Path(__file__).parent / f"{version.replace('/', '-')}.txt"
