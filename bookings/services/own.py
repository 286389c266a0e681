"""What customers do with their own booking by its link. Each change makes the old links useless."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import EARLY, Status, can_extend
from bookings.errors import BookingUnknown, NotPossibleNow, PriceChanged
from bookings.models import Booking, Occupancy
from bookings.selectors.groups import parts_of
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.links import issue_manage_link, replace_links
from bookings.services.occupying import for_change
from bookings.services.visits import change_room, extend_booking
from boom.core.db import service


@service
def cancel_own_booking(
    *,
    booking_id: int,
    version: int | None,
    part_ids: Collection[int] = (),
    reason: str = "",
    now: datetime,
) -> str:
    """Cancel a booking under the venue's terms; gives back the token of its new link.

    Of rooms booked together `part_ids` says which; the others stand. Raises RulesBroken when it is too late
    for that, ChangedMeanwhile for an old `version` (another fee than the one shown may be due),
    NotPossibleNow for a booking that has been used, or that is not of this group.
    """
    wanted = set(part_ids) or {booking_id}
    own = {part.pk for part in parts_of(booking_id)}
    if not wanted <= own:
        raise NotPossibleNow
    for_change(booking_id, version=version)
    for part_id in sorted(wanted):
        cancel_booking(
            booking_id=part_id, reason=reason, now=now, by_staff=False, tell_customer=part_id == min(wanted)
        )
    return replace_links(booking_id=booking_id, now=now)


@service
def extend_own_booking(
    *, booking_id: int, version: int, minutes: int, room_id: int | None, now: datetime
) -> str | None:
    """Give a party more time by its own link, in another room if `room_id` says so.

    Gives back the token of a new link where the visit goes on as another booking, else None: the link stays
    good. Raises as `extend_booking`, `change_room` and `move_booking` do.
    """
    more = timedelta(minutes=minutes)
    row = _present(booking_id)
    if room_id is None or room_id == row.room_id:
        extend_booking(booking_id=booking_id, duration=more, version=version, now=now, by_staff=False)
        return None
    if row.status == Status.CHECKED_IN:
        _, second = change_room(
            booking_id=booking_id,
            room_id=room_id,
            version=version,
            now=now,
            until=row.ends_at + more,
            by_staff=False,
        )
        return issue_manage_link(booking_id=second.pk, now=now)
    if not can_extend(row.status, starts_at=row.starts_at, ends_at=row.ends_at, now=now, early=EARLY):
        raise NotPossibleNow
    # Whoever is about to come is held to the rules for guests who are here, not to notice.
    move_booking(
        booking_id=booking_id,
        room_id=room_id,
        span=Interval(row.starts_at, row.ends_at + more),
        version=version,
        now=now,
        tell_customer=False,
    )
    return None


@service
def move_own_booking(
    *,
    booking_id: int,
    room_id: int,
    span: Interval,
    version: int,
    now: datetime,
    shown_minor: int | None = None,
) -> str:
    """Give a booking another time, length or room, by the rules for customers; gives back the new token.

    `shown_minor` is the new total they saw. Raises PriceChanged where it costs something else than was agreed
    and than was shown, and what `move_booking` raises.
    """
    agreed = Occupancy.objects.values_list("total_minor", flat=True).get(pk=booking_id)
    # The new price is known once it has moved; where it is not the one they saw, that is taken back.
    with transaction.atomic():
        moved = move_booking(
            booking_id=booking_id, room_id=room_id, span=span, version=version, now=now, by_staff=False
        )
        if moved.total_minor not in {agreed, shown_minor}:
            raise PriceChanged(details={"agreed_minor": agreed, "total_minor": moved.total_minor})
    return replace_links(booking_id=booking_id, now=now)


def _present(booking_id: int) -> Booking:
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    return booking
