"""What changed between two versions of a prompt."""

from __future__ import annotations

import difflib

from prompts.prompt import Prompt
from prompts.rendering import Source, render, render_cover, render_repair


def compare(old: Prompt, new: Prompt) -> list[str]:
    """A unified diff of everything a model is shown, but for the document; empty if nothing changed."""
    return list(difflib.unified_diff(_shown(old), _shown(new), old.id, new.id, lineterm=""))


def _shown(prompt: Prompt) -> list[str]:
    asked = [render(prompt, Source("…"))[-1], render_cover(prompt, Source("…"))[-1], render_repair(prompt, Source("…"), ())[-1]]
    shown = (render(prompt, Source("…"))[0], *asked)
    return [line for message in shown for line in message.content.splitlines()] + prompt.finding.splitlines()
