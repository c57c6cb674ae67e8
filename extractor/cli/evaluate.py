"""`quotebound eval`: how well models do on gold, and whether that may ship."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from evals.baseline import Baseline, read_baseline, write_baseline
from evals.gate import lines_of
from evals.gold import Corpus, load_corpus
from evals.outside import load_outside
from evals.report.pages import write_pages
from evals.suite import Entrant, Suite, load_suite
from evals.suite_run import Loaded, Opened, SuiteRun, run_suite
from extractor.cli.console import plural, results, say
from extractor.cli.options import Database, ModelName, opened_store
from extractor.domain import DOMAIN
from extractor.errors import UsageError
from extractor.protocol import Model
from extractor.settings import Settings, read_settings
from extractor.wiring import DEFAULT_MODEL, LANGUAGE_MODEL, NoLedger, StoreLedger, open_model

_RECORDED = "recorded/"


@dataclass(frozen=True)
class Target:
    """What is evaluated: a suite, and the folder that its paths are relative to; `lone` for a corpus that no suite names."""

    suite: Suite
    folder: Path
    lone: bool = False

    @property
    def baseline(self) -> Path | None:
        """Where the suite's blessed baseline is; a lone corpus has none."""
        return None if self.lone else self.folder / (self.suite.baseline or f"../baselines/{self.suite.name}.json")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("eval")(evaluate)


def evaluate(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A suite's YAML file, or a corpus folder.")],
    *,
    model: ModelName = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit 1 if a gate of the suite doesn't hold, naming what got worse.")] = False,
    bless: Annotated[
        str | None, typer.Option("--bless", metavar="WHY", help="Make this run the suite's baseline, dated, with this reason.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Compare with this run's JSON instead of the suite's baseline.")
    ] = None,
    outside: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="TARGET is gold of another format: muc, isaf, brat, w3c."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Write a page, a comparison, Markdown and JSON here.")
    ] = None,
    db: Database = None,
) -> int:
    """Run models over corpora, measure them against gold, compare with the baseline and judge by the suite's gates."""
    settings = read_settings()
    chosen = _target(target, model, settings) if outside is None else _corpus_target(target, model, settings)
    _require_suite(chosen, "--gate" if gate and not chosen.suite.gates else "--bless" if bless is not None and chosen.lone else None)
    load = load_corpus if outside is None else _outside(outside)
    old = _compared(baseline or chosen.baseline, needed=gate or baseline is not None, gates=chosen.suite)
    with _models(chosen, settings, db) as opened:
        run = asyncio.run(run_suite(chosen.suite, chosen.folder, opened, DOMAIN, load))
    _show(run, as_json=as_json)
    if report is not None:
        _tell_pages(write_pages(report, run, old, _now()))
    failed = _judged(run, old) if gate else 0
    if bless is not None and chosen.baseline is not None:
        write_baseline(chosen.baseline, chosen.suite.name, _now(), bless, run.rows)
        say(f"Blessed: {chosen.baseline}. Commit it with what changed.")
    return 1 if failed or any(done.failures for _, done in run.reports) else 0


def _require_suite(chosen: Target, option: str | None) -> None:
    if option is not None:
        what = "a corpus alone has no gates and no baseline" if chosen.lone else f"the suite {chosen.suite.name} has no gates"
        raise UsageError(f"{option}: {what}", hint="Write a suite with `gates`: evals/suites/suite.schema.json says how.")


def _target(path: Path, model: str | None, settings: Settings) -> Target:
    if path.is_dir():
        return _corpus_target(path, model, settings)
    suite = load_suite(path)
    if model is None:
        return Target(suite, path.parent)
    only = tuple(entrant for entrant in suite.models if model in (entrant.model, entrant.label))
    if not only:
        names = ", ".join(entrant.label for entrant in suite.models)
        raise UsageError(f"--model {model}: not in {path}", hint=f"There are: {names}. Or leave it away for all of them.")
    return Target(suite.model_copy(update={"models": only}), path.parent)


def _corpus_target(path: Path, model: str | None, settings: Settings) -> Target:
    entrant = Entrant(model=model or settings.model or DEFAULT_MODEL)
    return Target(Suite(name="corpus", corpora=(str(path.resolve()),), models=(entrant,)), Path(), lone=True)


def _outside(name: str) -> Loaded:
    """Reads gold of another format and says what of it isn't measured."""

    def load(path: Path) -> Corpus:
        found = load_outside(name, path)
        for note in found.notes:
            say(f"{name}: {note}")
        return found.corpus

    return load


def _compared(path: Path | None, *, needed: bool, gates: Suite) -> Baseline | None:
    found = None if path is None else read_baseline(path)
    if found is None and needed and any(gate.tolerance is not None for gate in gates.gates):
        raise UsageError(f"{path}: no baseline to compare with", hint='Make one: quotebound eval SUITE --bless "why".')
    return found


@contextmanager
def _models(target: Target, settings: Settings, db: str | None) -> Iterator[Opened]:
    """How the suite's models are opened; a store for paid answers only where a language model may be asked."""
    if not any(entrant.model.startswith(LANGUAGE_MODEL) for entrant in target.suite.models):
        yield lambda entrant: _open(entrant, target.folder, settings)
        return
    with opened_store(db, settings) as store:
        ledger = StoreLedger(store)
        yield lambda entrant: open_model(
            entrant.model, settings, ledger, fresh=(entrant.repeats or target.suite.repeats) > 1, prompt_version=entrant.prompt
        )


def _open(entrant: Entrant, folder: Path, settings: Settings) -> Model:
    spec = entrant.model
    if spec.startswith(_RECORDED):
        spec = _RECORDED + str(folder / spec.removeprefix(_RECORDED))
    return open_model(spec, settings, NoLedger(), exchanges=True)


def _show(run: SuiteRun, *, as_json: bool) -> None:
    if as_json:
        rows = run.rows
        typer.echo(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=2))
    for entrant, done in run.reports:
        if not as_json:
            results().print(done.table())
        for name, failure in done.failures.items():
            say(f"  failed: {name} ({entrant.model}): {failure.message}")


def _judged(run: SuiteRun, old: Baseline | None) -> int:
    verdicts = run.verdicts(old)
    red = [verdict for verdict in verdicts if not verdict.holds]
    for verdict in red:
        for line in lines_of(verdict):
            say(line)
    against = f" against the baseline of {old.blessed} ({old.note})" if old else ""
    say(f"{plural(len(verdicts) - len(red), 'gate')} hold, {len(red)} red{against}.")
    return len(red)


def _tell_pages(written: list[Path]) -> None:
    say(f"Written: {', '.join(str(path) for path in written)}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
