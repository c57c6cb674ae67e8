"""Regular English inflection: enough to write a lexicon by base forms."""

from __future__ import annotations

from extractor.models.rules.closed import listed

FORMS = ("base", "s", "past", "part", "ing")
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"
_DOUBLING = listed("drop kidnap admit commit stop rob slam grab ship transfer gut trap strip stab scrap ram slip plot")


def plural(noun: str) -> str:
    """The regular plural of a noun or noun phrase: soldier → soldiers, country → countries, church → churches."""
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith(_SIBILANTS):
        return noun + "es"
    return noun + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed"
    return verb + "ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    if verb in _DOUBLING:
        return verb + verb[-1] + "ing"
    return verb + "ing"


def forms(spec: str) -> dict[str, str]:
    """The five forms of a verb by name.

    `spec` is a regular verb's base form ("kill", "round up": the first word is inflected), or all five forms parted by `|`.
    Raises `ValueError` when it has another number of forms.
    """
    if "|" in spec:
        return dict(zip(FORMS, spec.split("|"), strict=True))
    head, _, rest = spec.partition(" ")
    rest = f" {rest}" if rest else ""
    past = _past(head) + rest
    return {"base": spec, "s": plural(head) + rest, "past": past, "part": past, "ing": _gerund(head) + rest}
