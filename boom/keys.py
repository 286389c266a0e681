"""Every key there is, once: the list of shortcuts is drawn from this, and the scripts take from that list
what a pressed key means (static/js/known_keys.js). A key that is not here does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Where(StrEnum):
    """Where a key counts: with what on the page bears it (`aria-keyshortcuts`), everywhere, on a ticket."""

    BEARER = "bearer"
    ANYWHERE = "anywhere"
    BOARD = "board"


@dataclass(frozen=True)
class Key:
    """Keys that do one thing. `presses` are as KeyboardEvent.key has them, in lower case; `caps` what is
    printed on them, of a range its ends alone; `name` is what scripts call it.
    """

    name: str
    presses: tuple[str, ...]
    words: str | Promise
    where: Where = Where.BEARER
    caps: tuple[str, ...] = ()
    is_range: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """What stands on the keys."""
        return self.caps or tuple(press.upper() for press in self.presses)

    @property
    def joined(self) -> str:
        """The presses as a data attribute has them; none of them is a space."""
        return " ".join(self.presses)


ARROWS = ("arrowleft", "arrowright", "arrowup", "arrowdown")

KEYS = (
    Key("new", ("n",), _("New booking")),
    Key("walk-in", ("w",), _("Walk-in")),
    Key("today", ("t",), _("Today")),
    Key("neighbours", ("[", "]"), _("Day before, day after")),
    Key("views", ("1", "2", "3", "4"), _("Change the view"), caps=("1", "4"), is_range=True),
    Key("sheet", ("p",), _("Night sheet")),
    Key("search", ("/",), _("Search")),
    Key("undo", ("z",), _("Undo the last change"), Where.ANYWHERE),
    Key("help", ("?",), _("This list"), Where.ANYWHERE),
    Key(
        "travel",
        (*ARROWS, "home", "end"),
        _("On the board: go from booking to booking, to the first or last of a room"),
        Where.BOARD,
        caps=("←", "→", "↑", "↓", "Home", "End"),
    ),
    Key("open", ("enter",), _("On the board: open the booking"), Where.BOARD, caps=("Enter",)),
    Key("pick", ("x",), _("On the board: pick it, to change several together"), Where.BOARD),
    Key(
        "carry",
        ("m",),
        _(
            "On the board: pick it up. Arrows move it, Shift and an arrow changes its length, Enter saves, "
            "Esc puts it back"
        ),
        Where.BOARD,
    ),
)
