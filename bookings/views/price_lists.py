"""A price list from draft to publication, with what it would do before anybody pays by it; the simulator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bookings.forms.prices import PriceListForm, PublishForm
from bookings.forms.setup_fields import WEEKDAYS
from bookings.forms.simulator import PreviewForm, SimulatorForm
from bookings.models import PriceList, RuleState
from bookings.price_rules import hours_words, rate_terms, rate_words
from bookings.price_words import price_of
from bookings.selectors.price_preview import WeekRow, back_test, rules_with, week_of_prices
from bookings.selectors.setup import setup_of
from bookings.services import prices
from bookings.services.prices import RuleUnknown
from bookings.views.prices import CHANGE, back, take_over, venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid


def _list_called(list_id: int) -> PriceList:
    found = PriceList.objects.select_related("venue").filter(pk=list_id).first()
    if found is None:
        raise RuleUnknown
    return found


@require_POST
@staff(CHANGE)
def list_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = PriceListForm(request.POST, venue=venue, auto_id="list-%s")
    if not form.is_valid():
        return render(
            request, "bookings/prices/new_list.html", {"venue": venue, "list_form": form}, status=422
        )
    like = form.cleaned_data["like"]
    made = prices.add_price_list(
        venue_id=venue.pk, name=form.cleaned_data["name"], like=int(like) if like else None
    )
    return back(request, "price-list", _("A draft: nobody pays by it until you publish it."), made.pk)


@require_GET
@staff(CHANGE)
def price_list(request: HttpRequest, list_id: int) -> HttpResponse:
    return _page(request, _list_called(list_id))


def _page(
    request: HttpRequest, found: PriceList, *, publish: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    venue, now = found.venue, clock.now()
    setup = setup_of(venue)
    today = setup.hours.business_day(now)
    form = PreviewForm(
        request.GET if "room" in request.GET else None, setup=setup, first=today, auto_id="preview-%s"
    )
    shown = form.wish()
    nights: list[date] = []
    rows: list[WeekRow] = []
    if shown is not None:
        nights, rows = week_of_prices(
            setup, rules_with(setup, found), shown.room_id, shown.first, heads=shown.heads, now=now
        )
    currency = venue.currency
    context = {
        "venue": venue,
        "list": found,
        "rates": [
            {
                "row": rate,
                "hours": hours_words(rate),
                "price": rate_words(rate, currency),
                "terms": rate_terms(rate, currency),
            }
            for rate in found.rates.order_by("order", "id")
        ],
        "preview": form,
        "nights": nights,
        "rows": rows,
        "publish": publish
        or PublishForm(
            initial={"valid_from": found.valid_from or today + timedelta(days=1), "basis": found.basis},
            auto_id="publish-%s",
        ),
    }
    return render(request, "bookings/prices/list.html", context, status=status)


@require_POST
@staff(CHANGE)
def list_publish(request: HttpRequest, list_id: int) -> HttpResponse:
    found = _list_called(list_id)
    if request.POST.get("act") == "archive":
        prices.set_rule_state(PriceList, rule_id=list_id, state=RuleState.ARCHIVED)
        return back(request, "prices", _("Put %(name)s away.") % {"name": found})
    form = PublishForm(request.POST, auto_id="publish-%s")
    if form.is_valid():
        try:
            prices.publish_list(list_id=list_id, **form.cleaned_data)
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "price-list", _("Published."), list_id)
    return _page(request, found, publish=form, status=422)


@require_GET
@staff(CHANGE)
def list_test(request: HttpRequest, list_id: int) -> HttpResponse:
    """What the last 90 days' bookings would have cost by this list."""
    found = _list_called(list_id)
    setup = setup_of(found.venue)
    result = back_test(setup, rules_with(setup, found), now=clock.now())
    weekdays = [
        {"name": WEEKDAYS[day], "before": before, "after": after} for day, before, after in result.by_weekday
    ]
    context = {"venue": found.venue, "list": found, "result": result, "weekdays": weekdays}
    return render(request, "bookings/prices/test.html", context)


@require_GET
@staff(CHANGE)
def simulator(request: HttpRequest) -> HttpResponse:
    """What a booking would cost, and why."""
    venue, now = venue_of(request), clock.now()
    setup = setup_of(venue)
    form = SimulatorForm(request.GET if "room" in request.GET else None, setup=setup, now=now)
    context: dict[str, Any] = {"venue": venue, "form": form}
    if form.is_bound and form.is_valid():
        made = form.quote()
        room = next(room for room in setup.rooms if room.pk == form.room_id)
        context |= {
            "price": price_of(made, room.name, for_staff=True),
            "quote": made,
            "problems": [problem.message for problem in made.problems],
        }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "bookings/prices/simulator.html", context, status=status)
