"""What people read of an alert: the bell and the team's chats say the same."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.domain.reference import shown
from bookings.models import Occupancy
from notifications.models import StaffAlert

CHAT_OFF = "chat.switched_off"
TITLES: dict[str, str | Promise] = {
    "booking.confirmed": _("Booked online"),
    "booking.requested": _("Asks for a room: answer them"),
    "booking.cancelled": _("Cancelled by the guest"),
    "booking.moved": _("Moved by the guest"),
    "booking.changed": _("Changed by the guest"),
    "booking.late": _("Will be late"),
    "booking.lapsed": _("A request was not answered in time"),
    "guest_message.sent": _("Wrote to you"),
    "text.replied": _("Answered by text message"),
    "mail.came_back": _("A mail came back"),
    "dispute.opened": _("A payment is disputed"),
    "payment.refund_returned": _("A refund came back"),
    "sender.fell_back": _("A mail server refuses: mails go by Boom’s"),
    CHAT_OFF: _("A chat of your team was switched off"),
}
# What a chat may be told; not that it cannot be reached.
FOR_CHATS = tuple(kind for kind in TITLES if kind != CHAT_OFF)


def words_of(row: StaffAlert) -> str:
    """An alert in a few words."""
    said = str(TITLES.get(row.kind, row.kind))
    return f"{said}: {row.detail}" if row.detail else said


def about_of(booking: Occupancy) -> str:
    """Whom and what it is about; needs the room."""
    reference = shown(booking.reference) if booking.reference else ""
    return ", ".join(part for part in (booking.title, booking.room.name, reference) if part)


def path_of(row: StaffAlert) -> str:
    """Where it leads, below the business's address."""
    return f"/dashboard/bookings/{row.booking_id}/" if row.booking_id else "/dashboard/attention/"
