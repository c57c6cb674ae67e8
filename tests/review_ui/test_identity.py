from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from extractor.errors import RoleError, UsageError
from extractor.settings import Settings
from review_ui.identity import identity_of
from review_ui.signin import write_secrets

TOKEN: dict[str, Any] = {"sub": "s-1", "iss": "https://id.example", "iat": 1_777_888_000, "email": "ada@example.org", "roles": ["reviewer"]}


def settings(**given: Any) -> Settings:
    return Settings(oidc_metadata_url="https://id.example/.well-known/openid-configuration", **given)


def test_a_token_says_who_it_is_about() -> None:
    who = identity_of(TOKEN, settings())
    assert (who.name, who.subject, who.issuer) == ("ada@example.org", "s-1", "https://id.example")
    assert who.roles == {"viewer", "reviewer"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"email": None}, "has no 'email'"),
        ({"email": "  "}, "has no 'email'"),
        ({"sub": None}, "does not say who you are"),
        ({"iat": None}, "does not say who you are"),
        ({"email_verified": False}, "has not verified the address ada@example.org"),
    ],
)
def test_a_token_that_leaves_it_open_who_somebody_is_lets_nobody_in(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(RoleError, match=complaint):
        identity_of(TOKEN | change, settings())


def test_a_mapping_that_cannot_be_read_names_the_variable() -> None:
    with pytest.raises(UsageError, match="QUOTEBOUND_OIDC_ROLE_VALUES: 'boss=it'"):
        identity_of(TOKEN, settings(oidc_role_values="boss=it"))


def test_the_secrets_file_is_its_owners_alone_and_survives_any_character(tmp_path: Path) -> None:
    given = settings(oidc_client_id="app", oidc_client_secret=SecretStr('"\\\n#'), app_url="https://review.example/")
    path = write_secrets(tmp_path, given, 8501)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = tomllib.loads(path.read_text(encoding="utf-8"))["auth"]
    assert written["client_secret"] == '"\\\n#'
    assert written["redirect_uri"] == "https://review.example/oauth2callback"
    assert len(written["cookie_secret"]) >= 32


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "QUOTEBOUND_OIDC_CLIENT_ID"),
        ({"oidc_client_id": "app"}, "QUOTEBOUND_OIDC_CLIENT_SECRET"),
        ({"oidc_client_id": "app", "oidc_client_secret": "s", "oidc_cookie_secret": "short"}, "QUOTEBOUND_OIDC_COOKIE_SECRET"),
    ],
)
def test_what_is_missing_to_sign_in_is_named(tmp_path: Path, given: dict[str, str], name: str) -> None:
    with pytest.raises(UsageError, match=name):
        write_secrets(tmp_path, settings(**given), 8501)
