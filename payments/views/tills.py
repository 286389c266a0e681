"""The till: open it, see the night, close it with a count; and what earlier closes found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bookings.domain.opening import NoSuchDay
from bookings.views.pages import Asked, asked
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.money import Money
from boom.problems import add_refusal
from payments.errors import DifferenceNeedsAReason
from payments.forms.tills import CloseTillForm, OpenTillForm
from payments.models import Till
from payments.papers import method_word
from payments.selectors.accounts import owed_back
from payments.selectors.tills import (
    counts_in,
    expected_now,
    past_tills,
    takings_between,
    till_called,
    till_now,
)
from payments.services import tills as services

COUNT, TAKINGS = "payments.count_till", "payments.view_takings"


@require_GET
@staff(COUNT)
def till(request: HttpRequest) -> HttpResponse:
    """The open till or the form to open it, tonight's takings, what is to give back, past closes."""
    return _page(request, asked(request))


@require_POST
@staff(COUNT)
def till_open(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    form = OpenTillForm(request.POST, currency=page.venue.currency)
    if not form.is_valid():
        return _page(request, page, open_form=form, status=422)
    try:
        services.open_till(venue_id=page.venue.pk, float_minor=form.cleaned_data["float"], now=page.now)
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, page, open_form=form, status=422)
    messages.success(request, _("The till is open."))
    return redirect(_address(page))


@require_POST
@staff(COUNT)
def till_close(request: HttpRequest, till_id: int) -> HttpResponse:
    """Close it with what was counted. A difference is said before it is final, and needs a reason."""
    found = till_called(till_id)
    page = asked(request, venue=found.venue)
    form = CloseTillForm(request.POST, till=found, expected=expected_now(found))
    if not form.is_valid():
        return _page(request, page, close_form=form, status=422)
    try:
        services.close_till(
            till_id=found.pk, counted=form.counted(), reason=form.cleaned_data["reason"], now=clock.now()
        )
    except DifferenceNeedsAReason as error:
        add_refusal(form, error)
        return _page(request, page, close_form=form, differences=_differences(error), status=422)
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, page, close_form=form, status=422)
    messages.success(request, _("The till is closed."))
    return redirect(reverse("payments:till-of", args=[found.pk]))


@require_GET
@staff(COUNT)
def till_of(request: HttpRequest, till_id: int) -> HttpResponse:
    """What one close found; an open till has its page."""
    found = till_called(till_id)
    if found.closed_at is None:
        return redirect(_address(asked(request, venue=found.venue)))
    context = {
        "venue": found.venue,
        "till": found,
        "counts": _counts(found),
        "float": Money(found.float_minor, found.currency),
        "difference": Money(found.difference_minor or 0, found.currency),
    }
    return render(request, "payments/till_of.html", context)


def _counts(found: Till) -> list[dict[str, Any]]:
    return [
        {
            "method": method_word(each.method),
            "expected": Money(each.expected, found.currency),
            "counted": Money(each.counted, found.currency),
            "difference": Money(each.difference, found.currency),
        }
        for each in counts_in(found)
    ]


def _differences(error: DifferenceNeedsAReason) -> list[str]:
    """Each method that differs, in words."""
    currency = error.details["currency"]
    found = []
    for method, expected, counted in error.details["counts"]:
        over = Money(counted - expected, currency)
        words = _("%(method)s: %(amount)s over") if over.minor > 0 else _("%(method)s: %(amount)s short")
        if over:
            found.append(words % {"method": method_word(method), "amount": abs(over).format()})
    return found


def _page(
    request: HttpRequest,
    page: Asked,
    *,
    open_form: OpenTillForm | None = None,
    close_form: CloseTillForm | None = None,
    differences: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now_open = till_now(page.venue)
    sees_takings = request.user.has_perm(TAKINGS)
    night = page.setup.night(page.day)
    takings = takings_between(page.venue, night.span) if sees_takings else []
    context = {
        "venue": page.venue,
        "day": page.day,
        "till": now_open,
        "float": Money(now_open.float_minor, now_open.currency) if now_open else None,
        "open_form": None if now_open else open_form or OpenTillForm(currency=page.venue.currency),
        "close_form": close_form or CloseTillForm(till=now_open, expected=expected_now(now_open))
        if now_open
        else None,
        "differences": differences or [],
        "sees_takings": sees_takings,
        "takings": [{"method": method_word(each.method), "row": each} for each in takings],
        "net": Money.total((each.net for each in takings if not each.is_test), page.venue.currency),
        "owed": owed_back(page.venue),
        "past": [
            {"till": each, "difference": Money(each.difference_minor or 0, each.currency)}
            for each in past_tills(page.venue)
        ],
        "query": f"?venue={page.venue.slug}" if page.venue_query else "",
        "night_before": _night(page, -1),
        "night_after": _night(page, 1) if page.day < page.today else "",
    }
    return render(request, "payments/till.html", context, status=status)


def _night(page: Asked, days: int) -> str:
    """The page with another night's takings; nothing where the calendar ends."""
    try:
        day = page.day + timedelta(days=days)
        page.setup.night(day)
    except (NoSuchDay, OverflowError, ValueError):
        return ""
    return f"{reverse('payments:till')}?{urlencode({'day': day.isoformat(), **page.venue_query})}"


def _address(page: Asked) -> str:
    path = reverse("payments:till")
    return f"{path}?venue={page.venue.slug}" if page.venue_query else path
