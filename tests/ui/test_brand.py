"""Any colour a venue may choose becomes five that can be read and seen."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from boom.brand import (
    DAY_GROUNDS,
    NIGHT_GROUNDS,
    NotAColour,
    Oklch,
    Palette,
    contrast,
    derive,
    theme_css,
    to_hex,
    to_oklch,
)

HOSTILE = (
    "#ffffff #000000 #ffff00 #00ff00 #0000ff #ff0000 #fffffe #ffe600 #7f7f7f #00ffff #ff00ff #123456 "
    "#fedcba #808000 #e6007e #c0ffee #111111 #eeeeee #ff5a36 #5b3df5 #1db954 #00ff66 #ffc400"
).split()
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def failures(colour: str) -> list[str]:
    """Pairs that WCAG 2.2 AA would refuse: 4.5 for text, 3 for lines."""
    brand = derive(colour)
    return [*_failures(brand.day, DAY_GROUNDS), *_failures(brand.night, NIGHT_GROUNDS)]


def _failures(palette: Palette, grounds: tuple[str, ...]) -> list[str]:
    texts = [
        (palette.on_fill, palette.fill),
        *((palette.text, ground) for ground in (*grounds, palette.soft)),
    ]
    lines = [(palette.line, ground) for ground in grounds]
    needs = [(one, other, 4.5) for one, other in texts] + [(one, other, 3.0) for one, other in lines]
    return [
        f"{one} on {other}: {contrast(one, other):.2f}"
        for one, other, need in needs
        if contrast(one, other) < need
    ]


def test_four_thousand_colours_are_readable():
    chance = random.Random(20261121)
    many = [*HOSTILE, *(f"#{chance.randrange(1 << 24):06x}" for _ in range(4000))]

    assert {colour: found for colour in many if (found := failures(colour))} == {}


@given(colours)
def test_hypothesis_finds_none_that_is_not(colour):
    assert failures(colour) == []


def test_a_good_colour_stays_as_the_venue_chose_it():
    assert derive("#0b6b63").day.fill == "#0b6b63"


def test_a_nearly_black_brand_does_not_vanish_at_night():
    assert contrast(derive("#101010").night.fill, NIGHT_GROUNDS[1]) > 3


@given(colours)
def test_reading_and_writing_a_colour_gives_it_back(colour):
    assert to_hex(to_oklch(colour)) == colour


def test_oklch_agrees_with_its_authors_examples():
    # Ottosson's table: XYZ of white, and CSS Color 4's OKLCH of sRGB green.
    white, green = to_oklch("#ffffff"), to_oklch("#008000")

    assert (round(white.lightness, 3), round(white.chroma, 3)) == (1.0, 0.0)
    assert (round(green.lightness, 4), round(green.chroma, 4), round(green.hue, 1)) == (0.5198, 0.1769, 142.5)


def test_contrast_is_wcags():
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#123456;}body{display:none"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(NotAColour):
        theme_css(text)


def test_the_stylesheet_sets_five_properties_and_nothing_else():
    lines = theme_css("#0b6b63").splitlines()

    assert lines[0] == ":root {"
    assert [line.split(":")[0].strip() for line in lines[1:-1]] == [
        "--brand", "--on-brand", "--brand-text", "--brand-soft", "--brand-line",
    ]  # fmt: skip
    assert all(
        re.fullmatch(r"  --[\w-]+: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\);", line) for line in lines[1:-1]
    )


def test_the_grounds_are_those_of_the_tokens():
    tokens = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
    pattern = r"--{}: light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)"
    found = [re.search(pattern.format(name), tokens) for name in ("canvas", "surface", "raised")]

    grounds = [
        [to_hex(Oklch(*map(float, match[side].split()))) for match in found if match] for side in (1, 2)
    ]

    assert grounds == [list(DAY_GROUNDS), list(NIGHT_GROUNDS)]
