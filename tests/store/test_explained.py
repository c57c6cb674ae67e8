"""What the store says when a database fails in ways that a test can't bring about for real."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from extractor.errors import RuleError, StoreError
from extractor.store.failures import explained, translated


class ServerError(Exception):
    """What psycopg raises, as far as we look at it."""

    def __init__(self, message: str, sqlstate: str | None = None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


def wrapped(error: Exception, *, lost: bool = False) -> OperationalError:
    return OperationalError("SELECT secret_statement", {}, error, connection_invalidated=lost)


@pytest.mark.parametrize(
    ("sqlstate", "message"),
    [
        ("53100", "disk is full"),
        ("53300", "no connection left"),
        ("25006", "read-only"),
        ("42501", "may not do that"),
        ("57P01", "shutting down"),
        ("40P01", "blocked each other"),
    ],
)
def test_what_postgresql_reports_has_a_plain_name_and_a_way_out(sqlstate: str, message: str) -> None:
    said, hint = explained(wrapped(ServerError("in the server's words", sqlstate)))
    assert message in said
    assert hint


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("could not translate host name", "can't be resolved"),
        ("timeout expired", "doesn't answer"),
    ],
)
def test_what_has_no_code_is_known_by_its_words(words: str, message: str) -> None:
    assert message in explained(wrapped(ServerError(words)))[0]


def test_a_lost_connection_says_to_try_again() -> None:
    said, hint = explained(wrapped(ServerError("server closed the connection unexpectedly\n\tmore"), lost=True))
    assert said == "the connection was lost (server closed the connection unexpectedly)"
    assert "again" in hint


def test_the_unknown_is_passed_on_in_its_own_words_without_the_statement() -> None:
    assert explained(wrapped(ServerError("no idea\nDETAIL: x"))) == ("no idea", "")


def raised(error: Exception) -> StoreError:
    with pytest.raises(StoreError) as caught, translated("sqlite:///x.db"):
        raise error
    return caught.value


def test_a_refusal_of_our_triggers_is_a_rule_error_in_its_own_words() -> None:
    error = raised(IntegrityError("INSERT", {}, sqlite3.IntegrityError("quotebound: a check blocks this version")))
    assert isinstance(error, RuleError)
    assert error.message == "a check blocks this version"


def test_other_failures_name_the_database() -> None:
    for error in (
        IntegrityError("INSERT", {}, sqlite3.IntegrityError("FOREIGN KEY constraint failed")),
        DBAPIError("SELECT", {}, sqlite3.InterfaceError("odd")),
        PoolTimeoutError("QueuePool limit"),
        InvalidRequestError("closed"),
    ):
        assert raised(error).message.startswith("sqlite:///x.db: ")
