"""What commands print: results on stdout, everything else on stderr, colour only on terminals."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

EXIT_INTERRUPTED = 130


def results() -> Console:
    """Console for results; wide where stdout is no terminal, so that nothing is cut in a file or a pipe."""
    if sys.stdout.isatty():
        return Console(file=sys.stdout)
    return Console(file=sys.stdout, width=160, color_system=None)


def messages() -> Console:
    """Console for progress and messages."""
    return Console(file=sys.stderr, soft_wrap=not sys.stderr.isatty())


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
