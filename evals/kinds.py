"""What the kinds of a domain have, read off their models, so that no measure names one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from extractor.claims.core import Claim
from extractor.claims.domain import Domain


@lru_cache(maxsize=512)
def choices(kind: type[Claim], field: str) -> tuple[str, ...]:
    """The fixed values of a kind's field; empty if it has no such field, or one of free text."""
    info = kind.model_fields.get(field)
    arguments: tuple[Any, ...] = get_args(info.annotation) if info else ()
    return arguments if arguments and all(isinstance(value, str) for value in arguments) else ()


def choice_of(claim: Claim, field: str) -> str | None:
    """The claim's value of a field with fixed values; null if its kind has none."""
    value: str | None = getattr(claim, field) if choices(type(claim), field) else None
    return value


def parts_of(domain: Domain, field: str, value: str | None) -> tuple[str, ...]:
    """The simpler values that a merged value stands for ("killed_or_wounded": killed, wounded); empty for simple ones."""
    merged = [support.merged for support in domain.supports if support.field == field]
    return next((tuple(parts) for one in merged for name, parts in one.items() if name == value), ())
