"""What guests say by their booking's link, and what staff do with a message."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookings.forms.guests import MessageForm, RatingForm
from bookings.models import Booking
from bookings.services.guests import (
    answer_guest_message,
    rate_booking,
    reopen_guest_message,
    send_guest_message,
)
from bookings.summary import is_unfinished
from bookings.views.answers import Sentence, go_to, say_on_next_page
from bookings.views.capability import capability
from bookings.views.manage import booked_page
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock, throttle
from boom.core.errors import DomainError
from boom.problems import add_refusal, refused
from boom.proof import insist_on_proof


@capability
@require_POST
def message(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Write to the venue."""
    if is_unfinished(booking):
        return redirect("public:details", token)
    now, form = clock.now(), MessageForm(request.POST, auto_id="message-%s")
    if not form.is_valid():
        return booked_page(request, token, booking, now=now, message_form=form, status=422)
    insist_on_proof(request, "message")
    throttle.take(throttle.GUEST_MESSAGE, str(booking.pk), now=now)
    send_guest_message(booking_id=booking.pk, words=form.cleaned_data["words"])
    messages.success(request, gettext("Sent. The venue will answer you."))
    return redirect("public:booked", token)


@capability
@require_POST
def rate(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Say how it was."""
    if is_unfinished(booking):
        return redirect("public:details", token)
    now, form = clock.now(), RatingForm(request.POST, auto_id="rating-%s")
    if not form.is_valid():
        return booked_page(request, token, booking, now=now, rating_form=form, status=422)
    try:
        rate_booking(booking_id=booking.pk, now=now, **form.cleaned_data)
    except DomainError as error:
        add_refusal(form, error)
        return refused(booked_page(request, token, booking, now=now, rating_form=form), error)
    messages.success(request, gettext("Thank you."))
    return redirect("public:booked", token)


@require_POST
@staff("bookings.edit_booking")
def answered(request: HttpRequest, message_id: int) -> HttpResponse:
    """Put a message away as answered, or with `again` back among those that wait."""
    path = reverse("dashboard:message-answered", args=[message_id])
    if "again" in request.GET:
        found = reopen_guest_message(message_id=message_id)
        say_on_next_page(request, Sentence(gettext("It waits for an answer again.")))
    else:
        found = answer_guest_message(message_id=message_id, now=clock.now())
        say_on_next_page(request, Sentence(gettext("Put away as answered."), f"{path}?again=1"))
    back = "notifications:attention" if request.POST.get("from") == "attention" else None
    return go_to(request, reverse(back) if back else address("booking", found.booking_id))
