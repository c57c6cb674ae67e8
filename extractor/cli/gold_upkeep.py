"""`quotebound gold export`, `drift`, `split`, `calibration`: gold out of decisions and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from evals.calibration import Judged, calibration
from evals.drift import drift
from evals.export import Decided, exported, write
from evals.gold import load_corpus, read_gold, read_rows
from evals.split import half_of, load_split, near_duplicates, split_problems
from extractor.claims.core import Claim
from extractor.cli.console import plural, say
from extractor.cli.options import Database, opened_store
from extractor.domain import DOMAIN
from extractor.errors import UsageError
from extractor.store import Store
from extractor.store.rows import ClaimRow
from extractor.text.document import Document

_RIGHT = frozenset({"accepted", "published"})
_WRONG = frozenset({"fixed", "rejected", "corrected", "retracted"})


def register(group: typer.Typer) -> None:
    """Add the commands to the group `gold`."""
    group.command("export")(export)
    group.command("drift")(show_drift)
    group.command("split")(check_split)
    group.command("calibration")(show_calibration)


def export(
    *, to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The corpus folder to write; must not exist.")], db: Database = None
) -> int:
    """Write what reviewers decided as a corpus, and under blind/ what two or more decided without seeing each other."""
    if to.exists():
        raise UsageError(f"{to} exists", hint="Gold is never overwritten: give a new folder, then compare with `quotebound gold drift`.")
    with opened_store(db) as store:
        found = exported(list(_decided(store)), DOMAIN)
    folders = write(to, found)
    for name in found.undecided:
        say(f"  left out, not wholly decided: {name}")
    for reviewer, rows in found.blind.items():
        say(f"  decided without seeing the others, in {folders[-1]}: {plural(len(rows), 'claim')} by {reviewer}")
    say(f"{plural(len(found.gold), 'claim')} of {plural(len(found.documents), 'document')} in {folders[0]}.")
    return 0


def _decided(store: Store) -> list[tuple[Document, list[Decided]]]:
    by_document: dict[str, list[Decided]] = {document.id: [] for document in store.documents.list()}
    for row in store.claims.list():
        by_document[row.document_id].append(Decided(row.id, row.state, row.claim, _blind(store, row)))
    return [(store.documents.get(identifier), claims) for identifier, claims in by_document.items()]


def _blind(store: Store, row: ClaimRow) -> dict[str, Claim | None]:
    """What each reviewer made of a claim that several were asked about; empty for others."""
    history = store.claims.history(row.id)
    claims = {version.version: version.claim for version in history.versions}
    said: dict[str, Claim | None] = {}
    for one in history.decisions:
        if one.needed > 1 and not one.undone and not one.adjudicates and one.action in ("accept", "fix", "reject"):
            said[one.reviewer] = None if one.action == "reject" else claims[one.result]
    return said


def show_drift(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="The corpus as it is.")],
    *,
    since: Annotated[Path, typer.Option("--since", metavar="FILE", help="Its gold.jsonl as it was.")],
) -> int:
    """Print how gold changed: claims added and removed, and in how many of the others each column changed."""
    now = load_corpus(corpus)
    found = drift(read_gold(since, {document.name: document for document in now.documents}), now.gold)
    share = "–" if found.share is None else f"{100 * found.share:.1f} %"
    typer.echo(f"{found.kept} claims kept, {len(found.added)} added, {len(found.removed)} removed; {share} touched")
    for word, claims in (("added", found.added), ("removed", found.removed), *found.changed.items()):
        if claims:
            typer.echo(f"  {word} {len(claims)}: {', '.join(claims[:10])}{' …' if len(claims) > 10 else ''}")  # noqa: PLR2004 (enough to look)
    return 0


def show_calibration(
    *,
    confidences: Annotated[
        Path, typer.Option("--confidences", metavar="FILE", help="JSON lines: claim `id` as in `quotebound claims`, `confidence` 0 to 1.")
    ],
    db: Database = None,
) -> int:
    """Print how well confidences foretell decisions: ECE, Brier, AURC (0 is best). Accepted is right; fixed or rejected is not."""
    given = [(where, row) for where, row in read_rows(confidences, ("id", "confidence"))]
    with opened_store(db) as store:
        states = {row.id: row.state for row in store.claims.list()}
    judged = [_judged(where, row, states) for where, row in given]
    known = [one for one in judged if one is not None]
    found = calibration(known)
    for name, value in (("ECE", found.ece), ("Brier", found.brier), ("AURC", found.aurc)):
        typer.echo(f"{name} {'–' if value is None else f'{value:.3f}'}")
    say(f"{plural(found.n, 'decided claim')}; {len(given) - found.n} of the file not decided or not known.")
    return 0


def _judged(where: str, row: Mapping[str, Any], states: Mapping[str, str]) -> Judged | None:
    """A confidence and whether the claim was accepted as proposed; null if nobody has decided about it."""
    confidence = row["confidence"]
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise UsageError(f"{where}: confidence {confidence!r}", hint="A number from 0 to 1.")
    state = states.get(str(row["id"]))
    return (float(confidence), state in _RIGHT) if state in _RIGHT | _WRONG else None


def check_split(split: Annotated[Path, typer.Argument(metavar="FILE", help="A split's JSON; its corpora lie beside it.")]) -> int:
    """Check that every document belongs to one event, every event to one half, and no document nearly repeats one of the other half."""
    events = load_split(split)
    corpora = {name: load_corpus(split.parent / name) for name in sorted({event.corpus for event in events})}
    found = split_problems(events, [(name, document.name) for name, corpus in corpora.items() for document in corpus.documents])
    halves: dict[str, dict[str, str]] = {}
    for name, corpus in corpora.items():
        for document in corpus.documents:
            half = half_of(events, name, document.name)
            if half is not None:
                halves.setdefault(half, {})[f"{name}/{document.name}"] = document.text
    near = near_duplicates(halves)
    for line in [*found, *(f"{one.first} and {one.second} share {100 * one.shared:.0f} % of their words in fives" for one in near)]:
        typer.echo(line)
    say(f"{plural(len(found), 'problem')}, {plural(len(near), 'near duplicate')} across {plural(len(halves), 'half', 'halves')}.")
    return 1 if found or near else 0
