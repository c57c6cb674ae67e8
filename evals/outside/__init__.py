"""Gold that others made, in their formats: what maps onto gold lines is measured, what doesn't is said (docs/EVALS.md).

These modules and the domain are the places that name kinds: a foreign format has to be told what its slots mean here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evals.outside.brat import load_brat
from evals.outside.isaf import load_isaf
from evals.outside.muc import load_muc
from evals.outside.shape import Outside
from evals.outside.w3c import load_w3c
from extractor.errors import UsageError

FORMATS: dict[str, Callable[[Path], Outside]] = {"muc": load_muc, "isaf": load_isaf, "brat": load_brat, "w3c": load_w3c}


def load_outside(name: str, path: Path) -> Outside:
    """Read gold of format `name`. Raises `UsageError`, naming what can't be read."""
    if name not in FORMATS:
        raise UsageError(f"--format {name}: no such format", hint=f"There are: {', '.join(FORMATS)}. Without --format: the codebook's own.")
    if not path.exists():
        raise UsageError(f"{path} is missing", hint="Give the file or folder that holds the texts and their annotations.")
    return FORMATS[name](path)
