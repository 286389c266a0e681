"""Guests of Velvet Rooms whom staff know: wishes, several records of one person, one who is not wanted."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.models import Customer
from bookings.services.bans import ban
from bookings.services.customer_records import add_customer, change_customer
from bookings.services.merging import merge_customers


def note_down(customers: Sequence[Customer]) -> None:
    """What staff have written down over time."""
    regular = next(each for each in customers if "Regular" in each.tags)
    change_customer(
        customer_id=regular.pk,
        version=regular.version,
        contact_by="text",
        wishes="The booth by the wall, no strobe lights.",
        notes="Brings eight friends every Wednesday.",
    )
    ban(customer_id=customers[30].pk, reason="Broke two microphones and left without paying")
    _doubles([each for each in customers if each.phone])


def _doubles(customers: Sequence[Customer]) -> None:
    """Records of one person: three pairs to look at, and one that was merged already."""
    by_phone, by_mail, by_name, merged = customers[40:44]
    add_customer(name=by_phone.name.split()[0], phone=by_phone.phone)
    name, _, domain = by_mail.email.partition("@")
    add_customer(name=by_mail.name, email=f"{name}+karaoke@{domain}")
    add_customer(name=by_name.name, notes="Wrote her name in the guest book")
    double = add_customer(name=merged.name, phone=merged.phone, tags=["VIP"])
    merge_customers(
        kept_id=merged.pk, gone_id=double.pk, kept_version=merged.version, gone_version=double.version
    )
