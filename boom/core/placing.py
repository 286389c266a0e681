"""Class names that place things (static/css/atoms.css, shares.css): pages may have no style attribute.

Strings made here, not in templates: localisation would write 1,204 into a class.
"""

from __future__ import annotations

UNITS_AN_HOUR = 12


def position(start: int, length: int | None = None) -> str:
    """Give the classes of something `start` units of five minutes into a board, `length` units long."""
    hours, twelfths = divmod(start, UNITS_AN_HOUR)
    classes = f"sh-{hours} sm-{twelfths}"
    if length is None:
        return classes
    hours, twelfths = divmod(length, UNITS_AN_HOUR)
    return f"{classes} wh-{hours} wm-{twelfths}"


def board_length(units: int) -> str:
    """Give the class of a board that many units long, rounded up to whole hours."""
    return f"cols-{-(-units // UNITS_AN_HOUR) * UNITS_AN_HOUR}"


def share(percent: float) -> str:
    """Give the class for 0 to 100 percent, to the nearest two."""
    return f"p-{min(100, max(0, round(percent / 2) * 2))}"
