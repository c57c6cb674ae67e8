"""From the text of an answer to claims, item by item: one item that is no claim does not lose the others."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.errors import ModelAnswerError
from extractor.models.wire.schema import wire_format
from extractor.protocol import Malformed, Proposed

_CODE_BLOCK = re.compile(r"\A\s*```(?:json)?[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_SHOWN = 4000


def _numbers(value: Any) -> list[int | None]:
    """Whole numbers, null for anything else: an odd word here loses no claim."""
    return [item if type(item) is int else None for item in value] if isinstance(value, list) else []


class Answer(BaseModel):
    """The envelope of an answer; its items are checked one by one afterwards.

    `replaces` names, for each claim of a repair, the number of the failed claim it stands for; empty otherwise.
    """

    model_config = ConfigDict(extra="ignore")

    claims: list[Any]
    replaces: Annotated[list[int | None], BeforeValidator(_numbers)] = []

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Validate JSON; a Markdown code block around it is tolerated, models that have no strict mode like to add one."""
        block = _CODE_BLOCK.match(json_data) if isinstance(json_data, str) else None
        return super().model_validate_json(block.group(1) if block else json_data, **options)


@dataclass(frozen=True)
class ParsedClaims:
    """The claims of an answer in its order, the items that are none, and for each claim which failed claim it replaces (repairs)."""

    claims: tuple[Proposed, ...]
    malformed: tuple[Malformed, ...]
    replaces: tuple[int | None, ...]


def parse_answer(text: str) -> Answer:
    """Validate the envelope of an answer's text. Raises `ModelAnswerError`."""
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        raise not_an_answer(error) from None


def not_an_answer(error: ValidationError) -> ModelAnswerError:
    """The error for an answer whose envelope is wrong."""
    return ModelAnswerError(
        f"the answer is not the JSON that was asked for: {_reason(error)}",
        hint="The raw answer is kept with the call; try again with --fresh, or another model.",
    )


def read_claims(answer: Answer, domain: Domain, published: str | None) -> ParsedClaims:
    """Validate every item of an answer as a claim of `domain`. `published` (EDTF) tells resolved dates from dates in the text."""
    claims: list[Proposed] = []
    malformed: list[Malformed] = []
    replaces: list[int | None] = []
    for number, item in enumerate(answer.claims):
        try:
            claims.append(Proposed(_claim(item, domain, published)))
        except ValidationError as error:
            malformed.append(Malformed(raw=_raw(item), reason=_reason(error)))
        else:
            replaces.append(answer.replaces[number] if number < len(answer.replaces) else None)
    return ParsedClaims(tuple(claims), tuple(malformed), tuple(replaces))


def _claim(item: Any, domain: Domain, published: str | None) -> Claim:
    return domain.parse(wire_format(domain).read(item, published))


def _raw(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False)[:_SHOWN]


def _reason(error: ValidationError) -> str:
    """The first complaints in one line, by field; never the values, which may be a whole document."""
    shown = [f"{'.'.join(str(part) for part in one['loc']) or 'answer'}: {one['msg']}" for one in error.errors(include_input=False)[:3]]
    return "; ".join(shown)
