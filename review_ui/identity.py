"""Who somebody is, by the token of an identity provider. Pure; signin.py asks Streamlit for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from extractor.errors import RoleError, UsageError
from extractor.roles import Role, claim_of, read_mapping, roles_of_token
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Identity:
    """What a token says: the name decisions are stored under, the provider's own identifier, roles, who issued it when."""

    name: str
    subject: str
    roles: frozenset[Role]
    issuer: str
    issued_at: datetime


def identity_of(token: Mapping[str, Any], settings: Settings) -> Identity:
    """Read a token. Raises `RoleError` where it doesn't say who it is about, `UsageError` for settings that can't be read."""
    name = claim_of(token, settings.oidc_name)
    subject, issued = token.get("sub"), token.get("iat")
    if not isinstance(name, str) or not name.strip() or not isinstance(subject, str) or not isinstance(issued, int | float):
        raise RoleError(
            f"The identity provider does not say who you are: its token has no {settings.oidc_name!r}.",
            hint="An admin sets QUOTEBOUND_OIDC_NAME to a claim that every token has.",
        )
    if settings.oidc_name == "email" and token.get("email_verified") is False:
        raise RoleError(f"The identity provider has not verified the address {name}.", hint="Confirm it there, then sign in again.")
    try:
        mapping = read_mapping(settings.oidc_role_values)
    except ValueError as error:
        raise UsageError(f"QUOTEBOUND_OIDC_ROLE_VALUES: {error}", hint="Correct or unset the variable.") from error
    roles = roles_of_token(token, settings.oidc_roles, mapping)
    return Identity(name.strip(), subject, roles, str(token.get("iss", "")), datetime.fromtimestamp(issued, UTC))
