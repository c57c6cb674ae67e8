from __future__ import annotations

from typing import Any

import pytest

from extractor.roles import EVERY, OWN_NAMES, read_mapping, roles_of_token, whole


@pytest.mark.parametrize(
    ("token", "claim", "roles"),
    [
        ({"roles": ["reviewer"]}, "roles", {"viewer", "reviewer"}),
        ({"roles": "publisher"}, "roles", {"viewer", "publisher"}),
        ({"realm_access": {"roles": ["adjudicator"]}}, "realm_access.roles", {"viewer", "reviewer", "adjudicator"}),
        ({"https://example.org/roles": ["viewer"]}, "https://example.org/roles", {"viewer"}),
        ({"roles": ["admin"]}, "roles", EVERY),
        ({"roles": []}, "roles", set()),
        ({"roles": ["owner", 3, None]}, "roles", set()),
        ({"roles": {"admin": True}}, "roles", set()),
        ({"roles": "admin"}, "groups", set()),
        ({"realm": "x"}, "realm.roles", set()),
    ],
)
def test_a_token_gives_the_roles_it_names_and_no_others(token: dict[str, Any], claim: str, roles: set[str]) -> None:
    assert roles_of_token(token, claim, OWN_NAMES) == roles


def test_values_of_the_token_are_mapped_to_roles() -> None:
    mapping = read_mapping("reviewer=desk, reviewer = verification, publisher=desk,admin=it")
    assert roles_of_token({"groups": ["desk"]}, "groups", mapping) == {"viewer", "reviewer", "publisher"}
    assert roles_of_token({"groups": ["admin"]}, "groups", mapping) == frozenset(), "a role's own name means nothing once values are given"
    assert read_mapping(" ") == OWN_NAMES


@pytest.mark.parametrize("written", ["boss=it", "admin", "admin=", "=it"])
def test_a_mapping_that_cannot_be_read_names_the_part(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not ROLE=VALUE"):
        read_mapping(f"viewer=all, {written}")


def test_no_roles_include_none() -> None:
    assert whole([]) == frozenset()
