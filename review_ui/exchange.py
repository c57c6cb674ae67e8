"""What the browser sends: validated, never trusted.

    browser ──{have, at, outbox, question, …}──▶ app ──{claims, documents, acks, answer, …}──▶ browser

Everything that the server has not acknowledged is in every message, so that messages may be merged, lost or repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.review import Action


class Sent(BaseModel):
    """A part of a message; unknown keys are left aside, so that an open page survives an update of the program."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SentAction(Sent):
    """One decision as the browser made it. `draft` is the edited claim of a fix, or with `add` a new claim of `document`."""

    id: str
    claim: str
    action: Action | Literal["add"]
    version: int = 1
    revision: int = 1
    reason: str | None = None
    draft: dict[str, Any] | None = None
    document: str | None = None
    undoes: str | None = None


class Question(Sent):
    """Asks what the checks say to a draft of a claim (null: a new one). `touched` are the paths that the reviewer has set by hand."""

    n: int
    claim: str | None
    document: str = ""
    draft: dict[str, Any]
    touched: tuple[str, ...] = ()


class Message(Sent):
    """All that the browser tells: what it holds, where it stands, what it has decided (`outbox`: entries as they came).

    `seq` counts the messages of a page; the answer repeats it. `keep`: reservations to prolong. `filter`: what the reviewer wants
    to see, as in the page's address; null = as the address says. `facets`: whether the page asks what there is to filter by.
    `uncovered`: the document of which the page asks what no claim covers. `keys`: what the reviewer's keys shall be from now on.
    """

    seq: int = 0
    have: dict[str, int] = Field(default_factory=dict)
    documents: tuple[str, ...] = ()
    at: str | None = None
    tail: str | None = None
    ahead: int = 0
    wanted: tuple[str, ...] = ()
    outbox: tuple[dict[str, Any], ...] = ()
    keep: tuple[str, ...] = ()
    filter: dict[str, str] | None = None
    facets: bool = False
    uncovered: str | None = None
    keys: dict[str, str] | None = None
    question: Question | None = None


def read_message(raw: object) -> Message:
    """The message in `raw`; an empty one if it can't be read (a page that has just opened has sent nothing)."""
    try:
        return Message.model_validate(raw or {})
    except ValidationError:
        return Message()


def read_actions(outbox: Iterable[dict[str, Any]]) -> tuple[list[SentAction], list[str]]:
    """The outbox's actions in order, and the ids of those that can't be read: one broken entry must not hold up the others."""
    actions: list[SentAction] = []
    broken: list[str] = []
    for entry in outbox:
        try:
            actions.append(SentAction.model_validate(entry))
        except ValidationError:
            broken.append(str(entry.get("id", "")))
    return actions, broken
