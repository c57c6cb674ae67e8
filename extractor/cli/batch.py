"""`quotebound batch`: request files to a provider's batches and back, at half the price."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from extractor.cli.batch_folder import BatchFolder, RequestFile
from extractor.cli.console import plural, say
from extractor.cli.options import Database, opened_store
from extractor.errors import UsageError
from extractor.models.batch_files import Collected, collect
from extractor.models.options import EndpointOptions
from extractor.settings import read_settings
from extractor.store import Store
from extractor.wiring import endpoint_options

if TYPE_CHECKING:
    from extractor.models.endpoint.batches import BatchEndpoint

T = TypeVar("T")
group = typer.Typer(help="Request files of `extract --engine batch-file`: to a provider's batches and back.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of --batch-dir.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="batch")


@group.command("submit")
def submit(folder: Folder) -> None:
    """Send every request file that was not sent yet; from then on the provider charges for it."""
    files = _with_requests(folder)
    waiting = [file for file in files if file.batch is None and not file.collected]
    for file in waiting:
        path = files.path(file)
        state = _at(_options(files, file), lambda endpoint, path=path: endpoint.submit(path))  # type: ignore[misc]
        files.submitted(file, state.id)
        typer.echo(f"{file.name}  {state.id}  {state.status}")
    if not waiting:
        say("Nothing to submit: every request file was sent already.")


@group.command("status")
def status(folder: Folder) -> None:
    """Print how each request file's batch stands."""
    files = _with_requests(folder)
    for file in files:
        typer.echo(f"{file.name}  {file.batch or '-'}  {_standing(files, file)}")


@group.command("collect")
def collect_answers(
    folder: Folder,
    outputs: Annotated[
        list[Path] | None, typer.Argument(metavar="[OUTPUT…]", help="Output files, where they were made by hand (vllm run-batch).")
    ] = None,
    *,
    db: Database = None,
) -> int:
    """Put the answers there are into the database's ledger; then the same `extract` command finds them. Exit code 1 if some are missing."""
    files = _with_requests(folder)
    open_ends = 0
    with opened_store(db) as store:
        for file in files:
            if outputs or not file.collected:
                open_ends += _collect(store, files, file, outputs or [])
    say("Now the same `quotebound extract` command stores the documents whose answers are in, and writes what is still to be asked.")
    return 1 if open_ends else 0


def _with_requests(folder: Path) -> BatchFolder:
    """The folder. Raises `UsageError` if no run has written a request file there."""
    files = BatchFolder(folder)
    if not list(files):
        raise UsageError(
            f"{folder}: no request files there", hint="Give the folder of `quotebound extract --engine batch-file --batch-dir`."
        )
    return files


def _standing(files: BatchFolder, file: RequestFile) -> str:
    if file.collected:
        return "collected"
    batch = file.batch
    if batch is None:
        return "not submitted"
    return _at(_options(files, file), lambda endpoint: endpoint.look(batch)).status


def _collect(store: Store, files: BatchFolder, file: RequestFile, outputs: list[Path]) -> int:
    """Collect one request file; returns how many of its requests have no answer."""
    options, final, by_hand = _options(files, file), True, bool(outputs)
    if not by_hand:
        if file.batch is None:
            say(f"{file.name}: not submitted. `quotebound batch submit {files.folder}`, or give the output files.")
            return 1
        outputs, final = _at(options, lambda endpoint: _fetched(endpoint, str(file.batch), files.folder))
    found = collect(files.path(file), outputs)
    if by_hand and not (found.answered or found.failed):
        say(f"{file.name}: the output files have none of its requests.")
        return 0 if file.collected else 1
    _record(store, found, options, files.run(file))
    if final:
        files.collected(file)
    open_ends = len(found.failed) + len(found.missing)
    rest = "" if final else " (the batch is still at work: collect again later)"
    say(f"{file.name}: {plural(len(found.answered), 'answer')}, {len(found.failed)} failed, {len(found.missing)} missing{rest}.")
    return open_ends


async def _fetched(endpoint: BatchEndpoint, batch: str, folder: Path) -> tuple[list[Path], bool]:
    state = await endpoint.look(batch)
    return await endpoint.download(state, folder), state.final


def _record(store: Store, found: Collected, options: EndpointOptions, run_id: str | None) -> None:
    """Into the ledger, each answer once however often it is collected; as a call of the run that asked, if this database has it."""
    from extractor.models.endpoint.batches import batch_calls  # noqa: PLC0415 - the SDK takes a second to import

    known = {run.id for run in store.runs.list()}
    for call in batch_calls(found, options):
        if call.response is None or store.calls.find(call.key) is None:
            store.calls.record(call, run_id if run_id in known else None)


def _options(files: BatchFolder, file: RequestFile) -> EndpointOptions:
    return endpoint_options(files.model(file), read_settings())


def _at(options: EndpointOptions, action: Callable[[BatchEndpoint], Awaitable[T]]) -> T:
    from extractor.models.endpoint.batches import BatchEndpoint  # noqa: PLC0415 - as above

    async def work() -> T:
        endpoint = BatchEndpoint(options)
        try:
            return await action(endpoint)
        finally:
            await endpoint.aclose()

    return asyncio.run(work())
