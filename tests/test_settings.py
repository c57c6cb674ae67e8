from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.settings import Settings, read_settings

DOCUMENTED = (Path(__file__).parents[1] / "docs" / "SETTINGS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    variable = name.upper() if name.startswith("openai_") else f"QUOTEBOUND_{name.upper()}"
    assert f"| `{variable}` |" in DOCUMENTED


def test_a_variable_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEBOUND_MAX_COST", "-1")
    with pytest.raises(UsageError, match="QUOTEBOUND_MAX_COST"):
        read_settings()
