"""Mails to the team: a fact becomes a mail for each who wants it, and each goes out by itself.

Who wants it is asked twice, when the fact is told and when the mail is sent: a log-in that was closed, a
venue that somebody no longer looks after, a press of "no more of these" count at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from accounts.venue_scope import Place
from audit.models import AuditEvent
from bookings.domain.lifecycle import Status
from bookings.models import Booking
from boom.core import outbox
from boom.core.faultpoints import reach
from boom.core.models import OutboxMessage
from notifications import services
from notifications.handlers import deliver_letter
from notifications.selectors.staff_mails import places_seen, told_of, wants
from notifications.services.staff_mails import STAFF_MAIL, write_staff_mails
from notifications.staff_letters import write_staff_letter
from notifications.topics import TOPIC_OF_FACT, topic_of


def tell_team(message: OutboxMessage, now: datetime) -> None:
    """Promise a mail to everybody who wants to hear of a fact, but for whoever made it.

    Of several facts of a kind that one act made (a series that is cancelled) the first speaks for all, to
    each the first of a place that they look after.
    """
    booking = _booking_of(message.payload)
    if booking is None:
        return
    places = _places_of_act(message)
    before = {place for key, place in places.items() if key < message.pk}
    if _place(booking) in before:
        return
    events = list(
        AuditEvent.objects.filter(
            table="bookings_occupancy", entity_id=str(booking.pk), transaction_id=message.transaction_id
        ).order_by("id")
    )
    was_asked = any((event.old or {}).get("status") == Status.PENDING for event in events)
    topic = topic_of(message.kind, was_asked=was_asked)
    person_id, by = _doer(message.payload, events)
    for user in told_of(topic, _place(booking)):
        theirs = places_seen(user, set(places.values()))
        if str(user.pk) == person_id or theirs & before:
            continue
        write_staff_mails(
            user_ids=[user.pk],
            key=f"fact.{message.pk}.team",
            facts={
                "about": message.kind,
                "topic": topic,
                "booking": booking.pk,
                "did": by,
                "count": sum(place in theirs for place in places.values()) or 1,
                "amount_minor": message.payload.get("amount_minor"),
                "currency": message.payload.get("currency", ""),
            },
        )


for _kind in TOPIC_OF_FACT:
    outbox.handles(
        _kind,
        name=f"notifications.tell_team_{_kind.replace('.', '_')}",
        only=lambda payload: not payload.get("quiet", False),
        label="Mails to your team",
    )(tell_team)


@outbox.handles(STAFF_MAIL, name="notifications.mail_staff", label="Mail to one of your team")
def mail_staff(message: OutboxMessage, now: datetime) -> None:
    """Send one of the team what they wanted to hear of, where they still may and want to."""
    payload = message.payload
    user = User.objects.select_related("own_role").filter(pk=payload["user"]).first()
    booking = _booking_of(payload)
    if user is None or booking is None:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"{payload['key']}.{user.pk}",
        to_address=user.email,
        booking_id=None,
        now=now,
    )
    if ours is None:
        return
    reach("message.claimed")
    if reason := _why_not(user, booking, payload):
        services.mark_skipped(message_id=ours.pk, reason=reason)
        return
    deliver_letter(ours, lambda business: write_staff_letter(booking, payload, business), now)


def _why_not(user: User, booking: Booking, payload: dict[str, Any]) -> str:
    """Why a mail is not sent after all; empty when it is."""
    if not wants(user, payload["topic"], _place(booking)):
        return "They do not want it any more, or may not see it."
    if payload["about"] == "booking.requested" and booking.status != Status.PENDING:
        return "The request is answered."
    return ""


def _places_of_act(message: OutboxMessage) -> dict[int, Place]:
    """Where each fact of this kind is that came of the same act, by its key."""
    facts = OutboxMessage.objects.filter(transaction_id=message.transaction_id, kind=message.kind)
    about = dict(facts.values_list("pk", "payload__booking"))
    rows = Booking.objects.filter(pk__in=[key for key in about.values() if key])
    where = {
        key: Place(venue_id, room_id)
        for key, venue_id, room_id in rows.values_list("pk", "room__venue_id", "room_id")
    }
    return {key: where[booking] for key, booking in about.items() if booking in where}


def _booking_of(payload: dict[str, Any]) -> Booking | None:
    found = Booking.objects.select_related("room__venue", "customer").filter(pk=payload["booking"] or 0)
    return found.first()


def _place(booking: Booking) -> Place:
    return Place(booking.room.venue_id, booking.room_id)


def _doer(payload: dict[str, Any], events: list[AuditEvent]) -> tuple[str, str]:
    """The key of whoever of the team did it, and the words for who did; both empty where nobody is known.

    Money that goes back is told of when it arrives: who gave it stands in the fact itself.
    """
    if "given_by" in payload:
        return payload["given_by_id"], payload["given_by"]
    for event in events:
        if event.actor_kind == "customer":
            return "", gettext("the guest")
        if event.actor_kind == "person":
            return event.actor_id, event.actor_label
        if event.actor_kind in {"api_key", "super_admin"}:
            return "", event.actor_label
    return "", ""
