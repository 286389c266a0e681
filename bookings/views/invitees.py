"""Guest lists: by the link of a booking whoever booked asks others along, by their own those answer."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.calendar_file import CONTENT_TYPE
from bookings.errors import LinkNotGood
from bookings.forms.invitees import AnswerForm, InviteForm
from bookings.invitee_file import invitee_file
from bookings.invitee_links import token_of
from bookings.models import Booking, Invitee
from bookings.selectors.invitees import guest_list_of, invitee_of, link_for_all, tally_of
from bookings.selectors.setup import setup_of
from bookings.services.invitees import (
    answer_invitation,
    invite,
    join_guest_list,
    may_invite,
    share_guest_list,
    take_off_guest_list,
)
from bookings.summary import is_unfinished
from bookings.views.capability import as_private, capability, link_not_good
from bookings.views.front import venue_context
from boom.access import View, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError
from boom.middleware import client_address
from boom.problems import add_refusal, refused

LIST, INVITED = "bookings/public/guest_list.html", "bookings/public/invited.html"
# All mails of a business that guests have sent count together.
OF_THE_BUSINESS = "all"


@capability
@require_http_methods(["GET", "POST"])
def guest_list(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Who was asked along and who comes; one more by name, with a mail where there is an address."""
    now = clock.now()
    if is_unfinished(booking):
        return redirect("public:details", token)
    if request.method == "GET":
        return _list_page(request, token, booking, InviteForm(auto_id="invite-%s"), now=now)
    form = InviteForm(request.POST, auto_id="invite-%s")
    if not form.is_valid():
        return _list_page(request, token, booking, form, now=now, status=422)
    email = form.cleaned_data["email"]
    try:
        if email:
            throttle.take(throttle.INVITATIONS_TO, email, now=now)
            throttle.take(throttle.INVITATIONS, OF_THE_BUSINESS, now=now)
        made = invite(booking_id=booking.pk, name=form.cleaned_data["name"], email=email, now=now)
    except throttle.TooOften as error:
        form.add_error(
            "email",
            gettext("No more invitations go there today. Leave it empty, and send them their link yourself."),
        )
        return refused(_list_page(request, token, booking, form, now=now), error)
    except DomainError as error:
        add_refusal(form, error)
        return refused(_list_page(request, token, booking, form, now=now), error)
    done = (
        gettext("%(name)s is sent an invitation.") if made.mailed_at else gettext("%(name)s is on the list.")
    )
    messages.success(request, done % {"name": made.name})
    return redirect("public:guest-list", token)


@capability
@require_POST
def guest_list_link(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Make the one link that can be handed round."""
    share_guest_list(booking_id=booking.pk, now=clock.now())
    return redirect("public:guest-list", token)


@capability
@require_POST
def guest_list_end(request: HttpRequest, token: str, booking: Booking, invitee_id: int) -> HttpResponse:
    """Take somebody off the list, or the link for all back."""
    ended = take_off_guest_list(booking_id=booking.pk, invitee_id=invitee_id, now=clock.now())
    done = gettext("The link opens nothing any more.")
    if not ended.is_shared:
        done = gettext("%(name)s is off the list.") % {"name": ended.name}
    messages.success(request, done)
    return redirect("public:guest-list", token)


def _list_page(
    request: HttpRequest, token: str, booking: Booking, form: InviteForm, *, now: datetime, status: int = 200
) -> HttpResponse:
    people, shared = guest_list_of(booking.pk), link_for_all(booking.pk)
    context = {
        **venue_context(setup_of(booking.room.venue), now=now),
        "booking": booking,
        "token": token,
        "form": form,
        "people": [{"who": each, "id": str(each.pk), "url": _url(request, each)} for each in people],
        "shared": {"id": str(shared.pk), "url": _url(request, shared)} if shared else None,
        "tally": tally_of(people),
        "may_invite": may_invite(booking, now=now),
    }
    return render(request, LIST, context, status=status)


def _url(request: HttpRequest, invitee: Invitee) -> str:
    """The address of an invitation, whole, to be sent to somebody."""
    path = reverse("public:invited", args=[token_of(invitee)])
    return str(request.business.url(path))  # type: ignore[attr-defined]


def invitation(view: View) -> View:
    """Open the page to whoever holds an invitation's link; `view` gets whom it is of."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            invitee = invitee_of(token, now=clock.now())
        except LinkNotGood as error:
            return as_private(link_not_good(request, error))
        answer = view(request, token, invitee)
        answer.headers["X-Robots-Tag"] = "noindex"
        return as_private(answer)

    return token_holder(opened)


@invitation
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str, invitee: Invitee) -> HttpResponse:
    """When, where and in which room, and whether they come. Nothing of the price or of other guests."""
    if request.method == "GET":
        said = {"answer": invitee.answer, "people": invitee.people}
        return _invited_page(
            request, token, invitee, AnswerForm(initial=said, is_known=not invitee.is_shared)
        )
    now, form = clock.now(), AnswerForm(request.POST, is_known=not invitee.is_shared)
    if not form.is_valid():
        return _invited_page(request, token, invitee, form, status=422)
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    try:
        if invitee.is_shared:
            invitee = join_guest_list(shared_id=invitee.pk, now=now, **form.cleaned_data)
        else:
            answer_invitation(invitee_id=invitee.pk, now=now, **form.cleaned_data)
    except DomainError as error:
        add_refusal(form, error)
        return refused(_invited_page(request, token, invitee, form), error)
    messages.success(request, gettext("Thank you: they know."))
    return redirect("public:invited", token_of(invitee))


@invitation
@require_GET
def invited_calendar(request: HttpRequest, token: str, invitee: Invitee) -> HttpResponse:
    """The visit for their own calendar."""
    host = request.business.host  # type: ignore[attr-defined]
    content, _method = invitee_file(invitee, host=host, now=clock.now())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def _invited_page(
    request: HttpRequest, token: str, invitee: Invitee, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    booking = invitee.booking
    context: dict[str, Any] = {
        **venue_context(setup_of(booking.room.venue), now=clock.now()),
        "booking": booking,
        "invitee": invitee,
        "token": token,
        "form": form,
    }
    return render(request, INVITED, context, status=status)
