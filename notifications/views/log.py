"""The part of a booking's drawer about what was said to whom. Registered when Django starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import Occupancy
from bookings.page_parts import adds_to_drawer
from bookings.views.answers import Sentence, changed
from bookings.views.drawer import booking_called, drawer_content
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock
from boom.core.errors import NotFound
from notifications.models import Message
from notifications.selectors.log import said_about
from notifications.services.again import resend
from notifications.services.bounces import write_there_again

EDIT = "bookings.edit_booking"


@adds_to_drawer
def log_part(request: HttpRequest, row: Occupancy, given: Mapping[str, Any]) -> str:
    """What was sent about it, and what became of that; for those who may write to guests."""
    if not request.user.has_perm(EDIT):
        return ""
    said = said_about(row.pk)
    if not said:
        return ""
    return render_to_string("notifications/drawer.html", {"said": said, "booking": row}, request)


@require_POST
@staff(EDIT)
def send_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send a message once more."""
    row = _booking_of(letter_id)
    resend(letter_id=letter_id, now=clock.now())
    return _done(request, row, _("It is being sent again."))


@require_POST
@staff(EDIT)
def write_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Write again to an address that was left alone, as somebody says that it is right."""
    row = _booking_of(letter_id)
    write_there_again(letter_id=letter_id)
    return _done(request, row, _("Messages go there again."))


def _booking_of(letter_id: int) -> Occupancy:
    booking_id = Message.objects.filter(pk=letter_id).values_list("booking_id", flat=True).first()
    row = Occupancy.objects.visible().filter(pk=booking_id).first() if booking_id else None
    if row is None:
        raise NotFound(_("There is no such message."))
    return row


def _done(request: HttpRequest, row: Occupancy, words: str) -> HttpResponse:
    return changed(
        request,
        Sentence(words),
        rooms=[row.room_id],
        then=address("booking", row.pk),
        drawer=drawer_content(request, booking_called(row.pk))
        if request.POST.get("from") == "drawer"
        else None,
    )
