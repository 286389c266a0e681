"""How a person likes the rooms board drawn; kept with their account, for every device. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What each choice may be, the usual one first; the words are those of the menu.
CHOICES: dict[str, dict[str, str | Promise]] = {
    "rooms": {"down": _("Rooms down"), "across": _("Rooms across")},
    "colour": {"status": _("Status"), "room": _("Room"), "source": _("Source"), "paid": _("Payment")},
    "grid": {"": _("As booked"), "15": _("15 min"), "30": _("30 min"), "60": _("60 min")},
    "size": {"": _("Usual"), "tiny": _("Tiny"), "small": _("Small"), "large": _("Large"), "huge": _("Huge")},
    "density": {"": _("Comfortable"), "compact": _("Compact")},
    "rail": {"": _("Whole"), "narrow": _("Narrow")},
}
TITLES: dict[str, str | Promise] = {
    "rooms": _("Rooms"),
    "colour": _("Colour by"),
    "grid": _("Grid"),
    "size": _("Slot size"),
    "density": _("Rows"),
}
# What a drag keeps to, in units of five minutes; a grid of an hour is still resized by the half.
STEPS = {"15": 3, "30": 6, "60": 6}


@dataclass(frozen=True, slots=True)
class Look:
    """A person's choices; see CHOICES."""

    rooms: str = "down"
    colour: str = "status"
    grid: str = ""
    size: str = ""
    density: str = ""
    rail: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Look:
        """Read what was kept; what is no choice (any more) is as usual."""
        kept = kept or {}
        known = {each.name: kept.get(each.name) for each in fields(cls)}
        return cls(**{name: value for name, value in known.items() if value in CHOICES[name]})

    @property
    def step(self) -> int | None:
        """What a drag keeps to, in units; None for what the venue's own grid says."""
        return STEPS.get(self.grid)

    @property
    def is_across(self) -> bool:
        """Whether rooms stand side by side and time runs down."""
        return self.rooms == "across"


USUAL = Look()


def is_choice(name: str, value: str) -> bool:
    """Whether somebody may choose that."""
    return value in CHOICES.get(name, {})
