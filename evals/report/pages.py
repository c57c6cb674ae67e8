"""A suite run as files: one HTML page that needs nothing but itself, a comparison with the baseline, Markdown, JSON."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.baseline import Baseline, dump_runs
from evals.compare import Difference, Flip, case_differences, differences, flips, holm
from evals.metrics import METRICS
from evals.report.text import HEADLINES, interval, markdown, percent
from evals.report.view import Shown, run_view
from evals.suite_run import SuiteRun
from extractor.whole import write_whole

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Compared:
    """One run beside the baseline's: every metric's difference, p adjusted over the gates' metrics; or why it can't be compared."""

    corpus: str
    model: str
    differences: tuple[Difference, ...]
    adjusted: Mapping[str, float | None]
    flips: tuple[Flip, ...]
    obstacles: tuple[str, ...] = ()


def write_pages(folder: Path, run: SuiteRun, baseline: Baseline | None, made: str) -> list[Path]:
    """Write NAME.html, NAME.md, NAME.json and, with a baseline, NAME.comparison.html and .md; returns what was written."""
    compared = compare_run(run, baseline) if baseline else []
    name = run.suite.name
    files = {
        f"{name}.html": run_page(run, compared, made),
        f"{name}.md": "\n".join(markdown(row) for row in run.rows),
        f"{name}.json": dump_runs(name, made, "a run, not blessed", run.rows),
    }
    if baseline:
        files[f"{name}.comparison.html"] = comparison_page(run, baseline, compared, made)
        files[f"{name}.comparison.md"] = comparison_markdown(baseline, compared)
    for file, content in files.items():
        write_whole(folder / file, content)
    return [folder / file for file in files]


def compare_run(run: SuiteRun, baseline: Baseline) -> list[Compared]:
    """Every run of the suite that the baseline has too."""
    found = []
    for row in run.rows:
        old = baseline.run(row["corpus"], row["model"])
        if old is None:
            continue
        if obstacles := case_differences(old, row):
            found.append(Compared(row["corpus"], row["model"], (), {}, (), tuple(obstacles)))
            continue
        moved = differences(old, row, METRICS)
        gated = {gate.metric for gate in run.suite.gates if gate.tolerance is not None}
        asked = [one for one in moved if one.metric in gated]
        adjusted = dict(zip([one.metric for one in asked], holm([one.p for one in asked]), strict=True))
        found.append(Compared(row["corpus"], row["model"], tuple(moved), adjusted, tuple(flips(old, row))))
    return found


def run_page(run: SuiteRun, compared: Sequence[Compared], made: str) -> str:
    """The page on a run."""
    return _render("run.html.j2", run, compared, made)


def comparison_page(run: SuiteRun, baseline: Baseline, compared: Sequence[Compared], made: str) -> str:
    """The page on a run beside the baseline: what moved, what flipped, and the documents in which it did."""
    return _render("comparison.html.j2", run, compared, made, baseline=baseline, verdicts=run.verdicts(baseline))


def comparison_markdown(baseline: Baseline, compared: Sequence[Compared]) -> str:
    """What moved, for a pull request."""
    lines = [f"Compared with the baseline of {baseline.blessed} ({_cell(baseline.note)})", ""]
    for one in compared:
        lines += [f"### {_cell(one.model)} on {_cell(one.corpus)}", ""]
        lines += [f"- not compared: {_cell(words)}" for words in one.obstacles]
        moved = [change for change in one.differences if change.change]
        if moved:
            lines += ["| metric | baseline % | now % | change | 95% | p |", "|---|---:|---:|---:|---:|---:|", *map(_moved, moved), ""]
        elif not one.obstacles:
            lines += ["Nothing moved.", ""]
        lines += [
            f"- {flip.state}: `{_cell(flip.doc)}` {flip.mistake['type'].replace('_', ' ')} {_cell(_what(flip))}" for flip in one.flips
        ]
        lines.append("")
    return "\n".join(lines)


def _moved(one: Difference) -> str:
    change = 100 * (one.change or 0)
    better = "better" if one.worse_by < 0 else "worse"
    bounds = f"{100 * (one.low or 0):+.1f} to {100 * (one.high or 0):+.1f}"
    return f"| {one.metric} | {percent(one.old)} | {percent(one.new)} | {change:+.1f} {better} | {bounds} | {one.p:.3f} |"


def _flipped(flip: Flip) -> str:
    kind = flip.mistake["type"].replace("_", " ")
    return f"- {flip.state}: `{_cell(flip.doc)}` {kind} {_cell(_what(flip))}"


def _what(flip: Flip) -> str:
    return " → ".join(words for words in (flip.mistake["expected"], flip.mistake["found"]) if words)


def _cell(words: str) -> str:
    """Other people's words in Markdown: one line, nothing that GitHub takes for markup."""
    plain = " ".join(words.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>|#!~&@" else one for one in plain)


def _render(template: str, run: SuiteRun, compared: Sequence[Compared], made: str, **more: Any) -> str:
    """Fill a template; every value is escaped, and the page's policy runs only the script that is in it."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": percent, "interval": interval}
    script, style = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    flipped = {(one.corpus, one.model): one.flips for one in compared}
    views = [
        run_view(Shown(report, entrant.label, flipped.get((report.corpus, entrant.label), ()), number), run.domain)
        for number, (entrant, report) in enumerate(run.reports)
    ]
    return environment.get_template(template).render(
        suite=run.suite,
        views=views,
        all_tags=sorted({name for view in views for doc in view["documents"] for name, _ in doc["tags"]}),
        compared=compared,
        made=made,
        headlines=HEADLINES,
        script=script,
        style=style,
        script_hash=f"sha256-{digest}",
        **more,
    )
