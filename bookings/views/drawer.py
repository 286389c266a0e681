"""What the drawer of a booking or block shows: facts, price, forms, history, and what can be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.venue_scope import may_see_room
from audit.services.accesses import note_view
from audit.wording import Entry
from bookings.confirmation import text_for
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.reference import shown
from bookings.errors import BookingUnknown
from bookings.forms.contact import ContactForm
from bookings.forms.extras import StaffExtrasForm
from bookings.forms.spans import MoveForm
from bookings.models import Ban, FieldSubject, Occupancy
from bookings.models.occupancy import Kind
from bookings.page_parts import drawer_parts
from bookings.price_words import Price, kept_quote, price_of
from bookings.selectors.bans import bans_against
from bookings.selectors.fields import fields_of
from bookings.selectors.groups import parts_of
from bookings.selectors.guests import guest_messages_of, rating_of
from bookings.selectors.history import history_of
from bookings.selectors.hosts import host_name, hosts_for
from bookings.selectors.invitees import guest_list_of, tally_of
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.venues import venue_called
from bookings.selectors.visits import extension_of, rooms_to_change_to, rooms_to_go_on
from bookings.services.cancelling import fee_due, prepaid_due
from bookings.views.answers import Choice, undo_address
from bookings.views.drawer_facts import door_facts, facts
from bookings.views.drawer_forms import edit_form_of, move_form_of
from bookings.views.drawer_series import series_context
from bookings.views.features import feature_boxes
from bookings.views.pages import address
from bookings.views.possible import Possible
from bookings.views.price_parts import by_now, extras_of
from boom.core import clock, text
from boom.core.money import Money

TEMPLATE = "bookings/booking.html"
MINUTE = timedelta(minutes=1)
# A list to choose from has an end; the board shows the others.
MOST_SWAPS = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not done: reasons, other times to press, and whether a reason from staff would do."""

    title: str
    reasons: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    may_override: bool = False
    choices_title: str = ""


def booking_called(booking_id: int) -> Occupancy:
    """A booking or block with all its drawer shows. Raises BookingUnknown."""
    row = Occupancy.objects.select_related("room__venue", "customer", "host").filter(pk=booking_id).first()
    if row is None or not may_see_room(row.room_id, row.room.venue_id):
        raise BookingUnknown
    return row


def asked_for(request: HttpRequest) -> Occupancy | None:
    """The booking that `?booking=` names, whose drawer is open; None for what is none."""
    typed = request.GET.get("booking", "")
    if not typed.isdecimal() or len(typed) > 18:
        return None
    try:
        return booking_called(int(typed))
    except BookingUnknown:
        return None


def _added(request: HttpRequest, row: Occupancy, given: Mapping[str, Any]) -> list[str]:
    """What other apps add. Nothing to a block, and nothing to an example, which is worth nothing."""
    return [] if row.kind == Kind.BLOCK or row.is_example else drawer_parts(request, row, given)


def drawer_context(
    request: HttpRequest,
    row: Occupancy,
    *,
    move_form: MoveForm | None = None,
    edit_form: ContactForm | None = None,
    price_form: StaffExtrasForm | None = None,
    refusal: Refusal | None = None,
    parts_given: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Everything the template needs. Forms that were refused are passed in, with what was typed; those of
    parts that other apps add in `parts_given`.
    """
    setup = setup_of(row.room.venue)
    now = clock.now()
    may = Possible(request, row)
    may_see_customer = request.user.has_perm("bookings.view_customers")
    invitees = guest_list_of(row.pk) if row.kind != Kind.BLOCK else []
    if row.customer_id is not None and may_see_customer:
        note_view(table="bookings_customer", entity_id=row.customer_id, now=now)
    return {
        "venue": row.room.venue,
        "booking": row,
        "is_block": row.kind == Kind.BLOCK,
        "title": row.title,
        "guest_email": row.customer.email if row.customer else "",
        "bans": bans_of_guest(row),
        "guest_messages": guest_messages_of(row.pk) if row.kind != Kind.BLOCK else [],
        "invitees": invitees,
        "coming": tally_of(invitees),
        "rating": rating_of(row.pk) if row.kind != Kind.BLOCK else None,
        "close_url": night_address(row, setup),
        "reference": shown(row.reference) if row.reference else "",
        "facts": [*facts(row, may_see_customer=may_see_customer), *door_facts(row, may_see=may.see_code)],
        "price": price_shown(row),
        "price_by_now": by_now(row) if may.price else None,
        "price_form": (price_form or extras_of(request, row)) if may.price else None,
        "price_is_open": price_form is not None,
        "clashes": clashes(row),
        "added_parts": _added(request, row, parts_given or {}),
        "confirmation": confirmation_of(request, row, now),
        "may": may,
        **visit_context(row, setup, may, now),
        **host_context(row, may),
        **series_context(request, row),
        "move_form": (move_form or move_form_of(row, setup)) if may.move else None,
        "edit_form": (edit_form or edit_form_of(row)) if may.edit else None,
        "edit_is_open": edit_form is not None,
        "refusal": refusal,
        "history": [trail_line(entry, row, now, may_undo=may.undo) for entry in history_of(row)],
        "now": now,
    }


def drawer_content(request: HttpRequest, row: Occupancy, **given: Any) -> str:
    """The drawer's inside as HTML; `given` as for `drawer_context`."""
    return render_to_string(f"{TEMPLATE}#drawer", drawer_context(request, row, **given), request)


def confirmation_of(request: HttpRequest, row: Occupancy, now: datetime) -> str:
    """The text to send a guest, for a booking that stands; empty for anything else."""
    if row.kind == Kind.BLOCK or row.is_example or row.status not in LIVE - {Status.HELD}:
        return ""
    fields = fields_of(row.room.venue, FieldSubject.BOOKING, with_archived=True)
    return text_for(row, fields, website=request.build_absolute_uri("/"), now=now)


def night_address(row: Occupancy, setup: Setup) -> str:
    """The board on which a row stands."""
    venue = setup.venue
    slug = "" if venue == venue_called(None) else venue.slug
    return address("calendar", day=setup.hours.business_day(row.starts_at), venue=slug)


def visit_context(row: Occupancy, setup: Setup, may: Possible, now: datetime) -> dict[str, Any]:
    """What a party that is here could still have, who is late, and what cancelling would cost."""
    due = fee_due(row, now) if may.cancel else None
    group = parts_of(row.pk) if row.group_reference else []
    parts = [part for part in group if part.pk != row.pk and may_see_room(part.room_id, part.room.venue_id)]
    extension = extension_of(row, setup, now=now, for_staff=True) if may.extend else None
    return {
        "features": feature_boxes(setup, ()) if may.find_room else [],
        "extension": extension,
        "rooms_to_go_on": rooms_to_go_on(row, setup, extension.rooms, extension.until, now=now)
        if extension and extension.why_not and may.change_room
        else [],
        "change_rooms": rooms_to_go_on(
            row, setup, rooms_to_change_to(row, setup, now=now), row.ends_at, now=now
        )
        if may.change_room
        else [],
        "swaps": swaps_for(row, setup) if may.swap else [],
        "parts": sorted(parts, key=lambda part: part.starts_at),
        # All of it is only for whoever may touch all of it.
        "may_group": len(parts) == len(group) - 1,
        "parts_differ": len({row.span, *(part.span for part in parts)}) > 1,
        "fee_due": Money(due, row.currency) if due else None,
        "prepaid_due": prepaid_due(row, now) if may.cancel else 0,
        "over_by": (now - row.ends_at) // MINUTE
        if row.status == Status.CHECKED_IN and now >= row.ends_at + MINUTE
        else 0,
    }


def host_context(row: Occupancy, may: Possible) -> dict[str, Any]:
    """Who could look after the party, where that can be chosen, and whoever does."""
    if not may.host:
        return {"may_host": False}
    people = [(person.pk, str(person)) for person in hosts_for(row.room)]
    if row.host is not None and row.host_id not in dict(people):
        people.append((row.host.pk, host_name(row.host)))
    return {"may_host": True, "hosts": people}


def swaps_for(row: Occupancy, setup: Setup) -> list[Occupancy]:
    """Bookings of the same night that this one could change places with."""
    night = setup.night(setup.hours.business_day(row.starts_at))
    others = (
        Occupancy.objects.visible()
        .filter(
            room__venue=row.room.venue,
            kind=Kind.BOOKING,
            status__in=[Status.PENDING, Status.CONFIRMED],
            placed=True,
            starts_at__gte=night.span.start,
            starts_at__lt=night.span.end,
        )
        .exclude(pk=row.pk)
    )
    return list(others.select_related("room", "customer").order_by("starts_at", "id")[:MOST_SWAPS])


def bans_of_guest(row: Occupancy) -> list[Ban]:
    """Why whoever it is for may not book online; empty for most."""
    customer = row.customer
    if customer is None:
        return []
    return bans_against(email=customer.email, phone=customer.phone, customer_id=customer.pk)


def price_shown(row: Occupancy) -> Price | None:
    """The price as agreed, line by line; None where there is none."""
    if not row.currency or row.total_minor is None:
        return None
    quote = kept_quote(row.quote, row.price_terms, row.currency)
    if not quote.lines:
        return Price([], Money(row.total_minor, row.currency))
    return price_of(quote, row.room.name, for_staff=True)


def clashes(row: Occupancy) -> list[Occupancy]:
    """For a booking without a room: those it clashed with when it was imported."""
    if row.placed or not row.clashes_with:
        return []
    ids = [str(legacy_id) for legacy_id in row.clashes_with]
    found = Occupancy.objects.visible().filter(legacy_id__in=ids).select_related("room", "customer")
    return list(found.order_by("starts_at", "id"))


def trail_line(entry: Entry, row: Occupancy, now: datetime, *, may_undo: bool) -> dict[str, Any]:
    """A line of history as the trail shows it: how long ago, and exactly when."""
    venue = row.room.venue
    exact = (
        f"{text.day(entry.at, venue.zone, locale=venue.locale)}, "
        f"{text.clock(entry.at, venue.zone, twelve_hours=venue.clock_format == '12')}"
    )
    return {
        "actor": entry.actor,
        "words": entry.words,
        "change": entry.change,
        "time": text.ago(entry.at, now),
        "exact": exact,
        "at": entry.at,
        "undo_url": undo_address(row) if may_undo and entry.undoable else "",
    }
