"""Countries of the lexicon against the territories of Unicode CLDR, as babel carries them."""

from __future__ import annotations

import pytest
from babel import Locale

from extractor.models.rules.lexicon import lexicon
from tests.models.rules.reading_of import the_one_in

OTHERWISE = {
    "Congo - Brazzaville": "Republic of the Congo",
    "Congo - Kinshasa": "DR Congo",
    "Hong Kong SAR China": "Hong Kong",
    "Macao SAR China": "Macao",
    "Myanmar (Burma)": "Myanmar",
    "Palestinian Territories": "Palestine",
    "Côte d’Ivoire": "Ivory Coast",
    "St. Vincent & Grenadines": "St. Vincent and the Grenadines",
    "Türkiye": "Turkey",
}
"""What news style calls them."""
_UNREAD = (
    "Antarctica; Ascension Island; Bouvet Island; British Indian Ocean Territory; Canary Islands; Caribbean Netherlands; "
    "Ceuta & Melilla; Christmas Island; Clipperton Island; Cocos (Keeling) Islands; Diego Garcia; European Union; Eurozone; "
    "French Southern Territories; Guernsey; Heard & McDonald Islands; Jersey; Norfolk Island; Outlying Oceania; Pitcairn "
    "Islands; Pseudo-Accents; Pseudo-Bidi; Sark; South Georgia & South Sandwich Islands; St. Barthélemy; St. Helena; St. "
    "Martin; St. Pierre & Miquelon; Svalbard & Jan Mayen; Tokelau; Tristan da Cunha; U.S. Outlying Islands; United Nations; "
    "Unknown Region; Åland Islands"
)
"""Unions, parts of countries with a few thousand people or none, and names that are somebody else's too."""


def test_every_territory_of_cldr_is_known() -> None:
    known = lexicon().countries
    territories = {name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()} - set(_UNREAD.split("; "))
    assert len(territories) > 200
    spelled = {name: OTHERWISE.get(name, name).replace(" & ", " and ").replace("’", "'").lower() for name in territories}
    missing = sorted(name for name, spelling in spelled.items() if spelling not in known)
    assert missing == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Tuvaluan government said 12 people were killed.", "The Tuvaluan government"),
        ("Kittitian police said 12 people were killed.", "Kittitian police"),
    ],
)
def test_the_smallest_countries_have_authorities_too(text: str, source: str) -> None:
    claim = the_one_in(text)
    assert claim.attribution.source is not None
    assert (claim.attribution.source.text, claim.attribution.source_type) == (source, "official")


def test_a_person_called_as_a_seat_of_government_is_no_government() -> None:
    claim = the_one_in("Victoria said 12 people were killed.")
    assert claim.attribution.source_type != "official"
