"""A language model behind any OpenAI-compatible endpoint."""

from __future__ import annotations

from extractor.claims.domain import Domain
from extractor.models.batch_files import RequestFiles
from extractor.models.flow import Asking, Question, Reply
from extractor.models.options import EndpointOptions
from extractor.models.prompted import PROMPT, PromptedModel, prompt_of
from extractor.protocol import Ledger
from prompts import Prompt


class OpenAICompatibleModel(PromptedModel):
    """Asks an endpoint with a versioned prompt and a strict schema; answers are kept in `ledger` and never paid for twice.

    With `deferred`, nothing is sent: what is not stored yet is collected for a batch file, and its document waits
    (`ModelDeferredError`). Raises `UsageError` when it can't work as configured: no key for the vendor's endpoint.
    """

    def __init__(self, options: EndpointOptions, ledger: Ledger, deferred: RequestFiles | None = None) -> None:
        self._options = options
        self._exchange = _exchange(options, ledger, deferred)

    @property
    def name(self) -> str:
        """What users give as `--model`."""
        return f"openai/{self._options.model}"

    @property
    def version(self) -> str:
        """The prompt's version."""
        return f"{PROMPT}.v{self._options.prompt_version}"

    @property
    def max_chars(self) -> int:
        """The longest chunk, in code points."""
        return self._options.max_chars

    async def aclose(self) -> None:
        """Close the connections."""
        await self._exchange.aclose()

    def _prompt(self, domain: Domain) -> Prompt:
        return prompt_of(domain, self._options.prompt_version)

    async def _ask(self, question: Question) -> Reply:
        return await self._exchange.ask(question)


def _exchange(options: EndpointOptions, ledger: Ledger, deferred: RequestFiles | None) -> Asking:
    from extractor.models.endpoint.exchange import Exchange  # noqa: PLC0415 - openai and instructor take a second to import

    return Exchange(options, ledger, deferred)
