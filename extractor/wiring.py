"""Joins adapters: which model a name stands for, where a run's results go, which domain is read for.

The only module that knows models, store and ingest at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from extractor.batch import Ended, Known
from extractor.checks import CHECKS_VERSION
from extractor.copies import is_copy
from extractor.domain import DOMAIN
from extractor.errors import UnknownModelError, UsageError
from extractor.ingest import Metadata, ReadOptions, Source, read_source
from extractor.models.batch_files import RequestFiles
from extractor.models.openai_compatible import OpenAICompatibleModel
from extractor.models.options import EndpointOptions
from extractor.models.prompted import newest_version
from extractor.models.recorded import RecordedModel
from extractor.models.rules import RulesModel
from extractor.protocol import Call, Ledger, Model
from extractor.settings import Settings
from extractor.store import CANCELLED, ItemEnd, Proposals, RunInfo, Store
from extractor.text.document import Document
from extractor.together import Together, in_thread
from extractor.writer import Writer

DEFAULT_MODEL = "rules"


LANGUAGE_MODEL = "openai/"
"""What the names of language models behind an endpoint begin with."""


def open_model(
    spec: str,
    settings: Settings,
    ledger: Ledger,
    *,
    fresh: bool = False,
    record_to: Path | None = None,
    deferred: RequestFiles | None = None,
    prompt_version: int | None = None,
    exchanges: bool = False,
) -> Model:
    """The model that `spec` names: `rules`, `openai/NAME` or `recorded/DIR`.

    `fresh` pays for stored answers again; `record_to` is a folder that a language model's exchanges are also written to; with
    `deferred`, what is not stored yet is written there instead of being sent. `prompt_version` is asked with, else the newest; with
    `exchanges`, recordings come with what was asked and answered.
    Raises `UsageError`.
    """
    family, _, rest = spec.partition("/")
    if record_to is not None and not spec.startswith(LANGUAGE_MODEL):
        raise UsageError(f"--record {record_to}: {spec} has no answers to record", hint="Give a language model: --model openai/NAME.")
    if spec == "rules":
        return RulesModel()
    if spec.startswith(LANGUAGE_MODEL) and rest:
        options = replace(endpoint_options(spec, settings), fresh=fresh, record_to=record_to)
        options = options if prompt_version is None else replace(options, prompt_version=prompt_version)
        return OpenAICompatibleModel(options, ledger, deferred)
    if family == "recorded" and rest:
        return RecordedModel(Path(rest), exchanges=exchanges)
    raise UnknownModelError(f"--model {spec}: no such model", hint="Give rules, openai/NAME (e.g. openai/gpt-5-mini) or recorded/DIR.")


def endpoint_options(spec: str, settings: Settings) -> EndpointOptions:
    """How to reach the language model `openai/NAME`. Raises `UsageError` without a key for the vendor's endpoint."""
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise UsageError(
            f"--model {spec} needs a key or an endpoint",
            hint="Set OPENAI_API_KEY, and OPENAI_BASE_URL for an endpoint of your own; or use --model rules, which needs neither.",
        )
    return EndpointOptions(
        model=spec.removeprefix(LANGUAGE_MODEL),
        base_url=settings.openai_base_url,
        api_key=settings.openai_api_key,
        prompt_version=settings.prompt_version or newest_version(DOMAIN),
        timeout=settings.timeout,
        max_tokens=settings.max_tokens,
        max_total_tokens=settings.max_total_tokens,
        max_cost_usd=settings.max_cost,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
    )


@dataclass(frozen=True)
class Reader:
    """Turns sources into documents: `given` (from options) wins over the metadata file, which wins over the page.

    `used` collects the names of the metadata file that were met; `overruled` what a document or its line says of its date, by the
    document's name, where `given` says something else.
    """

    metadata: Mapping[str, Metadata]
    given: Metadata
    options: ReadOptions
    used: set[str] = field(default_factory=set)
    overruled: dict[str, str] = field(default_factory=dict)

    def __call__(self, source: Source) -> Document:
        """Read one source. Raises `InputError`."""
        listed = self._listed(source.name)
        document = read_source(source, listed, self.options)
        stated, given = document.published, self.given.published
        if source.document is not None:
            return document
        if given and stated and stated != given:
            self.overruled[source.name] = stated
        return replace(document, published=given or stated, outlet=self.given.outlet or document.outlet)

    def _listed(self, name: str) -> Metadata:
        for known in (name, Path(name).name):
            if known in self.metadata:
                self.used.add(known)
                return self.metadata[known]
        return Metadata()


Asked = tuple[Document, Sequence[int]]
"""A document, and the keys that near-duplicates of it share."""


@dataclass
class StoreSink:
    """Results into the store, under one run."""

    store: Store
    run_id: str
    run: RunInfo

    def __post_init__(self) -> None:
        self._asked: Together[Asked, Known] = Together(in_thread(self.look))

    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled the run."""
        return self.store.runs.status_of(self.run_id) == CANCELLED

    def is_done(self, document: Document) -> bool:
        """Whether an earlier run with the same model, prompt and checks finished this document, published date included."""
        return self.store.runs.are_done([document], self.run)[0]

    def transaction(self) -> AbstractContextManager[None]:
        """One transaction of the store, for any number of documents."""
        return self.store.transaction(whole=True)

    def save(self, ended: Sequence[Ended]) -> None:
        """Store documents, their claims and how they ended."""
        self.store.documents.put_all([one.document for one in ended if one.document is not None])
        results = [one.result for one in ended if one.result is not None]
        self.store.claims.save_all(
            [
                Proposals(self.run_id, found.document.id, found.claims, found.malformed, complete=found.failure is None)
                for found in results  # what a failed part would have proposed again is not closed
                if found.claims or found.malformed or found.failure is None
            ]
        )
        self.store.copies.remember_all({found.document.id: found.keys for found in results if found.failure is None})
        for one in ended:
            if one.document is not None and one.item.copy_of is not None:
                self.store.copies.link(one.document.id, one.item.copy_of)
        self.store.runs.items_end(self.run_id, [_end(one) for one in ended])

    async def known(self, document: Document, keys: Sequence[int]) -> Known:
        """Whether the document is done, or of which done document it is a copy; asked together with others."""
        return await self._asked.ask((document, keys))

    def look(self, asked: Sequence[Asked]) -> list[Known]:
        """The same for several documents at once."""
        done = self.store.runs.are_done([document for document, _ in asked], self.run)
        keys = self.store.copies.known({key for (_, keys), is_done in zip(asked, done, strict=True) if not is_done for key in keys})
        return [
            Known(is_done, None if is_done else self._original_of(document, keys.intersection(own)))
            for (document, own), is_done in zip(asked, done, strict=True)
        ]

    def _original_of(self, document: Document, keys: Collection[int]) -> str | None:
        """A document that an earlier or this run finished and that says all that `document` says."""
        for candidate in self.store.copies.candidates(keys):
            original = self.store.documents.get(candidate)
            if candidate != document.id and is_copy(document, original, DOMAIN) and self.is_done(original):
                return candidate
        return None


def _end(ended: Ended) -> ItemEnd:
    item, document = ended.item, ended.document
    if item.status == "left" or item.status == "queued":  # noqa: PLR1714 - so that the types see it
        raise ValueError(f"what is {item.status} has not ended")
    return ItemEnd(item.name, document.id if document else None, item.status, item.failure)


class StoreLedger:
    """The store's ledger of paid calls for asynchronous models: each answer durable before it is used, many in one commit."""

    def __init__(self, store: Store, writer: Writer | None = None) -> None:
        self._store = store
        self.run_id: str | None = None
        self.writer = writer or Writer(partial(store.transaction, whole=True))
        """Writes for others too: one thread and one commit for answers and results, so that neither waits for the other's lock."""
        self._found: Together[str, Call | None] = Together(in_thread(store.calls.find_all))

    async def find(self, key: str) -> Call | None:
        """The stored successful call under `key`, or null."""
        return await self._found.ask(key)

    async def record(self, call: Call) -> None:
        """Commit `call`."""
        await self.writer.put(self._record, call)

    def _record(self, calls: Sequence[Call]) -> None:
        self._store.calls.record_all(calls, self.run_id)

    async def take_turn(self, endpoint: str, spacing: Mapping[str, float]) -> float:
        """Take a place in the line that all processes of this database share; seconds until it comes up."""
        return await self.writer.do(partial(self._store.turns.take, endpoint, spacing))

    async def pause_turns(self, endpoint: str, seconds: float) -> None:
        """Let nobody send for so long who has not taken a place yet."""
        await self.writer.do(partial(self._store.turns.pause, endpoint, seconds))

    async def aclose(self) -> None:
        """Write what waits, then end the writing thread."""
        await self.writer.aclose()


class NoLedger:
    """For models that pay for nothing."""

    async def find(self, key: str) -> Call | None:
        """Never anything."""
        del key
        return None

    async def record(self, call: Call) -> None:
        """Keep nothing."""
        del call


def run_info(model: Model, parameters: Mapping[str, object]) -> RunInfo:
    """What a run is made of, as the store keeps it."""
    return RunInfo(model=model.name, model_version=model.version, checks_version=CHECKS_VERSION, parameters=dict(parameters))
