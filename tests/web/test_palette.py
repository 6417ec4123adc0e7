"""Every text of the palette can be read on every ground that it may stand on, in light and in dark."""

import re
from itertools import product
from pathlib import Path

import pytest

from cairn.web import jinja

TOKENS = (Path(jinja.__file__).parent / "static/cairn/tokens.css").read_text()
TEXTS = ("ink", "slate", "moss", "amber", "brick")
GROUNDS = ("paper", "ground", "sand", "tint-moss", "tint-amber", "tint-brick", "tint-slate")
FILLED = [("on-fill", name) for name in ("fill-moss", "fill-moss-strong", "fill-brick", "fill-brick-strong")]
PAIRS = [*product(TEXTS, GROUNDS), *FILLED, ("on-focus", "focus"), ("paper", "amber")]


def scheme(name):
    light, _, dark = TOKENS.partition("prefers-color-scheme: dark")
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if name == "light" else dark))
    assert values
    return values


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read_on_every_ground(name):
    colours = scheme(name)
    found = {(text, ground): contrast(colours[text], colours[ground]) for text, ground in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_shapes_that_carry_meaning_stand_out_from_their_ground(name):
    colours = scheme(name)
    shapes = [f"chart-{number}" for number in range(1, 9)] + ["line-strong", "stone-1"]
    assert {
        each for each in shapes for ground in ("paper", "ground") if contrast(colours[each], colours[ground]) < 3
    } == set()


def test_both_schemes_colour_the_same_names():
    assert set(scheme("light")) == set(scheme("dark"))


def test_no_colour_is_written_outside_the_palette():
    styles = Path(jinja.__file__).parent / "static/cairn"
    for sheet in styles.glob("*.css"):
        if sheet.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())) <= {"#000"}, sheet.name
