"""The checks, in the order in which a reviewer reads their findings."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.checks.check import Check
from extractor.checks.duplicate import DUPLICATE
from extractor.checks.figure_missing import FIGURE_MISSING
from extractor.checks.figure_reused import FIGURE_REUSED
from extractor.checks.figure_rival import FIGURE_RIVAL
from extractor.checks.figure_token import FIGURE_TOKEN
from extractor.checks.figure_words import FIGURE_WORDS
from extractor.checks.furniture import FURNITURE
from extractor.checks.outcome import OUTCOME
from extractor.checks.present import PRESENT
from extractor.checks.quote import QUOTE
from extractor.checks.source import SOURCE
from extractor.checks.stance import STANCE
from extractor.checks.statement import STATEMENT
from extractor.checks.totals import TOTALS
from extractor.checks.when import TIME
from extractor.claims.finding import Severity

CHECKS: tuple[Check, ...] = (
    QUOTE,
    PRESENT,
    FIGURE_WORDS,
    FIGURE_TOKEN,
    FIGURE_REUSED,
    FIGURE_RIVAL,
    FIGURE_MISSING,
    STATEMENT,
    OUTCOME,
    STANCE,
    SOURCE,
    TIME,
    TOTALS,
    FURNITURE,
    DUPLICATE,
)

CHECKS_VERSION = "10"
"""Goes up whenever the same claim and document may give other findings; stored with every run and receipt."""

GROUNDING: Mapping[str, tuple[Severity, ...]] = {
    "quote.normalised": ("warn", "info"),
    "quote.ambiguous": ("warn",),
    "quote.case": ("warn",),
    "quote.stitched": ("warn",),
    "words.normalised": ("info",),
}
"""Codes of `text.ground`, which runs before the checks."""

LIMITS: Mapping[str, tuple[Severity, ...]] = {"claim.too_many": ("block",)}


def codes() -> dict[str, tuple[Severity, ...]]:
    """Every code that a claim may carry, with its possible severities."""
    found: dict[str, set[Severity]] = {}
    for table in (GROUNDING, LIMITS, *(check.codes for check in CHECKS)):
        for code, severities in table.items():
            found.setdefault(code, set()).update(severities)
    order: tuple[Severity, ...] = ("block", "warn", "info")
    return {code: tuple(severity for severity in order if severity in found[code]) for code in sorted(found)}
