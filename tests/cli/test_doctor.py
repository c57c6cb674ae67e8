from __future__ import annotations

import pytest

from extractor.models.rules import engine
from tests.cli.run import CommandLine, Ended
from tests.endpoint import Received, Reply, ScriptedEndpoint, error, html, json_reply

KEY = "sk-very-secret-4711"


class Listing(ScriptedEndpoint):
    """An endpoint whose list of models is scripted; everything that is paid for is kept in `requests`."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._listing = reply

    def reply(self, request: Received) -> Reply:
        return self._listing if request.path.endswith("/models") else super().reply(request)


def looked(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, endpoint: ScriptedEndpoint) -> Ended:
    with endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ended = quotebound("doctor")
    assert endpoint.requests == [], "nothing is paid for"
    assert KEY not in ended.out + ended.err
    return ended


def test_without_a_key_or_an_endpoint_nothing_is_tried(quotebound: CommandLine) -> None:
    ended = quotebound("doctor")
    assert ended.code == 0
    assert "endpoint:" not in ended.out


def test_an_endpoint_that_answers_is_ok_with_its_models(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = looked(quotebound, monkeypatch, ScriptedEndpoint(models=("tern", "plover")))
    assert ended.code == 0
    assert "answers and has 2 models: plover, tern" in ended.out
    assert "nothing was paid" in ended.out


def test_it_says_whether_the_embedded_model_is_compiled_and_how_it_would_be(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "embedded model: plain Python; for large batches `make wheel`" in quotebound("doctor").out
    monkeypatch.setattr(engine, "__file__", "/lib/extractor/models/rules/engine.cpython-311-x86_64-linux-gnu.so")
    assert "embedded model: compiled\n" in quotebound("doctor").out


@pytest.mark.parametrize(("model", "code", "said"), [("tern", 0, "tern among them"), ("heron", 2, "does not list heron")])
def test_the_model_that_is_set_is_looked_for(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, model: str, code: int, said: str
) -> None:
    monkeypatch.setenv("QUOTEBOUND_MODEL", f"openai/{model}")
    ended = looked(quotebound, monkeypatch, ScriptedEndpoint(models=("tern", "plover")))
    assert ended.code == code
    assert said in ended.out


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), 2, "does not accept the key"),
        (error(404, "no such path"), 0, "keeps no list of models"),
        (error(503, "overloaded"), 2, "failed (HTTP 503)"),
        (html(), 2, "text/html instead of JSON"),
        (json_reply([1]), 2, "broken JSON"),
    ],
)
def test_what_is_wrong_with_an_endpoint_is_said(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, reply: Reply, code: int, said: str
) -> None:
    ended = looked(quotebound, monkeypatch, Listing(reply))
    assert said in ended.out
    assert ended.code == code


def test_an_endpoint_that_is_not_there_is_named(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    ended = quotebound("doctor")
    assert ended.code == 2
    assert "nothing listens at http://127.0.0.1:9/v1" in ended.out


def test_an_address_that_is_none_is_a_diagnosis_without_its_password(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://ada:geheim@127.0.0.1:9/v1")
    ended = quotebound("doctor")
    assert ended.code == 2
    assert "geheim" not in ended.out + ended.err
