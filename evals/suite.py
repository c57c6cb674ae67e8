"""A suite: which models read which corpora, how often, and what must hold (YAML, one file a suite).

`evals/suites/suite.schema.json` is this module's JSON schema, for editors; `python -m evals.suite` writes it anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from evals.gate import Gate
from evals.metrics import BY_NAME
from extractor.errors import UsageError, first_fault

SHOWN_METRICS = ("relaxed_f1", "strict_f1", "figure_f1", "exact_span_rate", "absent_quote_rate")


class Entrant(BaseModel):
    """A model in a suite; what is null is as the suite says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(description="rules, openai/NAME or recorded/DIR (DIR relative to the suite's file)")
    corpora: tuple[str, ...] | None = Field(None, description="Only these of the suite's corpora")
    prompt: int | None = Field(None, ge=1, description="Version of the prompt, for openai/NAME [the newest that is published]")
    repeats: int | None = Field(None, ge=1, description="How often each document is read")

    @property
    def label(self) -> str:
        """The name in reports and baselines: the folder of a recording without its path, and the prompt's version where one is set."""
        name = f"recorded/{PurePath(self.model).name}" if self.model.startswith("recorded/") else self.model
        return f"{name} (prompt {self.prompt})" if self.prompt else name

    @property
    def varies(self) -> bool:
        """Whether the same question may be answered differently: the embedded model and recordings don't."""
        return self.model.startswith("openai/")


class Suite(BaseModel):
    """What a suite's file says; paths are relative to the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    about: str = ""
    corpora: tuple[str, ...] = Field(min_length=1, description="Corpus folders")
    models: tuple[Entrant, ...] = Field(min_length=1)
    repeats: int = Field(1, ge=1)
    concurrency: int = Field(4, ge=1)
    metrics: tuple[str, ...] = Field(SHOWN_METRICS, description="Shown in the matrix of models and corpora")
    gates: tuple[Gate, ...] = ()
    baseline: str | None = Field(None, description="Where the blessed baseline is kept [../baselines/NAME.json]")

    @field_validator("models", mode="before")
    @classmethod
    def _by_name(cls, models: Any) -> Any:
        return [{"model": one} if isinstance(one, str) else one for one in models] if isinstance(models, list | tuple) else models

    @field_validator("metrics")
    @classmethod
    def _known(cls, metrics: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in metrics if name not in BY_NAME]:
            raise ValueError(f"{unknown[0]!r} is no metric; there are: {', '.join(BY_NAME)}")
        return metrics

    def runs(self) -> Iterator[tuple[Entrant, str]]:
        """Every model with every corpus that it reads."""
        for entrant in self.models:
            for corpus in entrant.corpora or self.corpora:
                yield entrant, corpus


def load_suite(path: Path) -> Suite:
    """Read a suite's file. Raises `UsageError`, naming file and field."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        suite = Suite.model_validate(data)
    except FileNotFoundError:
        raise UsageError(f"{path} is missing", hint="Give a suite's YAML file or a corpus folder.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: not YAML: {' '.join(str(error).split())}", hint="evals/suites/suite.schema.json says what is in it."
        ) from None
    except ValidationError as error:
        field, message = first_fault(error)
        raise UsageError(f"{path}: {field or 'the file'}: {message}", hint="evals/suites/suite.schema.json says what is in it.") from None
    _check_models(path, suite)
    return suite


def _check_models(path: Path, suite: Suite) -> None:
    seen = set()
    for corpus, entrant in ((corpus, one) for one in suite.models for corpus in one.corpora or suite.corpora):
        if corpus not in suite.corpora:
            raise UsageError(f"{path}: models: {entrant.model}: {corpus} is none of the suite's corpora", hint="List it under corpora.")
        if (corpus, entrant.label) in seen:
            raise UsageError(
                f"{path}: models: {entrant.label} stands twice for {corpus}", hint="Name it once, or give each a prompt of its own."
            )
        seen.add((corpus, entrant.label))


def schema() -> str:
    """The JSON schema of a suite's file."""
    shape = Suite.model_json_schema()
    entrant = shape["properties"]["models"]["items"]
    shape["properties"]["models"]["items"] = {"anyOf": [entrant, {"type": "string"}]}
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
