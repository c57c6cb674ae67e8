"""Which prompt a language model is asked with."""

from __future__ import annotations

from extractor.claims.domain import Domain
from extractor.errors import UsageError
from prompts import Prompt, PromptNotFoundError, list_versions, load

PROMPT = "extract"


def newest_version(domain: Domain | None = None) -> int:
    """The newest version of the extraction prompt (of a domain)."""
    versions = list_versions(domain.name if domain else None)
    return max(int(number) for name, _, number in (one.rpartition(".v") for one in versions) if name.endswith(f"/{PROMPT}"))


def prompt_of(domain: Domain, version: int) -> Prompt:
    """The extraction prompt of a domain. Raises `UsageError` naming the versions there are."""
    try:
        return load(domain.name, PROMPT, version)
    except PromptNotFoundError as error:
        raise UsageError(str(error), hint="`quotebound prompts list` shows them.") from None
