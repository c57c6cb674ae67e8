"""`quotebound retry`: what failed in a run, once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Concurrency, Database, opened_store
from extractor.cli.running import Extraction, enqueue, metadata_of, reading_again, run_extraction, told
from extractor.errors import InputError, MetadataError, ModelAnswerError, ModelLengthError, ModelRefusedError, UsageError
from extractor.ingest import Opening, Source, discover
from extractor.ingest.buckets import address_of
from extractor.settings import read_settings
from extractor.store import PASSES, SECOND_OPINION, RunRow, Store

_ANSWERS = frozenset({ModelAnswerError.code, ModelRefusedError.code, ModelLengthError.code})


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("retry")(retry)


def retry(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run; without it, the latest.")] = None,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="What failed; there is nothing else to try again.")] = True,
    concurrency: Concurrency = None,
    engine: Annotated[str, typer.Option(metavar="ENGINE", help="local, or procrastinate: put in line for `quotebound worker`.")] = "local",
    db: Database = None,
) -> int:
    """Try again what failed in a run: documents from the database, files from where they were."""
    del failed
    settings = read_settings()
    with opened_store(db, settings) as store:
        row = store.runs.get(run) if run else next(store.runs.list(), None)
        if row is None:
            raise UsageError("there is no run yet", hint="`quotebound extract PATH` makes one.")
        if not row.failed:
            say(f"Nothing to try again: no document of run {row.id} failed.")
            return 0
        reader, opening, problem = reading_again(row.info.parameters, settings)
        given = Failed(store, row, opening, problem)
        job = Extraction(
            paths=tuple(map(Path, row.info.parameters.get("paths", ()))),
            model=row.info.model,
            reader=reader,
            concurrency=concurrency or settings.concurrency,
            passes=int(row.info.parameters.get(PASSES, 1)),
            second=row.info.parameters.get(SECOND_OPINION),
            copies=bool(row.info.parameters.get("copies")),
            opening=opening,
            metadata=metadata_of(row.info.parameters),
            fresh=engine == "local" and given.answers,
            url=db or settings.db,
            given=given.sources,
        )
        totals = enqueue(job, store, settings) if engine == "procrastinate" else run_extraction(job, store, settings)
    return told(job, totals)


@dataclass(frozen=True)
class Failed:
    """The sources that failed in a run."""

    store: Store
    run: RunRow
    opening: Opening
    problem: MetadataError | None = None
    """Why the metadata that files were read with can't be had any more: a file must not become a document without."""

    @property
    def answers(self) -> bool:
        """Whether some failed by a model's answer: it is kept and would be found again, so such documents are asked about anew."""
        return any(item.failure is not None and item.failure.code in _ANSWERS for item in self.store.runs.items(self.run.id, "failed"))

    def sources(self) -> Iterator[Source]:
        """Documents that are stored, then files that never became one, where they still are. One text in memory at a time."""
        failed = [(item.name, item.document_id) for item in self.store.runs.items(self.run.id, "failed")]
        unread = {name for name, document_id in failed if document_id is None}
        for name, document_id in failed:
            if document_id is not None:
                yield Source(name, document=replace(self.store.documents.get(document_id), name=name))
        if self.problem is not None:
            yield from (self._without_metadata(name, self.problem) for name in sorted(unread))
            return
        paths = [path for path in map(Path, self.run.info.parameters.get("paths", ())) if address_of(path) or path.exists()]
        for source in discover(paths, self.opening) if unread else ():
            if source.name in unread:
                unread.discard(source.name)
                yield source
        for name in sorted(unread):
            problem = InputError(f"{name}: no longer where it was", code="input.unreadable", hint="Give its path to `quotebound extract`.")
            yield Source(name, problem=problem)

    @staticmethod
    def _without_metadata(name: str, problem: MetadataError) -> Source:
        hint = "Put that file back where it was, or give the document's path to `quotebound extract`."
        return Source(
            name, problem=InputError(f"{name}: its metadata can't be read: {problem.message}", code="input.unreadable", hint=hint)
        )
