"""Which private rooms a link or a code opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from bookings.domain.lifecycle import Status
from bookings.models import Booking, PrivateLink, PrivateUse
from bookings.private_addresses import hash_of_token, hashes_of_code, token_of

# A use that counts no more: the hold ran out, or the booking was called off.
_OVER = (Status.EXPIRED, Status.CANCELLED)


def link_of_token(token: str, *, now: datetime) -> PrivateLink | None:
    """The link that an address is of, with its venue; None for one that is unknown, ended or over."""
    return _good(Q(token_hash=hash_of_token(token)), now=now)


def link_of_code(code: str, *, venue_id: int, now: datetime) -> PrivateLink | None:
    """The link that a typed code is of; None for one that is unknown, ended or over: nobody learns which."""
    return _good(Q(code_hash__in=hashes_of_code(code), venue_id=venue_id), now=now) if code.strip() else None


def _good(which: Q, *, now: datetime) -> PrivateLink | None:
    found = PrivateLink.objects.standing().select_related("venue").filter(which).first()
    return found if found is not None and found.opens_at(now) else None


def takes_codes(venue_id: int) -> bool:
    """Whether a venue has given out codes for private rooms."""
    return PrivateLink.objects.standing().filter(venue_id=venue_id).exclude(code_hash="").exists()


def link_of_booking(booking_id: int) -> PrivateLink | None:
    """The private link that a booking was made by."""
    return PrivateLink.objects.filter(uses__booking=booking_id).first()


def links_of(venue_id: int) -> list[tuple[PrivateLink, str, int]]:
    """A venue's standing links, newest first, each with its token and how many bookings stand by it."""
    links = (
        PrivateLink.objects.standing()
        .filter(venue_id=venue_id)
        .annotate(used=Count("uses", filter=~Q(uses__booking__status__in=_OVER)))
        .order_by("-id")
    )
    return [(link, token_of(link), link.used) for link in links]


def uses_of(link_id: int, *, now: datetime, leaving_out: Sequence[int] = ()) -> int:
    """How many bookings and live holds stand by a link, but for these."""
    uses = PrivateUse.objects.filter(link=link_id).exclude(booking__in=leaving_out)
    standing = uses.exclude(booking__status__in=_OVER)
    return standing.exclude(booking__status=Status.HELD, booking__held_until__lt=now).count()


def private_rooms_of(booking: Booking) -> dict[int, int | None]:
    """The private rooms of a booking and of those booked with it, each with the link it was made by."""
    if not booking.room.is_private and not booking.group_reference:
        return {}
    which = Q(pk=booking.pk)
    if booking.group_reference:
        which |= Q(group_reference=booking.group_reference)
    private = Booking.objects.filter(which, room__is_private=True).order_by("id")
    return dict(private.values_list("room_id", "private_use__link_id"))
