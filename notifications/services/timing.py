"""Messages that go out by themselves: the times a venue chose, and writing down which are due.

A due message is a row with a key that names what it is about (the visit, its time, which reminder), made
together with the fact that a handler acts on. A job that runs twice, or two at once, make it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Max, Q
from django.db.models.functions import Coalesce, Greatest

from bookings.domain.lifecycle import Status
from bookings.models import Booking, Consent, ContactBy, Purpose, Venue
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid, NotFound
from notifications.domain.timing import DAY, FOLLOW_UP_GOOD_FOR, due_reminder, is_follow_up_due
from notifications.models import LONGEST_BEFORE, MOST_REMINDERS, Channel, Message, MessageTimes
from notifications.services.messages import message_id_of
from notifications.words import TEXTED

REMINDER, FOLLOW_UP = "visit.reminder_due", "visit.follow_up_due"
CAME = frozenset({Status.CHECKED_IN, Status.COMPLETED})
LONGEST = timedelta(minutes=LONGEST_BEFORE)


@service
def change_times(
    *,
    venue_id: int,
    reminders: Iterable[int],
    follow_up_after: int | None,
    quiet_from: time | None,
    quiet_until: time | None,
    texts: Iterable[str] = (),
) -> MessageTimes:
    """Choose when a venue's messages go out. Minutes before and after. Raises Invalid, NotFound."""
    chosen = sorted(set(reminders), reverse=True)
    if len(chosen) > MOST_REMINDERS or any(not 0 < each <= LONGEST_BEFORE for each in chosen):
        raise Invalid(fields={"reminders": "Up to three reminders, each at most a week before."})
    if follow_up_after is not None and not 0 <= follow_up_after <= LONGEST_BEFORE:
        raise Invalid(fields={"follow_up_after": "At most a week after."})
    if (quiet_from is None) != (quiet_until is None) or (
        quiet_from is not None and quiet_from == quiet_until
    ):
        raise Invalid(fields={"quiet_until": "Quiet hours have two different ends."})
    if not set(texts) <= TEXTED:
        raise Invalid(fields={"texts": "Choose messages from the list."})
    if not Venue.objects.select_for_update().filter(pk=venue_id).exists():
        raise NotFound("There is no such venue.")
    times, _made = MessageTimes.objects.update_or_create(
        venue_id=venue_id,
        defaults={
            "reminders": chosen,
            "follow_up_after": follow_up_after,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "texts": sorted(set(texts)),
        },
    )
    return times


def times_of(venue: Venue) -> MessageTimes:
    """What a venue chose, or the usual."""
    return MessageTimes.objects.filter(venue=venue).first() or MessageTimes(venue=venue)


def plan_due(*, now: datetime) -> int:
    """Write down every reminder and follow-up that is due. Returns how many are new."""
    planned = 0
    for venue in Venue.objects.order_by("id"):
        times = times_of(venue)
        times.venue = venue
        planned += sum(_plan(each, REMINDER, now) for each in _to_remind(venue, times, now))
        planned += sum(_plan(each, FOLLOW_UP, now) for each in _to_thank(venue, times, now))
    return planned


def _to_remind(venue: Venue, times: MessageTimes, now: datetime) -> list[tuple[Booking, str]]:
    """Bookings whose reminder is due, with its key; of what was booked together the first at each time."""
    if not times.reminders:
        return []
    window = Q(starts_at__gt=now, starts_at__lte=now + max(times.offsets) + DAY)
    told = Max(
        "messages__created_at",
        filter=Q(messages__kind__startswith="booking."),
        output_field=DateTimeField(),
    )
    quiet = times.quiet()
    rows = (
        _reachable(venue, by_text=REMINDER in times.texts)
        .filter(window, status=Status.CONFIRMED, continues__isnull=True)
        .annotate(told_at=Greatest("created_at", Coalesce(told, "created_at")))
    )
    found: dict[str, Booking] = {}
    for booking in rows.order_by("starts_at", "id"):
        offset = due_reminder(booking.starts_at, times.offsets, quiet, told_at=booking.told_at, now=now)
        if offset is not None:
            minutes = offset // timedelta(minutes=1)
            found.setdefault(f"reminder.{_visit(booking)}.{minutes}", booking)
    return [(booking, key) for key, booking in found.items()]


def _to_thank(venue: Venue, times: MessageTimes, now: datetime) -> list[tuple[Booking, str]]:
    """Visits whose follow-up is due, of guests who agreed to be written to, with its key."""
    after = times.follow_up
    if after is None:
        return []
    quiet = times.quiet()
    window = Q(ends_at__lte=now - after, ends_at__gt=now - after - FOLLOW_UP_GOOD_FOR - DAY)
    rows = [
        booking
        for booking in _reachable(venue).filter(window, status__in=CAME).order_by("ends_at", "id")
        if is_follow_up_due(booking.ends_at, after, quiet, now=now)
    ]
    agreed = agreed_to_news(booking.customer_id for booking in rows if booking.customer_id)
    found: dict[str, Booking] = {}
    for booking in rows:
        if booking.customer_id in agreed:
            found.setdefault(f"thanks.{_visit(booking)}", booking)
    return [(booking, key) for key, booking in found.items()]


def _reachable(venue: Venue, *, by_text: bool = False) -> Any:
    """A venue's bookings of guests who left an address (or a number, for texts) and want to hear."""
    has_address = ~Q(customer__email="")
    if by_text:
        has_address |= ~Q(customer__phone="")
    return (
        Booking.objects.filter(room__venue=venue, placed=True, customer__isnull=False)
        .filter(has_address)
        .exclude(customer__contact_by=ContactBy.NOBODY)
        .select_related("customer")
    )


def _visit(booking: Booking) -> str:
    """What names a visit: a booking, or those booked together, at its time. Moved, it is another."""
    return (
        f"{booking.group_reference or booking.reference or booking.pk}.{int(booking.starts_at.timestamp())}"
    )


def agreed_to_news(customer_ids: Iterable[int]) -> set[int]:
    """Those whose newest answer about news is yes."""
    newest = (
        Consent.objects.filter(customer_id__in=set(customer_ids), purpose=Purpose.NEWS)
        .order_by("customer_id", "-at", "-id")
        .distinct("customer_id")
    )
    return {consent.customer_id for consent in newest if consent.is_given}


def _plan(due: tuple[Booking, str], kind: str, now: datetime) -> bool:
    booking, key = due
    if Message.objects.filter(dedupe_key__in=[key, f"{key}.sms"]).exists():
        return False
    return plan_message(
        booking=booking, kind=kind, key=key, facts={"starts_at": booking.starts_at.isoformat()}
    )


@service
def plan_message(*, booking: Booking, kind: str, key: str, facts: Mapping[str, Any]) -> bool:
    """Make a message that is due, and the fact that has it sent. False where there is one with this key."""
    assert booking.customer is not None, "whoever is written to is known"
    # Who left a number alone is told by text: that message has the other key.
    own_key = key if booking.customer.email else f"{key}.sms"
    _message, made = Message.objects.get_or_create(
        dedupe_key=own_key,
        defaults={
            "kind": kind,
            "channel": Channel.EMAIL if booking.customer.email else Channel.SMS,
            "to_address": booking.customer.email or booking.customer.phone,
            "booking_id": booking.pk,
            "message_id": message_id_of(own_key),
        },
    )
    if made:
        outbox.publish(kind, booking=booking.pk, key=key, **facts)
    return made


def why_no_visit(kind: str, booking: Booking, payload: Mapping[str, Any], now: datetime) -> str:
    """Why a reminder or a follow-up is none any more; empty where it still is."""
    if datetime.fromisoformat(payload["starts_at"]) != booking.starts_at:
        return "The booking was moved."
    if kind == REMINDER:
        if booking.starts_at <= now:
            return "The booking has begun."
        standing = booking.status == Status.CONFIRMED
    else:
        if booking.customer_id not in agreed_to_news([booking.customer_id or 0]):
            return "The guest does not want to be written to."
        standing = booking.status in CAME
    return "" if standing else f"The booking is {Status(booking.status).label.lower()}."
