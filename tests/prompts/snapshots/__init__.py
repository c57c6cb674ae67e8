"""Rendered prompts as they were reviewed."""

from __future__ import annotations

from pathlib import Path

from prompts import Repair, Source, load, render, render_cover, render_repair

SOURCE = Source("Two ferries collided.", title="Ferries", outlet="The Halm Courier", published="2031-03-12")


def shown(version: str) -> str:
    """A version (`conflict/extract.v1`) rendered for a small document, every way it is used."""
    domain, _, rest = version.partition("/")
    name, _, number = rest.partition(".v")
    prompt = load(domain, name, int(number))
    problem = prompt.problem("evidence.0.text", "The quote doesn't stand in the text.", "Two ferries collided.", "Two ferries sank.")
    failed = [Repair(1, '{"evidence":["Two ferries sank."]}', (problem,))]
    messages = (*render(prompt, SOURCE), render_cover(prompt, SOURCE)[-1], render_repair(prompt, SOURCE, failed)[-1])
    return "\n\n".join(f"=== {message.role}\n{message.content}" for message in messages) + "\n"


def snapshot(version: str) -> Path:
    """Where the version's snapshot is kept."""
    return Path(__file__).parent / f"{version.replace('/', '-')}.txt"
