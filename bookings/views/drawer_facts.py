"""What there is to know of a booking or block, term by term."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from bookings.domain.lifecycle import (
    Status,
)
from bookings.domain.origins import in_words
from bookings.models import FieldSubject, Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.door_codes import codes_of
from bookings.selectors.fields import answered
from bookings.selectors.hosts import host_name
from bookings.selectors.house_terms import agreements_of, asked_terms
from bookings.selectors.private_links import link_of_booking
from bookings.summary import Summary
from bookings.views.pages import address
from boom.core import text
from boom.core.money import Money


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value; `href` makes it a link."""

    term: str
    value: str
    href: str = ""


def facts(row: Occupancy, *, may_see_customer: bool) -> list[Fact]:
    """What there is to know, in the order one asks on the phone; the guest's name leads to their page."""
    venue = row.room.venue
    found = [
        Fact(
            gettext("When"),
            text.when(
                row.starts_at,
                row.ends_at,
                venue.zone,
                twelve_hours=venue.clock_format == "12",
                locale=venue.locale,
            ),
        ),
        Fact(gettext("Length"), text.duration(row.ends_at - row.starts_at)),
        Fact(gettext("Room"), _room(row)),
    ]
    if row.kind == Kind.BLOCK:
        return found
    if row.party_size:
        found.append(Fact(gettext("Party"), text.people(row.party_size)))
    if row.customer is not None:
        page = address("customer", row.customer_id) if may_see_customer else ""
        found.append(Fact(gettext("Guest"), row.customer.name, page))
        if row.customer.phone:
            found.append(Fact(gettext("Phone"), text.phone(row.customer.phone), f"tel:{row.customer.phone}"))
        if row.customer.email:
            found.append(Fact(gettext("E-mail"), row.customer.email, f"mailto:{row.customer.email}"))
    found += [Fact(each.label, each.value) for each in answered(row.answers, venue, FieldSubject.BOOKING)]
    booked = row.get_source_display()
    if row.came_from:
        booked = f"{booked} ({in_words(row.came_from)})"
    found.append(Fact(gettext("Booked"), booked))
    if row.room.is_private and (link := link_of_booking(row.pk)):
        page = address("private-links", venue=venue.slug)
        found.append(Fact(gettext("By the private link"), link.name, page))
    found += _agreed_facts(row, with_address=may_see_customer)
    found += _visit_facts(row)
    if row.cancellation_reason and row.status == Status.CANCELLED:
        found.append(Fact(gettext("Cancelled because"), row.cancellation_reason))
    if row.override_reason:
        found.append(Fact(gettext("Rules set aside"), row.override_reason))
    return found


def door_facts(row: Occupancy, *, may_see: bool) -> list[Fact]:
    """The code for the door, for whoever works with bookings; nothing where there is none."""
    if not may_see or not row.room.code_digits:
        return []
    code = codes_of([row.pk]).get(row.pk)
    return [Fact(gettext("Code for the door"), code)] if code else []


def _agreed_facts(row: Occupancy, *, with_address: bool) -> list[Fact]:
    """Each text that was agreed to, leading there; that nobody was asked, where the venue asks for some."""
    venue = row.room.venue
    twelve = venue.clock_format == "12"
    found = []
    for yes in agreements_of(row.pk):
        values = {
            "text": yes.version.title,
            "number": yes.version.number,
            "day": text.day(yes.at, venue.zone, locale=venue.locale),
            "time": text.clock(yes.at, venue.zone, twelve_hours=twelve),
            "address": yes.address,
        }
        said = gettext("%(text)s, version %(number)s: %(day)s, %(time)s")
        if with_address and yes.address:
            said = gettext("%(text)s, version %(number)s: %(day)s, %(time)s, from %(address)s")
        found.append(
            Fact(gettext("Agreed to"), said % values, reverse("public:terms", args=[yes.version_id]))
        )
    if not found and not row.is_example and asked_terms(venue.pk, [row.room_id]):
        found.append(Fact(gettext("Agreed to"), gettext("Not asked")))
    return found


def _visit_facts(row: Occupancy) -> list[Fact]:
    """When they came and went, until when a request waits, what is kept of the price."""
    venue = row.room.venue
    twelve = venue.clock_format == "12"
    found = []
    for term, instant in (
        (gettext("Answer until"), row.answer_by if row.status == Status.PENDING else None),
        (gettext("Came"), row.checked_in_at),
        (gettext("Left"), row.checked_out_at),
    ):
        if instant is not None:
            day = text.day(instant, venue.zone, locale=venue.locale)
            found.append(Fact(term, f"{day}, {text.clock(instant, venue.zone, twelve_hours=twelve)}"))
    if row.host is not None:
        found.append(Fact(gettext("Host"), host_name(row.host)))
    if row.late_minutes and row.status == Status.CONFIRMED:
        note = f": {row.late_note}" if row.late_note else ""
        said = gettext("%(minutes)s min%(note)s") % {"minutes": row.late_minutes, "note": note}
        found.append(Fact(gettext("Says they are late"), said))
    if row.fee_minor and row.status in {Status.CANCELLED, Status.NO_SHOW}:
        found.append(Fact(gettext("Fee"), text.price(Money(row.fee_minor, row.currency))))
    if minutes := Summary(row, row.starts_at).prepaid_kept:
        found.append(Fact(gettext("Prepaid hours kept"), text.duration(minutes)))
    if row.own_buffer_before is not None or row.own_buffer_after is not None:
        kept = gettext("%(before)s before, %(after)s after") % {
            "before": text.duration(row.starts_at - row.hold_from),
            "after": text.duration(row.hold_until - row.ends_at),
        }
        found.append(Fact(gettext("Kept free"), kept))
    return found


def _room(row: Occupancy) -> str:
    if not row.has_room:
        return gettext("None yet (asked for %(room)s)") % {"room": row.room.name}
    values = {"room": row.room.name, "count": row.room.capacity_max}
    return gettext("%(room)s, up to %(count)s") % values
