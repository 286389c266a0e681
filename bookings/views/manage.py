"""A customer's own booking by its link: see it, take it along, change it, cancel it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.calendar_file import CONTENT_TYPE, calendar_file, file_name
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE, Status
from bookings.errors import (
    BookingUnknown,
    ChangedMeanwhile,
    NotPossibleNow,
    PriceChanged,
    RulesBroken,
    SlotTaken,
)
from bookings.forms.guests import MessageForm, RatingForm
from bookings.forms.picker import read_asked, read_total, read_version
from bookings.forms.words import words
from bookings.given_back import way_back_words
from bookings.models import Booking, FieldSubject
from bookings.page_parts import own_parts
from bookings.scan_codes import square_code
from bookings.selectors.door_codes import guest_codes
from bookings.selectors.fields import answered
from bookings.selectors.groups import GONE, own_parts_of
from bookings.selectors.guests import guest_messages_of, rating_of
from bookings.selectors.house_terms import agreements_of
from bookings.selectors.invitees import guest_list_of, tally_of
from bookings.selectors.picker import Asked, Selection, selection
from bookings.selectors.quoting import after_customers_change, less_than_agreed
from bookings.selectors.series_pages import series_called
from bookings.selectors.setup import setup_of
from bookings.selectors.sites import sites
from bookings.series_words import series_words
from bookings.services.guests import may_rate
from bookings.services.invitees import may_invite
from bookings.services.links import issue_manage_link
from bookings.services.own import cancel_own_booking, move_own_booking
from bookings.summary import Summary, is_unfinished
from bookings.takings import is_settled, standings_of
from bookings.views.capability import capability
from bookings.views.front import Alternative, alternatives, picker_context, venue_context, venue_path
from boom.core import clock, text
from boom.core.money import Money
from boom.htmx import is_fragment

CHANGE_PAGE = "bookings/public/change.html"


@capability
@require_GET
def booked(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The confirmation, and from then on the booking's own page."""
    if is_unfinished(booking):
        return redirect("public:details", token)
    now = clock.now()
    return booked_page(request, token, booking, now=now)


def scan_code_of(request: HttpRequest, booking: Booking) -> str:
    """The code that leads staff to the booking."""
    path = reverse("dashboard:scan", args=[booking.reference])
    return square_code(request.build_absolute_uri(path))


def booked_page(
    request: HttpRequest,
    token: str,
    booking: Booking,
    *,
    now: datetime,
    message_form: MessageForm | None = None,
    rating_form: RatingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The booking's own page; forms that were refused are passed in, with what was typed."""
    rating = rating_of(booking.pk)
    said = {"stars": rating.stars, "words": rating.words} if rating else None
    context = {
        **_context(booking, token, now=now),
        "scan_code": scan_code_of(request, booking) if booking.status in LIVE else "",
        "added_parts": own_parts(request, booking, token),
        "is_settled": is_settled(booking),
        "agreements": agreements_of(booking.pk),
        "answers": answered(booking.answers, booking.room.venue, FieldSubject.BOOKING, guests_only=True),
        "coming": tally_of(guest_list_of(booking.pk)),
        "may_invite": may_invite(booking, now=now),
        "guest_messages": guest_messages_of(booking.pk),
        "message_form": message_form or MessageForm(auto_id="message-%s"),
        "rating": rating,
        "rating_form": (rating_form or RatingForm(initial=said, auto_id="rating-%s"))
        if may_rate(booking, now=now)
        else None,
    }
    return render(request, "bookings/public/booked.html", context, status=status)


@capability
@require_POST
def part(request: HttpRequest, token: str, booking: Booking, part_id: int) -> HttpResponse:
    """To the own page of another that was booked together with this one, with all that can be done there."""
    if part_id not in {each.pk for each in own_parts_of(booking.pk)}:
        raise BookingUnknown
    return redirect("public:booked", issue_manage_link(booking_id=part_id, now=clock.now()))


@capability
@require_GET
def calendar(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The booking for the customer's own calendar."""
    if is_unfinished(booking):
        return redirect("public:details", token)
    host = request.business.host  # type: ignore[attr-defined]
    response = HttpResponse(calendar_file(booking, host=host, now=clock.now()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(booking)}"'
    return response


@capability
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The rule first, then the button."""
    now = clock.now()
    if booking.status == Status.CANCELLED:
        return redirect("public:booked", token)
    context = _context(booking, token, now=now)
    standing = None if booking.group_reference else standings_of([booking.pk]).get(booking.pk)
    if standing is not None:
        context["summary"] = summary = Summary(booking, now, paid_minor=standing.kept.minor)
        context["way_back"] = way_back_words(booking, standing.asked - summary.kept_by_cancelling)
    if request.method == "GET":
        return render(request, "bookings/public/cancel.html", context)
    parts = [int(part) for part in request.POST.getlist("part")[:100] if part.isdecimal() and len(part) < 19]
    try:
        fresh = cancel_own_booking(
            booking_id=booking.pk,
            version=read_version(request.POST.get("version", "")) or booking.version,
            part_ids=parts,
            reason=words(request.POST, "reason"),
            now=now,
        )
    except (RulesBroken, NotPossibleNow, ChangedMeanwhile) as refused:
        context["refused"] = refused.message
        return render(request, "bookings/public/cancel.html", context, status=409)
    messages.success(request, _with_mail(booking, gettext("Cancelled.")))
    return redirect("public:booked", fresh)


@capability
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Another time, length or room, by the venue's rules."""
    now = clock.now()
    if is_unfinished(booking) or not Summary(booking, now).may_change:
        return redirect("public:booked", token)
    if request.method == "POST":
        return _move(request, token, booking, now=now)
    return _change_page(request, token, booking, _asked(request, booking), now=now)


def _move(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    asked = read_asked(request.POST)
    if asked.start is None or asked.room_id is None or asked.minutes is None:
        problems = [gettext("Choose a start time.")]
        return _change_page(request, token, booking, asked, now=now, problems=problems)
    version = read_version(request.POST.get("version", ""))
    span = Interval.lasting(asked.start, timedelta(minutes=asked.minutes))
    if not _is_in_this_venue(booking, asked.room_id):
        problems = [gettext("There is no such room here.")]
        return _change_page(request, token, booking, asked, now=now, problems=problems)
    if (asked.room_id, span) == (booking.room_id, booking.span):
        return redirect("public:booked", token)
    try:
        fresh = move_own_booking(
            booking_id=booking.pk,
            room_id=asked.room_id,
            span=span,
            version=version,
            now=now,
            shown_minor=read_total(request.POST.get("shown", "")),
        )
    except SlotTaken as lost:
        context = {
            **_context(booking, token, now=now),
            "message": lost.message,
            "alternatives": _alternatives(booking, lost),
            "minutes": asked.minutes,
            "send_to": reverse("public:change", args=[token]),
            "picker_url": reverse("public:change", args=[token]),
            "starts_at": asked.start,
            "version": booking.version,
        }
        return render(request, "bookings/public/lost.html", context, status=409)
    except RulesBroken as refused:
        problems = [blocker.message for blocker in refused.blockers]
        return _change_page(request, token, booking, asked, now=now, problems=problems)
    except PriceChanged as changed:
        problems = [_price_words(booking, changed)]
        return _change_page(request, token, booking, asked, now=now, problems=problems, status=409)
    except ChangedMeanwhile:
        booking.refresh_from_db()
        problems = [gettext("The venue has changed this booking meanwhile. This is how it stands now.")]
        return _change_page(
            request, token, booking, _asked(request, booking), now=now, problems=problems, status=409
        )
    messages.success(request, _with_mail(booking, gettext("Changed.")))
    return redirect("public:booked", fresh)


def _price_words(booking: Booking, changed: PriceChanged) -> str:
    """What to say before a change that costs something else than was agreed and shown."""
    agreed, price = (
        Money(changed.details[name] or 0, booking.currency) for name in ("agreed_minor", "total_minor")
    )
    return gettext("That costs %(price)s instead of %(agreed)s. Press Change to take it.") % {
        "price": price.format(),
        "agreed": agreed.format(),
    }


def _alternatives(booking: Booking, lost: SlotTaken) -> list[Alternative]:
    """What can be had instead, each with what it makes of the booking's price."""
    setup = setup_of(booking.room.venue)
    found = alternatives(lost, people=booking.party_size)
    prices = [after_customers_change(setup, booking, int(slot.room_id), slot.span) for slot in found]
    return [
        replace(slot, price=price.total if price else None) for slot, price in zip(found, prices, strict=True)
    ]


def _change_page(
    request: HttpRequest,
    token: str,
    booking: Booking,
    asked: Asked,
    *,
    now: datetime,
    problems: list[str] | None = None,
    status: int = 422,
) -> HttpResponse:
    path = reverse("public:change", args=[token])
    chosen = selection(setup_of(booking.room.venue), asked, now=now, changing=booking)
    context = {
        **_context(booking, token, now=now),
        **picker_context(chosen, path=path, send_to=path),
        "way_back": _way_back(chosen, booking),
        "problems": problems or [],
        "version": booking.version,
    }
    template = f"{CHANGE_PAGE}#picker" if is_fragment(request) else CHANGE_PAGE
    return render(request, template, context, status=status if problems else 200)


def _way_back(chosen: Selection, booking: Booking) -> str:
    """What becomes of money that the chosen time leaves over; nothing where it leaves none."""
    room, span = chosen.given_room, chosen.span
    if room is None or span is None:
        return ""
    quote = after_customers_change(chosen.setup, booking, room.pk, span)
    return way_back_words(booking, less_than_agreed(booking, quote))


def _asked(request: HttpRequest, booking: Booking) -> Asked:
    """The wish of the address; at first the booking as it is."""
    asked = read_asked(request.GET)
    if asked.day is not None or asked.start is not None:
        return asked
    return Asked(
        day=setup_of(booking.room.venue).hours.business_day(booking.starts_at),
        minutes=asked.minutes or booking.span.minutes,
        start=booking.starts_at,
        room_id=asked.room_id or booking.room_id,
        month=asked.month,
    )


def _with_mail(booking: Booking, done: str) -> str:
    """What was done, and that it goes out by mail, if there is an address for it."""
    has_mail = booking.customer is not None and booking.customer.email
    return gettext("%(done)s We are sending you a mail about it.") % {"done": done} if has_mail else done


def _is_in_this_venue(booking: Booking, room_id: int) -> bool:
    return any(room.pk == room_id for room in setup_of(booking.room.venue).rooms)


def _parts(booking: Booking, now: datetime) -> list[Summary]:
    """What was booked together, each with its own price and fee, by time; nothing for a single one."""
    found = own_parts_of(booking.pk) if booking.group_reference else []
    found.sort(key=lambda part: (part.starts_at, part.pk))
    return [Summary(part, now) for part in found] if len(found) > 1 else []


def _sum_of(parts: list[Summary]) -> Money | None:
    """What all that stands costs together; None where nothing was agreed."""
    standing = [part.booking for part in parts if part.booking.status not in GONE]
    total = sum(part.total_minor or 0 for part in standing)
    return Money(total, standing[0].currency) if total else None


def _context(booking: Booking, token: str, *, now: datetime) -> dict[str, Any]:
    venue = booking.room.venue
    setup = setup_of(venue)
    day = setup.hours.business_day(booking.starts_at)
    path = venue_path(venue.slug, sites())
    summary, parts = Summary(booking, now), _parts(booking, now)
    return {
        **venue_context(setup, now=now),
        "booking": booking,
        "summary": summary,
        "token": token,
        "parts": parts,
        "parts_total": _sum_of(parts),
        "is_one_time": len({part.booking.span for part in parts}) == 1,
        "door_codes": guest_codes([part.booking for part in parts] or [booking], now=now),
        "series_words": series_words(series_called(booking.series_id), venue) if booking.series_id else "",
        "again_url": f"{path}?{summary.wish(day.isoformat())}",
        "length": text.duration(summary.minutes),
    }
