from __future__ import annotations

import pytest

from extractor.store import open_store
from tests.cli.run import CommandLine

WRONG: list[tuple[tuple[object, ...], str]] = [
    (("overlap", "most"), "rule"),
    (("overlap", "sample", "--share", 2), "share"),
    (("grant", "x", "boss"), "boss"),
]


@pytest.fixture
def root(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with somebody before it."""
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "root")
    return quotebound


def test_roles_are_given_shown_and_taken(root: CommandLine) -> None:
    assert "Nobody is a member" in root("team", "show").err
    assert root("team", "grant", "root", "admin").code == 0
    assert "ada: viewer, reviewer." in root("team", "grant", "ada", "reviewer").err
    assert "viewer, reviewer" in root("team", "show").out
    assert "no roles any more" in root("team", "grant", "ada").err


def test_whoever_is_no_admin_is_refused_with_the_way_out(root: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    root("team", "grant", "root", "admin")
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "ada")
    for words in (("team", "grant", "ada", "admin"), ("team", "overlap", "all")):
        ended = root(*words)
        assert ended.code == 2
        assert "An admin of the team gives roles" in ended.err
    ended = root("publish", "--to", root.folder / "out")
    assert (ended.code, "may not publish" in ended.err) == (2, True)


def test_the_rule_for_overlap_is_kept(root: CommandLine) -> None:
    assert "3 reviewers decide about 25% of the claims" in root("team", "overlap", "sample", "--reviewers", 3, "--share", 0.25).err
    with open_store(root.db) as store:
        assert store.team.overlap().rule == "sample"


@pytest.mark.parametrize(("words", "named"), WRONG)
def test_what_cannot_be_is_named(root: CommandLine, words: tuple[object, ...], named: str) -> None:
    ended = root("team", *words)
    assert (ended.code, named in ended.err) == (2, True)


def test_where_people_sign_in_nobody_is_named_on_the_command_line(root: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEBOUND_OIDC_METADATA_URL", "http://127.0.0.1:1/.well-known/openid-configuration")
    assert "--reviewer can't be given" in root("review", "--port", 18999, "--reviewer", "ada").err
    assert "QUOTEBOUND_OIDC_CLIENT_ID is not set" in root("review", "--port", 18999).err
