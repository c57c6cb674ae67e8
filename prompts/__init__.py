"""Prompts as data: a folder a domain, a file a version; a version that an eval has published is never edited.

Pure but for reading the package's own files. Nothing here is a template: a document's words are put in as they are.
"""

from __future__ import annotations

from prompts.comparison import compare
from prompts.prompt import Example, Prompt, PromptNotFoundError, list_versions, load
from prompts.rendering import Message, Repair, Source, render, render_cover, render_repair

__all__ = [
    "Example",
    "Message",
    "Prompt",
    "PromptNotFoundError",
    "Repair",
    "Source",
    "compare",
    "list_versions",
    "load",
    "render",
    "render_cover",
    "render_repair",
]
