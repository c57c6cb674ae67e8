"""The run that later ones are measured against: written by an explicit command only, with its date and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.whole import write_whole

_KEPT = ("corpus", "model", "version", "documents", "failures", "metrics", "per_document", "mistakes")


@dataclass(frozen=True)
class Baseline:
    """A blessed run: which suite, when (ISO 8601), why, and what each model measured on each corpus."""

    suite: str
    blessed: str
    note: str
    runs: tuple[Mapping[str, Any], ...]

    def run(self, corpus: str, model: str) -> Mapping[str, Any] | None:
        """What a model measured on a corpus; null if the baseline hasn't it."""
        return next((run for run in self.runs if (run["corpus"], run["model"]) == (corpus, model)), None)


def read_baseline(path: Path) -> Baseline | None:
    """The baseline at `path`; null if there is none. Raises `UsageError` for a file that is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(data["suite"], data["blessed"], data["note"], tuple(data["runs"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{path}: not a baseline", hint="quotebound eval SUITE --bless writes one.") from None


def write_baseline(path: Path, suite: str, blessed: str, note: str, runs: Sequence[Mapping[str, Any]]) -> None:
    """Write a baseline: articles and claims aren't in it, times neither."""
    write_whole(path, dump_runs(suite, blessed, note, [_kept(run) for run in runs]))


def dump_runs(suite: str, made: str, note: str, runs: Sequence[Mapping[str, Any]]) -> str:
    """Runs as the JSON of a baseline, one line a run, so that a diff shows which run changed."""
    head = json.dumps({"suite": suite, "blessed": made, "note": note}, ensure_ascii=False)
    return f'{head[:-1]}, "runs": [\n' + ",\n".join(json.dumps(run, ensure_ascii=False) for run in runs) + "\n]}\n"


def _kept(run: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: run[key] for key in _KEPT}
    kept["per_document"] = [
        {"doc": one["doc"], "case": one["case"], "counts": {name: count for name, count in one["counts"].items() if count}}
        for one in run["per_document"]
    ]
    return kept
