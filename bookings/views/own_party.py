"""A guest changes how many come and what they have with the room, by the link of their booking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from bookings.domain.pricing.terms import Terms
from bookings.errors import (
    TERMS_REFUSED,
    ChangedMeanwhile,
    NotPossibleNow,
    PriceChanged,
    RoomUnknown,
    RulesBroken,
    SlotTaken,
    TermsRefused,
)
from bookings.forms.own_change import PartyForm
from bookings.forms.picker import LARGEST_ID, read_total, read_version
from bookings.given_back import way_back_words
from bookings.models import Booking
from bookings.price_words import price_of
from bookings.selectors.own_change import OwnChange, own_change, same_terms
from bookings.selectors.quoting import less_than_agreed
from bookings.selectors.setup import setup_of
from bookings.services.own import change_own_party
from bookings.summary import Summary, is_unfinished
from bookings.views.capability import capability
from bookings.views.front import venue_context
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.money import Money

PAGE = "bookings/public/party.html"


@capability
@require_http_methods(["GET", "POST"])
def party(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The price of another party or other add-ons first, then the button that takes it at that price."""
    now = clock.now()
    if is_unfinished(booking) or not Summary(booking, now).may_change:
        return redirect("public:booked", token)
    if request.method == "GET":
        return _page(request, token, booking, _form(booking), now=now)
    form = _form(booking, request.POST)
    if not form.is_valid():
        return _page(request, token, booking, form, now=now, status=422)
    if "price" in request.POST:
        return _page(request, token, booking, form, now=now)
    return _take(request, token, booking, form, now=now)


def _take(
    request: HttpRequest, token: str, booking: Booking, form: PartyForm, *, now: datetime
) -> HttpResponse:
    people, terms = form.people(), form.terms()
    room_id, shown = _choice(request)
    is_same = people == booking.party_size and same_terms(terms, Terms.from_json(booking.price_terms))
    if is_same and room_id is None:
        return redirect("public:booked", token)
    try:
        fresh = change_own_party(
            booking_id=booking.pk,
            version=read_version(request.POST.get("version", "")),
            party_size=people,
            terms=terms,
            shown_minor=shown,
            now=now,
            room_id=room_id,
        )
    except TERMS_REFUSED as refused:
        _say(form, refused)
        return _page(request, token, booking, form, now=now, status=409)
    except PriceChanged as changed:
        words = gettext("That costs %(price)s. Look at it and press the button to take it.") % {
            "price": Money(changed.details["total_minor"], booking.currency).format()
        }
        return _page(request, token, booking, form, now=now, status=409, refused=words)
    except ChangedMeanwhile:
        booking.refresh_from_db()
        words = gettext("The venue has changed this booking meanwhile. This is how it stands now.")
        return _page(request, token, booking, _form(booking), now=now, status=409, refused=words)
    except (RulesBroken, SlotTaken, NotPossibleNow, RoomUnknown) as refused:
        return _page(request, token, booking, form, now=now, status=409, refused=refused.message)
    done = gettext("Changed.")
    if booking.customer is not None and booking.customer.email:
        done = gettext("Changed. We are sending you a mail about it.")
    messages.success(request, done)
    return redirect("public:booked", fresh)


def _page(
    request: HttpRequest,
    token: str,
    booking: Booking,
    form: PartyForm,
    *,
    now: datetime,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    setup = setup_of(booking.room.venue)
    summary = Summary(booking, now)
    found: OwnChange | None = None
    if form.is_bound and not form.errors:
        found = own_change(setup, booking, party_size=form.people(), terms=form.terms(), now=now)
        if found.refused:
            form.say(found.refused)
            status = max(status, 422)
    if found is not None and found.against and status == 200:
        status = 422
    context: dict[str, Any] = {
        **venue_context(setup, now=now),
        "booking": booking,
        "summary": summary,
        "token": token,
        "form": form,
        "extras": form,
        "refused": refused,
        "change": found,
        **_prices(booking, found),
    }
    return render(request, PAGE, context, status=status)


def _prices(booking: Booking, found: OwnChange | None) -> dict[str, Any]:
    """The new price beside the old one, and the total that goes back with the button."""
    agreed = booking.total_minor or 0
    if found is None or not found.is_possible or found.quote is None:
        return {"shown_minor": agreed}
    more = found.quote.total.minor - agreed
    price = {"difference": Money(abs(more), booking.currency).format()}
    words = gettext("The price stays the same.")
    if more > 0:
        words = gettext("%(difference)s more than now.") % price
    elif more < 0:
        words = gettext("%(difference)s less than now.") % price
    # Where nothing changes the agreed lines stand, and with them what was paid by a voucher.
    is_kept = found.quote.as_json() == booking.quote
    new = Summary(booking, booking.starts_at).price if is_kept else price_of(found.quote, booking.room.name)
    return {
        "shown_minor": found.quote.total.minor,
        "new_price": new,
        "difference_words": words,
        "way_back": way_back_words(booking, less_than_agreed(booking, found.quote)),
    }


def _form(booking: Booking, data: Any = None) -> PartyForm:
    return PartyForm(data, setup=setup_of(booking.room.venue), booking=booking)


def _choice(request: HttpRequest) -> tuple[int | None, int | None]:
    """The other room that was pressed, if one was, and the total that was shown for what is taken."""
    room, _, total = request.POST.get("instead", "").partition(" ")
    if room.isdecimal() and len(room) < 20 and int(room) <= LARGEST_ID:
        return int(room), read_total(total)
    return None, read_total(request.POST.get("shown", ""))


def _say(form: PartyForm, refused: DomainError) -> None:
    if isinstance(refused, TermsRefused):
        form.say(refused.problems)
    else:
        form.add_error(None, refused.message)
