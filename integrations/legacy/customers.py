"""Finds the people behind the bookings' contact columns: one customer for each, not one for each booking.

The old app had no customers. The same mailbox is the same person, whatever the name; without an address,
the same number and name; a name alone joins only what has no contact at all, so that nobody's number or
address is ever given to a namesake.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.people import mailbox, phone_digits, read_email
from integrations.legacy.source import Row
from integrations.legacy.words import typed_name, typed_text

NO_NAME = "(no name)"
# E.164 allows 15 digits; this leaves room for spacing and an extension.
LONGEST_PHONE = 32


@dataclass(frozen=True, slots=True)
class Contact:
    """One booking's contact columns. `unfit` tells staff what was typed but is no address or number."""

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


@dataclass(slots=True)
class _Person:
    contacts: list[Contact] = field(default_factory=list)


def read_contact(row: Row, findings: Findings) -> Contact:
    """The contact columns of a booking row; what cannot be an address or a number is noted and kept apart."""
    unfit = []
    typed_email = typed_text(row, "customer_email", findings).strip()
    email = read_email(row["customer_email"])
    if typed_email and email is None:
        findings.note(
            "bookings",
            row.id,
            "unusable-email",
            f"{typed_email!r} is no e-mail address; kept in the staff note",
        )
        unfit.append(f"E-mail as typed: {typed_email}")
    phone = typed_text(row, "customer_phone", findings).strip()
    if len(phone) > LONGEST_PHONE:
        findings.note(
            "bookings",
            row.id,
            "unusable-phone",
            f"{phone!r} is too long for a number; kept in the staff note",
        )
        unfit.append(f"Phone as typed: {phone}")
        phone = ""
    return Contact(row.id, typed_name(row, "customer_name", NO_NAME, findings), email, phone, tuple(unfit))


def join_contacts(contacts: list[Contact]) -> tuple[tuple[PlannedCustomer, ...], dict[LegacyId, str]]:
    """The customers in order of their first booking, and each booking's customer key by booking id."""
    mailboxes_by_phone_and_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for contact in contacts:
        if contact.email and contact.phone:
            mailboxes_by_phone_and_name[_phone_and_name(contact)].add(mailbox(contact.email))
    people: dict[str, _Person] = defaultdict(_Person)
    key_of: dict[LegacyId, str] = {}
    for contact in contacts:
        key = _key(contact, mailboxes_by_phone_and_name)
        people[key].contacts.append(contact)
        key_of[contact.booking_id] = key
    return tuple(_customer(key, person.contacts) for key, person in people.items()), key_of


def staff_note(contact: Contact, customer: PlannedCustomer) -> str:
    """What staff should know of the booking's contact that its customer does not show; a line each."""
    booked_as = [f"Booked as: {contact.name}"] if contact.name not in {customer.name, NO_NAME} else []
    return "\n".join([*booked_as, *contact.unfit])


def _key(contact: Contact, mailboxes: dict[tuple[str, str], set[str]]) -> str:
    if contact.email:
        return f"email:{mailbox(contact.email)}"
    if not phone_digits(contact.phone):
        return (
            f"name:{_plain(contact.name)}"
            if not contact.phone
            else f"phone:{contact.phone}:{_plain(contact.name)}"
        )
    known = mailboxes.get(_phone_and_name(contact), set())
    if len(known) == 1:
        return f"email:{next(iter(known))}"
    number, name = _phone_and_name(contact)
    return f"phone:{number}:{name}"


def _phone_and_name(contact: Contact) -> tuple[str, str]:
    return phone_digits(contact.phone), _plain(contact.name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _customer(key: str, contacts: list[Contact]) -> PlannedCustomer:
    name = next((contact.name for contact in contacts if contact.name != NO_NAME), NO_NAME)
    names = {_plain(contact.name): contact.name for contact in reversed(contacts) if contact.name != NO_NAME}
    names.pop(_plain(name), None)
    return PlannedCustomer(
        key=key,
        name=name,
        email=next((contact.email for contact in contacts if contact.email), None),
        phone=next((contact.phone for contact in contacts if contact.phone), ""),
        other_names=tuple(sorted(names.values())),
        booking_ids=tuple(contact.booking_id for contact in contacts),
    )
