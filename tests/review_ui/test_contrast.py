"""Text stands out from its ground by 4.5:1 or more, in light and in dark (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

import review_ui
from review_ui.launch import DARK, LIGHT
from review_ui.page.progress import COLOURS as COLOURS_OF_BARS

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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_drawn_on_canvases_and_in_plots_stands_out_too(theme: Mapping[str, str]) -> None:
    text, ground = theme["textColor"], theme["backgroundColor"]
    assert contrast(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]) >= 4.5
    assert contrast(text, ground) >= 4.5, "the cells of tables"
    assert contrast(text, mixed(theme["primaryColor"], ground, 0.2)) >= 4.5, "the cells of selected rows"
    assert [colour for colour in COLOURS_OF_BARS.values() if contrast(colour, ground) < 3] == []  # criterion 1.4.11


def mixed(top: str, under: str, share: float) -> str:
    """`top` laid over `under`, as opaque as `share`."""
    parts = [(int(top[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
