"""Every verbatim word of the claim stands in the document."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.check import Check, block, quoted
from extractor.checks.docket import Case
from extractor.claims.fields import verbatim_fields
from extractor.claims.finding import Finding

_CODES = {
    "attribution.source": "source.absent",
    "attribution.relays": "relay.absent",
    "attribution.cue": "cue.absent",
    "attribution.basis": "basis.absent",
    "attribution.said_on": "time.absent",
    "event_time": "time.absent",
    "place": "place.absent",
    "verification": "verification.absent",
}
_NAMES = {"cue.absent": "attributing words", "time.absent": "time", "verification.absent": "words of verification"}


def _code(case: Case, path: str) -> str:
    for start, code in _CODES.items():
        if path == start or path.startswith(start + "."):
            return code
    root = path.split(".", maxsplit=1)[0]
    for role, fields in case.docket.domain.roles.get(case.claim.kind, {}).items():
        if root in fields:
            return f"{role}.absent"
    return "mention.absent"


def _run(case: Case) -> Iterator[Finding]:
    for path, words in verbatim_fields(case.claim):
        if path in case.anchors or path == "figure.text":
            continue
        code = _code(case, path)
        name = _NAMES.get(code, code.split(".")[0])
        yield block(code, path, f"The {name} {quoted(words)} stands nowhere in the document.", expected=words)


PRESENT = Check(
    "present",
    dict.fromkeys(dict.fromkeys([*_CODES.values(), "population.absent", "attacker.absent", "mention.absent"]), ("block",)),
    _run,
)
