"""A release to verify."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.releases import (
    released,
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return released(tmp_path / "0001")
