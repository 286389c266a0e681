"""What guests say by the link of their booking, and what staff do with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.domain.lifecycle import Status
from bookings.errors import BookingUnknown, MessageUnknown, NotPossibleNow, TooLateToRate
from bookings.models import Booking, GuestMessage, Rating
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid

# As long as the booking's link shows it.
RATE_WITHIN = timedelta(days=30)
CAME = frozenset({Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED})


@service
def send_guest_message(*, booking_id: int, words: str) -> GuestMessage:
    """Keep what a customer writes to the venue and have it mailed there. Raises Invalid for nothing."""
    words = words.strip()
    if not words:
        raise Invalid(fields={"words": "Type your message."})
    if not Booking.objects.filter(pk=booking_id).exists():
        raise BookingUnknown
    message = GuestMessage.objects.create(booking_id=booking_id, words=words)
    outbox.publish("guest_message.sent", guest_message=message.pk, booking=booking_id)
    return message


@service
def answer_guest_message(*, message_id: int, now: datetime) -> GuestMessage:
    """Note that a message has been answered; twice changes nothing. Raises MessageUnknown."""
    message = _locked(message_id)
    if message.answered_at is None:
        message.answered_at = now
        message.save(update_fields=["answered_at"])
    return message


@service
def reopen_guest_message(*, message_id: int) -> GuestMessage:
    """Take back that a message has been answered. Raises MessageUnknown."""
    message = _locked(message_id)
    if message.answered_at is not None:
        message.answered_at = None
        message.save(update_fields=["answered_at"])
    return message


@service
def rate_booking(*, booking_id: int, stars: int, words: str, now: datetime) -> Rating:
    """Keep how a visit was; said again, the last word counts.

    Raises NotPossibleNow before the visit or when there was none, TooLateToRate after RATE_WITHIN.
    """
    booking = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if booking is None:
        raise BookingUnknown
    if not may_rate(booking, now=now):
        raise TooLateToRate if now > booking.ends_at + RATE_WITHIN else NotPossibleNow
    rating = Rating.objects.filter(booking=booking).first() or Rating(booking=booking)
    rating.stars, rating.words = stars, words.strip()
    rating.save()
    return rating


def may_rate(booking: Booking, *, now: datetime) -> bool:
    """Whether a customer may say how it was: they came, it is over, and not for long."""
    is_over = booking.status == Status.COMPLETED or now >= booking.ends_at
    return booking.status in CAME and is_over and now <= booking.ends_at + RATE_WITHIN


def _locked(message_id: int) -> GuestMessage:
    message = GuestMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise MessageUnknown
    return message
