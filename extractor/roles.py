"""What somebody of a team may do, and how an identity provider's token says so. Pure.

A role includes those it needs: who adjudicates may review, who reviews may look. Only an admin has every role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

Role = Literal["viewer", "reviewer", "adjudicator", "publisher", "admin"]

ROLES: tuple[Role, ...] = get_args(Role)
EVERY = frozenset(ROLES)
_INCLUDES: dict[Role, frozenset[Role]] = {
    "viewer": frozenset({"viewer"}),
    "reviewer": frozenset({"viewer", "reviewer"}),
    "adjudicator": frozenset({"viewer", "reviewer", "adjudicator"}),
    "publisher": frozenset({"viewer", "publisher"}),
    "admin": EVERY,
}

_TASKS: dict[Role, str] = {
    "viewer": "look at the claims",
    "reviewer": "decide about claims",
    "adjudicator": "settle what reviewers differ about",
    "publisher": "publish",
    "admin": "change roles and rules",
}

Mapped = Mapping[str, frozenset[Role]]
"""Which values of the token's claim give which roles."""
OWN_NAMES: Mapped = {role: frozenset({role}) for role in ROLES}


def lacking(name: str, role: Role) -> str:
    """What somebody is told who lacks a role."""
    return f"{name} may not {_TASKS[role]}: the role {role!r} is missing."


def whole(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles with all that they include."""
    return frozenset().union(*(_INCLUDES[role] for role in roles))


def read_mapping(written: str) -> Mapped:
    """`reviewer=desk, reviewer=verification, admin=it` as values → roles; the roles' own names if nothing is written.

    Raises `ValueError` naming the part that can't be read.
    """
    parts = [part.strip() for part in written.split(",") if part.strip()]
    found: dict[str, frozenset[Role]] = {}
    for part in parts:
        name, equals, value = (piece.strip() for piece in part.partition("="))
        role = next((role for role in ROLES if role == name), None)
        if not equals or not value or role is None:
            raise ValueError(f"{part!r} is not ROLE=VALUE with a role of {', '.join(ROLES)}")
        found[value] = found.get(value, frozenset()) | {role}
    return found or OWN_NAMES


def roles_of_token(token: Mapping[str, Any], claim: str, mapping: Mapped) -> frozenset[Role]:
    """The roles that a token gives. `claim` may lead into nested claims (`realm_access.roles`); its value is one word or a list."""
    said = claim_of(token, claim)
    words = [said] if isinstance(said, str) else [word for word in said if isinstance(word, str)] if isinstance(said, list | tuple) else []
    return whole(role for word in words for role in mapping.get(word, frozenset()))


def claim_of(token: Mapping[str, Any], path: str) -> Any:
    """A claim of the token; a whole name wins over a path (`https://example.org/roles` has dots of its own). Null if there is none."""
    if path in token:
        return token[path]
    head, dot, rest = path.partition(".")
    inner = token.get(head)
    return claim_of(inner, rest) if dot and isinstance(inner, Mapping) else None
