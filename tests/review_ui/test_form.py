from __future__ import annotations

from collections.abc import Iterator

from extractor.claims.conflict import CONFLICT
from review_ui.form import blank, choices, form_of, forms
from review_ui.views import FieldView
from tests.review_ui.samples import FARMING, Harvest


def test_the_form_of_an_unknown_kind_is_read_off_its_class() -> None:
    fields = {field["path"]: field for field in every(form_of(Harvest))}
    assert fields["season"]["widget"] == "choice"
    assert fields["season"]["options"] == [["wet_season", "wet season"], ["dry_season", "dry season"]]
    assert fields["crop"]["widget"] == "group"
    assert not fields["crop"]["optional"]
    assert fields["crop.text"]["widget"] == "words"
    assert fields["crop.text"]["role"] == "party"
    assert fields["figure.low"]["widget"] == "number"
    assert fields["figure.low"]["optional"]
    assert fields["attribution.relays"]["widget"] == "list"
    assert fields["attribution.cue"]["widget"] == "words"
    assert fields["statement"]["widget"] == "area"


def test_what_is_the_programs_work_is_not_in_the_form() -> None:
    paths = {field["path"] for field in every(form_of(Harvest))}
    assert paths.isdisjoint({"kind", "evidence.*.start", "evidence.*.end", "evidence.*.prefix", "evidence.*.suffix"})


def test_every_kind_of_a_domain_has_a_form() -> None:
    for domain in (FARMING, CONFLICT):
        made = forms(domain.kinds)
        assert list(made) == list(domain.kinds)
        for name, kind in domain.kinds.items():
            shown = [field["name"] for field in made[name]]
            assert sorted(shown) == sorted(field for field in kind.model_fields if field != "kind")
            head = ("statement", "evidence", "figure")  # as on the claim
            assert shown[:3] == [name for name in head if name in shown]


def test_a_blank_record_has_its_defaults_and_waits_for_its_words() -> None:
    figure = next(field for field in form_of(Harvest) if field["name"] == "figure")
    assert figure["blank"] == {"text": "", "low": None, "high": None, "qualifier": "exact", "unit": "persons", "bounds_from": "text"}
    assert blank(Harvest)["crop"] == {"text": "", "name": None}


def test_choices_look_through_annotations() -> None:
    assert choices(Harvest.model_fields["season"].annotation) == ("wet_season", "dry_season")
    assert choices(Harvest.model_fields["crop"].annotation) == ()


def every(fields: list[FieldView]) -> Iterator[FieldView]:
    """All fields, nested ones too."""
    for field in fields:
        yield field
        yield from every(field.get("fields", []))
