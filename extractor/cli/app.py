"""The Typer application and what all commands share: errors as one line and a way out, no traceback without --debug."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import Annotated

import typer
from typer._click.core import Command, Context  # Typer carries its own Click
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer._click.exceptions import UsageError as ClickUsageError

from extractor.cli.console import EXIT_INTERRUPTED, say_error
from extractor.errors import QuoteboundError
from extractor.whole import is_of_the_disk, unwritable

PROGRAM = "quotebound"
EXIT_USAGE = 2
EXIT_INTERNAL = 3
_COLLECTED = (50_000, 20, 50)
"""After how many new objects the interpreter looks for cycles among them. What a run makes lives to the document's end, in no cycle;
looking after every 700, its default, goes through a long document's claims again and again."""


@dataclass(frozen=True)
class Listed:
    """A command as the list of commands shows it: the module in this package that registers it, and its help's first paragraph."""

    module: str
    help: str


COMMANDS = {
    "extract": Listed("extract", "Read documents, have a model state their claims, check each against its quote, store all of it."),
    "claims": Listed("claims", "Print claims on stdout: each with its state, its findings and its document."),
    "explain": Listed(
        "explain", "Show a claim in its surroundings: which words of the text gave which field, by which pattern, and why this source."
    ),
    "ledger": Listed(
        "ledger", "Print groups of claims about one event, who said what, never a sum. Links are confirmed in the review app's Ledger page."
    ),
    "review": Listed("review", "Open the review queue in the browser (on this machine only)."),
    "team": Listed("team", "Several reviewers: roles, how many decide about a claim, who has what."),
    "publish": Listed(
        "publish",
        "Write a release folder: claims.jsonl, the same as CSV and Parquet, receipts, and a manifest with the sha256 of each file.",
    ),
    "verify": Listed(
        "verify", "Verify a release: hashes, records and receipts; with --documents also every quote and every finding. Needs no database."
    ),
    "eval": Listed(
        "evaluate", "Run models over corpora, measure them against gold, compare with the baseline and judge by the suite's gates."
    ),
    "gold": Listed("gold", "Gold: check it, compare two annotators, decide where they differ."),
    "status": Listed("runs", "Show claims by state and the latest runs; with RUN, how each of its documents ended."),
    "retry": Listed("retry", "Try again what failed in a run: documents from the database, files from where they were."),
    "cancel": Listed("cancel", "Stop a run, wherever it works: what is in work is finished, the rest is left."),
    "worker": Listed(
        "worker",
        "Extract documents that `extract --engine procrastinate` has put in line, until told to stop (SIGTERM finishes what is in work).",
    ),
    "cost": Listed(
        "cost", "Print calls, tokens and money of language models; calls whose price is not known are counted apart, never guessed."
    ),
    "prompts": Listed("prompts", "What language models are told, version by version."),
    "batch": Listed("batch", "Request files of `extract --engine batch-file`: to a provider's batches and back."),
    "demo": Listed("demo", "Extract the sample articles, print their claims, open the review app."),
    "doctor": Listed(
        "doctor", "Check the installation, the database and the endpoint (free of charge); exit code 2 if something is wrong."
    ),
    "db": Listed("database", "The database: its schema, and copying it to PostgreSQL."),
}


class LazyGroup(typer.core.TyperGroup):
    """All commands by name and help; only the one that is called (or completed) is imported.

    What one command needs (numerics, web pages, an SDK) is no reason for the others, or for help, to start late.
    """

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The command that `args` call, imported."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name in COMMANDS else found, rest


def loaded(name: str) -> Command:
    """The command `name`, its module imported."""
    app = typer.Typer()
    app.callback()(_global)  # or a lone command would be the application itself
    importlib.import_module(f"extractor.cli.{COMMANDS[name].module}").register(app)
    group = typer.main.get_group(app)
    return group.commands[name]


def application() -> typer.Typer:
    """The application: every command listed, none imported."""
    app = typer.Typer(
        name=PROGRAM,
        cls=LazyGroup,
        help="Read news and reports, state every claim with its exact quote, review, publish.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_global)
    for name, command in COMMANDS.items():
        app.command(name, help=command.help)(_listed)
    return app


def _listed() -> None:
    """Stands for a command in the list of commands; what is called is the one that `loaded` gives."""


def _global(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and end.")] = False,
) -> None:
    del debug, version  # main() reads --debug from the arguments, so that it also covers errors before this point


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"quotebound {metadata.version('quotebound')}")
        raise typer.Exit


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    collect_seldom()
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    if debug:  # works before and after the command's name
        words = ["--debug", *(word for word in words if word != "--debug")]
    _printing_all()
    sys.exit(_run(words, debug=debug))


def collect_seldom() -> None:
    """Let the interpreter look for unreachable cycles less often, for as long as this process lives."""
    gc.set_threshold(*_COLLECTED)


def _run(words: list[str], *, debug: bool) -> int:
    try:
        code = application()(words, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()  # or what is left is lost at the very end, when nothing can be said any more
    except (BrokenPipeError, SystemExit):  # Rich ends the process for a broken pipe; nothing else here does
        sys.stderr.close()  # `quotebound claims | head` is no error
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if debug and not isinstance(error, typer.Exit | NoArgsIsHelpError):
            raise
        if isinstance(error, OSError) and is_of_the_disk(error):
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - what is left would be tried again at the very end
            return _told(unwritable(error))
        return _told(error)
    return code if isinstance(code, int) else 0


def _printing_all() -> None:
    """Have stdout say when it can't take all of what is printed.

    Where Python doesn't buffer (PYTHONUNBUFFERED, as in many containers), it writes once and forgets the rest: on a disk that is full,
    25 lines of 350 came with exit code 0.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and isinstance(out.buffer, io.FileIO):
        sys.stdout = open(out.fileno(), "w", buffering=1, encoding=out.encoding, errors=out.errors, closefd=False)  # noqa: SIM115


def _told(error: BaseException) -> int:
    """Say what went wrong in a line, and the way out; the exit code for it."""
    match error:
        case typer.Exit():
            return error.exit_code
        case NoArgsIsHelpError():
            return EXIT_USAGE  # the help has been printed
        case ClickException():
            called = error.ctx.command_path if isinstance(error, ClickUsageError) and error.ctx else PROGRAM
            say_error(error.format_message().replace("Value error, ", ""), f"`{called} --help` shows what it takes.")
            return EXIT_USAGE
        case KeyboardInterrupt() | typer.Abort():
            say_error("Interrupted. What was stored is whole; the same command goes on where it stopped.")
            return EXIT_INTERRUPTED
        case QuoteboundError():
            say_error(error.message, error.hint)
            return EXIT_USAGE
    say_error(f"A fault of quotebound itself: {type(error).__name__}: {error}", "Run again with --debug and report what it prints.")
    return EXIT_INTERNAL
