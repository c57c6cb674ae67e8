"""A version of a prompt and its examples, read from the package's files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_FILE = re.compile(r"(?P<name>[a-z_]+)\.v(?P<version>\d+)\.md")
_UNSAID = {"finding": "{field}: {message}{found}{expected}"}
"""Parts that a version may leave to us: those that were recorded without have them so."""
_PART = re.compile(r"^<!-- part: (?P<part>[a-z]+) -->\n", re.MULTILINE)


class PromptNotFoundError(LookupError):
    """There is no prompt of that domain, name and version."""


@dataclass(frozen=True)
class Example:
    """A worked example: an invented text, what is known about it, and the answer (wire form) that is right for it."""

    text: str
    title: str | None
    outlet: str | None
    published: str | None
    answer: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Prompt:
    """One version of a prompt; itself and no other, so that what is made of it can be kept.

    `instructions` come first and never change; `ask` closes a request for a document's claims, `cover` one about passages that were
    left out; `repair` stands before claims that failed a check, and `finding` is how a finding of a check is put there.
    """

    domain: str
    name: str
    version: int
    instructions: str
    ask: str
    cover: str
    repair: str
    finding: str
    examples: tuple[Example, ...]

    def problem(self, field: str, message: str, found: str | None, expected: str | None) -> str:
        """A finding in one sentence, with what was found and expected where this version shows them."""
        values = {"found": f" (found: {found})" if found else "", "expected": f" (expected: {expected})" if expected else ""}
        return self.finding.format(field=field, message=message, **values)

    @property
    def id(self) -> str:
        """What is stored as `prompt_version`, e.g. `conflict/extract.v1`."""
        return f"{self.domain}/{self.name}.v{self.version}"


def list_versions(domain: str | None = None) -> tuple[str, ...]:
    """The identifiers of every prompt (of one domain), in order."""
    folders = [folder for folder in files("prompts").iterdir() if folder.is_dir() and domain in (None, folder.name)]
    matches = [(folder.name, match) for folder in folders for file in folder.iterdir() if (match := _FILE.fullmatch(file.name))]
    found = sorted((folder, match["name"], int(match["version"])) for folder, match in matches)
    return tuple(f"{folder}/{name}.v{version}" for folder, name, version in found)


@lru_cache(maxsize=32)
def load(domain: str, name: str = "extract", version: int | None = None) -> Prompt:
    """Read a prompt; without `version`, the newest. Raises `PromptNotFoundError`, which names the versions there are."""
    prefix = f"{domain}/{name}.v"
    known = [int(found.removeprefix(prefix)) for found in list_versions(domain) if found.startswith(prefix)]
    chosen = max(known, default=None) if version is None else version
    if chosen is None or chosen not in known:
        raise PromptNotFoundError(f"no prompt {prefix}{version or ''}; there are: {', '.join(list_versions()) or 'none'}")
    folder = files("prompts") / domain
    parts = _parts((folder / f"{name}.v{chosen}.md").read_text(encoding="utf-8"))
    examples = yaml.safe_load((folder / f"{name}.v{chosen}.examples.yaml").read_text(encoding="utf-8"))
    return Prompt(domain, name, chosen, **{**_UNSAID, **parts}, examples=tuple(_example(one) for one in examples))


def _parts(text: str) -> dict[str, str]:
    pieces = _PART.split(text)
    return {name: body.strip() for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def _example(data: dict[str, Any]) -> Example:
    return Example(
        text=data["text"],
        title=data.get("title"),
        outlet=data.get("outlet"),
        published=data.get("published"),
        answer=json.loads(json.dumps(data["answer"])),
    )
