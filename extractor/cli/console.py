"""What commands print: results on stdout, everything else on stderr, colour only on terminals."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from extractor.text.characters import TURNING

EXIT_INTERRUPTED = 130
NARROWEST = 80
"""Columns that every table fits in."""
_COMMANDS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *map(ord, TURNING)), 0xFFFD),
}
"""What a terminal takes for a command, or for a change of direction that makes 14 look like 41, and what is shown in its place."""


class _Harmless(Console):
    """A console on which other people's words (names, quotes) can't do anything but be read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=segment.text.translate(_COMMANDS))


def results() -> Console:
    """Console for results: wide where stdout is no terminal, so that nothing is cut in a file or a pipe; never too narrow for a table."""
    if sys.stdout.isatty():
        return _Harmless(file=sys.stdout, width=max(NARROWEST, _Harmless(file=sys.stdout).width))
    return _Harmless(file=sys.stdout, width=160, color_system=None)


def messages() -> Console:
    """Console for progress and messages."""
    return _Harmless(file=sys.stderr, soft_wrap=not sys.stderr.isatty())


def say(message: str) -> None:
    """Print a message on stderr; document names and other people's words in it are not taken for markup."""
    messages().print(Text(message), highlight=False)


def say_error(message: str, hint: str = "") -> None:
    """Print an error and its way out on stderr."""
    console = messages()
    console.print(Text.assemble(("error: ", "bold red"), message), highlight=False)
    if hint:
        console.print(Text.assemble(("  → ", "bold"), hint), highlight=False)


def plural(number: int, noun: str, many: str | None = None) -> str:
    """`1 claim`, `2 claims`, `1,234 claims`."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"
