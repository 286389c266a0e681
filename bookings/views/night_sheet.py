"""The night's list for the front desk, on the screen, on paper and as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.services.accesses import note_export
from bookings.night_sheet_file import night_sheet_file
from bookings.selectors.night_sheet import BY_ROOM, BY_TIME, NightSheet, night_sheet
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text

DAY = timedelta(days=1)


@require_GET
@staff("bookings.view_calendar")
def sheet(request: HttpRequest) -> HttpResponse:
    """Everybody of a night in order of time, or room by room; prints as it stands."""
    page, order = asked(request), _order(request)
    found = night_sheet(page.setup, page.day, order=order, with_codes=may_see_codes(request))
    query = page.venue_query | ({"by": BY_ROOM} if order == BY_ROOM else {})
    day = "" if page.day == page.today else page.day
    context: dict[str, Any] = {
        "venue": page.venue,
        "day": page.day,
        "sheet": found,
        "counts": _counts(found),
        "printed": _printed(page),
        "is_now": page.day == page.today,
        "by_room": order == BY_ROOM,
        "previous_url": address("night-sheet", day=page.day - DAY, **query),
        "next_url": address("night-sheet", day=page.day + DAY, **query),
        "today_url": address("night-sheet", **query),
        "board_url": address("calendar", day=day, **page.venue_query),
        "file_url": address("night-sheet-file", day=page.day, **query),
        "orders": [
            {
                "label": label,
                "url": address("night-sheet", day=day, by=by, **page.venue_query),
                "is_current": (by == BY_ROOM) == (order == BY_ROOM),
            }
            for by, label in (("", _("By time")), (BY_ROOM, _("By room")))
        ],
    }
    return render(request, "bookings/night_sheet.html", context)


@require_GET
@staff("bookings.view_calendar")
def sheet_file(request: HttpRequest) -> HttpResponse:
    """The same as a PDF. It names people, so taking it out is noted."""
    page, order = asked(request), _order(request)
    found = night_sheet(page.setup, page.day, order=order, with_codes=may_see_codes(request))
    note_export(table="bookings_occupancy")
    content = night_sheet_file(
        found,
        title=text.day(page.day, page.venue.zone, style="long", locale=page.venue.locale),
        detail=" · ".join([page.venue.name, *_counts(found)]),
        foot=_printed(page),
        language=get_language() or "en",
    )
    name = f"{page.venue.slug}-{page.day:%Y-%m-%d}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


def may_see_codes(request: HttpRequest) -> bool:
    """Whether codes for doors are shown: to whoever works with bookings, not to those who only look."""
    return bool(request.user.has_perm("bookings.edit_booking"))


def _order(request: HttpRequest) -> str:
    return BY_ROOM if request.GET.get("by") == BY_ROOM else BY_TIME


def _counts(found: NightSheet) -> list[str]:
    """What there is to know of the night as a whole."""
    words = [
        ngettext("%(count)s booking", "%(count)s bookings", found.bookings) % {"count": found.bookings},
        ngettext("%(count)s person", "%(count)s people", found.people) % {"count": found.people},
    ]
    if found.due.minor:
        words.append(_("%(amount)s to pay") % {"amount": text.price(found.due)})
    return words


def _printed(page: Asked) -> str:
    venue = page.venue
    when = text.clock(page.now, venue.zone, twelve_hours=venue.clock_format == "12")
    day = text.day(page.now, venue.zone, locale=venue.locale)
    return _("As it stood on %(day)s at %(time)s") % {"day": day, "time": when}
