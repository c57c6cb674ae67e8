"""Nothing is lost and nothing doubled: a reload, a restarted server or database, a lost connection, somebody else at the same claim."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

import psycopg
import pytest

from extractor.claims.conflict import Casualties
from extractor.review import Action
from extractor.store import ClaimFilter, ClaimRow, Store, open_store
from tests.browser.app import App
from tests.browser.cut import Cut
from tests.browser.samples import DOCUMENT, DROWNED, INJURED, SIX_MISSING, SOUND, casualties, exactly, fill
from tests.browser.screen import Screen
from tests.conftest import missing as missing_here
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]


def test_a_reload_right_after_a_decision_loses_nothing(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("a", "a")
    screen.page.reload()
    screen.awaits(SIX_MISSING.statement)
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["accept"], INJURED.statement: ["accept"]}


def test_what_is_decided_while_the_server_is_away_is_stored_when_it_is_back(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.settle()
    app.stop()
    screen.press("a", "r", "3")
    screen.awaits(SIX_MISSING.statement)
    screen.shows(".qb-lost-connection", "2 decisions kept here")
    screen.press("a", "a", "a")
    screen.shows(".qb-empty", "Not connected")
    screen.shows(".qb-empty", "5 decisions kept here")
    app.start()
    screen.settle()
    screen.shows(".qb-empty", "All decided")
    assert list(acts(app.store).values()) == [["accept"], ["reject"], ["accept"], ["accept"], ["accept"]]


def test_a_decision_by_somebody_else_is_shown_with_both_versions_and_not_overwritten(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    first = rows(app.store)[0]
    decide(app.store, first.id, "reject", reviewer="ada", reason="Out of scope")
    screen.press("a")
    screen.shows(".qb-notice", "Somebody decided in the meantime")
    screen.shows(".qb-notice", "ada: rejected")
    screen.shows(".qb-notice", "You: accept")
    assert rows(app.store)[0].state == "rejected"
    screen.press("o")
    screen.awaits(DROWNED.statement)
    screen.shows(".qb-state", "rejected")
    screen.shows(".qb-past", "ada rejected: Out of scope")
    screen.press("a")  # having seen it, mira decides anew
    screen.awaits(INJURED.statement)
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["reject", "accept"]}


@pytest.mark.parametrize("database", ["serve", pytest.param("serve_postgres", marks=pytest.mark.postgres)])
def test_two_reviewers_share_a_queue_without_meeting(database: str, request: pytest.FixtureRequest, open_page: Open) -> None:
    serve: Serve = request.getfixturevalue(database)
    mira, ada = serve("mira"), serve("ada")
    fill(mira.store, *(missing(number) for number in range(1, 61)), document=replace(DOCUMENT, text=CROWD))
    screens = [open_page(mira), open_page(ada)]
    for _ in range(10):
        for screen in screens:
            screen.page.wait_for_selector('.qb[data-blank="false"]')
            screen.press("a", "a")
    for screen in screens:
        screen.settle()
        assert screen.page.locator(".qb-notice").count() == 0
    decided = [decision for row in rows(mira.store) for decision in mira.store.claims.history(row.id).decisions]
    assert Counter(decision.reviewer for decision in decided) == {"mira": 20, "ada": 20}
    assert len({decision.claim_id for decision in decided}) == 40


@pytest.mark.postgres
def test_a_database_that_restarts_loses_and_doubles_nothing_and_the_reviewer_is_told(tmp_path: Path, open_page: Open) -> None:
    with PostgresAlone() as postgres, open_store(postgres.url) as store:
        app = App(postgres.url, tmp_path, store, "mira")
        app.start()
        try:
            fill(store, *SOUND)
            screen = open_page(app)
            screen.awaits(DROWNED.statement)
            screen.press("a")
            screen.settle()
            postgres.stop()
            screen.press("a", "r", "3")
            screen.shows(".qb-notice", "The database can't be used just now")
            screen.shows(".qb-count", "of 5 claims decided")
            postgres.start()
            screen.settle()
            screen.page.wait_for_selector(".qb-notice", state="detached")
            assert acts(store) == {DROWNED.statement: ["accept"], INJURED.statement: ["accept"], SIX_MISSING.statement: ["reject"]}
        finally:
            app.stop()


def test_a_lost_connection_loses_and_doubles_nothing_and_the_reviewer_is_told(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    line = Cut(app.port)
    screen = open_page(line)  # type: ignore[arg-type]  # an address is all that it asks for
    screen.awaits(DROWNED.statement)
    screen.press("a")
    screen.settle()
    before = screen.page.locator(".qb-statement").bounding_box()
    line.cut()
    screen.press("a", "r", "3")
    screen.shows(".qb-lost-connection", "2 decisions kept here")
    after = screen.page.locator(".qb-statement").bounding_box()
    assert before is not None
    assert after is not None
    assert before["y"] == after["y"], "the claim was pushed down"
    line.mend()
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["accept"], INJURED.statement: ["accept"], SIX_MISSING.statement: ["reject"]}
    line.cut()


class PostgresAlone:
    """A PostgreSQL of the test's own, which may be stopped and started."""

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="qb-pg-"))
        self.start()
        return self

    def start(self) -> None:
        """Start it, with what it held before."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its dependencies warn where there is no XDG_RUNTIME_DIR
            try:
                from pgserver.postgres_server import get_server  # noqa: PLC0415 - only those who run these tests need the wheel
            except ImportError:
                missing_here("no PostgreSQL: the pgserver wheel is not made for this Python")
            self._server = get_server(self._folder / "data", cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def stop(self) -> None:
        """Stop it at once: whoever is connected is cut off."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
            )
        self._server.cleanup()

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


CROWD = "\n".join(f"In village {number} the mayor said {number} people were missing.\n" for number in range(1, 61))


def missing(number: int) -> Casualties:
    """A claim of the crowded article."""
    quote = f"In village {number} the mayor said {number} people were missing."
    return casualties(quote, exactly(str(number), number), "missing", "the mayor", f"{number} people are missing in village {number}.")


def rows(store: Store) -> list[ClaimRow]:
    """All claims, in document order."""
    return list(store.claims.list(ClaimFilter()))


def acts(store: Store) -> dict[str, list[Action]]:
    """What was decided, by the claim's statement, in order."""
    found = {row.claim.statement: [decision.action for decision in store.claims.history(row.id).decisions] for row in rows(store)}
    return {statement: actions for statement, actions in found.items() if actions}
