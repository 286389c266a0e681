"""Links that open a customer's own booking: made, followed, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.errors import LinkNotGood
from bookings.models import Booking, ManageLink
from boom.core.db import service
from boom.core.ids import new_token, token_hash

# After the booking is over the link still shows the receipt for a while.
GOOD_AFTER_END = timedelta(days=30)
PURPOSE = "manage-booking"


@service
def issue_manage_link(*, booking_id: int, now: datetime) -> str:
    """A new token for a booking's own page. Only its hash is kept; the token itself is given back once."""
    booking = Booking.objects.get(pk=booking_id)
    token = new_token()
    ManageLink.objects.create(
        booking=booking,
        token_hash=token_hash(token, purpose=PURPOSE),
        expires_at=max(booking.ends_at, now) + GOOD_AFTER_END,
    )
    return token


@service
def replace_links(*, booking_id: int, now: datetime) -> str:
    """Make every link to a booking useless and give back a new token: after each change by link."""
    revoke_links(booking_id=booking_id, now=now)
    return issue_manage_link(booking_id=booking_id, now=now)


@service
def revoke_links(*, booking_id: int, now: datetime) -> int:
    """Make every link to a booking useless. Returns how many were good."""
    return ManageLink.objects.filter(booking_id=booking_id, revoked_at__isnull=True).update(revoked_at=now)


@service
def pass_links_on(*, booking_id: int, to: int) -> None:
    """Let the links of a booking open another one: of the same cart, when the first is taken out of it."""
    ends_at = Booking.objects.values_list("ends_at", flat=True).get(pk=to)
    good = ManageLink.objects.filter(booking_id=booking_id, revoked_at__isnull=True)
    good.update(booking_id=to, expires_at=ends_at + GOOD_AFTER_END)


def booking_of_link(token: str, *, now: datetime) -> Booking:
    """The booking a link opens, with room, venue and customer. Raises LinkNotGood, which says why."""
    link = (
        ManageLink.objects.select_related("booking__room__venue", "booking__customer")
        .filter(token_hash=token_hash(token, purpose=PURPOSE))
        .first()
    )
    if link is None:
        raise LinkNotGood
    if link.revoked_at is not None:
        raise LinkNotGood("This link was replaced when the booking was changed. Use the newest one you have.")
    if not link.is_good(now):
        raise LinkNotGood("This link has run out.")
    return link.booking
