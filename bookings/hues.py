"""The colour on a ticket's edge, by what a person wants to see: the room, the way it came, the money.

How full a ticket is goes on telling its status; the colour never says anything that the legend does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from bookings.domain.paying import Paid
from bookings.models import Room
from bookings.models.occupancy import Source

# As many as the style sheet has (`--hue-1` …).
HUES = 8
PAID_HUES = {Paid.NOTHING: "1", Paid.PART: "2", Paid.ALL: "3", Paid.TOO_MUCH: "5", Paid.NO_PRICE: "8"}
SOURCE_HUES = {source.value: str(number % HUES + 1) for number, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a colour means; `hue` is a number of the style sheet's, or an owner's own #rrggbb."""

    label: str
    hue: str

    @property
    def is_own(self) -> bool:
        return self.hue.startswith("#")


def room_hues(rooms: Sequence[Room]) -> dict[int, str]:
    """Each room's colour by id: the owner's own, else its category's."""
    categories = list(dict.fromkeys(room.category for room in rooms))
    return {room.pk: room.colour or str(categories.index(room.category) % HUES + 1) for room in rooms}


def source_hues(own: Mapping[str, str]) -> dict[str, str]:
    """The colour of each way a booking may come: the venue's own where it has chosen one."""
    return SOURCE_HUES | {source: hue for source, hue in own.items() if source in SOURCE_HUES and hue}


def legend(colour: str, rooms: Sequence[Room], own: Mapping[str, str] | None = None) -> list[LegendEntry]:
    """What the colours mean; nothing where fill alone speaks (by status). `own`: the venue's, by source."""
    match colour:
        case "room":
            return _of_rooms(rooms)
        case "source":
            hues = source_hues(own or {})
            return [LegendEntry(str(source.label), hues[source.value]) for source in Source]
        case "paid":
            words = {
                Paid.NOTHING: gettext("Nothing paid"),
                Paid.PART: gettext("Part paid"),
                Paid.ALL: gettext("Paid"),
                Paid.TOO_MUCH: gettext("To give back"),
                Paid.NO_PRICE: gettext("Nothing to pay"),
            }
            return [LegendEntry(label, PAID_HUES[paid]) for paid, label in words.items()]
        case _:
            return []


def _of_rooms(rooms: Sequence[Room]) -> list[LegendEntry]:
    """Rooms with a colour of their own by name, the others together by category."""
    hues = room_hues(rooms)
    found: dict[LegendEntry, None] = {}
    for room in rooms:
        label = room.name if room.colour else room.category or gettext("Other rooms")
        found[LegendEntry(label, hues[room.pk])] = None
    return list(found)
