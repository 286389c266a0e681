"""The list of bookings as a CSV file: what the filters let through, one line a booking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bookings.domain.reference import shown
from bookings.models import Booking, FieldSubject, FormField, Venue
from bookings.selectors.fields import fields_of
from bookings.selectors.listing import Wanted, in_order
from bookings.selectors.setup import Setup
from boom.core.money import Money
from boom.core.spreadsheets import csv_line
from boom.core.workbooks import Cell

CHUNK = 500
HEADINGS = (
    "reference",
    "status",
    "starts",
    "ends",
    "room",
    "guest",
    "phone",
    "e-mail",
    "people",
    "source",
    "total",
    "currency",
    "note",
    "staff note",
    "cancelled because",
)


def bookings_as_csv(setup: Setup, wanted: Wanted, *, now: datetime) -> Iterator[str]:
    """Lines of the file, in the order of the page. Times are the venue's, with their offset from UTC.

    Iterate within the business's scope. No cell is run as a formula by whatever opens it.
    """
    fields = own_questions(setup.venue)
    yield csv_line((*HEADINGS, *(each.label for each in fields)))
    # The keys first, then piece by piece: a cursor would not outlive the moment between two pieces.
    keys = list(in_order(setup, wanted, now=now).values_list("id", flat=True))
    for first in range(0, len(keys), CHUNK):
        wanted_keys = keys[first : first + CHUNK]
        by_key = Booking.objects.select_related("room", "customer").in_bulk(wanted_keys)
        yield "".join(
            csv_line(cells_of(by_key[key], setup.venue, fields)) for key in wanted_keys if key in by_key
        )


def own_questions(venue: Venue) -> list[FormField]:
    """The venue's own questions that anybody may have answered; archived ones too, as answers are kept."""
    return [each for each in fields_of(venue, FieldSubject.BOOKING, with_archived=True) if not each.builtin]


def cells_of(booking: Booking, venue: Venue, fields: Sequence[FormField]) -> tuple[Cell, ...]:
    """A booking under HEADINGS, then its answers to `fields`. Needs its room and customer."""
    zone, customer = venue.zone, booking.customer
    total = None
    if booking.total_minor is not None and booking.currency:
        total = Money(booking.total_minor, booking.currency).major
    return (
        shown(booking.reference) if booking.reference else "",
        booking.get_status_display(),
        booking.starts_at.astimezone(zone),
        booking.ends_at.astimezone(zone),
        booking.room.name if booking.placed else "",
        booking.title,
        customer.phone if customer else "",
        customer.email if customer else "",
        booking.party_size or "",
        booking.get_source_display(),
        total,
        booking.currency,
        booking.note,
        booking.staff_note,
        booking.cancellation_reason,
        # As they are kept, so that another system can read dates and numbers; a tick as "yes".
        *(_answer(booking.answers.get(field.key, "")) for field in fields),
    )


def _answer(answer: object) -> str:
    return "yes" if answer is True else str(answer)
