"""The door and the floor: in, out, longer, elsewhere, never; and the answer to a request."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.errors import BookingUnknown, NotPossibleNow
from bookings.forms.moves import Wish
from bookings.forms.words import words
from bookings.services import arrivals, cancelling, swaps
from bookings.services import visits as services
from bookings.views.acts import done, number_of, undo_act_address, version_of, with_next, with_owed
from bookings.views.drawer import booking_called
from bookings.views.features import feature_ids
from bookings.views.refusals import refuse
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError

EDIT, MOVE, OVERRIDE = "bookings.edit_booking", "bookings.move_booking", "bookings.override_rules"
MINUTE = timedelta(minutes=1)
LONGEST_TURNOVER = 720


@require_POST
@staff(EDIT)
def check_in(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        seen = arrivals.check_in(booking_id=row.pk, version=_version_if_any(request), now=clock.now())
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, seen, toasts.checked_in(seen))


@require_POST
@staff(EDIT)
def check_out(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        left = arrivals.check_out(booking_id=row.pk, version=_version_if_any(request), now=clock.now())
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, left, with_next(toasts.checked_out(left), row))


@require_POST
@staff(OVERRIDE)
def waive_fee(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Ask no fee of a party that never came or called off too late; the reason stays on record."""
    row = booking_called(booking_id)
    try:
        waived = cancelling.waive_fee(
            booking_id=row.pk,
            version=version_of(request),
            reason=words(request.POST, "reason"),
            now=clock.now(),
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, waived, with_owed(toasts.fee_waived(waived), waived))


@require_POST
@staff(EDIT)
def no_show(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        gone = arrivals.mark_no_show(booking_id=row.pk, version=_version_if_any(request), now=clock.now())
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, gone, with_next(toasts.no_show(gone), row))


@require_POST
@staff(EDIT)
def decline(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        declined = cancelling.decline_booking(
            booking_id=row.pk,
            version=version_of(request),
            reason=words(request.POST, "reason"),
            now=clock.now(),
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, declined, with_next(toasts.declined(declined), row))


@require_POST
@staff(EDIT)
def extend(request: HttpRequest, booking_id: int) -> HttpResponse:
    """More time in the same room; who is in the way is named, with rooms that could be had instead."""
    row = booking_called(booking_id)
    minutes = number_of(request, "minutes")
    if row.kind != "booking" or not minutes or minutes > 1440:
        return refuse(request, row, NotPossibleNow())
    wish = Wish(row.room_id, Interval(row.starts_at, row.ends_at + minutes * MINUTE), version_of(request))
    try:
        longer = services.extend_booking(
            booking_id=row.pk,
            duration=minutes * MINUTE,
            version=wish.version,
            now=clock.now(),
            override_reason=_reason(request),
        )
    except DomainError as error:
        return refuse(request, row, error, wish=wish)
    return done(request, longer, toasts.extended(longer))


@require_POST
@staff(MOVE)
def change_room(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Another room from now on, `minutes` longer if wished."""
    row, now = booking_called(booking_id), clock.now()
    room_id, minutes = number_of(request, "room"), number_of(request, "minutes") or 0
    if room_id is None or minutes > 1440:
        return refuse(request, row, NotPossibleNow())
    try:
        first, second = services.change_room(
            booking_id=row.pk,
            room_id=room_id,
            version=version_of(request),
            now=now,
            until=row.ends_at + minutes * MINUTE,
            override_reason=_reason(request),
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(
        request,
        second,
        toasts.moved_on(second),
        rooms=[first.room_id],
        undo_url=undo_act_address(second),
    )


@require_POST
@staff(MOVE)
def find_room(request: HttpRequest, booking_id: int) -> HttpResponse:
    """The smallest other room that is free for all of it, in one press; one that has what is ticked."""
    row = booking_called(booking_id)
    before = (row.room_id, row.span, row.placed)
    try:
        moved = swaps.find_room(
            booking_id=row.pk,
            version=version_of(request),
            now=clock.now(),
            feature_ids=feature_ids(request.POST),
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, moved, toasts.moved(moved, *before), rooms=[row.room_id])


@require_POST
@staff(MOVE)
def swap(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Two bookings change rooms and times: pressed in the drawer, or offered when one is dropped on another.

    `other` is the other booking, with the version its page showed: "42.3".
    """
    row = booking_called(booking_id)
    other_id, _, other_version = request.POST.get("other", "").partition(".")
    if not (other_id.isdecimal() and other_version.isdecimal() and len(other_id) < 19 > len(other_version)):
        return refuse(request, row, BookingUnknown())
    try:
        one, other = swaps.swap_bookings(
            booking_id=row.pk,
            version=version_of(request),
            other_id=int(other_id),
            other_version=int(other_version),
            now=clock.now(),
            override_reason=_reason(request),
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(
        request,
        one,
        toasts.swapped(one, other),
        rooms=[row.room_id, other.room_id],
        undo_url=undo_act_address(one),
    )


@require_POST
@staff(EDIT)
def turnover(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Time kept free around this booking alone; empty where the room's own holds."""
    row = booking_called(booking_id)
    before, after = number_of(request, "before"), number_of(request, "after")
    if max(before or 0, after or 0) > LONGEST_TURNOVER:
        return refuse(request, row, NotPossibleNow())
    try:
        changed = services.set_turnover(
            booking_id=row.pk, version=version_of(request), before=before, after=after, now=clock.now()
        )
    except DomainError as error:
        return refuse(request, row, error, wish=Wish(row.room_id, row.span, row.version))
    return done(request, changed, toasts.turnover(changed))


def _version_if_any(request: HttpRequest) -> int | None:
    """The list's buttons carry no version: whoever stands at the door is what counts."""
    return version_of(request) if "version" in request.POST else None


def _reason(request: HttpRequest) -> str:
    """Why rules are set aside, from who may do that."""
    return words(request.POST, "override_reason") if request.user.has_perm(OVERRIDE) else ""
