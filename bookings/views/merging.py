"""Records that may be of one person: suggested, compared, merged; and a merge taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.acts import act_of
from audit.services.undo import take_back
from audit.taking_back import permissions_for
from bookings.errors import NothingToUndo
from bookings.models import Customer, Room
from bookings.selectors.customers import NOTHING, customer_called, figures_of, merge_that_made
from bookings.selectors.duplicates import duplicate_pairs
from bookings.selectors.merging import Meeting, meetings
from bookings.selectors.venues import venue_called
from bookings.services.merging import keep_apart, merge_customers
from bookings.views.answers import Sentence, go_to, say_on_next_page
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock, text
from boom.core.errors import Conflict, Forbidden
from boom.problems import refused

MERGE = "bookings.merge_customers"


@require_GET
@staff(MERGE)
def duplicates(request: HttpRequest) -> HttpResponse:
    context = {"venue": venue_called(None), "pairs": duplicate_pairs(), "now": clock.now()}
    return render(request, "bookings/customers/duplicates.html", context)


@require_http_methods(["GET", "POST"])
@staff(MERGE)
def merge(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponse:
    """What would become of two, side by side; sent, they are one."""
    kept, gone = customer_called(customer_id), customer_called(other_id)
    if kept == gone:
        return redirect(address("customer", kept.pk))
    if request.method == "GET":
        return _page(request, kept, gone)
    try:
        merge_customers(
            kept_id=kept.pk,
            gone_id=gone.pk,
            kept_version=_version(request, "kept_version"),
            gone_version=_version(request, "gone_version"),
        )
    except Conflict as error:
        return refused(_page(request, kept, gone, refusal=error.message), error)
    words = _("%(gone)s is part of %(kept)s now.") % {"gone": gone.name, "kept": kept.name}
    undo = reverse("dashboard:unmerge", args=[gone.pk])
    say_on_next_page(request, Sentence(words, undo))
    return redirect(address("customer", kept.pk))


@require_POST
@staff(MERGE)
def unmerge(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take a merge back by the record that went into another."""
    event = merge_that_made(customer_id)
    page = address("customer", customer_called(customer_id).pk)
    try:
        if event is None:
            raise NothingToUndo
        if not all(request.user.has_perm(needed) for needed in permissions_for(act_of(event.pk))):
            raise Forbidden
        take_back(event_id=event.pk, now=clock.now())
    except Conflict as error:
        say_on_next_page(request, Sentence(error.message, is_error=True))
        return go_to(request, page)
    words = _("They are two again. What was booked since the merge stays where it is.")
    say_on_next_page(request, Sentence(words))
    return go_to(request, address("customer", customer_id))


@require_POST
@staff(MERGE)
def not_the_same(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponse:
    one, other = customer_called(customer_id), customer_called(other_id)
    keep_apart(one_id=one.pk, other_id=other.pk)
    say_on_next_page(request, Sentence(_("They will not be suggested again.")))
    return redirect(address("duplicates") if "list" in request.POST else address("customer", one.pk))


def _page(request: HttpRequest, kept: Customer, gone: Customer, *, refusal: str = "") -> HttpResponse:
    figures = figures_of([kept.pk, gone.pk], now=clock.now())
    context = {
        "venue": venue_called(None),
        "kept": kept,
        "gone": gone,
        "kept_figures": figures.get(kept.pk, NOTHING),
        "gone_figures": figures.get(gone.pk, NOTHING),
        "rows": [_row(each) for each in meetings(kept, gone)],
        "refusal": refusal,
        "swap_url": address("customer-merge", gone.pk, kept.pk),
    }
    return render(request, "bookings/customers/merge.html", context)


def _row(meeting: Meeting) -> dict[str, Any]:
    return {
        "label": meeting.label,
        "kept": _shown(meeting.column, meeting.kept),
        "gone": _shown(meeting.column, meeting.gone),
        "after": _shown(meeting.column, meeting.after),
        "is_lost": meeting.is_lost,
    }


def _shown(column: str, value: Any) -> str:
    if not value:
        return ""
    if column == "favourite_room_id":
        return ", ".join(Room.objects.filter(pk=value).values_list("name", flat=True))
    if column == "phone":
        return text.phone(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _version(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
