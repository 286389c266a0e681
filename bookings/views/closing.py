"""Closing days or cutting hours: whom it touches is shown first, with an offer for each; then it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.models import AuditEvent
from bookings.domain.opening import NoSuchDay
from bookings.forms.hours import SpecialDayForm
from bookings.models import SpecialDay
from bookings.selectors.closing import Closing, Touched, touched_by
from bookings.selectors.setup import Setup
from bookings.services import closing as services
from bookings.services.rearranging import Place
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text
from boom.core.errors import Conflict, DomainError, Invalid

TEMPLATE = "bookings/setup/closing.html"
KEEP, CANCEL = "keep", "cancel"


class ClosingForm(SpecialDayForm):
    """Dates, hours, and which room; the venue if none. The dates have a night here."""

    def __init__(self, *args: Any, setup: Setup, **options: Any) -> None:
        super().__init__(*args, venue=setup.venue, **options)
        self.setup = setup

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("starts_on", "ends_on"):
            day = cleaned.get(name)
            try:
                if day is not None:
                    self.setup.night(day)
            except NoSuchDay:
                self.add_error(name, _("There is no such day here."))
        return cleaned

    def closing(self) -> Closing:
        """What a valid form says."""
        columns = self.columns()
        return Closing(
            columns["starts_on"],
            columns["ends_on"],
            tuple(columns["hours"]),
            columns["reason"],
            columns["room_id"],
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done with a booking."""

    value: str
    label: str


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def closing(request: HttpRequest) -> HttpResponse:
    """First the dates; then everybody it touches, with what could be done; then it is done as chosen."""
    page = asked(request)
    values = request.POST if request.method == "POST" else request.GET
    if "starts_on" not in values:
        return render(request, TEMPLATE, _context(page, ClosingForm(setup=page.setup), None))
    form = ClosingForm(values, setup=page.setup)
    if not form.is_valid():
        return render(request, TEMPLATE, _context(page, form, None), status=422)
    touched = touched_by(page.setup, form.closing(), now=page.now)
    if request.method == "POST":
        return _close(request, page, form, touched)
    return render(request, TEMPLATE, _context(page, form, touched))


def _close(request: HttpRequest, page: Asked, form: ClosingForm, touched: Sequence[Touched]) -> HttpResponse:
    known = {f"do-{each.row.pk}" for each in touched}
    if known != {name for name in request.POST if name.startswith("do-")}:
        refused = _("Bookings have changed meanwhile. This is who it touches now.")
        return render(request, TEMPLATE, _context(page, form, touched, refused=refused), status=409)
    try:
        done = services.close(
            venue_id=page.venue.pk,
            closing=form.closing(),
            places=[place for each in touched if (place := _place(request, each)) is not None],
            cancellations=[
                services.Cancellation(each.row.pk, _version(request, each))
                for each in touched
                if request.POST.get(f"do-{each.row.pk}") == CANCEL
            ],
            now=page.now,
            tell_customer="tell" in request.POST,
        )
    except (Conflict, Invalid) as error:
        touched = touched_by(page.setup, form.closing(), now=page.now)
        return render(request, TEMPLATE, _context(page, form, touched, refused=_why(error)), status=409)
    say_on_next_page(request, Sentence(_said(done), _undo_url(done.day)))
    return redirect(address("hours", **page.venue_query))


def _place(request: HttpRequest, each: Touched) -> Place | None:
    """Where a booking is to go; None for one that stays or is called off. Raises Invalid if not offered."""
    chosen = request.POST.get(f"do-{each.row.pk}", "")
    if chosen in {KEEP, CANCEL}:
        return None
    room_id, _dot, start = chosen.partition(".")
    for offer in each.offers:
        if (str(offer.room.pk), str(int(offer.span.start.timestamp()))) == (room_id, start):
            return Place(each.row.pk, _version(request, each), offer.room.pk, offer.span)
    raise Invalid(_("One of the places is not free any more. Choose again."))


def _version(request: HttpRequest, each: Touched) -> int:
    typed = request.POST.get(f"v-{each.row.pk}", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _why(error: DomainError) -> str:
    return " ".join([error.message, *error.fields.values()])


def _said(done: services.Closed) -> str:
    if not (done.moved or done.cancelled):
        return _("Saved the hours")
    values = {"moved": len(done.moved), "cancelled": len(done.cancelled)}
    return _("Saved the hours; moved %(moved)s, cancelled %(cancelled)s") % values


def _undo_url(day: SpecialDay) -> str:
    """Where all of it is taken back: the special day is of the same act."""
    events = AuditEvent.objects.filter(table="bookings_specialday", entity_id=str(day.pk)).order_by("-id")
    return address("undo", event=events[0].pk)


def _choices(each: Touched, page: Asked) -> list[Choice]:
    """What can be done with a booking, the best first."""
    venue = page.venue
    found = []
    for offer in each.offers:
        when = text.when(
            offer.span.start,
            offer.span.end,
            venue.zone,
            twelve_hours=venue.clock_format == "12",
            locale=venue.locale,
        )
        start = int(offer.span.start.timestamp())
        label = _("Move to %(room)s, %(when)s") % {"room": offer.room.name, "when": when}
        found.append(Choice(f"{offer.room.pk}.{start}", label))
    return [*found, Choice(CANCEL, _("Cancel, free of charge")), Choice(KEEP, _("Leave it as it is"))]


def _context(
    page: Asked, form: ClosingForm, touched: Sequence[Touched] | None, *, refused: str = ""
) -> dict[str, Any]:
    return {
        "venue": page.venue,
        "form": form,
        "is_shown": touched is not None,
        "touched": [{"row": each.row, "choices": _choices(each, page)} for each in touched or ()],
        "refused": refused,
        "action": address("closing", **page.venue_query),
        "hours_url": address("hours", **page.venue_query),
    }
