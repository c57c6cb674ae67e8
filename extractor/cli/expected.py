"""What a run with a language model will about take, said before it begins; no document is opened for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.cli.console import plural, say
from extractor.domain import DOMAIN
from extractor.errors import UsageError
from extractor.ingest import Source, discover
from extractor.models.options import EndpointOptions
from extractor.settings import Settings
from extractor.wiring import LANGUAGE_MODEL, endpoint_options

PLAIN = frozenset({".txt", ".text", ".md"})
"""Endings of files whose text is about as long as the file."""


@dataclass
class Sizes:
    """Plain texts, their bytes and the calls they take; `others`: pages, PDFs and addresses, whose texts nobody knows the length of."""

    texts: int = 0
    chars: int = 0
    calls: int = 0
    others: int = 0


def measure(sources: Iterable[Source], largest: int, max_chars: int) -> Sizes:
    """Add up `sources` by what the file system says; files over `largest` bytes will not be read. Flat in memory."""
    sizes = Sizes()
    for source in sources:
        size = _size(source)
        if size is None:
            sizes.others += 1
        elif 0 < size <= largest:
            sizes.texts += 1
            sizes.chars += size
            sizes.calls += -(-size // max_chars)
    return sizes


def announce(paths: Iterable[Path], model: str, settings: Settings, largest: int) -> None:
    """Say on stderr what a run with a language model will about take; nothing for other models. `largest`: bytes of a file.

    Raises `UsageError` for a limit in money where the price isn't known: it could not be held.
    """
    if not model.startswith(LANGUAGE_MODEL):
        return
    options = endpoint_options(model, settings)
    sizes = measure(discover(paths), largest, options.max_chars)
    say(_told(sizes, options))


def _told(sizes: Sizes, options: EndpointOptions) -> str:
    from extractor.models.estimate import estimate  # noqa: PLC0415 - the table of prices is for those who pay

    expected = estimate(sizes.calls, sizes.chars, DOMAIN, options)
    if options.max_cost_usd is not None and expected.cost_usd is None:
        raise UsageError(
            f"--max-cost {options.max_cost_usd:g}: the price of {options.model} at {options.shown_url} is not known",
            hint="Limit tokens instead: --max-tokens N.",
        )
    price = "price unknown" if expected.cost_usd is None else f"${expected.cost_usd:.2f}"
    tokens = expected.prompt_tokens + expected.completion_tokens
    parts = [f"About {plural(expected.calls, 'call')}, {tokens:,} tokens, {price} for {plural(sizes.texts, 'text file')}, repairs apart"]
    if sizes.others:
        parts.append(f"{plural(sizes.others, 'page or PDF', 'pages or PDFs')} not counted")
    return "; ".join([*parts, "answers that are stored cost nothing."])


def _size(source: Source) -> int | None:
    """Bytes of a plain text, 0 if it can't be read; null if that says nothing of the text's length."""
    if source.problem is not None:
        return 0
    if source.size is not None:
        return source.size if PurePosixPath(source.name).suffix.lower() in PLAIN else None
    if source.path is None or source.path.suffix.lower() not in PLAIN:
        return None
    try:
        return source.path.stat().st_size
    except OSError:
        return 0
