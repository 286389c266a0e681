"""Private rooms: links and codes that open them are made and ended, and every use of one is counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bookings.domain.blockers import Blocker
from bookings.domain.private_rooms import opened_by
from bookings.errors import LinkNotGood, RulesBroken
from bookings.models import Booking, PrivateLink, PrivateUse, Room
from bookings.models.private_links import new_nonce
from bookings.private_addresses import hash_of_code, hash_of_token, private_token
from bookings.selectors.private_links import uses_of
from boom.core.db import refusing, service
from boom.core.errors import Invalid, LimitReached

MOST_LINKS = 200
SHORTEST_CODE = 6
LONGEST_CODE = 40
SPENT = Blocker(
    "private-link-spent", "This link or code has been used as often as it is good for.", hard=True
)


class CodeTaken(Invalid):
    """Another link at this venue has the same code."""

    code = "code-taken"
    message = "Another link has this code."

    def __init__(self) -> None:
        super().__init__(fields={"code": self.message})


@service
def add_private_link(
    *,
    venue_id: int,
    name: str,
    room_ids: Collection[int],
    code: str = "",
    ends_on: date | None = None,
    most_uses: int | None = None,
) -> PrivateLink:
    """Make what opens private rooms of a venue: an address, and a code where one is given.

    Raises Invalid (no room, a code that is too short or another's), LimitReached.
    """
    wanted = sorted(set(room_ids))
    private = Room.objects.filter(venue_id=venue_id, is_private=True, pk__in=wanted).count()
    if not wanted or private != len(wanted):
        raise Invalid(fields={"room_ids": "Choose private rooms of this venue."})
    if not name.strip():
        raise Invalid(fields={"name": "Say whom it is for."})
    typed = "".join(code.split())
    if typed and not SHORTEST_CODE <= len(typed) <= LONGEST_CODE:
        raise Invalid(fields={"code": f"A code has {SHORTEST_CODE} to {LONGEST_CODE} characters."})
    if PrivateLink.objects.standing().filter(venue_id=venue_id).count() >= MOST_LINKS:
        raise LimitReached("These are more links than anybody keeps apart. End one first.")
    nonce = new_nonce()
    with refusing({"private_code_once": CodeTaken}):
        return PrivateLink.objects.create(
            venue_id=venue_id,
            name=name.strip(),
            room_ids=wanted,
            link_nonce=nonce,
            token_hash=hash_of_token(private_token(nonce)),
            code_hash=hash_of_code(typed) if typed else "",
            ends_on=ends_on,
            most_uses=most_uses,
        )


@service
def revoke_private_link(*, private_id: int, now: datetime) -> PrivateLink:
    """End a link and its code: they open nothing from now on; what was booked stays. Raises LinkNotGood."""
    link = PrivateLink.objects.select_for_update().select_related(None).filter(pk=private_id).first()
    if link is None:
        raise LinkNotGood
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
    return link


def note_use(hold: Booking, *, now: datetime) -> None:
    """Count a new hold of a private room against the link that opened it. Raises RulesBroken for one that is
    used up, or was ended a moment ago.
    """
    link = PrivateLink.objects.select_for_update(of=("self",)).select_related("venue")
    found = link.filter(pk=opened_by(hold.room_id) or 0).first()
    if found is None or found.revoked_at is not None or not found.opens_at(now):
        raise RulesBroken([SPENT])
    if found.most_uses is not None and uses_of(found.pk, now=now) >= found.most_uses:
        raise RulesBroken([SPENT])
    PrivateUse.objects.create(link=found, booking_id=hold.pk)


def insist_on_uses(parts: Sequence[Booking], *, now: datetime) -> None:
    """Raise RulesBroken where a hold that ran out is booked after all, and others used its link up since."""
    keys = [part.pk for part in parts if part.room.is_private]
    for link in PrivateLink.objects.select_for_update(of=("self",)).filter(
        pk__in=PrivateUse.objects.filter(booking__in=keys).values("link"), most_uses__isnull=False
    ):
        own = PrivateUse.objects.filter(link=link, booking__in=keys).count()
        if uses_of(link.pk, now=now, leaving_out=keys) + own > (link.most_uses or 0):
            raise RulesBroken([SPENT])
