"""One document → checked claims.

    reading ──chunks──▶ model.propose ──▶ ground (quote → span) ──▶ check (findings) ──▶ one repair ──▶ DocumentResult
                                                                            with passes > 1: a second look at what is not covered

What goes wrong with a chunk is a `Failure` beside the claims of the other chunks; only a programming error raises. A model that can
repair is asked once, with only the claims that a check blocks; claims that passed are never sent again and never changed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from extractor.checks import check_claim, check_claims
from extractor.checks.coverage import coverage
from extractor.checks.duplicate import content_key
from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.finding import Finding, Span
from extractor.errors import Failure, ModelBudgetError, ModelDeferredError, ModelError, ModelStoppedError
from extractor.places import Places
from extractor.protocol import Call, Malformed, Model, Proposed, ProposeRequest
from extractor.repair import CoveringModel, CoverRequest, Failed, RepairingModel, RepairRequest
from extractor.text.document import Document
from extractor.text.ground import ground
from extractor.text.limit import readable
from extractor.text.reading import Reading
from extractor.text.segment import chunks

T = TypeVar("T")
PARTS_AT_ONCE = 4
"""Parts of one long document that are asked about at the same time: a report takes minutes, not the sum of its calls."""
TOO_MANY = "claim.too_many"
"""The code of claims beyond the limit: no repair can help them."""
DUPLICATE = "claim.duplicate"
"""The check's code for a claim that the document has already."""


@dataclass(frozen=True)
class DocumentResult:
    """What came of one document. `failure` and `claims` can both be there: parts of a long document may fail alone.

    `keys` are those by which near-duplicates are found (`copies.bands`), where somebody asked for them.
    """

    document: Document
    claims: tuple[CheckedClaim, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    calls: tuple[Call, ...] = ()
    failure: Failure | None = None
    keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Draft:
    """A located claim on its way: what the model proposed, and what grounding had to say."""

    proposed: Proposed
    grounding: tuple[Finding, ...]

    @property
    def claim(self) -> Claim:
        return self.proposed.claim


@dataclass
class _Part:
    """What came of one chunk. `checked` are the claims that were checked last, `found` what the checks found in them."""

    request: ProposeRequest
    places: Places
    drafts: list[_Draft] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    error: ModelError | None = None
    seen: set[Span] = field(default_factory=set)
    checked: list[Claim] = field(default_factory=list)
    found: Sequence[Sequence[Finding]] = ()


async def extract_document(
    reading: Reading, model: Model, domain: Domain, *, passes: int = 1, places: Places | None = None
) -> DocumentResult:
    """Have `model` propose claims for a document, locate every quote, run every check, repair once what a check blocks.

    With `passes` > 1, a model that can is asked again, at most `passes` - 1 times, about sentences whose figures no claim covers.
    With `places`, the model is asked only from one of those.
    """
    places = places or Places(asyncio.Semaphore(PARTS_AT_ONCE))
    spans = chunks(reading.document.text, model.max_chars)
    parts = await _some_at_once([partial(_propose, _Part(ProposeRequest(reading, domain, chunk), places), model) for chunk in spans])
    if isinstance(model, RepairingModel):
        await _some_at_once([partial(_repair, part, model) for part in parts])
    if isinstance(model, CoveringModel):
        for part in parts * (passes - 1):
            await _cover(part, model)
    return DocumentResult(
        document=reading.document,
        claims=_checked(parts, reading, domain),
        malformed=tuple(item for part in parts for item in part.malformed),
        calls=tuple(call for part in parts for call in part.calls),
        failure=_failure(parts),
    )


def check_edited(claim: Claim, identity: str, others: Iterable[CheckedClaim], reading: Reading, domain: Domain) -> CheckedClaim:
    """Ground and check one claim that a person wrote or edited, beside the document's other claims.

    `identity` is kept: an edited claim stays the claim it was. The same checks run as for a model's claim.
    """
    siblings = [other.claim for other in others if other.id != identity]
    grounded = ground([claim], reading)[0]
    findings = check_claim(grounded.claim, siblings, reading, domain)
    return CheckedClaim(identity, grounded.claim, (*grounded.findings, *findings))


async def _some_at_once(steps: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """Do every step, a few at the same time; results in the order of the steps."""
    gate = asyncio.Semaphore(PARTS_AT_ONCE)

    async def one(step: Callable[[], Awaitable[T]]) -> T:
        async with gate:
            return await step()

    return await asyncio.gather(*map(one, steps)) if len(steps) > 1 else [await step() for step in steps]


async def _propose(part: _Part, model: Model) -> _Part:
    request = part.request
    try:
        async with part.places.one(begun=False):
            proposal = await model.propose(request)
    except ModelError as error:
        part.error = error
        return part
    part.drafts = _located(proposal.claims, request.reading, request.chunk)
    part.malformed = list(proposal.malformed)
    part.calls = list(proposal.calls)
    return part


def _located(items: Sequence[Proposed], reading: Reading, chunk: Span) -> list[_Draft]:
    """Locate quotes in the chunk that was asked about; one that isn't there may stand in the text before, shown as context."""
    grounded = ground([item.claim for item in items], reading, within=chunk)
    for at in range(readable([item.claim for item in items], reading.text)):
        if any(quote.start is None for quote in grounded[at].claim.evidence):
            grounded[at] = ground([items[at].claim], reading)[0]
    return [_Draft(replace(item, claim=found.claim), tuple(found.findings)) for item, found in zip(items, grounded, strict=True)]


async def _repair(part: _Part, model: RepairingModel) -> None:
    """Ask once about the blocked claims and malformed items of a part; what is no better afterwards stays as it was."""
    blocked = {at: found for at, found in _blocked(part).items() if all(one.code != TOO_MANY for one in found)}
    failed = [Failed(part.drafts[at].claim, tuple(found)) for at, found in blocked.items()]
    failed += [Failed(malformed=item) for item in part.malformed]
    if not failed:
        return
    try:
        async with part.places.one():
            repair = await model.repair(RepairRequest(part.request, tuple(failed)))
    except (ModelBudgetError, ModelDeferredError) as error:
        part.error = error  # the document is not done: the next run asks for the repair
        return
    except ModelError:
        return  # the failed claims go to the reviewer as they are, blocked
    part.calls.extend(repair.calls)
    drafts = _located([item.proposed for item in repair.claims], part.request.reading, part.request.chunk)
    _take_back(part, list(blocked), [(item.replaces, draft) for item, draft in zip(repair.claims, drafts, strict=True)])


async def _cover(part: _Part, model: CoveringModel) -> None:
    """Ask about sentences of a part that no claim covers, each once, and add what the document has no claim of yet."""
    request = part.request
    gaps = _open_sentences(part)
    if part.error is not None or not gaps:
        return
    part.seen.update(gaps)
    try:
        async with part.places.one():
            proposal = await model.cover(CoverRequest(request, tuple(gaps)))
    except (ModelBudgetError, ModelDeferredError) as error:
        part.error = error
        return
    except ModelError:
        return  # a second look that fails takes nothing from the first
    part.calls.extend(proposal.calls)
    part.malformed.extend(proposal.malformed)
    known: dict[tuple[object, ...], list[_Draft]] = defaultdict(list)
    for draft in part.drafts:
        known[content_key(draft.claim, request.reading, request.domain)].append(draft)
    for draft in _located(proposal.claims, request.reading, request.chunk):
        _add_new(part, draft, known[content_key(draft.claim, request.reading, request.domain)])


def _open_sentences(part: _Part) -> list[Span]:
    """The sentences of a part with something that no claim covers, in order, without those that were asked about already."""
    request = part.request
    gaps = coverage([draft.claim for draft in part.drafts], request.reading, request.domain, within=request.chunk)
    return [sentence for sentence in dict.fromkeys(gap.sentence for gap in gaps) if sentence not in part.seen]


def _add_new(part: _Part, draft: _Draft, alike: list[_Draft]) -> None:
    """Add a claim, unless the part has it already in these or other words: then it is among those `alike`."""
    before, after = _duplicates(part, alike), _duplicates(part, [*alike, draft])
    if after == before and _identity(part, draft) not in {_identity(part, one) for one in alike}:
        part.drafts.append(draft)
        alike.append(draft)


def _duplicates(part: _Part, drafts: Sequence[_Draft]) -> int:
    findings = check_claims([draft.claim for draft in drafts], part.request.reading, part.request.domain)
    return sum(one.code == DUPLICATE for found in findings for one in found)


def _blocked(part: _Part) -> dict[int, list[Finding]]:
    """The blocking findings of the part's claims, by position."""
    request = part.request
    part.checked = [draft.claim for draft in part.drafts]
    part.found = check_claims(part.checked, request.reading, request.domain)
    blocks = {at: [one for one in (*draft.grounding, *part.found[at]) if one.severity == "block"] for at, draft in enumerate(part.drafts)}
    return {at: found for at, found in blocks.items() if found}


def _take_back(part: _Part, positions: Sequence[int], repaired: Sequence[tuple[int | None, _Draft]]) -> None:
    """Put repaired claims where the failed ones stood; where a check still blocks all of them, the failed claim stays as it was.

    A failed claim may have become several. One that only repeats a claim that passed is dropped: that claim is never changed.
    """
    slots = [[draft] for draft in part.drafts] + [[] for _ in part.malformed]
    failed = [*positions, *range(len(part.drafts), len(slots))]
    passed = {_identity(part, draft) for at, draft in enumerate(part.drafts) if at not in positions}
    given: dict[int, list[_Draft]] = {}
    for index, draft in repaired:
        if index is not None and index < len(failed):
            given.setdefault(failed[index], []).append(draft)
    tried = [[one for one in given[at] if _identity(part, one) not in passed] if at in given else slot for at, slot in enumerate(slots)]
    part.malformed = [item for at, item in enumerate(part.malformed, len(part.drafts)) if at not in given]
    part.drafts = [draft for slot in tried for draft in slot]
    blocked = _blocked(part)
    sound = {at for number, at in enumerate(at for at, slot in enumerate(tried) for _ in slot) if number not in blocked}
    kept = (first if first and now and at not in sound else now for at, (first, now) in enumerate(zip(slots, tried, strict=True)))
    part.drafts = [draft for slot in kept for draft in slot]


def _identity(part: _Part, draft: _Draft) -> str:
    return claim_id(part.request.reading.document.id, draft.claim)


def _checked(parts: Sequence[_Part], reading: Reading, domain: Domain) -> tuple[CheckedClaim, ...]:
    unique: dict[str, _Draft] = {}
    for draft in (draft for part in parts for draft in part.drafts):
        unique.setdefault(claim_id(reading.document.id, draft.claim), draft)
    claims = [draft.claim for draft in unique.values()]
    known = parts[0] if len(parts) == 1 and list(map(id, claims)) == list(map(id, parts[0].checked)) else None
    findings = known.found if known else check_claims(claims, reading, domain)  # the checks cost as much as the call: not twice
    return tuple(
        CheckedClaim(identity, draft.claim, (*draft.grounding, *found), draft.proposed.trace)
        for (identity, draft), found in zip(unique.items(), findings, strict=True)
    )


def _failure(parts: Sequence[_Part]) -> Failure | None:
    errors = [part.error for part in parts if part.error is not None]
    if not errors:
        return None
    left = next((error for error in errors if isinstance(error, (ModelBudgetError, ModelDeferredError, ModelStoppedError))), None)
    first = Failure.of(left or errors[0])
    if left or len(parts) == 1:
        return first
    message = f"{len(errors)} of {len(parts)} parts failed, the first: {first.message}"
    return Failure(first.code, message, first.hint)
