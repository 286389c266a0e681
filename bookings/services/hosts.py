"""Who looked after a party: whoever let them in, unless staff say otherwise."""

from __future__ import annotations

from accounts.models import User
from bookings.domain.lifecycle import Status
from bookings.errors import NotPossibleNow
from bookings.models import Booking, Occupancy
from bookings.selectors.hosts import may_host
from bookings.selectors.setup import setup_of
from bookings.services.occupying import for_change, publish
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.errors import Invalid

# A party that is expected may have its host beforehand; one that has left may get another.
HOSTED = frozenset({Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED})


def host_at_the_door(row: Occupancy) -> int | None:
    """Who is noted when a party comes in: who was chosen, else whoever of the team does it; nobody else."""
    actor = current_actor()
    if row.host_id is not None or actor.kind != "person" or not actor.id.isdecimal():
        return row.host_id
    return User.objects.filter(pk=int(actor.id), is_active=True).values_list("pk", flat=True).first()


@service
def choose_host(*, booking_id: int, host_id: int | None, version: int) -> Booking:
    """Say who looks after a party; None for nobody. The one it has already changes nothing.

    Raises ChangedMeanwhile, NotPossibleNow for what is no visit, Invalid for who does not work there.
    """
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking" or booking.status not in HOSTED:
        raise NotPossibleNow
    if host_id == booking.host_id:
        return booking  # type: ignore[return-value]
    if host_id is not None:
        person = User.objects.filter(pk=host_id).first()
        if person is None or not may_host(person, booking.room):
            raise Invalid(fields={"host": "Nobody of this name works there."})
    booking.host_id = host_id
    booking.version += 1
    booking.save(update_fields=["host", "version"])
    publish("booking.edited", booking, setup_of(booking.room.venue).hours)
    return booking  # type: ignore[return-value]
