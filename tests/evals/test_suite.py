from __future__ import annotations

from pathlib import Path

import pytest

from evals.suite import Entrant, load_suite, schema
from extractor.errors import UsageError

SUITES = sorted(Path("evals/suites").glob("*.yaml"))


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_every_suite_of_ours_is_read_and_its_corpora_are_there(path: Path) -> None:
    suite = load_suite(path)
    assert suite.name == path.stem
    assert all((path.parent / corpus / "gold.jsonl").is_file() for corpus in suite.corpora)
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=suite.schema.json")


def test_the_schema_for_editors_is_the_models() -> None:
    assert Path("evals/suites/suite.schema.json").read_text(encoding="utf-8") == schema(), "python -m evals.suite writes it anew"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_model_may_be_a_name_or_say_more(tmp_path: Path) -> None:
    suite = load_suite(
        written(tmp_path, "name: s\ncorpora: [a, b]\nmodels: [rules, {model: openai/x, corpora: [b], prompt: 2, repeats: 3}]\n")
    )
    assert [(entrant.model, corpus) for entrant, corpus in suite.runs()] == [("rules", "a"), ("rules", "b"), ("openai/x", "b")]
    assert suite.models[1] == Entrant(model="openai/x", corpora=("b",), prompt=2, repeats=3)
    assert [entrant.varies for entrant in suite.models] == [False, True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: s\ncorpora: []\nmodels: [rules]\n", r"s.yaml: corpora: .*at least 1"),
        ("name: s\ncorpora: [a]\nmodels: [rules]\nmetrics: [f2]\n", "s.yaml: metrics: .*'f2' is no metric"),
        ("name: s\ncorpora: [a]\nmodels: [rules]\ngates: [{metric: relaxed_f1}]\n", r"s.yaml: gates.0: .*demands nothing"),
        ("name: s\ncorpora: [a]\nmodels: [{model: rules, corpora: [b]}]\n", "b is none of the suite's corpora"),
        ("name: s\ncorpora: [a]\nmodels: [recorded/x/v3, recorded/y/v3]\n", "s.yaml: models: recorded/v3 stands twice for a"),
        ("name: s\ncorpora: [a, b]\nmodels: [rules, {model: rules, corpora: [b]}]\n", "s.yaml: models: rules stands twice for b"),
        ("name: s\ncorpora: [a]\nmodels: [rules]\nmodel: x\n", "s.yaml: model: Extra inputs"),
        ("[", "s.yaml: not YAML"),
        ("just words", "s.yaml: the file: "),
    ],
)
def test_what_a_suite_gets_wrong_is_named_by_file_and_field(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_suite(written(tmp_path, text))


def test_two_prompts_of_one_model_and_recordings_of_any_place_have_labels_of_their_own() -> None:
    entrants = (Entrant(model="openai/x", prompt=1), Entrant(model="openai/x", prompt=2), Entrant(model="recorded/../a/v3"))
    assert [entrant.label for entrant in entrants] == ["openai/x (prompt 1)", "openai/x (prompt 2)", "recorded/v3"]


def test_a_missing_suite_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml is missing"):
        load_suite(tmp_path / "none.yaml")
