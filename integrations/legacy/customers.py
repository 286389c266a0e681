"""Finds the people behind the bookings' contact columns: one customer for each, not one for each booking.

The old app had no customers. The same mailbox is the same person, whatever the name; without an address,
the same number and name. A name alone is nobody to find again: it stays on the booking, and no namesake
gets anybody's number or address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from integrations.legacy.cells import filled
from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.people import mailbox, phone_digits, read_email, read_phone
from integrations.legacy.source import Row
from integrations.legacy.words import LONG_NAME, typed_text

NO_NAME = "(no name)"
# E.164 allows 15 digits; this leaves room for spacing and an extension.
LONGEST_PHONE = 32


@dataclass(frozen=True, slots=True)
class Contact:
    """One booking's contact columns; `phone` is E.164 where it could be read so, else as typed.

    `unfit` tells staff what was typed but is no address or number.
    """

    booking_id: LegacyId
    name: str
    email: str | None
    phone: str
    unfit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCustomer:
    """A person to be; `key` says what joined the bookings. The first name, address and number are kept."""

    key: str
    name: str
    email: str | None
    phone: str
    other_names: tuple[str, ...]
    booking_ids: tuple[LegacyId, ...]


def read_contact(row: Row, country: str, findings: Findings) -> Contact:
    """The contact columns of a booking row; numbers without a country code are `country`'s (ISO 3166)."""
    unfit = []
    typed_email = typed_text(row, "customer_email", findings).strip()
    email = read_email(row["customer_email"])
    if typed_email and email is None:
        said = f"{typed_email!r} is no e-mail address; kept in the staff note"
        findings.note("bookings", row.id, "unusable-email", said)
        unfit.append(f"E-mail as typed: {typed_email}")
    phone = read_phone(typed_text(row, "customer_phone", findings), country)
    if len(phone) > LONGEST_PHONE:
        said = f"{phone!r} is too long for a number; kept in the staff note"
        findings.note("bookings", row.id, "unusable-phone", said)
        unfit.append(f"Phone as typed: {phone}")
        phone = ""
    return Contact(row.id, _name(row, findings), email, phone, tuple(unfit))


def join_contacts(
    contacts: Iterable[Contact],
) -> tuple[tuple[PlannedCustomer, ...], dict[LegacyId, str]]:
    """The customers in order of their first booking, and the customer's key by booking id.

    Bookings with neither address nor number have no customer.
    """
    contacts = [contact for contact in contacts if contact.email or contact.phone]
    mailboxes: dict[str, set[str]] = defaultdict(set)
    for contact in contacts:
        if contact.email and contact.phone:
            mailboxes[_phone_and_name(contact)].add(f"email:{mailbox(contact.email)}")
    people: dict[str, list[Contact]] = defaultdict(list)
    key_of: dict[LegacyId, str] = {}
    for contact in contacts:
        key = f"email:{mailbox(contact.email)}" if contact.email else _phone_and_name(contact)
        if not contact.email and len(mailboxes[key]) == 1:
            # Exactly one person with an address has this name and number.
            (key,) = mailboxes[key]
        people[key].append(contact)
        key_of[contact.booking_id] = key
    return tuple(_customer(key, theirs) for key, theirs in people.items()), key_of


def _name(row: Row, findings: Findings) -> str:
    if filled(row["customer_name"]) is None:
        findings.warn("bookings", row.id, "no-name", "has no customer name; left empty")
        return ""
    name = typed_text(row, "customer_name", findings)
    if len(name) > LONG_NAME:
        said = f"customer name has {len(name)} characters; kept whole"
        findings.note("bookings", row.id, "long-name", said)
    return name


def _phone_and_name(contact: Contact) -> str:
    return f"phone:{phone_digits(contact.phone) or contact.phone}:{_plain(contact.name)}"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _customer(key: str, contacts: list[Contact]) -> PlannedCustomer:
    names = {_plain(contact.name): contact.name for contact in reversed(contacts) if contact.name}
    name = next((contact.name for contact in contacts if contact.name), NO_NAME)
    names.pop(_plain(name), None)
    return PlannedCustomer(
        key=key,
        name=name,
        email=next((contact.email for contact in contacts if contact.email), None),
        phone=next((contact.phone for contact in contacts if contact.phone), ""),
        other_names=tuple(sorted(names.values())),
        booking_ids=tuple(contact.booking_id for contact in contacts),
    )
