from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import extractor.models.rules
from extractor.models.rules.inflection import forms, plural
from extractor.models.rules.lexicon import lexicon, read_lists

LEXICON = Path(extractor.models.rules.__file__).parent / "lexicon"


def test_every_list_says_where_it_comes_from() -> None:
    assert all(len(lists["origin"]) > 20 for lists in read_lists().values())


def test_a_list_without_origin_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.models.rules.lexicon.yaml.load", lambda *_, **__: {"words": ["x"]})
    with pytest.raises(ValueError, match="does not say where its lists come from"):
        read_lists()


REGULAR = [
    ("kill", ["kill", "kills", "killed", "killed", "killing"]),
    ("bury", ["bury", "buries", "buried", "buried", "burying"]),
    ("trap", ["trap", "traps", "trapped", "trapped", "trapping"]),
    ("perish", ["perish", "perishes", "perished", "perished", "perishing"]),
    ("evacuate", ["evacuate", "evacuates", "evacuated", "evacuated", "evacuating"]),
    ("round up", ["round up", "rounds up", "rounded up", "rounded up", "rounding up"]),
    ("lose|loses|lost|lost|losing", ["lose", "loses", "lost", "lost", "losing"]),
]


@pytest.mark.parametrize(("verb", "expected"), REGULAR)
def test_a_base_form_is_enough_for_a_regular_verb(verb: str, expected: list[str]) -> None:
    assert list(forms(verb).values()) == expected


def test_an_irregular_verb_needs_all_five_forms() -> None:
    with pytest.raises(ValueError, match="argument"):
        forms("flee|flees|fled")


@pytest.mark.parametrize(("noun", "expected"), [("soldier", "soldiers"), ("country", "countries"), ("church", "churches"), ("boy", "boys")])
def test_plurals(noun: str, expected: str) -> None:
    assert plural(noun) == expected


@pytest.mark.parametrize(
    ("word", "code", "outcome"),
    [("killed", "V", "killed"), ("kills", "K", "killed"), ("killing", "G", "killed"), ("died", "I", "killed"), ("missing", "J", "missing")],
)
def test_words_know_their_class_and_outcome(word: str, code: str, outcome: str) -> None:
    known = lexicon().words[word]
    assert (known.code, known.outcome) == (code, outcome)


def test_every_list_is_asked_for_somewhere() -> None:
    engine = "\n".join(path.read_text(encoding="utf-8") for path in LEXICON.parent.glob("*.py"))
    lists = [(path.name, key) for path in LEXICON.glob("*.yaml") for key in yaml.safe_load(path.read_text(encoding="utf-8"))]
    unused = [(name, key) for name, key in lists if not re.search(rf"""["' ;(]{key}["' ;)]""", engine)]
    assert unused == []
