"""What the docs tell a newcomer to type: every line is a command that exists, and the README's first steps do what it says."""

from __future__ import annotations

import re
import shlex
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.app import loaded
from extractor.review import Decision
from extractor.store import open_store
from tests.cli.run import CommandLine

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "evals/recordings/README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?quotebound (.*)$", re.MULTILINE)


def calls(page: Path) -> list[list[str]]:
    """The words of every call of `quotebound` in a page's code blocks, in order."""
    blocks = "\n".join(block.replace("\\\n", " ") for block in _BLOCK.findall(page.read_text(encoding="utf-8")))
    return [shlex.split(line, comments=True) for line in _CALL.findall(blocks)]


def all_calls() -> Iterator[Any]:
    for page in PAGES:
        for words in calls(page):
            yield pytest.param(words, id=f"{page.name}: {' '.join(words)}")


@pytest.mark.parametrize("words", list(all_calls()))
def test_every_call_in_the_docs_is_one_that_the_command_line_takes(words: list[str]) -> None:
    name, *rest = words
    command: Any = loaded(name)
    while hasattr(command, "commands"):
        command = command.commands[rest.pop(0)]
    command.make_context(name, rest)


def test_the_first_steps_of_the_readme_lead_from_articles_to_a_verified_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    quotebound = CommandLine(capsys, tmp_path)
    quotebound.write("reports/a.txt", "Police in Orl said on Monday that nine people were killed.\n")
    extract, review, publish = calls(ROOT / "README.md")[:3]
    assert quotebound.bare(*extract).code == 0
    assert review[0] == "review"
    accept_all("sqlite:///quotebound.db", review[-1])
    assert quotebound.bare(*publish).out == "releases/0001\n"
    assert quotebound.bare("verify", "releases/0001", "--documents", "reports").code == 0


def accept_all(url: str, reviewer: str) -> None:
    with open_store(url) as store:
        for row in list(store.claims.list()):
            known = {"id": str(uuid.uuid4()), "claim_id": row.id, "version": row.version, "revision": row.revision}
            made = {"action": "accept", "reviewer": reviewer, "decided_at": datetime.now(UTC)}
            store.reviews.decide(Decision.model_validate(known | made))
