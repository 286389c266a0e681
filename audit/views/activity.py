"""The record as a page and as files: who changed what, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from audit.exports import record_as_csv, record_as_workbook
from audit.forms import KIND, ActivityForm
from audit.selectors import Filter, activity, name_of
from audit.services.accesses import note_export
from audit.wording import Entry
from boom.access import staff
from boom.core import clock, text, workbooks
from boom.core.time import day_starts_at
from tenants.context import within_scope

DAY = timedelta(days=1)
Piece = TypeVar("Piece", str, bytes)


@require_GET
@staff("audit.view_activity")
def record(request: HttpRequest) -> HttpResponse:
    zone = zone_of(request)
    form = _form(request)
    wanted = _wanted(form, zone)
    found = activity(wanted, before=_before(request))
    looked_back_to = found.looked_back_to
    context = {
        "form": form,
        "lines": [_line(entry, zone) for entry in found.entries],
        "older": found.older,
        "looked_back_to": text.day(looked_back_to, zone) if looked_back_to else "",
        "is_filtered": wanted.is_on,
        # The one thing whose history this is.
        "about": name_of(wanted.table, wanted.entity) if wanted.entity else "",
        "now": clock.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "audit/activity.html", context)


@require_GET
@staff("audit.view_activity")
def record_file(request: HttpRequest) -> HttpResponseBase:
    """The record as the filters narrow it, as CSV."""
    zone = zone_of(request)
    lines = record_as_csv(_wanted(_form(request), zone), zone)
    return _file(request, lines, "csv", "text/csv; charset=utf-8")


@require_GET
@staff("audit.view_activity")
def record_workbook(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    zone = zone_of(request)
    pieces = record_as_workbook(_wanted(_form(request), zone), zone, title="Activity")
    return _file(request, pieces, "xlsx", workbooks.TYPE)


def _file(request: HttpRequest, pieces: Iterable[Piece], ending: str, kind: str) -> HttpResponseBase:
    """Streamed, so it may be as long as the record is. It names people, so taking it out is noted."""
    note_export(table="audit_event")
    business = request.business  # type: ignore[attr-defined]
    name = f"activity-{business.subdomain}-{clock.now().astimezone(zone_of(request)):%Y-%m-%d}.{ending}"
    return StreamingHttpResponse(
        # The answer is read after the request's scope has ended, so each piece is asked for within its own.
        within_scope(business, pieces),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The business's zone."""
    return ZoneInfo(request.business.time_zone)  # type: ignore[attr-defined]


def _form(request: HttpRequest) -> ActivityForm:
    return ActivityForm(request.GET, people=User.objects.order_by("name", "id"))


def _wanted(form: ActivityForm, zone: ZoneInfo) -> Filter:
    """The filters that could be read; the others do not narrow."""
    form.is_valid()
    data = form.cleaned_data
    day, until, who = data.get("day"), data.get("until"), data.get("person", "")
    last = until or day
    return Filter(
        person="" if who.startswith(KIND) else who,
        kind=who.removeprefix(KIND) if who.startswith(KIND) else "",
        table=data.get("thing", ""),
        entity=data.get("key", "") if data.get("thing") else "",
        action=data.get("action", ""),
        address=data.get("address", ""),
        since=day_starts_at(day, zone) if day else None,
        until=day_starts_at(last + DAY, zone) if last else None,
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
