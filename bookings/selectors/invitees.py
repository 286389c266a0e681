"""Guest lists: who was asked along to a visit, who comes, and whose link is good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.lifecycle import Status
from bookings.errors import LinkNotGood
from bookings.invitee_links import hash_of
from bookings.models import Answer, Booking, Invitee
from bookings.selectors.groups import GONE

# While that is so there is somewhere to come to.
EXPECTED = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people come and how many may; how many of those asked said no, or nothing yet."""

    yes: int
    maybe: int
    no: int
    open: int

    @property
    def asked(self) -> bool:
        """Whether there is anybody on the list."""
        return bool(self.yes or self.maybe or self.no or self.open)


def guest_list_of(booking_id: int) -> list[Invitee]:
    """The people of a visit's guest list, in the order they were asked. One query."""
    return list(Invitee.objects.standing().named().filter(booking_id=booking_id).order_by("id"))


def tally_of(people: Iterable[Invitee]) -> Tally:
    """What they said, counted."""
    counts = dict.fromkeys(("", *Answer.values), 0)
    for each in people:
        counts[each.answer] += each.people if each.answer in {Answer.YES, Answer.MAYBE} else 1
    return Tally(counts[Answer.YES], counts[Answer.MAYBE], counts[Answer.NO], counts[""])


def link_for_all(booking_id: int) -> Invitee | None:
    """The one link that whoever booked hands round, while there is one."""
    return Invitee.objects.standing().filter(booking_id=booking_id, is_shared=True).first()


def invitee_of(token: str, *, now: datetime) -> Invitee:
    """Whom an invitation's link is of, with booking, room and venue. Raises LinkNotGood, which says why."""
    found = (
        Invitee.objects.select_related("booking__room__venue", "booking__customer")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if found is None:
        raise LinkNotGood
    if found.revoked_at is not None:
        raise LinkNotGood("This invitation was taken back. Ask whoever invited you.")
    if found.booking.status in GONE:
        raise LinkNotGood("This visit is called off.")
    if not is_ahead(found.booking, now=now):
        raise LinkNotGood("This visit is over.")
    return found


def is_ahead(booking: Booking, *, now: datetime) -> bool:
    """Whether links to a visit are good: it stands, and is not over."""
    return booking.status in EXPECTED and now < booking.ends_at
