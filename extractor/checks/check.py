"""What a check is, and how it words what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from extractor.checks.docket import Case
from extractor.claims.finding import Finding, Severity, Span

_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `run` yields what it finds about a case; `codes` are all it may find, each with its possible severities.

    A code is stable: it is stored with decisions and documented in docs/FINDINGS.md.
    """

    name: str
    codes: Mapping[str, tuple[Severity, ...]]
    run: Callable[[Case], Iterable[Finding]]


def quoted(words: str) -> str:
    """`words` in quotation marks, on one line, shortened in the middle."""
    line = " ".join(words.split())
    if len(line) > _SHOWN:
        line = f"{line[: _SHOWN // 2]} … {line[-_SHOWN // 2 :]}"
    return f"“{line}”"


def block(
    code: str, field: str, message: str, *, expected: str | None = None, found: str | None = None, span: Span | None = None
) -> Finding:
    """A finding that forbids accepting the claim as it stands."""
    return Finding(code=code, severity="block", field=field, message=message, expected=expected, found=found, span=span)


def warn(
    code: str, field: str, message: str, *, expected: str | None = None, found: str | None = None, span: Span | None = None
) -> Finding:
    """A finding that the reviewer should look at."""
    return Finding(code=code, severity="warn", field=field, message=message, expected=expected, found=found, span=span)


def info(
    code: str, field: str, message: str, *, expected: str | None = None, found: str | None = None, span: Span | None = None
) -> Finding:
    """A finding that is good to know."""
    return Finding(code=code, severity="info", field=field, message=message, expected=expected, found=found, span=span)
