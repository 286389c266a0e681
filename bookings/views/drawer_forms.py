"""The forms of a booking's drawer: another time or room, whom it is for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bookings.domain.interval import Interval
from bookings.domain.walls import wall_value
from bookings.forms.contact import ContactForm
from bookings.forms.spans import MoveForm
from bookings.models import Occupancy, Room
from bookings.selectors.setup import Setup


def move_form_of(
    row: Occupancy,
    setup: Setup,
    data: Any = None,
    *,
    day: date | None = None,
    also: Iterable[Interval] = (),
) -> MoveForm:
    """The form for another room, time or length, showing where the row is; bound when `data` is given.

    `day` is the night whose times are offered, the row's own by default; `also` adds times off the grid.
    """
    present = setup.hours.business_day(row.starts_at)
    rooms: list[Room] = list(setup.rooms)
    if row.room_id not in {room.pk for room in rooms}:
        rooms.append(row.room)
    return MoveForm(
        data,
        initial=span_values(row.room_id, row.span, setup) | {"version": row.version},
        setup=setup,
        shown_day=day or present,
        rooms=rooms,
        policy=row.room.policy(),
        also=[row.span, *also],
        auto_id="move-%s",
    )


def span_values(room_id: int, span: Interval, setup: Setup) -> dict[str, Any]:
    """A room and stretch as the values of a SpanForm."""
    day = setup.hours.business_day(span.start)
    return {
        "room": room_id,
        "day": day,
        "start": wall_value(span.start, day, setup.venue.zone),
        "length": span.minutes,
    }


def edit_form_of(row: Occupancy, data: Any = None) -> ContactForm:
    """The form for who a booking is for and what is noted on it."""
    customer = row.customer
    return ContactForm(
        data,
        venue=row.room.venue,
        room_ids=[row.room_id],
        answers=row.answers,
        initial={
            "name": row.guest_name or (customer.name if customer else ""),
            "email": customer.email if customer else "",
            "phone": customer.phone if customer else "",
            "party_size": row.party_size,
            "note": row.note,
            "staff_note": row.staff_note,
        },
        auto_id="edit-%s",
    )
