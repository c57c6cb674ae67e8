"""The Typer application and what all commands share: errors as one line and a way out, no traceback without --debug."""

from __future__ import annotations

import sys
from typing import Annotated

import click
import typer

from extractor.cli import claims, cost, database, demo, doctor, evaluate, explain, extract, prompts, publish, review, runs, verify
from extractor.cli.console import say_error
from extractor.errors import QuoteboundError

EXIT_FAILED_DOCUMENTS = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="quotebound",
    help="Read news and reports, state every claim with its exact quote, review, publish.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _global(debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False) -> None:
    del debug  # read by main() from the arguments, so that it also covers errors before this point


for module in (extract, claims, explain, review, publish, verify, evaluate, runs, cost, demo, doctor):
    module.register(app)
app.add_typer(prompts.app, name="prompts")
app.add_typer(database.app, name="db")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    if debug:  # works before and after the command's name
        words = ["--debug", *(word for word in words if word != "--debug")]
    sys.exit(_run(words, debug=debug))


def _run(words: list[str], *, debug: bool) -> int:
    try:
        code = app(words, standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return EXIT_USAGE
    except (KeyboardInterrupt, click.exceptions.Abort):
        say_error("Interrupted. What was stored is whole; the same command goes on where it stopped.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # `quotebound claims | head` is no error
        return 0
    except Exception as error:
        if debug:
            raise
        return _told(error)
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    """Say what went wrong in a line, and the way out; the exit code for it."""
    if isinstance(error, QuoteboundError):
        say_error(error.message, error.hint)
        return EXIT_USAGE
    say_error(f"A fault of quotebound itself: {type(error).__name__}: {error}", "Run again with --debug and report what it prints.")
    return EXIT_INTERNAL
