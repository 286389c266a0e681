"""Finding the customer who books again, or making one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from bookings.models import Customer
from bookings.selectors.customer_search import customer_reached_at, holder_of_email
from bookings.services.addresses import end_links_to
from boom.core.db import refusing, service
from boom.core.errors import Conflict

NEW = """
INSERT INTO bookings_customer (name, email, phone, locale, notes, legacy_id)
VALUES (%s, %s, %s, %s, '', '')
ON CONFLICT DO NOTHING
RETURNING id, created_at
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a booking is for, as typed and checked by a form. `phone` is E.164 or empty; `locale` is the
    language that a guest's browser asks for, as Django names it.
    """

    name: str
    email: str = ""
    phone: str = ""
    locale: str = ""


class _Raced(Conflict):
    """Another booking made the same customer a moment ago."""


@service
def match_customer(contact: Contact) -> Customer | None:
    """The customer with this e-mail (without case), else with this phone, else a new one.

    None when there is neither: a walk-in is a name on the booking, nobody to find again. What the record
    already says is kept; only gaps are filled.
    """
    if not contact.email and not contact.phone:
        return None
    try:
        return _found_or_made(contact)
    except _Raced:
        # Whoever was faster has committed: now they are found.
        return _found_or_made(contact)


def _found_or_made(contact: Contact) -> Customer:
    found = customer_reached_at(contact.email, contact.phone)
    if found is not None:
        return _fill_gaps(found, contact)
    return _made(contact)


def _made(contact: Contact) -> Customer:
    """A new customer, in one statement and without the savepoint that the ORM's refusal would need."""
    customer = Customer(name=contact.name, email=contact.email, phone=contact.phone, locale=contact.locale)
    with connection.cursor() as cursor:
        cursor.execute(NEW, [customer.name, customer.email, customer.phone, customer.locale])
        found = cursor.fetchone()
    if found is None:
        raise _Raced
    customer.pk, customer.created_at = found
    customer._state.adding = False  # noqa: SLF001 - Django's documented way to say that the row is there
    return customer


def _fill_gaps(customer: Customer, contact: Contact) -> Customer:
    filled = [
        name
        for name in ("email", "phone", "locale")
        if not getattr(customer, name) and getattr(contact, name)
    ]
    for name in filled:
        setattr(customer, name, getattr(contact, name))
    if filled:
        with refusing({"customer_email_unique": _Raced}):
            customer.save(update_fields=filled)
    return customer


class AddressTaken(Conflict):
    """Another customer got this address a moment ago."""

    code = "address-taken"
    message = "Somebody else has that e-mail address by now. Save again to make the booking theirs."


@service
def customer_after_edit(present: Customer | None, contact: Contact, *, name_before: str) -> Customer | None:
    """Whose a booking is once staff have typed `contact` over it.

    The same person with another number or address is corrected on record; an address that belongs to another
    customer, or another name with another address, makes the booking theirs (`match_customer`).
    """
    if present is None or _belongs_to_another(contact.email, present):
        return match_customer(contact)
    keeps_address = bool(contact.email) and contact.email.lower() == present.email.lower()
    if contact.name != name_before and not keeps_address:
        return match_customer(contact)
    if (present.email, present.phone) != (contact.email, contact.phone):
        address = present.email
        present.email, present.phone = contact.email, contact.phone
        present.version += 1
        with refusing({"customer_email_unique": AddressTaken}):
            present.save(update_fields=["email", "phone", "version"])
        end_links_to(customer_id=present.pk, address=address, now_has=present.email)
    return present


def _belongs_to_another(email: str, present: Customer) -> bool:
    if not email:
        return False
    holder = holder_of_email(email)
    return holder is not None and holder.pk != present.pk
