"""When two claims of a document speak of the same: keys that don't hang on spelling."""

from __future__ import annotations

import re

from extractor.checks.docket import Case
from extractor.claims.core import Mention

_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "a", "an"})


def words_key(text: str) -> str:
    """`text` without case, articles and punctuation."""
    return " ".join(word for word in _WORD.findall(text.casefold()) if word not in _ARTICLES)


def mention_key(mention: Mention | None) -> str | None:
    """Who is mentioned: the canonical name, else the words."""
    return words_key(mention.name or mention.text) if mention else None


def role_mention(case: Case, role: str) -> Mention | None:
    """Who plays the domain's `role` ("population") in the claim."""
    fields = case.docket.domain.roles.get(case.claim.kind, {}).get(role, ())
    found = (getattr(case.claim, field, None) for field in fields)
    return next((mention for mention in found if isinstance(mention, Mention)), None)


def role_key(case: Case, role: str) -> str | None:
    """Who plays the domain's `role` in the claim, as a key."""
    return mention_key(role_mention(case, role))


def source_key(case: Case) -> str | None:
    """Who the claim's originator is."""
    return mention_key(case.claim.attribution.source)


def value_key(case: Case) -> tuple[str, ...]:
    """The claim's kind and the values of the fields that need support (outcome, effect, …)."""
    supports = case.docket.lexicon.supports(case.claim.kind)
    return (case.claim.kind, *(str(getattr(case.claim, support.field, None)) for support in supports))
