"""What the drawer of a booking or block shows: facts, price, forms, history, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from accounts.venue_scope import may_see_room
from audit.services.accesses import note_view
from audit.wording import Entry
from bookings.confirmation import text_for
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import (
    CANCELLABLE,
    EARLY,
    LIVE,
    RESTORABLE,
    Status,
    can_check_in,
    can_extend,
    can_mark_no_show,
)
from bookings.domain.origins import in_words
from bookings.domain.paying import OVER
from bookings.domain.reference import shown
from bookings.domain.walls import wall_value
from bookings.errors import BookingUnknown
from bookings.forms.contact import ContactForm
from bookings.forms.extras import StaffExtrasForm
from bookings.forms.series import SeriesChangeForm
from bookings.forms.spans import MoveForm
from bookings.models import Ban, FieldSubject, Occupancy, Room, Series
from bookings.models.occupancy import Kind
from bookings.page_parts import drawer_parts
from bookings.price_words import Price, kept_quote, price_of
from bookings.selectors.bans import bans_against
from bookings.selectors.calendar import MOVABLE
from bookings.selectors.door_codes import codes_of
from bookings.selectors.fields import answered, fields_of
from bookings.selectors.groups import parts_of
from bookings.selectors.guests import guest_messages_of, rating_of
from bookings.selectors.history import history_of
from bookings.selectors.hosts import host_name, hosts_for
from bookings.selectors.series_changes import TO_COME, rows_to_come
from bookings.selectors.series_pages import is_moved, series_called
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.venues import venue_called
from bookings.selectors.visits import extension_of, rooms_to_change_to, rooms_to_go_on
from bookings.series_words import series_words
from bookings.services.cancelling import fee_due, prepaid_due, total_due
from bookings.services.hosts import HOSTED
from bookings.summary import Summary
from bookings.views.answers import Choice, undo_address
from bookings.views.features import feature_boxes
from bookings.views.pages import address
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


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value; `href` makes it a link."""

    term: str
    value: str
    href: str = ""


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
        "rating": rating_of(row.pk) if row.kind != Kind.BLOCK else None,
        "close_url": night_address(row, setup),
        "reference": shown(row.reference) if row.reference else "",
        "facts": [*facts(row, may_see_customer=may_see_customer), *door_facts(row, may)],
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


class Possible:
    """What can be done with a row now by whoever asks. Each is a control on the page; none does nothing."""

    def __init__(self, request: HttpRequest, row: Occupancy) -> None:
        may = request.user.has_perm
        is_block = row.kind == Kind.BLOCK
        self.move = row.status in MOVABLE and may(
            "bookings.block_room" if is_block else "bookings.move_booking"
        )
        self.edit = not is_block and row.status != Status.HELD and may("bookings.edit_booking")
        self.host = (
            not is_block and not row.is_example and row.status in HOSTED and may("bookings.edit_booking")
        )
        self.see_code = not is_block and may("bookings.edit_booking")
        self.price = self.edit and row.status in LIVE and bool(row.currency)
        self.confirm = row.status == Status.PENDING and may("bookings.edit_booking")
        self.cancel = not is_block and row.status in CANCELLABLE and may("bookings.cancel_booking")
        self.restore = row.status in RESTORABLE and not row.is_example and may("bookings.cancel_booking")
        self.release = row.status == Status.BLOCKED and may("bookings.block_room")
        self._visit(row, may, clock.now())
        self.undo = may("bookings.block_room" if is_block else "bookings.edit_booking")

    def _visit(self, row: Occupancy, may: Callable[[str], bool], now: datetime) -> None:
        """What can be done at the door and on the floor."""
        at_desk = row.kind != Kind.BLOCK and may("bookings.edit_booking")
        may_move = row.kind != Kind.BLOCK and may("bookings.move_booking")
        times = {"starts_at": row.starts_at, "now": now}
        self.check_in = at_desk and can_check_in(row.status, ends_at=row.ends_at, early=EARLY, **times)
        self.check_out = at_desk and row.status == Status.CHECKED_IN
        grace = timedelta(minutes=row.room.venue.no_show_after)
        # Who has been marked as finished is not offered as a no-show: that is for the record's undo.
        self.no_show = (
            at_desk and row.status == Status.CONFIRMED and can_mark_no_show(row.status, grace=grace, **times)
        )
        self.decline = at_desk and row.status == Status.PENDING
        self.extend = (
            at_desk
            and not row.is_example
            and can_extend(row.status, ends_at=row.ends_at, early=EARLY, **times)
        )
        self.change_room = (
            may_move and not row.is_example and row.status == Status.CHECKED_IN and now < row.ends_at
        )
        self.find_room = may_move and not row.is_example and row.status in {Status.PENDING, Status.CONFIRMED}
        self.swap = self.find_room and row.placed
        self.turnover = (
            at_desk
            and not row.is_example
            and row.status in {Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN}
        )
        self.waive = self.cancel and may("bookings.override_rules")
        is_asked = bool(row.fee_minor or row.price_terms.get("pack_kept"))
        self.waive_fee = row.status in OVER and is_asked and may("bookings.override_rules")

    @property
    def next_step(self) -> bool:
        """Whether the drawer has a foot: one press that takes the booking on."""
        return bool(
            self.confirm or self.restore or self.release or self.check_in or self.check_out or self.no_show
        )


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


def series_context(request: HttpRequest, row: Occupancy) -> dict[str, Any]:
    """The series a row is one of, in words, and what may be done with all of it."""
    if row.series_id is None:
        return {"series": None}
    series = series_called(row.series_id)
    is_ahead = row.status in TO_COME and row.starts_at > clock.now()
    return {
        "series": series,
        "series_words": series_words(series, series.room.venue),
        "is_moved_alone": is_moved(row, series),
        "may_end_series": is_ahead
        and request.user.has_perm("bookings.block_room" if series.is_block else "bookings.cancel_booking"),
        "series_form": _series_form(series, row)
        if is_ahead
        and request.user.has_perm("bookings.block_room" if series.is_block else "bookings.move_booking")
        else None,
        "may_waive": request.user.has_perm("bookings.override_rules") and not series.is_block,
        "kept": series_kept(series, from_on=row.series_on, now=clock.now()) if is_ahead else None,
    }


def series_kept(series: Series, *, from_on: date | None, now: datetime) -> tuple[Money | None, int] | None:
    """What the house rule keeps of the nights to come if they are called off now: of the price, and prepaid
    minutes. None where it keeps nothing.
    """
    if series.is_block or not series.room.cancellation_terms().tiers:
        return None
    fee, minutes = total_due(rows_to_come(series, now=now, from_on=from_on), now)
    currency = series.room.venue.currency
    return (Money(fee, currency) if fee else None, minutes) if fee or minutes else None


def _series_form(series: Series, row: Occupancy) -> SeriesChangeForm:
    setup = setup_of(series.room.venue)
    day = setup.hours.business_day(row.starts_at)
    return SeriesChangeForm(series=series, setup=setup, day=day, auto_id="series-%s")


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
        found.append(Fact(gettext("Party"), _people(row.party_size)))
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
    found += _visit_facts(row)
    if row.cancellation_reason and row.status == Status.CANCELLED:
        found.append(Fact(gettext("Cancelled because"), row.cancellation_reason))
    if row.override_reason:
        found.append(Fact(gettext("Rules set aside"), row.override_reason))
    return found


def door_facts(row: Occupancy, may: Possible) -> list[Fact]:
    """The code for the door, for whoever works with bookings; nothing where there is none."""
    if not may.see_code or not row.room.code_digits:
        return []
    code = codes_of([row.pk]).get(row.pk)
    return [Fact(gettext("Code for the door"), code)] if code else []


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


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


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


def move_form_of(
    row: Occupancy,
    setup: Setup,
    data: Any = None,
    *,
    day: date | None = None,
    also: Iterable[Interval] = (),
) -> MoveForm:
    """The form for another room, time or length, showing where the row is; bound when `data` is given.

    `day` is the night whose times are offered, the row's own by default; `also` adds times off the grid.
    """
    present = setup.hours.business_day(row.starts_at)
    rooms: list[Room] = list(setup.rooms)
    if row.room_id not in {room.pk for room in rooms}:
        rooms.append(row.room)
    return MoveForm(
        data,
        initial=span_values(row.room_id, row.span, setup) | {"version": row.version},
        setup=setup,
        shown_day=day or present,
        rooms=rooms,
        policy=row.room.policy(),
        also=[row.span, *also],
        auto_id="move-%s",
    )


def span_values(room_id: int, span: Interval, setup: Setup) -> dict[str, Any]:
    """A room and stretch as the values of a SpanForm."""
    day = setup.hours.business_day(span.start)
    return {
        "room": room_id,
        "day": day,
        "start": wall_value(span.start, day, setup.venue.zone),
        "length": span.minutes,
    }


def edit_form_of(row: Occupancy, data: Any = None) -> ContactForm:
    """The form for who a booking is for and what is noted on it."""
    customer = row.customer
    return ContactForm(
        data,
        venue=row.room.venue,
        answers=row.answers,
        initial={
            "name": row.guest_name or (customer.name if customer else ""),
            "email": customer.email if customer else "",
            "phone": customer.phone if customer else "",
            "party_size": row.party_size,
            "note": row.note,
            "staff_note": row.staff_note,
        },
        auto_id="edit-%s",
    )


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
