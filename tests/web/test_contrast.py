"""Every pair of colours the stylesheet puts together, computed from the stylesheet itself, in both schemes.

OKLCH to sRGB as in CSS Color 4, section 10; contrast as in WCAG 2.2.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from entregent.circles.enums import Hue

SHEET = Path(__file__).parents[2] / "src/entregent/web/static/entregent/css/entregent.css"
CSS = SHEET.read_text(encoding="utf-8")
SCHEMES = ("light", "dark")

Colour = tuple[float, float, float]  # linear sRGB, each 0 to 1

TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "wash"), ("muted", "paper"), ("muted", "card"), ("muted", "wash"),
    ("accent", "paper"), ("accent", "card"), ("on-accent", "accent"), ("on-loud", "loud"), ("loud", "on-loud"),
    ("sage", "paper"), ("sage", "card"), ("card", "sage"), ("paper", "ink"), ("band-ink", "band"),
]  # fmt: skip
EDGES = [("edge", "paper"), ("edge", "card"), ("accent", "wash"), ("sage", "card"), ("ink", "wash")]


def declarations(block: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


def tokens(scheme: str) -> dict[str, str]:
    light = re.search(r"@layer tokens \{\s*:root \{(.*?)\n  \}", CSS, re.S)
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n    \}", CSS, re.S)
    assert light and dark
    return declarations(light[1]) | (declarations(dark[1]) if scheme == "dark" else {})


def hues() -> dict[str, tuple[float, float]]:
    found = re.findall(r"\[data-hue=(\w+)\] \{ --h: ([\d.]+); --c: ([\d.]+); \}", CSS)
    return {name: (float(angle), float(chroma)) for name, angle, chroma in found}


def from_hex(text: str) -> Colour:
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def palette(scheme: str, hue: str) -> dict[str, Colour]:
    said = tokens(scheme)
    angle, chroma = hues()[hue]
    number = {name: float(said[name]) for name in ("band-l", "band-ink-l", "wash-l", "band-c", "wash-c")}
    plain = {name: from_hex(value) for name, value in said.items() if re.fullmatch(r"#[0-9a-f]{6}", value)}
    return plain | {
        "band": from_oklch(number["band-l"], chroma * number["band-c"], angle),
        "band-ink": from_oklch(number["band-ink-l"], 0.04, angle),
        "wash": from_oklch(number["wash-l"], chroma * number["wash-c"], angle),
    }


def luminance(colour: Colour) -> float:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_sheet_has_the_hues_a_circle_may_choose() -> None:
    assert set(hues()) == set(Hue.values)


def test_the_arithmetic_on_colours_whose_contrast_is_known() -> None:
    assert contrast(from_hex("#000000"), from_hex("#ffffff")) == pytest.approx(21)
    assert contrast(from_hex("#777777"), from_hex("#ffffff")) == pytest.approx(4.48, abs=0.005)  # WebAIM's checker
    assert from_oklch(1, 0, 0) == pytest.approx((1, 1, 1), abs=1e-4)
    assert from_oklch(0.62796, 0.25768, 29.234) == pytest.approx((1, 0, 0), abs=1e-3)  # CSS Color 4: red


@pytest.mark.parametrize("hue", Hue.values)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_read_on_what_it_stands_on(scheme: str, hue: str) -> None:
    colours = palette(scheme, hue)
    seen = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in seen.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("hue", Hue.values)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_edges_of_what_one_acts_on_are_seen(scheme: str, hue: str) -> None:
    colours = palette(scheme, hue)
    seen = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in seen.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_two_hues_are_told_apart(scheme: str) -> None:
    bands = {hue: palette(scheme, hue)["band"] for hue in Hue.values}
    near = [
        (one, other) for one in bands for other in bands if one < other and math.dist(bands[one], bands[other]) < 0.01
    ]
    assert near == []
