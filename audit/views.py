"""The record as a page: who changed what, newest first."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from audit.forms import ActivityForm
from audit.selectors import Filter, activity
from audit.wording import Entry
from boom.access import staff
from boom.core import clock, text
from boom.core.time import day_starts_at

DAY = timedelta(days=1)


@require_GET
@staff("audit.view_activity")
def record(request: HttpRequest) -> HttpResponse:
    zone = ZoneInfo(request.business.time_zone)  # type: ignore[attr-defined]
    form = ActivityForm(request.GET, people=User.objects.order_by("name", "id"))
    wanted = _wanted(form, zone)
    found = activity(wanted, before=_before(request))
    context = {
        "form": form,
        "lines": [_line(entry, zone) for entry in found.entries],
        "older": found.older,
        "is_filtered": wanted.is_on,
        "now": clock.now(),
    }
    return render(request, "audit/activity.html", context)


def _wanted(form: ActivityForm, zone: ZoneInfo) -> Filter:
    """The filters that could be read; the others do not narrow."""
    form.is_valid()
    data = form.cleaned_data
    day = data.get("day")
    return Filter(
        person=data.get("person", ""),
        table=data.get("thing", ""),
        since=day_starts_at(day, zone) if day else None,
        until=day_starts_at(day + DAY, zone) if day else None,
    )


def _before(request: HttpRequest) -> int | None:
    typed = request.GET.get("before", "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _line(entry: Entry, zone: ZoneInfo) -> dict[str, object]:
    """A line with its day and time on the business's clocks."""
    return {
        "entry": entry,
        # Bookings are worded as their own history words them ("moved it …"), which does not say whose.
        "thing": "" if entry.thing in entry.words else entry.thing,
        "day": text.day(entry.at, zone),
        "time": text.clock(entry.at, zone),
    }
