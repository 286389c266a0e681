"""Who may not book online."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, Value
from django.db.models.functions import Lower

from bookings.models import Ban, Customer, WaitlistEntry
from bookings.selectors.customer_search import holder_of_email


def bans_against(*, email: str = "", phone: str = "", customer_id: int | None = None) -> list[Ban]:
    """Every ban that holds against whoever has this address, number or record, oldest first.

    A banned customer is kept out by each address and number of theirs, those of records merged into theirs
    included.
    """
    against = Q()
    if customer_id is not None:
        against |= Q(customer_id=customer_id) | Q(customer__merged_into_id=customer_id)
    if email:
        against |= Q(address=Lower(Value(email)))
        holder = holder_of_email(email)
        if holder is not None:
            against |= Q(customer_id=holder.pk) | Q(customer__merged_into_id=holder.pk)
    if phone:
        sharing = Customer.objects.filter(phone=phone).exclude(phone="").order_by()
        against |= Q(phone=phone) | Q(customer_id__in=sharing.values("id"))
        against |= Q(customer_id__in=sharing.filter(merged_into__isnull=False).values("merged_into_id"))
    if not against:
        return []
    holding = Ban.objects.annotate(address=Lower("email")).filter(lifted_at=None)
    return list(holding.filter(against).order_by("id"))


def banned_of(customers: Iterable[Customer]) -> set[int]:
    """Which of these customers are kept out, by person, address or number. One query."""
    known = list(customers)
    keys = [customer.pk for customer in known]
    emails = {customer.email.lower() for customer in known if customer.email}
    phones = {customer.phone for customer in known if customer.phone}
    holding = Ban.objects.annotate(address=Lower("email")).filter(lifted_at=None)
    found = list(
        holding.filter(Q(customer_id__in=keys) | Q(address__in=emails) | Q(phone__in=phones)).values_list(
            "customer_id", "address", "phone"
        )
    )
    persons, addresses, numbers = ({row[place] for row in found} - {None, ""} for place in range(3))
    return {
        customer.pk
        for customer in known
        if customer.pk in persons or customer.email.lower() in addresses or customer.phone in numbers
    }


def banned_waiting(entries: Iterable[WaitlistEntry]) -> set[int]:
    """Which of those who wait may not book online by now, as `bans_against` says. Two queries at the most."""
    known = list(entries)
    holding = list(Ban.objects.filter(lifted_at=None).select_related("customer"))
    if not known or not holding:
        return set()
    persons = {ban.customer_id for ban in holding} | {
        ban.customer.merged_into_id for ban in holding if ban.customer is not None
    }
    records = Customer.objects.filter(Q(pk__in=persons - {None}) | Q(merged_into_id__in=persons - {None}))
    reached = list(records.values_list("email", "phone"))
    addresses = {ban.email.lower() for ban in holding} | {email.lower() for email, _ in reached}
    numbers = {ban.phone for ban in holding} | {phone for _, phone in reached}
    return {
        entry.pk
        for entry in known
        if (entry.email and entry.email.lower() in addresses) or (entry.phone and entry.phone in numbers)
    }


def holding_bans() -> list[Ban]:
    """Every ban that holds, the newest first, with its customer."""
    return list(Ban.objects.filter(lifted_at=None).select_related("customer").order_by("-id"))
