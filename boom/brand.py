"""A venue's one colour, made into five that are readable by day and by night.

The venue gives a hex colour; whatever it is, text on it, text in it and lines of it pass WCAG 2.2 AA on our
grounds. The colour is walked in OKLCH, where a step in lightness looks like one and the hue stays put.

Sources: Björn Ottosson, "A perceptual color space for image processing" (bottosson.github.io/posts/oklab,
2020), for the matrices; IEC 61966-2-1 for sRGB's curve; WCAG 2.2, "relative luminance", "contrast ratio".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")

# What text has to reach on its ground, with a little to spare for rounding to 8 bits; and lines.
READABLE = 4.6
VISIBLE = 3.05

# The grounds of static/css/tokens.css (--canvas, --surface, --raised) as hex; a test compares them.
DAY_GROUNDS = ("#faf7f3", "#fefefc", "#ffffff")
NIGHT_GROUNDS = ("#180f16", "#22171f", "#2c2029")
# What stands on bright brands, where white could not be read.
INK = "#201626"
WHITE = "#ffffff"

# Nothing louder than this: a neon brand would burn on a dark page.
MOST_CHROMA = 0.24
# By day: lighter than this vanishes on paper, and starts from there instead.
TOO_LIGHT, LIGHT = 0.93, 0.86
# By night: darker than this would vanish; a deep colour is lifted less than a nearly black one.
TOO_DARK, NEARLY_BLACK = 0.5, 0.3
LIFTED, LIFTED_BLACK = 0.62, 0.70


class NotAColour(ValueError):
    """The text is not a colour like "#5b1a4a"."""

    def __init__(self, text: str) -> None:
        super().__init__("A colour looks like #5b1a4a.")
        self.text = text


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma from 0, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True)
class Palette:
    """Five colours of one scheme, as hex: a fill, text on it, text on our grounds, a soft ground, a line."""

    fill: str
    on_fill: str
    text: str
    soft: str
    line: str


@dataclass(frozen=True)
class Brand:
    """A venue's colours by day and by night."""

    day: Palette
    night: Palette


def derive(colour: str) -> Brand:
    """Make a venue's colour usable in both schemes. Raises NotAColour."""
    if not HEX.fullmatch(colour):
        raise NotAColour(colour)
    found = to_oklch(colour)
    base = Oklch(found.lightness, min(found.chroma, MOST_CHROMA), found.hue)
    return Brand(day=_day(base), night=_night(base))


def theme_css(colour: str) -> str:
    """Give the stylesheet that paints a venue's pages. Raises NotAColour."""
    brand = derive(colour)
    roles = {
        "brand": (brand.day.fill, brand.night.fill),
        "on-brand": (brand.day.on_fill, brand.night.on_fill),
        "brand-text": (brand.day.text, brand.night.text),
        "brand-soft": (brand.day.soft, brand.night.soft),
        "brand-line": (brand.day.line, brand.night.line),
    }
    lines = [f"  --{role}: light-dark({day}, {night});" for role, (day, night) in roles.items()]
    return "\n".join([":root {", *lines, "}", ""])


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Give a hex colour's relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_oklch(colour: str) -> Oklch:
    """Read a hex colour into OKLCH."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """Write it as hex; what no screen can show loses chroma until one can."""
    chroma = colour.chroma
    channels = _channels(colour.lightness, chroma, colour.hue)
    while chroma > 0 and not all(-0.0005 <= channel <= 1.0005 for channel in channels):
        chroma = max(0.0, chroma - 0.004)
        channels = _channels(colour.lightness, chroma, colour.hue)
    return "#" + "".join(f"{round(255 * _curved(min(1.0, max(0.0, channel)))):02x}" for channel in channels)


# ---- the two schemes ---------------------------------------------------------------------------------


def _day(base: Oklch) -> Palette:
    start = LIGHT if base.lightness > TOO_LIGHT else base.lightness
    fill, on_fill, lightness = _fill(base, start)
    soft = to_hex(Oklch(0.955, min(base.chroma, 0.035), base.hue))
    text = _walk(base, min(0.45, lightness), -0.01, (*DAY_GROUNDS, soft), READABLE)
    line = (
        fill if _reaches(fill, DAY_GROUNDS, VISIBLE) else _walk(base, lightness, -0.01, DAY_GROUNDS, VISIBLE)
    )
    return Palette(fill, on_fill, text, soft, line)


def _night(base: Oklch) -> Palette:
    start = base.lightness
    if start < TOO_DARK:
        start = LIFTED if start > NEARLY_BLACK else LIFTED_BLACK
    fill, on_fill, lightness = _fill(base, start)
    soft = to_hex(Oklch(0.29, min(base.chroma, 0.06), base.hue))
    calm = Oklch(base.lightness, min(base.chroma, 0.14), base.hue)
    text = _walk(calm, 0.80, 0.01, (*NIGHT_GROUNDS, soft), READABLE)
    line = (
        fill
        if _reaches(fill, NIGHT_GROUNDS, VISIBLE)
        else _walk(base, lightness, 0.01, NIGHT_GROUNDS, VISIBLE)
    )
    return Palette(fill, on_fill, text, soft, line)


def _fill(base: Oklch, start: float) -> tuple[str, str, float]:
    """The fill nearest to `start` on which white or ink is readable; whichever of the two is nearer."""
    fill = to_hex(Oklch(start, base.chroma, base.hue))
    on_fill = max((WHITE, INK), key=lambda ink: contrast(ink, fill))
    lightness = start
    while contrast(on_fill, fill) < READABLE:
        lightness += -0.01 if on_fill == WHITE else 0.01
        fill = to_hex(Oklch(lightness, base.chroma, base.hue))
    return fill, on_fill, lightness


def _walk(base: Oklch, start: float, step: float, grounds: tuple[str, ...], need: float) -> str:
    """Walk lightness from `start` until it stands out from all the grounds; black or white at the end."""
    lightness = start
    while 0 < lightness < 1:
        colour = to_hex(Oklch(lightness, base.chroma, base.hue))
        if _reaches(colour, grounds, need):
            return colour
        lightness += step
    return "#000000" if step < 0 else WHITE


def _reaches(colour: str, grounds: tuple[str, ...], need: float) -> bool:
    return all(contrast(colour, ground) >= need for ground in grounds)


# ---- sRGB --------------------------------------------------------------------------------------------


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curved(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _channels(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
