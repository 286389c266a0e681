"""Writing to everybody who has booked for some nights, once each."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from bookings.domain.lifecycle import Status
from bookings.domain.opening import NoSuchDay
from bookings.models import Booking, Venue
from bookings.selectors.setup import setup_of
from boom.core.db import service
from boom.core.errors import Conflict, Invalid, LimitReached, NotFound
from notifications.models import Broadcast, Channel
from notifications.services.texts import check_words
from notifications.services.timing import plan_message

BROADCAST = "broadcast.sent"
EXPECTED = frozenset({Status.PENDING, Status.CONFIRMED})
MOST_GUESTS = 500
MOST_DAYS = 366


class NobodyToWriteTo(Conflict):
    code = "nobody-to-write-to"
    message = "Nobody who has booked for these nights left an e-mail address."


def guests_of(venue: Venue, first_day: date, last_day: date) -> list[Booking]:
    """Bookings that stand on these business nights, the first of each guest with an address, by time.

    Raises Invalid for days that are none, or too many.
    """
    if not 0 <= (last_day - first_day).days < MOST_DAYS:
        raise Invalid(fields={"last_day": _("Choose a last night in the year after the first")})
    setup = setup_of(venue)
    try:
        first, last = setup.night(first_day).span, setup.night(last_day).span
    except NoSuchDay as error:
        raise Invalid(fields={"first_day": str(error)}) from error
    rows = (
        Booking.objects.visible()
        .filter(room__venue=venue, starts_at__gte=first.start, starts_at__lt=last.end)
        .filter(status__in=EXPECTED, placed=True, customer__isnull=False)
        .exclude(customer__email="")
        .select_related("customer", "room__venue")
    )
    found: dict[int, Booking] = {}
    for booking in rows.order_by("starts_at", "id"):
        found.setdefault(booking.customer_id or 0, booking)
    return list(found.values())


@service
def send_broadcast(
    *, venue_id: int, first_day: date, last_day: date, subject: str, body: str, key: str
) -> Broadcast:
    """Write to each guest of these nights, once. The same `key` again gives the first one back.

    Raises NotFound, Invalid, NobodyToWriteTo, LimitReached.
    """
    venue = Venue.objects.select_for_update().filter(pk=venue_id).first()
    if venue is None:
        raise NotFound(_("There is no such venue."))
    if (before := Broadcast.objects.filter(key=key).first()) is not None:
        return before
    check_words(kind=BROADCAST, channel=Channel.EMAIL, subject=subject, body=body)
    guests = guests_of(venue, first_day, last_day)
    if not guests:
        raise NobodyToWriteTo
    if len(guests) > MOST_GUESTS:
        raise LimitReached(
            _("That is more than %(most)s guests: choose fewer nights.") % {"most": MOST_GUESTS}
        )
    broadcast = Broadcast.objects.create(
        venue=venue,
        first_day=first_day,
        last_day=last_day,
        subject=subject,
        body=body,
        guests=len(guests),
        key=key,
    )
    for booking in guests:
        plan_message(
            booking=booking,
            kind=BROADCAST,
            key=f"broadcast.{broadcast.pk}.{booking.customer_id}",
            facts={"broadcast": broadcast.pk},
        )
    return broadcast
