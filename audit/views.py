"""The record as a page: who changed what, newest first."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from audit.exports import record_as_csv
from audit.forms import ActivityForm
from audit.selectors import Filter, activity
from audit.wording import Entry
from boom.access import staff
from boom.core import clock, text
from boom.core.time import day_starts_at
from tenants.context import within_scope

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
        "query": request.GET.urlencode(),
    }
    return render(request, "audit/activity.html", context)


@require_GET
@staff("audit.view_activity")
def record_file(request: HttpRequest) -> HttpResponseBase:
    """The record as the filters narrow it, as CSV. Streamed, so it may be as long as the record is."""
    business = request.business  # type: ignore[attr-defined]
    zone = ZoneInfo(business.time_zone)
    form = ActivityForm(request.GET, people=User.objects.order_by("name", "id"))
    lines = record_as_csv(_wanted(form, zone), zone)
    name = f"activity-{business.subdomain}-{clock.now().astimezone(zone):%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        # The answer is read after the request's scope has ended, so each line is asked for within its own.
        within_scope(business, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


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
