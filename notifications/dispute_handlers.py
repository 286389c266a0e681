"""Who is written to about money that a guest's bank takes back, or does not take."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from accounts.venue_scope import Place
from bookings.models import Occupancy, Venue
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications import dispute_letters
from notifications.handlers import deliver_to_each
from notifications.selectors.staff_mails import told_of
from notifications.topics import DISPUTES


def mail_managers(message: OutboxMessage, now: datetime) -> None:
    """Tell whoever looks after the venue's money of one fact about a dispute, or a refund that came back."""
    payload = message.payload
    booking = Occupancy.objects.select_related("room__venue").filter(pk=payload["booking"]).first()
    # What has no booking is about a gift voucher, and says at which venue.
    venue = booking.room.venue if booking is not None else Venue.objects.get(pk=payload["venue"])
    said = dispute_letters.words_for(message.kind, payload, venue, booking)
    deliver_to_each(
        message,
        told_of(DISPUTES, Place(venue.pk)),
        key=f"fact.{message.pk}.manager",
        write=partial(dispute_letters.write_letter, said, payload),
        now=now,
    )


for _kind, _label in {
    "dispute.opened": "Word to managers that a payment is disputed",
    "dispute.closed": "Word to managers how a dispute ended",
    "payment.refund_returned": "Word to managers that a refund came back",
}.items():
    outbox.handles(_kind, name=f"notifications.mail_{_kind.replace('.', '_')}", label=_label)(mail_managers)
