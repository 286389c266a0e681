"""What the details of a hold need to know when it is an offer to somebody on the waiting list."""

from __future__ import annotations

from django.urls import reverse

from bookings.models import Occupancy, WaitlistEntry
from bookings.services.waitlist_outcomes import is_offer
from bookings.waitlist_links import token_of


def contact_of_offer(booking: Occupancy) -> dict[str, str]:
    """The name and addresses they joined with, so that they need not type them again."""
    entry = _entry_of(booking)
    return {} if entry is None else {"name": entry.name, "email": entry.email, "phone": entry.phone}


def offer_path(booking: Occupancy) -> str:
    """Their own page, for going back without giving the offer away; empty for an ordinary hold."""
    entry = _entry_of(booking)
    return "" if entry is None else reverse("public:waitlist-place", args=[token_of(entry)])


def _entry_of(booking: Occupancy) -> WaitlistEntry | None:
    if not is_offer(booking):
        return None
    return WaitlistEntry.objects.filter(offers__booking_id=booking.pk).first()
