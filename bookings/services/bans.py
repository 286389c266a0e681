"""Keeping somebody from booking online, by person, e-mail address or phone number, and letting them again."""

from __future__ import annotations

from datetime import datetime

from bookings.errors import BannedAlready, BanUnknown, NotTakenOnline
from bookings.models import Ban, Customer
from bookings.selectors.bans import bans_against
from bookings.services.customer_records import for_change
from bookings.services.customers import Contact
from boom.core.db import refusing, service
from boom.core.errors import Conflict

REFUSALS: dict[str, type[Conflict]] = {
    "ban_customer_once": BannedAlready,
    "ban_email_once": BannedAlready,
    "ban_phone_once": BannedAlready,
}


@service
def ban(*, reason: str, customer_id: int | None = None, email: str = "", phone: str = "") -> Ban:
    """Keep a customer, an e-mail address or a phone number (E.164) from booking online; one of the three.

    Bookings they have stay. Raises BannedAlready, CustomerUnknown.
    """
    customer: Customer | None = for_change(customer_id) if customer_id is not None else None
    with refusing(REFUSALS):
        return Ban.objects.create(customer=customer, email=email, phone=phone, reason=reason.strip())


@service
def lift_ban(*, ban_id: int, now: datetime) -> Ban:
    """Let them book online again. Lifting twice changes nothing. Raises BanUnknown."""
    found = _locked(ban_id)
    if found.lifted_at is None:
        found.lifted_at = now
        found.save(update_fields=["lifted_at"])
    return found


@service
def restore_ban(*, ban_id: int) -> Ban:
    """Take a lifting back. Raises BanUnknown, BannedAlready when there is another by now."""
    found = _locked(ban_id)
    if found.lifted_at is not None:
        found.lifted_at = None
        with refusing(REFUSALS):
            found.save(update_fields=["lifted_at"])
    return found


def refuse_banned(contact: Contact) -> None:
    """Raises NotTakenOnline for whoever may not book online; says nothing of the reason."""
    if bans_against(email=contact.email, phone=contact.phone):
        raise NotTakenOnline


def _locked(ban_id: int) -> Ban:
    found = Ban.objects.select_for_update().filter(pk=ban_id).first()
    if found is None:
        raise BanUnknown
    return found
