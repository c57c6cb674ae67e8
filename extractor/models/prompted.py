"""Which prompt a language model is asked with, and the exchange that every model with a prompt has: propose, repair, cover."""

from __future__ import annotations

from abc import ABC, abstractmethod

from extractor.claims.domain import Domain
from extractor.errors import UsageError
from extractor.models.flow import Question, Reply, cover_flow, drive, propose_flow, repair_flow
from extractor.protocol import Proposal, ProposeRequest
from extractor.repair import CoverRequest, Repair, RepairRequest
from prompts import Prompt, PromptNotFoundError, list_versions, load

PROMPT = "extract"


def newest_version(domain: Domain | None = None) -> int:
    """The newest version of the extraction prompt (of a domain)."""
    versions = list_versions(domain.name if domain else None)
    return max(int(number) for name, _, number in (one.rpartition(".v") for one in versions) if name.endswith(f"/{PROMPT}"))


def prompt_of(domain: Domain, version: int) -> Prompt:
    """The extraction prompt of a domain. Raises `UsageError` naming the versions there are."""
    try:
        return load(domain.name, PROMPT, version)
    except PromptNotFoundError as error:
        raise UsageError(str(error), hint="`quotebound prompts list` shows them.") from None


class PromptedModel(ABC):
    """Proposes, repairs and looks again by asking questions; how they are answered is its heirs' business: an endpoint, a recording."""

    async def propose(self, request: ProposeRequest) -> Proposal:
        """Ask for the claims of a chunk. Raises `ModelError`."""
        return await drive(propose_flow(request, self._prompt(request.domain)), self._ask)

    async def repair(self, request: RepairRequest) -> Repair:
        """Ask once to correct failed claims. Raises `ModelError`."""
        return await drive(repair_flow(request, self._prompt(request.request.domain)), self._ask)

    async def cover(self, request: CoverRequest) -> Proposal:
        """Ask once about passages from which nothing was claimed. Raises `ModelError`."""
        return await drive(cover_flow(request, self._prompt(request.request.domain)), self._ask)

    @abstractmethod
    def _prompt(self, domain: Domain) -> Prompt:
        """What a domain's claims are asked for with."""

    @abstractmethod
    async def _ask(self, question: Question) -> Reply:
        """Answer a question. Raises `ModelError`."""
