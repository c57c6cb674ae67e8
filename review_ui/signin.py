"""Signing in: Streamlit's own OpenID Connect, and the secrets file it wants. Without an identity provider one person is in already."""

from __future__ import annotations

import html
import json
import secrets
from pathlib import Path

import streamlit as st

from extractor.errors import UsageError
from extractor.roles import ROLES, Role
from extractor.settings import Settings
from extractor.store import Store
from review_ui.identity import identity_of

SHORTEST_SECRET = 32


def write_secrets(folder: Path, settings: Settings, port: int) -> Path:
    """Streamlit's secrets file in `folder`, readable by its owner only. Raises `UsageError` naming what is not set."""
    address = (settings.app_url or f"http://127.0.0.1:{port}").rstrip("/")
    client = settings.oidc_client_secret
    if settings.oidc_client_id is None or client is None:
        name = "QUOTEBOUND_OIDC_CLIENT_ID" if settings.oidc_client_id is None else "QUOTEBOUND_OIDC_CLIENT_SECRET"
        raise UsageError(f"{name} is not set", hint="Register the app at the identity provider; it gives an identifier and a secret.")
    cookie = settings.oidc_cookie_secret.get_secret_value() if settings.oidc_cookie_secret else secrets.token_urlsafe(48)
    if len(cookie) < SHORTEST_SECRET:
        raise UsageError(f"QUOTEBOUND_OIDC_COOKIE_SECRET has {len(cookie)} characters", hint=f"Give at least {SHORTEST_SECRET}, by chance.")
    values = {
        "redirect_uri": f"{address}/oauth2callback",
        "cookie_secret": cookie,
        "client_id": settings.oidc_client_id,
        "client_secret": client.get_secret_value(),
        "server_metadata_url": settings.oidc_metadata_url,
    }
    path = folder / "secrets.toml"
    path.touch(mode=0o600)
    path.write_text("[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()), encoding="utf-8")
    return path


def reviewer_of(store: Store, settings: Settings) -> str | None:
    """Whose session this is; null while nobody is signed in or whoever is has no role, and then the page says so."""
    if settings.oidc_metadata_url is None:
        return settings.reviewer or "reviewer"
    if not st.user.is_logged_in:
        _ask()
        return None
    who = identity_of(st.user.to_dict(), settings)
    if st.session_state.get("admitted") != who:
        store.team.admit(who.name, who.subject, who.roles, who.issuer, who.issued_at)
        st.session_state["admitted"] = who
    if not store.team.roles(who.name):
        _explain_no_role(who.name, settings)
        return None
    return who.name


def signed_in(name: str, roles: frozenset[Role]) -> None:
    """Who is signed in, with the way out."""
    with st.container(horizontal=True, vertical_alignment="center"):
        held = ", ".join(role for role in ROLES if role in roles)
        st.html(f"Signed in as <strong>{html.escape(name)}</strong>: {held}", width="stretch")  # Markdown would make a link of an address
        sign_out()


def sign_out() -> None:
    """The button that ends the session here and at the identity provider."""
    st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=st.logout)


def _ask() -> None:
    with st.container(key="door"):
        st.title("quotebound", anchor=False)
        st.markdown("Claims are reviewed here by a team: sign in with your account. What you decide is stored under your name.")
        st.button("Sign in", key="sign_in", type="primary", shortcut="Enter", on_click=st.login)


def _explain_no_role(name: str, settings: Settings) -> None:
    with st.container(key="door"):
        st.title("You have no role here", anchor=False)
        st.html(
            f"You are signed in as <strong>{html.escape(name)}</strong>, but your account gives you no role in this team: its claim "
            f"<code>{html.escape(settings.oidc_roles)}</code> names none. Whoever administers the accounts can add you; then sign in again."
        )
        sign_out()
