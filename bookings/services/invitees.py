"""Guest lists: whoever booked asks others along, and those say whether they come."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.domain.lifecycle import Status
from bookings.errors import (
    BookingUnknown,
    GuestListFull,
    InvitedAlready,
    InviteeUnknown,
    NotPossibleNow,
    TooManyInvitations,
)
from bookings.invitee_links import hash_of, token_from
from bookings.models import Answer, Booking, Invitee
from bookings.models.invitees import new_nonce
from bookings.selectors.invitees import is_ahead
from boom.core import outbox
from boom.core.db import service

# Those taken off the list again count as well: their links and mails were made.
MOST_INVITEES = 150
MOST_MAILS, MOST_MAILS_A_DAY = 60, 30
DAY = timedelta(days=1)
# So long after a visit nobody has to know any more who was asked along.
KEPT_FOR = timedelta(days=30)
INVITED, NEWS = "invitee.invited", "invitee.news"


def may_invite(booking: Booking, *, now: datetime) -> bool:
    """Whether others can be asked along: the venue has said yes, and the visit is not over."""
    return booking.status != Status.PENDING and is_ahead(booking, now=now)


@service
def invite(*, booking_id: int, name: str, email: str, now: datetime) -> Invitee:
    """Put somebody on the guest list; to whom an `email` is given goes one mail with their link.

    Raises NotPossibleNow, GuestListFull, InvitedAlready for an address that stands on the list, and
    TooManyInvitations past MOST_MAILS of a booking or MOST_MAILS_A_DAY.
    """
    booking = _with_room(booking_id, now=now)
    is_mailed = bool(email)
    if email:
        same = Invitee.objects.filter(booking=booking, email__iexact=email)
        if same.standing().exists():
            raise InvitedAlready
        # Whoever was taken off the list and is put on it again has a mail already.
        is_mailed = not same.exclude(mailed_at=None).exists()
    if is_mailed:
        mailed = Invitee.objects.filter(booking=booking, mailed_at__isnull=False)
        if mailed.count() >= MOST_MAILS or mailed.filter(mailed_at__gt=now - DAY).count() >= MOST_MAILS_A_DAY:
            raise TooManyInvitations
    made = _made(booking, name=name, email=email, mailed_at=now if is_mailed else None)
    if is_mailed:
        outbox.publish(INVITED, invitee=made.pk, booking=booking_id)
    return made


@service
def share_guest_list(*, booking_id: int, now: datetime) -> Invitee:
    """The one link that can be handed round; whoever follows it puts themselves on the list.

    Raises NotPossibleNow, GuestListFull.
    """
    standing = Invitee.objects.standing().filter(booking_id=booking_id, is_shared=True).first()
    return standing or _made(_with_room(booking_id, now=now), is_shared=True)


@service
def take_off_guest_list(*, booking_id: int, invitee_id: int, now: datetime) -> Invitee:
    """End an invitation, or the link for all: it opens nothing any more. Twice changes nothing.

    Raises InviteeUnknown for what is not of this booking.
    """
    found = Invitee.objects.select_for_update().filter(pk=invitee_id, booking_id=booking_id).first()
    if found is None:
        raise InviteeUnknown
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
    return found


@service
def answer_invitation(*, invitee_id: int, answer: str, people: int, now: datetime) -> Invitee:
    """Keep what somebody says to their invitation; the last word counts. Raises NotPossibleNow."""
    found = Invitee.objects.select_for_update().select_related("booking").get(pk=invitee_id)
    if found.is_shared or found.revoked_at is not None or not is_ahead(found.booking, now=now):
        raise NotPossibleNow
    found.answer, found.people, found.answered_at = answer, people, now
    found.save(update_fields=["answer", "people", "answered_at"])
    return found


@service
def join_guest_list(*, shared_id: int, name: str, answer: str, people: int, now: datetime) -> Invitee:
    """Put whoever followed the link for all on the list, with their answer and a link of their own.

    Raises NotPossibleNow once that link is ended, GuestListFull.
    """
    shared = Invitee.objects.standing().filter(pk=shared_id, is_shared=True).first()
    if shared is None:
        raise NotPossibleNow
    booking = _with_room(shared.booking_id, now=now)
    return _made(booking, name=name, answer=answer, people=people, answered_at=now)


@service
def tell_invitees(*, booking_id: int, about: str, fact_id: int) -> int:
    """Have everybody who said yes and left an address told of a change (`about`, a fact's kind), once each.

    Told again of the same fact they hear nothing: the key that goes along is the same. Returns how many.
    """
    coming = Invitee.objects.standing().filter(booking_id=booking_id, answer=Answer.YES).exclude(email="")
    keys = list(coming.order_by("id").values_list("pk", flat=True))
    for key in keys:
        outbox.publish(NEWS, invitee=key, booking=booking_id, about=about, key=f"{NEWS}.{fact_id}.{key}")
    return len(keys)


@service
def forget_invitees(*, now: datetime) -> int:
    """Take names and addresses off the guest lists of visits that are over for KEPT_FOR. Returns how many."""
    old = Invitee.objects.filter(booking__ends_at__lte=now - KEPT_FOR).exclude(name="", email="")
    return old.update(name="", email="")


def _with_room(booking_id: int, *, now: datetime) -> Booking:
    """A booking, locked, whose list takes one more. Raises BookingUnknown, NotPossibleNow, GuestListFull."""
    booking = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    if not may_invite(booking, now=now):
        raise NotPossibleNow
    if Invitee.objects.filter(booking=booking).count() >= MOST_INVITEES:
        raise GuestListFull
    return booking


def _made(booking: Booking, **values: object) -> Invitee:
    nonce = new_nonce()
    return Invitee.objects.create(
        booking=booking, link_nonce=nonce, token_hash=hash_of(token_from(nonce)), **values
    )
