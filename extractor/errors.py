"""One tree of errors.

    QuoteboundError
    ├── UsageError             the command or its settings can't work: exit code 2
    │   ├── UnknownModelError      --model names nothing we have
    │   └── MetadataError          a metadata file has a wrong line
    ├── InputError             one document can't be read: recorded, the run goes on
    ├── ModelError             a model could not answer for one document: recorded, the run goes on
    │   ├── ModelRefusedError      refusal or content filter
    │   ├── ModelAnswerError       the answer is not what the schema asks for
    │   ├── ModelLengthError       the answer was cut off at the token limit
    │   ├── ModelUnavailableError  the endpoint could not be reached, or kept failing
    │   ├── ModelBudgetError       the run has spent what it may spend
    │   ├── ModelDeferredError     the request was written to a batch file; its answer comes later
    │   └── RecordingMissingError  no stored answer for this request
    └── StoreError             the database refuses
        ├── NotFoundError          no such claim, document, run or release
        ├── ConflictError          somebody decided in the meantime: nothing was written
        └── RuleError              a rule of the product forbids it (accepting a blocked claim, …)
            └── RoleError              nobody gave this person the role for it

Configuration and programming errors are raised. What goes wrong with one document, claim or model answer is raised inside its
adapter, caught once in the pipeline, and from there on is a value (`Failure`) that is stored, counted and shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class QuoteboundError(Exception):
    """Base of every error that the product raises on purpose.

    `code` is stable and documented; `hint` is the way out, one sentence.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(QuoteboundError):
    """The command line or the settings can't work as given."""

    code = "usage"


class UnknownModelError(UsageError):
    """`--model` names nothing that exists."""

    code = "usage.model"


class MetadataError(UsageError):
    """A metadata file has a line that can't be used; the message names file, line and field."""

    code = "usage.metadata"


class InputError(QuoteboundError):
    """One document can't be read. `code` says why: `input.empty`, `input.binary`, `input.encoding`, `input.too_large`."""

    code = "input"

    def __init__(self, message: str, *, code: str = "input", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class ModelError(QuoteboundError):
    """A model could not answer for one document."""

    code = "model"


class ModelRefusedError(ModelError):
    """The model refused, or a content filter stopped the answer."""

    code = "model.refused"


class ModelAnswerError(ModelError):
    """The answer is not what the schema asks for."""

    code = "model.answer"


class ModelLengthError(ModelError):
    """The answer was cut off at the token limit."""

    code = "model.length"


class ModelUnavailableError(ModelError):
    """The endpoint could not be reached, or kept failing."""

    code = "model.unavailable"


class ModelBudgetError(ModelError):
    """The run has spent what it may spend: nothing was sent."""

    code = "model.budget"


class ModelDeferredError(ModelError):
    """The request waits in a batch file; nothing was sent, and the run after the batch finds its answer."""

    code = "model.deferred"


class ModelStoppedError(ModelError):
    """The run was stopped before the document's turn: nothing was sent."""

    code = "model.stopped"


class RecordingMissingError(ModelError):
    """There is no stored answer for this request."""

    code = "model.recording_missing"


class StoreError(QuoteboundError):
    """The database refuses."""

    code = "store"


class StoreFullError(StoreError):
    """There is no room left on the database's disk: no other document would fare better."""

    code = "store.full"


class StoreValueError(StoreError):
    """The database can't hold what comes of one document: others fare better."""

    code = "store.value"


class NotFoundError(StoreError):
    """No such claim, document, run or release."""

    code = "store.not_found"


class ConflictError(StoreError):
    """Somebody else decided in the meantime; nothing was written."""

    code = "store.conflict"


class RuleError(StoreError):
    """A rule of the product forbids it, e.g. accepting a claim that a check blocks."""

    code = "store.rule"


class RoleError(RuleError):
    """Nobody gave this person the role that it takes."""

    code = "store.role"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one document, as a value: stable `code`, one sentence, and the way out."""

    code: str
    message: str
    hint: str = ""

    @classmethod
    def of(cls, error: QuoteboundError) -> Failure:
        """The failure that `error` stands for."""
        return cls(error.code, error.message, error.hint)


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Field (empty for the whole) and message of the first thing that a validator found wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(str(part) for part in first["loc"]), fault_message(first["msg"])


def fault_message(message: str) -> str:
    """A validator's message without what Pydantic puts before it."""
    return message.removeprefix("Value error, ")
