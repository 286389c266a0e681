"""One booking or block: its drawer, and everything that can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from audit.acts import act_of
from audit.services.undo import take_back
from audit.taking_back import permissions_for
from bookings import toasts
from bookings.errors import NothingToUndo
from bookings.forms.moves import BoardMove, Wish
from bookings.forms.words import words
from bookings.models import Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.changes import TABLE
from bookings.selectors.setup import setup_of
from bookings.services.blocks import release_block
from bookings.services.bookings import (
    confirm_booking,
    edit_booking,
    move_booking,
    restore_booking,
)
from bookings.services.cancelling import cancel_booking
from bookings.services.undo import undo_change
from bookings.views.acts import done, insist_on, version_of, with_next, with_owed
from bookings.views.answers import Sentence, changed, form_again
from bookings.views.drawer import TEMPLATE, booking_called, drawer_context
from bookings.views.drawer_forms import edit_form_of, move_form_of
from bookings.views.pages import Shown, address
from bookings.views.price_parts import reprice_choice
from bookings.views.refusals import refuse
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.htmx import is_fragment

VIEW, MOVE, EDIT = "bookings.view_calendar", "bookings.move_booking", "bookings.edit_booking"
CANCEL, BLOCK, OVERRIDE = "bookings.cancel_booking", "bookings.block_room", "bookings.override_rules"


@require_GET
@staff(VIEW)
def booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    context = drawer_context(request, booking_called(booking_id))
    return render(request, f"{TEMPLATE}#drawer" if is_fragment(request) else TEMPLATE, context)


@require_POST
@staff(VIEW)
def move(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Another room, time or length: dropped on the board, or typed in the drawer."""
    row = booking_called(booking_id)
    insist_on(request, BLOCK if row.kind == Kind.BLOCK else MOVE)
    shown = Shown.by(request)
    if shown is not None and "at" in request.POST:
        return _drop(request, row, shown)
    form = move_form_of(row, setup_of(row.room.venue), request.POST)
    if not form.is_valid():
        return form_again(request, TEMPLATE, drawer_context(request, row, move_form=form))
    wish = Wish.of(form)
    try:
        return _move(request, row, wish)
    except DomainError as error:
        return refuse(request, row, error, wish=wish, move_form=form)


def _drop(request: HttpRequest, row: Occupancy, shown: Shown) -> HttpResponse:
    wish = None
    try:
        wish = BoardMove.read(request.POST).wish(row, shown.axis)
        return _move(request, row, wish)
    except DomainError as error:
        return refuse(request, row, error, wish=wish)


def _move(request: HttpRequest, row: Occupancy, wish: Wish) -> HttpResponse:
    before = (row.room_id, row.span, row.placed)
    moved = move_booking(
        booking_id=row.pk,
        room_id=wish.room_id,
        span=wish.span,
        version=wish.version,
        now=clock.now(),
        override_reason=wish.override_reason if request.user.has_perm(OVERRIDE) else "",
        tell_customer="tell" in request.POST,
        price=wish.price,
        asks=True,
        shown_minor=wish.shown_minor,
    )
    said = with_owed(toasts.moved(moved, *before), moved)
    # Whoever has chosen a price is not asked again.
    is_chosen = wish.shown_minor is not None
    ways = reprice_choice(moved) if request.user.has_perm(EDIT) and not is_chosen else ()
    return done(request, moved, said, rooms=[before[0], moved.room_id], choices=ways)


@require_POST
@staff(EDIT)
def edit(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    form = edit_form_of(row, request.POST)
    if not form.is_valid():
        return form_again(request, TEMPLATE, drawer_context(request, row, edit_form=form))
    may_override = request.user.has_perm(OVERRIDE)
    try:
        edited = edit_booking(
            booking_id=row.pk,
            version=version_of(request),
            contact=form.contact(),
            party_size=form.cleaned_data["party_size"],
            note=form.cleaned_data["note"],
            staff_note=form.cleaned_data["staff_note"],
            answers=form.answers() or None,
            now=clock.now(),
            override_reason=words(request.POST, "override_reason") if may_override else "",
        )
    except DomainError as error:
        return refuse(request, row, error, edit_form=form)
    # An undo gives the booking back as it was, but a customer corrected on record stays so: none then.
    corrected = edited.customer_id == row.customer_id and _reach(edited) != _reach(row)
    return done(request, edited, toasts.edited(edited), can_undo=not corrected)


def _reach(row: Occupancy) -> tuple[str, str]:
    """How the customer of a row can be reached, by their record."""
    return (row.customer.email, row.customer.phone) if row.customer else ("", "")


@require_POST
@staff(EDIT)
def confirm(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        confirmed = confirm_booking(booking_id=row.pk, version=version_of(request), now=clock.now())
    except DomainError as error:
        return refuse(request, row, error)
    # A guest who has been told yes is not told no again by an undo; cancelling says so.
    return done(request, confirmed, toasts.confirmed(confirmed), can_undo=False)


@require_POST
@staff(CANCEL)
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        cancelled = cancel_booking(
            booking_id=row.pk,
            version=version_of(request),
            now=clock.now(),
            reason=words(request.POST, "reason"),
            fee_minor=0 if "waive" in request.POST else None,
            override_reason=words(request.POST, "override_reason") if request.user.has_perm(OVERRIDE) else "",
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        return refuse(request, row, error)
    said = with_owed(toasts.cancelled(cancelled), cancelled)
    return done(request, cancelled, with_next(said, row))


@require_POST
@staff(CANCEL)
def restore(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        restored = restore_booking(
            booking_id=row.pk,
            version=version_of(request),
            now=clock.now(),
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        return refuse(request, row, error, wish=Wish(row.room_id, row.span, row.version))
    return done(request, restored, toasts.restored(restored))


@require_POST
@staff(BLOCK)
def release(request: HttpRequest, booking_id: int) -> HttpResponse:
    row = booking_called(booking_id)
    try:
        released = release_block(block_id=row.pk, version=version_of(request), now=clock.now())
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, released, with_next(toasts.released(released), row))


@require_POST
@staff(VIEW)
def undo(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Take back the change that made the version in the address, from a toast or the record."""
    row = booking_called(booking_id)
    insist_on(request, BLOCK if row.kind == Kind.BLOCK else EDIT)
    before_room = row.room_id
    try:
        undone = undo_change(
            booking_id=row.pk,
            version=version_of(request),
            now=clock.now(),
            tell_customer="tell" in request.GET,
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, undone, toasts.undone(undone), rooms=[before_room], can_undo=False)


@require_POST
@staff(VIEW)
def undo_all(request: HttpRequest) -> HttpResponse:
    """Take back all that one act did, to several bookings perhaps; `event` is any event of it."""
    event = request.GET.get("event", "")
    if not event.isdecimal() or len(event) > 18:
        raise NothingToUndo
    act = act_of(int(event))
    for permission in permissions_for(act):
        insist_on(request, permission)
    touched = [int(each.entity_id) for each in act.changes if each.table == TABLE]
    rooms = set(Occupancy.objects.filter(pk__in=touched).values_list("room_id", flat=True))
    take_back(event_id=act.id, now=clock.now())
    rows = list(Occupancy.objects.filter(pk__in=touched).select_related("room__venue", "customer"))
    return changed(
        request,
        Sentence(toasts.undone_together(rows)),
        rooms=rooms | {row.room_id for row in rows},
        then=address("booking", rows[0].pk) if rows else address("calendar"),
    )
