"""Text stands out from its ground by 4.5:1 or more, in light and in dark (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import review_ui

STYLE = (Path(review_ui.__file__).parent / "reader" / "style.css").read_text(encoding="utf-8")
COLOURS = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STYLE)}
PAIRS = [
    *product(["ink", "ink-2", "ink-3", "accent", "block", "warn", "info", "good"], ["ground", "paper", "raised"]),
    *product(["ink"], ["quote", "figure", "source", "time", "place", "party", "words"]),
    *product(["ink", "ink-2", "ink-3"], ["block-ground", "warn-ground"]),
    ("good", "good-ground"),
    *product(["paper"], ["block", "warn", "info"]),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(scheme: int) -> None:
    weak = [(text, ground) for text, ground in PAIRS if contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) < 4.5]
    assert weak == []


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
