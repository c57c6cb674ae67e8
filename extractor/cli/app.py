"""The Typer application and what all commands share: errors as one line and a way out, no traceback without --debug."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # Typer carries its own Click: its usage errors are these

from extractor.cli.console import say_error
from extractor.errors import QuoteboundError

EXIT_FAILED_DOCUMENTS = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130

COMMANDS = {
    "extract": "extract",
    "claims": "claims",
    "explain": "explain",
    "review": "review",
    "publish": "publish",
    "verify": "verify",
    "eval": "evaluate",
    "status": "runs",
    "cost": "cost",
    "prompts": "prompts",
    "batch": "batch",
    "demo": "demo",
    "doctor": "doctor",
    "db": "database",
}
"""Each command and the module in this package that registers it."""


def application(words: list[str]) -> typer.Typer:
    """The application for one command line: only the command that is called is imported, all of them for help and typing errors.

    What one command needs (numerics, web pages, an SDK) is no reason for the others to start late.
    """
    app = typer.Typer(
        name="quotebound",
        help="Read news and reports, state every claim with its exact quote, review, publish.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_global)
    called = next((word for word in words if word in COMMANDS), None)
    for command in [called] if called else COMMANDS:
        importlib.import_module(f"extractor.cli.{COMMANDS[command]}").register(app)
    return app


def _called(words: list[str]) -> str:
    """`quotebound extract`, or `quotebound` where no command was recognised."""
    return " ".join(["quotebound", *(word for word in words[:1] if word in COMMANDS)])


def _global(debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False) -> None:
    del debug  # read by main() from the arguments, so that it also covers errors before this point


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    if debug:  # works before and after the command's name
        words = ["--debug", *(word for word in words if word != "--debug")]
    sys.exit(_run(words, debug=debug))


def _run(words: list[str], *, debug: bool) -> int:
    try:
        code = application(words)(words, standalone_mode=False)
    except BrokenPipeError:
        sys.stderr.close()  # `quotebound claims | head` is no error
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if debug and not isinstance(error, typer.Exit | NoArgsIsHelpError):
            raise
        return _told(error, words)
    return code if isinstance(code, int) else 0


def _told(error: BaseException, words: list[str]) -> int:
    """Say what went wrong in a line, and the way out; the exit code for it."""
    match error:
        case typer.Exit():
            return error.exit_code
        case NoArgsIsHelpError():
            return EXIT_USAGE  # the help has been printed
        case ClickException():
            say_error(error.format_message(), f"{_called(words)} --help shows what it takes.")
            return EXIT_USAGE
        case KeyboardInterrupt() | typer.Abort():
            say_error("Interrupted. What was stored is whole; the same command goes on where it stopped.")
            return EXIT_INTERRUPTED
        case QuoteboundError():
            say_error(error.message, error.hint)
            return EXIT_USAGE
    say_error(f"A fault of quotebound itself: {type(error).__name__}: {error}", "Run again with --debug and report what it prints.")
    return EXIT_INTERNAL
