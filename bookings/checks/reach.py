"""Customers with a booking to come whom nobody can reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, checks
from bookings.checks.words import about
from bookings.domain.lifecycle import LIVE, Status
from bookings.models import Booking
from bookings.phones import as_e164
from bookings.services.bookings import edit_booking
from bookings.services.customers import Contact
from boom.core.errors import Invalid


def _add_contact(key: str, asked: Mapping[str, str], now: datetime) -> None:
    row = Booking.objects.select_related("room__venue", "customer").get(pk=int(key))
    email, typed = asked.get("email", "").strip(), asked.get("phone", "").strip()
    if not email and not typed:
        raise Invalid(gettext("Enter an e-mail address or a phone number."))
    try:
        if email:
            validate_email(email)
        phone = as_e164(typed, row.room.venue.country) if typed else ""
    except (ValidationError, ValueError) as error:
        raise Invalid(
            gettext("Enter an e-mail like name@example.com, a number like +442079460123.")
        ) from error
    edit_booking(
        booking_id=row.pk,
        version=row.version,
        contact=Contact(row.guest_name or row.title, email, phone),
        party_size=row.party_size,
        note=row.note,
        staff_note=row.staff_note,
        now=now,
    )


@checks(
    "no-contact",
    word("Whoever is expected can be reached"),
    fixes=[
        Fix(
            "contact",
            word("Add how to reach them"),
            "bookings.edit_booking",
            _add_contact,
            asks={"email": word("E-mail"), "phone": word("Phone")},
        )
    ],
)
def look_at_contacts(now: datetime) -> Found:
    """Coming bookings of customers without e-mail and phone. A walk-in is in the room already."""
    upcoming = Booking.objects.filter(
        status__in={Status.PENDING, Status.CONFIRMED} & LIVE, ends_at__gt=now
    ).exclude(source="walk_in")
    rows = (
        upcoming.filter(Q(customer=None) | Q(customer__email="", customer__phone=""))
        .select_related("room__venue", "customer")
        .order_by("starts_at", "id")
    )
    problems = [about(row, gettext("nobody knows how to reach them")) for row in rows]
    return Found.of(problems, gettext("Coming bookings looked at: %(count)d") % {"count": upcoming.count()})
