"""Which fields a list of rooms or bookings may have, what people call them, and by which headings they are
guessed. Those of customers stand beside how they are read (`customer_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import ImportKind
from bookings.selectors import customer_rows


@dataclass(frozen=True, slots=True)
class Fields:
    """Of one kind of list: each field's name for people, the headings it is guessed by."""

    labels: Mapping[str, Any]
    headings: Mapping[str, Sequence[str]]


OF_ROOMS = Fields(
    {
        "name": _("Name"),
        "category": _("Category"),
        "description": _("Description"),
        "capacity_min": _("Fewest people"),
        "capacity_max": _("Most people"),
        "price": _("Price per hour"),
        "currency": _("Currency"),
        "is_active": _("In use"),
        "legacy_id": _("Number in the other system"),
    },
    {
        "name": ("name", "room", "room name", "resource", "space", "title", "raum", "salle", "sala"),
        "category": ("category", "type", "room type", "kind", "group", "kategorie"),
        "description": ("description", "details", "notes", "beschreibung"),
        "capacity_min": ("fewest people", "min capacity", "minimum capacity", "min people", "capacity min"),
        "capacity_max": (
            "most people", "capacity", "max capacity", "maximum capacity", "max people", "seats", "size",
            "capacity max", "kapazität", "capacité",
        ),
        "price": (
            "price per hour", "price", "hourly rate", "rate", "hourly price", "cost", "price per hour minor",
            "preis", "prix", "precio",
        ),
        "currency": ("currency", "währung"),
        "is_active": ("in use", "active", "is active", "enabled", "state", "status"),
        "legacy_id": ("number in the other system", "id", "room id", "resource id", "external id"),
    },
)  # fmt: skip
OF_BOOKINGS = Fields(
    {
        "legacy_id": _("Number in the other system"),
        "room": _("Room"),
        "starts": _("Start, day and time"),
        "day": _("Day"),
        "start_time": _("Start, time alone"),
        "ends": _("End, day and time"),
        "end_time": _("End, time alone"),
        "minutes": _("Length"),
        "status": _("Status"),
        "name": _("Guest"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "people": _("People"),
        "total": _("Price"),
        "currency": _("Currency"),
        "note": _("The guest’s note"),
        "staff_note": _("Your own note"),
    },
    {
        "legacy_id": (
            "reference", "ref", "id", "booking id", "booking number", "reservation id", "reservation number",
            "booking ref", "booking reference", "confirmation number", "uid", "number", "external id",
            "order id", "code",
        ),
        "room": (
            "room", "room name", "resource", "space", "location", "service", "studio", "raum", "salle",
            "sala", "calendar",
        ),
        "starts": (
            "starts", "start", "starts at", "start date time", "start datetime", "starts on", "begin", "from",
            "check in", "beginn", "début", "inicio", "start at", "booking start", "date time",
        ),
        "day": ("day", "date", "booking date", "start date", "event date", "datum", "fecha"),
        "start_time": ("start time", "time", "time from", "from time", "time in", "uhrzeit", "heure"),
        "ends": (
            "ends", "end", "ends at", "end date time", "end datetime", "until", "to", "check out", "ende",
            "fin", "end at", "booking end",
        ),
        "end_time": ("end time", "time to", "to time", "time out", "time until"),
        "minutes": ("length", "duration", "minutes", "hours", "dauer", "durée", "duration minutes"),
        "status": ("status", "state", "booking status"),
        "name": (
            "guest", "name", "customer", "customer name", "client", "client name", "full name", "booked by",
            "guest name", "contact", "summary", "title", "kunde",
        ),
        "first_name": ("first name", "given name", "forename", "vorname", "prénom"),
        "last_name": ("last name", "surname", "family name", "nachname"),
        "email": ("e-mail", "email", "email address", "customer email", "client email", "guest email"),
        "phone": (
            "phone", "phone number", "mobile", "telephone", "tel", "customer phone", "client phone",
        ),
        "people": (
            "people", "guests", "party size", "number of guests", "number of people", "attendees", "persons",
            "pax", "group size", "quantity", "personen",
        ),
        "total": ("total", "price", "amount", "total price", "cost", "total amount", "betrag", "preis"),
        "currency": ("currency", "währung"),
        "note": ("note", "notes", "comment", "comments", "message", "special requests", "requests"),
        "staff_note": ("staff note", "internal note", "internal notes", "staff notes", "private note"),
    },
)  # fmt: skip

FIELDS: Mapping[str, Fields] = {
    ImportKind.CUSTOMERS: Fields(customer_rows.FIELDS, customer_rows.HEADINGS),
    ImportKind.ROOMS: OF_ROOMS,
    ImportKind.BOOKINGS: OF_BOOKINGS,
}
# Where days and times stand, and where amounts do.
DAYS, AMOUNTS = ("starts", "day", "ends"), ("price", "total")
