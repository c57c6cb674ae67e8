"""The second half of the exchange: propose → check → one repair, and a second look at what was left out.

    proposal = await model.propose(request)            claims, malformed items
    … ground and check …                               findings
    if isinstance(model, RepairingModel):
        repair = await model.repair(RepairRequest(request, failed))

A repair is one fresh request with only the failed claims, what is wrong with each, and the passages concerned. Claims that passed
are never sent again and never changed. What still fails afterwards goes to review as blocked, with the model's words. A second look
is one request too, about the sentences whose figures and sources no claim covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from extractor.claims.core import Claim
from extractor.claims.finding import Finding, Span
from extractor.protocol import Call, Malformed, Proposal, Proposed, ProposeRequest


@dataclass(frozen=True)
class Failed:
    """What is to be corrected: a claim that checks refused, with the `findings` to be mended, or an item that was no claim at all."""

    claim: Claim | None = None
    findings: tuple[Finding, ...] = ()
    malformed: Malformed | None = None


@dataclass(frozen=True)
class RepairRequest:
    """Ask to correct `failed` items of the proposal that `request` led to."""

    request: ProposeRequest
    failed: tuple[Failed, ...]


@dataclass(frozen=True)
class Repaired:
    """A corrected claim; `replaces` is the index in `RepairRequest.failed` of what it stands for (null: the model did not say)."""

    proposed: Proposed
    replaces: int | None


@dataclass(frozen=True)
class Repair:
    """The answer to a repair. A failed item that no claim replaces was dropped by the model: keep it, blocked, for the reviewer."""

    claims: tuple[Repaired, ...]
    malformed: tuple[Malformed, ...] = ()
    calls: tuple[Call, ...] = ()


@runtime_checkable
class RepairingModel(Protocol):
    """A model that can be asked once more about claims that failed a check."""

    async def repair(self, request: RepairRequest) -> Repair:
        """Correct failed claims. Raises `ModelError`; the caller then keeps the failed claims as they are."""
        ...


@dataclass(frozen=True)
class CoverRequest:
    """Ask once about the passages of `request`'s chunk from which nothing was claimed. `gaps` are spans of the document, in order."""

    request: ProposeRequest
    gaps: tuple[Span, ...]


@runtime_checkable
class CoveringModel(Protocol):
    """A model that can be asked a second time, about what its first answer left out."""

    async def cover(self, request: CoverRequest) -> Proposal:
        """Propose claims from the gaps alone. Raises `ModelError`; the caller then keeps what it has."""
        ...
