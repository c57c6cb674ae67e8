"""`quotebound prompts`: what language models are told, version by version."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.errors import UsageError
from prompts import Prompt, PromptNotFoundError, Source, compare, list_versions, load, render

group = typer.Typer(help="What language models are told, version by version.", no_args_is_help=True)

_ID = re.compile(r"(?P<domain>\w+)/(?P<name>[a-z_]+?)(?:\.v(?P<version>\d+))?")
PromptId = Annotated[str, typer.Argument(metavar="PROMPT", help="As `prompts list` prints it, e.g. conflict/extract.v1.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="prompts")


@group.command("list")
def list_prompts() -> None:
    """Print every version of every prompt."""
    for name in list_versions():
        typer.echo(name)


@group.command("show")
def show(prompt: PromptId) -> None:
    """Print a prompt as a model is shown it, with … for the document."""
    for message in render(_loaded(prompt), Source("…")):
        typer.echo(f"--- {message.role} ---\n{message.content}\n")


@group.command("diff")
def diff(old: PromptId, new: PromptId) -> None:
    """Print what changed between two versions: instructions, examples, questions."""
    lines = compare(_loaded(old), _loaded(new))
    for line in lines:
        typer.echo(line)
    if not lines:
        say(f"{old} and {new} show a model the same.")


def _loaded(spec: str) -> Prompt:
    match = _ID.fullmatch(spec)
    known = ", ".join(list_versions())
    if match is None:
        raise UsageError(f"{spec}: not the name of a prompt", hint=f"There are: {known}.")
    try:
        return load(match["domain"], match["name"], int(match["version"]) if match["version"] else None)
    except PromptNotFoundError:
        raise UsageError(f"{spec}: no such prompt", hint=f"There are: {known}.") from None
